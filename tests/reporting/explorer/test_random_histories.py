"""Whatever was reported, corrected and superseded: on every day the explorer reads what the
aggregation reads, month by month and day by day."""

import datetime

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.catalogue.models import PublicationRule
from portal.documents.models import Document
from portal.models import IndicatorValue, Revision, Submission
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment
from reporting.explorer.figures import read_grid
from reporting.explorer.query import read_query
from reporting.explorer.selection import choose
from tests import factories as make

TODAY = make.day("2023-07-01")
MONTHS = [(2022, month) for month in range(3, 13)] + [(2023, month) for month in range(1, 6)]
DAYS = st.dates(datetime.date(2022, 2, 1), datetime.date(2023, 6, 1))
CODES = ("WHOLE", "OWN_PART", "OTHER_PART", "YES", "PLAIN")


def values():
    return st.lists(
        st.fixed_dictionaries(
            {
                "agency": st.integers(0, 2),
                "code": st.sampled_from(CODES),
                "covers_to": DAYS,
                "amount": st.none() | st.integers(0, 5000),
                "state": st.sampled_from(["reported", "reported", "not_known", "not_applicable"]),
                "channel": st.sampled_from(["reference", "platform"]),
                "accepted": st.none() | st.integers(0, 300),
                "superseded": st.booleans(),
                "document": st.booleans(),
            }
        ),
        max_size=25,
    )


@pytest.fixture
def place(db):
    """Two provinces throughout, one that left in the middle and one that came for it."""
    agencies = [
        make.make_agency(name, slug)
        for name, slug in (("Quảng Ninh", "quang-ninh"), ("Hải Phòng", "hai-phong"), ("Cũ", "cu"))
    ]
    asked = make.make_set("provinces")
    until = make.day("2022-11-30")
    for agency in agencies:
        make.join(asked, agency, until=until if agency.slug == "cu" else None)
    whole = make.make_indicator("WHOLE", asked)
    indicators = {
        "WHOLE": whole,
        "OWN_PART": make.make_indicator("OWN_PART", asked, part_of=whole),
        "OTHER_PART": make.make_indicator("OTHER_PART", asked, part_of=whole, source="platform"),
        "YES": make.make_indicator("YES", asked, value_type="yes_no"),
        "PLAIN": make.make_indicator("PLAIN", asked),
    }
    for year, month in MONTHS:
        make.make_period(year, month)
    document = Document.objects.create(
        agency=agencies[0],
        kind=Document.Kind.PLAN,
        number="1/KH",
        issued_on=make.day("2022-02-01"),
        effective_until=make.day("2022-10-31"),
    )
    return agencies, indicators, document


def lay(place, histories, ruled_from, whole_rules=()):
    agencies, indicators, document = place
    for one in histories:
        at = make.instant("2022-03-01 08:00")
        accepted = None
        if one["accepted"] is not None:
            accepted = at + datetime.timedelta(days=one["accepted"])
        submission = Submission.objects.create(
            channel=one["channel"],
            agency=agencies[one["agency"]],
            as_of=one["covers_to"],
            created_at=at,
            updated_at=at,
        )
        revision = Revision.objects.create(
            submission=submission,
            number=1,
            sent_at=at,
            accepted_at=accepted,
            superseded_at=accepted if one["superseded"] else None,
        )
        amount = one["amount"] if one["state"] == "reported" else None
        if one["code"] == "YES" and amount is not None:
            amount %= 2
        state = one["state"] if amount is not None or one["state"] != "reported" else "not_known"
        IndicatorValue.objects.create(
            revision=revision,
            indicator=indicators[one["code"]],
            agency=agencies[one["agency"]],
            covers_to=one["covers_to"],
            state=state,
            amount=amount,
            note="Chưa có" if state == "not_known" else "",
            evidence=document if one["code"] == "YES" and one["document"] else None,
        )
    if ruled_from is not None:
        PublicationRule.objects.create(
            indicator=indicators["PLAIN"], channel="platform", in_force_from=ruled_from
        )
    for (since, channel), then in zip(whole_rules, [*whole_rules[1:], None], strict=False):
        PublicationRule.objects.create(
            indicator=indicators["WHOLE"],
            channel=channel,
            in_force_from=since,
            in_force_until=then and then[0] - datetime.timedelta(days=1),
        )


def grid_of(address):
    query = read_query(QueryDict(address))
    assert query.faults == {}
    selection = choose(query, TODAY)
    assert query.faults == {}
    return read_grid(selection)


def agrees(grid):
    """Each cell and total of the grid with the aggregation's reading on the column's day."""
    for at, (asked, column) in enumerate(grid.across):
        figures = Figures(CODES, Moment(column.day))
        parts = figures.parts_of(asked.code)
        members = {member.agency_id for member in figures.members_of(asked.code)}
        for party, cells in grid.rows:
            cell = cells[at]
            assert cell.is_asked == (party.agency_id in members)
            if not cell.is_asked:
                continue
            if parts:
                expected = figures.total(asked.code, parts, party.agency_id).amount
            else:
                reading = figures.reading(asked.code, party.agency_id)
                expected = reading.amount if reading else None
                assert cell.state == (reading.state if reading else None)
                assert cell.covers_to == (reading.covers_to if reading else None)
            assert cell.amount == expected
        figure, total = figures.figure(asked.code), grid.totals[at]
        assert (total.amount, total.known) == (figure.named_amount, figure.known)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    histories=values(),
    ruled_from=st.none() | DAYS,
    code=st.sampled_from(CODES),
    whole_rules=st.lists(
        st.tuples(DAYS, st.sampled_from(["agency", "platform", "centre"])),
        max_size=2,
        unique_by=lambda rule: rule[0],
    ).map(sorted),
)
def test_newest_cells_are_the_aggregations_readings(
    place, histories, ruled_from, code, whole_rules
):
    with transaction.atomic():
        lay(place, histories, ruled_from, whole_rules)
        agrees(grid_of(f"chi-tieu={code}&tu=2022-03&den=2023-05"))
        agrees(grid_of(f"chi-tieu={code}&ngay=1/3/2022;14/10/2022;2/12/2022;30/5/2023"))
        agrees(grid_of(f"chi-tieu=YES&chi-tieu={code}&den=2022-11"))
        transaction.set_rollback(True)
