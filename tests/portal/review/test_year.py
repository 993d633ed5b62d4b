"""The year at a glance: agencies by months, its rates, its filters, its weight."""

import gzip
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from portal.agencies.models import Agency, AgencyName, AgencySetMember, Side
from portal.catalogue.calendar import ReportingPeriod
from portal.names import sort_key
from portal.submissions.models import Channel, Revision, State, Submission
from tests import factories as make

pytestmark = pytest.mark.django_db

YEAR = "/theo-doi/nam/2022/"
MOST_QUERIES = 8
MOST_COMPRESSED = 15 * 1024


@pytest.fixture
def centre(client, reports, settings):
    settings.DEMO_TODAY = make.day("2022-11-21")
    make.make_period(2022, 10)
    return make.sign_in(client, reports.reviewer)


def page_of(response):
    return response.content.decode()


def grow(asked, agencies, months):
    """More agencies, each with a report of each month; accepted, late or returned in turn."""
    made = Agency.objects.bulk_create(
        Agency(slug=f"t-{n}", side=Side.PROVINCIAL, position=n, in_force_from=make.LONG_AGO)
        for n in range(agencies)
    )
    AgencyName.objects.bulk_create(
        AgencyName(
            agency=agency,
            kind="province",
            name=f"Tỉnh thứ {n}",
            printed_name=f"Tỉnh thứ {n}",
            official_name=f"Tỉnh thứ {n}",
            sort_key=sort_key(f"Tỉnh thứ {n}"),
            in_force_from=make.LONG_AGO,
        )
        for n, agency in enumerate(made)
    )
    AgencySetMember.objects.bulk_create(
        AgencySetMember(agency_set=asked, agency=agency, in_force_from=make.LONG_AGO)
        for agency in made
    )
    states = [State.ACCEPTED, State.ACCEPTED, State.SUBMITTED, State.RETURNED, State.DRAFT]
    reports = Submission.objects.bulk_create(
        Submission(
            channel=Channel.AGENCY,
            agency=agency,
            period=month,
            state=states[(n * 7 + at) % 5],
            first_sent_at=month.closes_at if (n + at) % 6 == 0 else month.due_at,
            created_at=month.due_at,
            updated_at=month.due_at,
        )
        for n, agency in enumerate(made)
        for at, month in enumerate(months)
        if (n + at) % 9
    )
    Revision.objects.bulk_create(
        Revision(
            submission=report,
            number=1,
            sent_at=report.first_sent_at,
            accepted_at=report.first_sent_at if report.state == State.ACCEPTED else None,
        )
        for report in reports
    )


def months_before(count):
    """`count` months up to November 2022, some of which are there already."""
    for index in range(2022 * 12 + 10, 2022 * 12 + 10 - count, -1):
        year, month = index // 12, index % 12 + 1
        if not ReportingPeriod.objects.filter(year=year, month=month).exists():
            make.make_period(year, month)
    return list(ReportingPeriod.objects.begun(make.day("2022-11-14")))


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_a_cell_says_state_and_lateness(centre, reports):
    reports.sent(at=make.instant("2022-11-19 08:00"))
    response = centre.get(YEAR)
    page = page_of(response)
    assert 'class="y-submitted y-late">Gm' in page
    assert 'class="y-none y-over">C!' in page  # October: nothing, and overdue
    (row,) = response.context["page"].shown.rows
    assert [cell and cell.state for cell in row.cells] == [None, "submitted"]
    assert (row.rate.received, row.rate.expected, row.rate.on_time) == (1, 2, 0)


def test_months_not_begun_have_no_column(centre, reports):
    make.make_period(2023, 1)
    periods = centre.get(YEAR).context["page"].shown.periods
    assert [period.month for period in periods] == [10, 11]


def test_month_when_nothing_was_asked_is_empty_not_overdue(centre, reports):
    asked = reports.indicators["TEAMS"].asked_of
    late_comer = make.make_agency("Mới Lập", "moi-lap")
    make.join(asked, late_comer, since=make.day("2022-11-01"))
    row = next(r for r in centre.get(YEAR).context["page"].shown.rows if r.agency.slug == "moi-lap")
    assert row.cells[0] is None
    assert row.rate.expected == 1


def test_filter_by_state_of_any_month(centre, reports):
    other = make.make_agency("Khác", "khac", sets=[reports.indicators["TEAMS"].asked_of])
    reports.sent()

    def found(state):
        rows = centre.get(YEAR, {"trang-thai": state}).context["page"].shown.rows
        return [row.agency.slug for row in rows]

    assert found("da-gui") == ["quang-ninh"]
    assert found("chua-gui") == ["quang-ninh", other.slug]
    assert found("tiep-nhan") == []


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ({}, 11),  # December has not begun
        ({"den": "2022-11"}, 12),
        ({"den": "2022-11", "so-thang": "1"}, 1),
        ({"den": "2022-11", "so-thang": "0"}, 1),
        ({"den": "2022-11", "so-thang": "999"}, 48),
        ({"den": "2022-13", "so-thang": "x"}, 11),
        ({"den": "\x00", "khoi": "\x00", "phu-trach": "9" * 30}, 11),
    ],
)
def test_span_of_months_and_nonsense(centre, reports, query, size):
    months_before(60)
    assert len(centre.get(YEAR, query).context["page"].shown.periods) == size


@pytest.mark.parametrize("year", ["1999", "2100", "9" * 30])
def test_year_out_of_the_calendar(centre, year):
    assert centre.get(f"/theo-doi/nam/{year}/").status_code == 404


def test_year_without_months(centre):
    assert "Không có cơ quan hoặc tháng nào" in page_of(centre.get("/theo-doi/nam/2030/"))
    assert centre.get("/theo-doi/nam/2030.xlsx").status_code == 200
    assert centre.get("/theo-doi/nam/2030/ty-le/").status_code == 200


def test_scrolls_in_a_region_of_its_own_that_has_a_name(centre, reports):
    page = page_of(centre.get(YEAR))
    assert 'role="region" tabindex="0" aria-labelledby="year-caption"' in page
    assert 'id="year-caption"' in page


def test_names_are_escaped(centre, reports):
    make.make_agency("<b>Tỉnh</b>", "la", sets=[reports.indicators["TEAMS"].asked_of])
    assert "<b>Tỉnh" not in page_of(centre.get(YEAR))


def test_workbook(centre, reports):
    reports.sent()
    book = load_workbook(io.BytesIO(centre.get("/theo-doi/nam/2022.xlsx").content))
    assert book.sheetnames == ["Các tháng", "Tỷ lệ đã nhận", "Tỷ lệ đúng hạn"]
    rows = [list(row) for row in book["Các tháng"].values]
    assert next(row for row in rows if row[1] == "Quảng Ninh")[2:] == ["C!", "G", 1, 2, 1]
    assert any("Theo tháng." in str(row[0]) for row in rows)
    rates = [list(row) for row in book["Tỷ lệ đã nhận"].values]
    assert next(row for row in rates if row[0] == "Cả nước")[1:] == [0, 100, "1/2", 50]


def test_few_queries_and_light_at_any_size(centre, reports):
    asked = reports.indicators["TEAMS"].asked_of
    paths = [
        f"{YEAR}?den=2022-11&so-thang=48",
        f"{YEAR}ty-le/?den=2022-11&so-thang=48",
        "/theo-doi/2022-11/",
    ]
    few = [queries_of(centre, path) for path in paths]
    assert max(few) <= MOST_QUERIES
    grow(asked, 92, months_before(48))
    assert [queries_of(centre, path) for path in paths] == few
    content = centre.get(paths[0]).content
    assert content.count(b"<td class") > 93 * 40
    assert len(gzip.compress(content, 6)) <= MOST_COMPRESSED
