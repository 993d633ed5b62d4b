"""On Tuần 39's day the explorer's totals are the report's; the files hold what the page shows."""

import csv
import datetime
import io

import openpyxl
import pytest

from portal.models import Agency, Document, Indicator, IndicatorValue, Submission
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel
from portal.submissions.readings import Moment
from tests import factories as make
from tests import loaded
from tests.markup import Page

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]

DAY = make.day("2022-09-30")
ON_THE_DAY = "&ngay=30/9/2022"


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _in_october(settings):
    settings.DEMO_TODAY = datetime.date(2022, 10, 17)


@pytest.fixture
def reader(client):
    return make.sign_in(client, make.make_member("reader"))


def seen(client, query) -> Page:
    response = client.get(f"/kham-pha/?{query}")
    assert response.status_code == 200
    return Page(response.content.decode())


def table_of(client, query):
    return seen(client, query).tables[-1]


def chosen(*codes) -> str:
    return "&".join(f"chi-tieu={code}" for code in codes) + ON_THE_DAY


def restate(slug, code, amount, at="2022-10-15 10:00"):
    return make.make_known(
        Agency.objects.get(slug=slug),
        DAY,
        (Indicator.objects.get(code=code), amount),
        at=make.instant(at),
    )


# Totals


def test_printed_totals_of_tuan39(reader):
    table = table_of(reader, chosen("TRAIN_PRO", "TRAIN_PRO_SELF", "PLAN_PRO"))
    total, basis = table.foot
    assert total[1:] == ["Tổng cộng", "41", "116.348", "74.512"]
    assert basis[1:] == ["Số cơ quan có số", "41/63", "63/63", "35/63"]


def test_every_named_figure_is_what_the_report_reads(reader):
    figures = Figures(None, Moment(DAY))
    for code, indicator in figures.indicators.items():
        if indicator.asked_of_id is None or indicator.combine == "latest":
            continue
        table = table_of(reader, chosen(code))
        total, basis = table.foot
        figure = figures.figure(code)
        expected = "" if figure.named_amount is None else indicator_text(indicator, figure)
        assert total[-1] == expected, code
        size = len(figures.members_of(code))
        with_size = f"{figure.known}/{size}" if size else ""
        assert basis[-1] == (with_size if figure.size is not None else str(figure.known)), code


def indicator_text(indicator, figure):
    dotted = f"{figure.named_amount:,}".replace(",", ".")
    return dotted if not indicator.is_number else indicator.show_amount(figure.named_amount)


def test_count_without_names_is_said_and_never_added(reader):
    page = seen(reader, chosen("TEAMS"))
    assert "61.063" in page.text
    assert "không cộng vào tổng" in page.text
    assert page.tables[-1].foot[0][-1] == "4.129"
    assert page.tables[-1].foot[1][-1] == "2/63"


def test_correction_counts_from_its_acceptance_and_history_keeps_both(reader):
    restate("quang-ninh", "TRAIN_PRO_SELF", 528)
    assert table_of(reader, chosen("TRAIN_PRO_SELF")).foot[0][-1] == "74.612"
    history = Page(reader.get("/kham-pha/TRAIN_PRO_SELF/quang-ninh/").content.decode())
    assert {"428", "528"} <= set(history.text.split())


def test_document_that_ended_turns_a_yes_into_a_no(reader):
    value = IndicatorValue.objects.filter(
        indicator__code="PLAN_PRO", agency__slug="quang-ninh", amount=1
    ).get()
    value.evidence = Document.objects.create(
        agency=value.agency,
        kind=Document.Kind.PLAN,
        number="9/KH-UBND",
        issued_on=make.day("2022-03-01"),
        effective_until=make.day("2022-09-29"),
    )
    value.save()
    table = table_of(reader, chosen("PLAN_PRO"))
    assert table.foot[0][-1] == "40"
    row = next(row for row in table.rows if row[1] == "Quảng Ninh")
    assert row[-1] == "Chưa"


def test_blank_is_no_zero_and_zero_is_a_figure(reader):
    make.make_known(
        Agency.objects.get(slug="ha-noi"),
        DAY,
        (Indicator.objects.get(code="TRAIN_PRO_SELF"), 0),
    )
    table = table_of(reader, chosen("TRAIN_PRO_SELF"))
    cells = {row[1]: row[-1] for row in table.rows}
    assert cells["TP. Hà Nội"] == "0"
    assert cells["Cao Bằng"] == ""
    assert table.foot[1][-1] == "36/63"


def test_other_source_counts_only_its_own_values(reader):
    own = table_of(reader, f"{chosen('TRAIN_PRO_SELF')}&nguon=co-quan")
    assert own.foot[0][-1] == ""
    assert own.foot[1][-1] == "0/63"
    assert not Submission.objects.filter(channel=Channel.AGENCY).exists()


# Filters and order


def test_region_and_names_bound_the_rows_and_their_denominators(reader):
    region = table_of(reader, f"{chosen('TRAIN_PRO_SELF')}&pham-vi=tay-nguyen")
    assert len(region.rows) == 5
    assert region.foot[1][-1].endswith("/5")
    two = table_of(reader, f"{chosen('TRAIN_PRO_SELF')}&co-quan=Quảng Ninh; TPHCM")
    assert {row[1] for row in two.rows} == {"Quảng Ninh", "TP. Hồ Chí Minh"}


def test_orders(reader):
    by_value = [r[-1] for r in table_of(reader, f"{chosen('TRAIN_PRO_SELF')}&xep=lon").rows]
    known = [int(text.replace(".", "")) for text in by_value if text]
    assert known == sorted(known, reverse=True)
    assert by_value[len(known) :] == [""] * (63 - len(known))
    names = [r[1] for r in table_of(reader, f"{chosen('TRAIN_PRO_SELF')}&xep=ten").rows]
    assert names[:2] == ["An Giang", "Bà Rịa - Vũng Tàu"]
    assert table_of(reader, chosen("TRAIN_PRO_SELF")).rows[0][1] == "TP. Hà Nội"


# Files


QUERIES = (
    chosen("TRAIN_PRO", "TRAIN_PRO_SELF", "PLAN_PRO"),
    f"{chosen('TRAIN_PRO_SELF')}&xep=lon",
    "chi-tieu=TRAIN_PRO_OT&tu=2022-08&den=2022-10&xep=ten",
)


@pytest.mark.parametrize("query", QUERIES)
def test_files_hold_the_pages_cells_in_its_order(reader, query):
    for month in (8, 9):
        make.make_period(2022, month)
    page = table_of(reader, query)
    expected = [*page.rows, *page.foot]
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"/kham-pha/so-lieu.xlsx?{query}").content))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    at = next(i for i, row in enumerate(rows) if row[0] == "TT")
    assert_same(page, rows[at], rows[at + 1 : at + 1 + len(page.rows)], page.rows)
    text = b"".join(reader.get(f"/kham-pha/so-lieu.csv?{query}").streaming_content)
    assert text.startswith(b"\xef\xbb\xbf")
    parsed = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert_same(page, parsed[0], parsed[1:], expected)


def assert_same(page, heads, rows, expected):
    """Cells of a file as the page writes them; the days of carried figures stand beside them."""
    dated = [i for i, label in enumerate(heads) if label.endswith(": số tính đến")]
    plain = [i for i in range(len(heads)) if i not in dated]
    assert [heads[i] for i in plain] == page.head
    assert len(rows) == len(expected)
    for row, shown in zip(rows, expected, strict=True):
        for i, text in zip(plain, shown, strict=True):
            is_dated = i + 1 in dated and text.startswith("(")
            assert is_dated == (i + 1 in dated and row[i + 1] not in (None, "")), (row, shown)
            bare = text.partition(") ")[2] if is_dated else text
            assert as_printed(row[i]) == bare, (row, shown)


def as_printed(value):
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    if isinstance(value, str) and value.isdecimal():
        return f"{int(value):,}".replace(",", ".")
    return value or ""


def test_listing_file_has_every_row_of_all_pages(reader):
    query = f"{chosen('TRAIN_PRO_SELF', 'PLAN_PRO')}&bay=danh-sach"
    first, second = (table_of(reader, f"{query}&page={n}").rows for n in (1, 2))
    text = b"".join(reader.get(f"/kham-pha/so-lieu.csv?{query}").streaming_content)
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))[1:]
    assert len(rows) == 126 == len(first) + len(second)
    pages = [(row[0], row[1], row[3], row[5]) for row in (*first, *second)]
    assert pages == [(r[0], r[2], as_printed(r[5]), r[7]) for r in rows]
    response = reader.get(f"/kham-pha/so-lieu.xlsx?{query}")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    cells = list(book.active.iter_rows(values_only=True))[1:]
    assert [(r[0], r[2], as_printed(r[5]), r[7]) for r in cells] == pages
