"""As of a day, as known at an instant: what is read, carried, stated, counted and summed."""

import datetime
from collections import defaultdict

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.agencies.models import Agency, AgencyName, AgencySetMember, Side
from portal.catalogue.models import Combine, PublicationRule, ValueType
from portal.documents.models import Document
from portal.names import sort_key
from portal.submissions.aggregation import Figures
from portal.submissions.models import (
    Channel,
    IndicatorValue,
    Revision,
    State,
    Submission,
    ValueState,
)
from portal.submissions.readings import Moment, readings_over
from tests import factories as make
from tests import loaded

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = make.day("2022-09-14"), make.day("2022-10-14")
NOVEMBER = make.day("2022-11-14")
LATER = make.day("2023-06-30")
REPORTED, NOT_KNOWN = ValueState.REPORTED, ValueState.NOT_KNOWN
NOT_APPLICABLE = ValueState.NOT_APPLICABLE


@pytest.fixture
def provinces():
    return [make.make_agency(name, name.lower(), position=i) for i, name in enumerate("ABCDE")]


@pytest.fixture
def asked(provinces):
    return make.make_set("provinces", *provinces)


@pytest.fixture
def teams(asked):
    return make.make_indicator("X_TEAMS", asked, unit="Tổ")


@pytest.fixture
def plan(asked):
    return make.make_indicator("X_PLAN", asked, value_type=ValueType.YES_NO)


def accept(agency, covers_to, *values, at=None, channel=Channel.PLATFORM, of=None, **revision):
    """A revision accepted at `at` (a day at 17:00; default its cut-off). `values`: (indicator,
    amount), or (indicator, state). `of`: the revision that it corrects."""
    at = make.instant(f"{at or covers_to} 17:00")
    if of is None:
        submission = Submission.objects.create(
            channel=channel,
            agency=agency,
            as_of=covers_to,
            state=State.ACCEPTED,
            created_at=at,
            updated_at=at,
        )
        number = 1
    else:
        submission, number = of.submission, of.number + 1
        Revision.objects.filter(pk=of.pk).update(superseded_at=at)
    made = Revision.objects.create(
        submission=submission, number=number, sent_at=at, **{"accepted_at": at, **revision}
    )
    for indicator, value in values:
        is_state = isinstance(value, str)
        IndicatorValue.objects.create(
            revision=made,
            indicator=indicator,
            agency=agency,
            covers_to=covers_to,
            state=value if is_state else REPORTED,
            amount=None if is_state else value,
            note="chờ số" if is_state else "",
        )
    return made


def figure(indicator, day=NOVEMBER, known_at=None):
    known_at = make.instant(known_at) if known_at else None
    return Figures([indicator.code], Moment(day, known_at)).figure(indicator.code)


def names(members):
    return [member.name for member in members]


# Two clocks


def test_value_counts_from_the_day_it_covers_to(provinces, teams):
    accept(provinces[0], OCTOBER, (teams, 7), at="2022-10-01")
    assert figure(teams, make.day("2022-10-13")).amount is None
    assert figure(teams, OCTOBER).amount == 7


def test_value_accepted_later_is_invisible_earlier(provinces, teams):
    accept(provinces[0], OCTOBER, (teams, 7), at="2022-10-20")
    assert figure(teams, known_at="2022-10-20 16:59").amount is None
    assert figure(teams, known_at="2022-10-20 17:00").amount == 7
    assert figure(teams).amount == 7


def test_what_was_sent_but_not_accepted_is_nowhere(provinces, teams):
    accept(provinces[0], OCTOBER, (teams, 7), accepted_at=None)
    assert figure(teams).amount is None
    assert figure(teams, known_at="2030-01-01 00:00").amount is None


def test_correction_is_invisible_before_its_acceptance_and_alone_after(provinces, teams):
    first = accept(provinces[0], OCTOBER, (teams, 7), at="2022-10-20")
    accept(provinces[0], OCTOBER, (teams, 9), at="2022-11-02", of=first)
    assert figure(teams, known_at="2022-11-02 16:59").amount == 7
    assert figure(teams, known_at="2022-11-02 17:00").amount == 9
    assert figure(teams).amount == 9


def test_correction_of_an_old_month_leaves_the_newer_month(provinces, teams):
    old = accept(provinces[0], SEPTEMBER, (teams, 5))
    accept(provinces[0], OCTOBER, (teams, 7))
    accept(provinces[0], SEPTEMBER, (teams, 6), at="2022-11-20", of=old)
    assert figure(teams, OCTOBER).amount == 7
    assert figure(teams, make.day("2022-09-30")).amount == 6


def test_of_two_values_for_one_day_the_later_accepted_counts(provinces, teams):
    accept(provinces[0], OCTOBER, (teams, 7), at="2022-10-20", channel=Channel.REFERENCE)
    accept(provinces[0], OCTOBER, (teams, 8), at="2022-10-21", channel=Channel.PLATFORM)
    assert figure(teams).amount == 8


# Carrying forward


def test_old_value_carries_forward_and_says_its_age(provinces, teams):
    accept(provinces[0], SEPTEMBER, (teams, 5))
    accept(provinces[1], OCTOBER, (teams, 7))
    found = figure(teams, LATER)
    assert (found.amount, found.known, found.size) == (12, 2, 5)
    assert (found.oldest, found.newest) == (SEPTEMBER, OCTOBER)
    assert names(found.unknown) == ["C", "D", "E"]


def test_nothing_known_is_none_and_zero_is_a_figure(provinces, teams):
    assert figure(teams).amount is None
    assert (figure(teams).oldest, figure(teams).newest) == (None, None)
    accept(provinces[0], OCTOBER, (teams, 0))
    assert (figure(teams).amount, figure(teams).known) == (0, 1)


def test_not_known_never_shadows_an_earlier_figure(provinces, teams):
    accept(provinces[0], SEPTEMBER, (teams, 5))
    accept(provinces[0], OCTOBER, (teams, NOT_KNOWN))
    assert figure(teams).amount == 5
    assert figure(teams).newest == SEPTEMBER


def test_correction_to_not_known_removes_the_figure(provinces, teams):
    first = accept(provinces[0], OCTOBER, (teams, 5))
    accept(provinces[0], OCTOBER, (teams, NOT_KNOWN), at="2022-11-02", of=first)
    assert figure(teams, known_at="2022-11-01 00:00").amount == 5
    assert figure(teams).amount is None
    assert len(figure(teams).unknown) == 5


def test_not_applicable_counts_in_no_sum_and_completes(provinces, plan):
    for agency in provinces[:3]:
        accept(agency, OCTOBER, (plan, 1))
    accept(provinces[3], OCTOBER, (plan, 0))
    accept(provinces[4], OCTOBER, (plan, NOT_APPLICABLE))
    found = figure(plan)
    assert (found.amount, found.known, found.size) == (3, 4, 5)
    assert names(found.not_applicable) == ["E"]
    assert found.is_complete


def test_not_applicable_shadows_an_older_figure(provinces, teams):
    accept(provinces[0], SEPTEMBER, (teams, 5))
    accept(provinces[0], OCTOBER, (teams, NOT_APPLICABLE))
    assert figure(teams).amount is None
    assert names(figure(teams).not_applicable) == ["A"]


# Counting and naming


def test_yes_no_and_unknown_add_up_to_all_asked(provinces, plan):
    accept(provinces[0], OCTOBER, (plan, 1))
    accept(provinces[1], OCTOBER, (plan, 0))
    found = figure(plan)
    assert (names(found.done), names(found.not_done)) == (["A"], ["B"])
    assert names(found.unknown) == ["C", "D", "E"]
    lists = (found.done, found.not_done, found.not_applicable, found.unknown)
    assert sum(map(len, lists)) == found.size == 5
    assert found.amount == 1


def test_set_of_unknown_size_has_no_denominator(provinces):
    asked = make.make_set("groups", provinces[0], side=Side.ENTERPRISE, size_known=False)
    sent = make.make_indicator("X_SENT", asked, value_type=ValueType.YES_NO)
    accept(None, OCTOBER, (sent, 9), channel=Channel.CENTRE)
    assert (figure(sent).amount, figure(sent).size) == (9, None)


def test_latest_takes_the_newest_text_or_number(asked, provinces):
    newest = make.make_indicator("X_LAST", asked, combine=Combine.LATEST)
    accept(provinces[0], OCTOBER, (newest, 3))
    accept(provinces[1], SEPTEMBER, (newest, 900))
    assert figure(newest).amount == 3


def test_decimals_add_up_exactly(asked, provinces):
    share = make.make_indicator("X_SHARE", asked, value_type=ValueType.DECIMAL, decimals=1)
    accept(provinces[0], OCTOBER, (share, 761))
    accept(provinces[1], OCTOBER, (share, 1))
    found = figure(share)
    assert found.amount == 762
    assert share.show_amount(found.amount) == "76,2"


def test_national_figure_belongs_to_nobody():
    zalo = make.make_indicator("X_ZALO", None, combine=Combine.LATEST)
    accept(None, SEPTEMBER, (zalo, 100), channel=Channel.CENTRE)
    accept(None, OCTOBER, (zalo, 101), channel=Channel.CENTRE)
    found = figure(zalo)
    assert (found.amount, found.size, found.newest) == (101, None, OCTOBER)
    assert figure(zalo, make.day("2022-09-30")).amount == 100


# A count without names beside named values


def test_statement_stands_beside_named_values_and_is_never_added(provinces, teams):
    accept(None, OCTOBER, (teams, 61063), channel=Channel.CENTRE)
    accept(provinces[0], OCTOBER, (teams, 1473))
    accept(provinces[1], OCTOBER, (teams, 2656))
    found = figure(teams)
    assert (found.amount, found.named_amount, found.known) == (61063, 4129, 2)
    assert found.statement.channel == Channel.CENTRE
    assert (found.oldest, found.newest) == (OCTOBER, OCTOBER)


def test_names_take_over_when_every_state_is_known(provinces, plan):
    accept(None, OCTOBER, (plan, 4), channel=Channel.CENTRE)
    for agency in provinces[:4]:
        accept(agency, SEPTEMBER, (plan, 1))
    assert (figure(plan).amount, figure(plan).statement.amount) == (4, 4)
    accept(provinces[4], SEPTEMBER, (plan, 1))
    assert (figure(plan).amount, figure(plan).statement) == (5, None)


def test_statement_returns_for_an_earlier_instant(provinces, plan):
    accept(None, SEPTEMBER, (plan, 4), channel=Channel.CENTRE)
    for agency in provinces:
        accept(agency, SEPTEMBER, (plan, 1), at="2022-10-30")
    assert figure(plan, known_at="2022-10-29 00:00").amount == 4
    assert figure(plan).amount == 5


# Totals over parts


@pytest.fixture
def parts(asked):
    total = make.make_indicator("X_TOTAL", asked)
    return total, [
        make.make_indicator(code, asked, part_of=total) for code in ("X_SELF", "X_TOUCH")
    ]


def total_of(agency, parts, day=NOVEMBER):
    total, pieces = parts
    codes = [piece.code for piece in pieces]
    return Figures([total.code, *codes], Moment(day)).total(total.code, codes, agency.pk)


def test_stated_total_stands_until_both_parts_are_known(provinces, parts):
    total, (own, touch) = parts
    accept(provinces[0], OCTOBER, (total, 100))
    accept(provinces[0], OCTOBER, (touch, 70), channel=Channel.REFERENCE)
    found = total_of(provinces[0], parts)
    assert (found.amount, found.parts, found.is_stated) == (100, (None, 70), True)
    accept(provinces[0], OCTOBER, (own, 40), channel=Channel.CENTRE)
    found = total_of(provinces[0], parts)
    assert (found.amount, found.parts, found.is_stated) == (110, (40, 70), False)


def test_parts_older_than_the_stated_total_do_not_replace_it(provinces, parts):
    total, (own, touch) = parts
    accept(provinces[0], SEPTEMBER, (own, 1), (touch, 2))
    accept(provinces[0], OCTOBER, (total, 100))
    assert total_of(provinces[0], parts).amount == 100
    assert total_of(provinces[0], parts, make.day("2022-10-01")).amount == 3


def test_known_part_alone_is_the_total_and_says_so(provinces, parts):
    _, (_, touch) = parts
    accept(provinces[0], OCTOBER, (touch, 1304))
    found = total_of(provinces[0], parts)
    assert (found.amount, found.parts, found.parts_known) == (1304, (None, 1304), 1)
    nothing = total_of(provinces[1], parts)
    assert (nothing.amount, nothing.parts, nothing.oldest) == (None, (None, None), None)


def test_part_that_does_not_apply_is_no_zero(provinces, parts):
    _, (own, touch) = parts
    accept(provinces[0], OCTOBER, (own, NOT_APPLICABLE), (touch, 5))
    assert total_of(provinces[0], parts).parts == (None, 5)


# Rules that choose among values


def test_publication_rule_prints_one_channel_from_its_day(provinces, teams):
    accept(provinces[0], OCTOBER, (teams, 7), channel=Channel.REFERENCE)
    accept(provinces[0], make.day("2022-10-20"), (teams, 99), channel=Channel.PLATFORM)
    assert figure(teams).amount == 99
    PublicationRule.objects.create(
        indicator=teams, channel=Channel.REFERENCE, in_force_from=make.day("2022-11-01")
    )
    assert figure(teams, make.day("2022-10-31")).amount == 99
    assert figure(teams, make.day("2022-11-01")).amount == 7


def test_rule_of_one_indicator_leaves_the_others(provinces, teams, plan):
    PublicationRule.objects.create(
        indicator=teams, channel=Channel.AGENCY, in_force_from=make.LONG_AGO
    )
    accept(provinces[0], OCTOBER, (teams, 7), (plan, 1))
    both = Figures([teams.code, plan.code], Moment(NOVEMBER))
    assert both.figure(teams.code).amount is None
    assert both.figure(plan.code).amount == 1


def test_yes_falls_with_its_document(provinces, plan):
    document = Document.objects.create(
        agency=provinces[0], kind="plan", number="81/KH-UBND", issued_on=make.LONG_AGO
    )
    accept(provinces[0], OCTOBER, (plan, 1)).values.update(evidence=document)
    accept(provinces[1], OCTOBER, (plan, 1))
    assert figure(plan).amount == 2
    Document.objects.update(effective_until=make.day("2022-10-31"))
    assert figure(plan, make.day("2022-10-31")).amount == 2
    found = figure(plan, make.day("2022-11-01"))
    assert (found.amount, names(found.done), names(found.not_done)) == (1, ["B"], ["A"])


# Who is asked


def test_agency_that_left_the_set_leaves_sum_and_denominator(provinces, asked, teams):
    for agency in provinces:
        accept(agency, OCTOBER, (teams, 10))
    AgencySetMember.objects.filter(agency=provinces[0]).update(in_force_until=OCTOBER)
    assert (figure(teams, OCTOBER).amount, figure(teams, OCTOBER).size) == (50, 5)
    after = figure(teams, OCTOBER + datetime.timedelta(days=1))
    assert (after.amount, after.size, names(after.unknown)) == (40, 4, [])


def test_indicator_out_of_force_is_absent(teams):
    type(teams).objects.update(in_force_until=OCTOBER)
    assert teams.code in Figures([teams.code], Moment(OCTOBER)).indicators
    assert Figures([teams.code], Moment(NOVEMBER)).indicators == {}


def test_members_bear_the_names_of_the_day(provinces, asked, plan):
    AgencyName.objects.filter(agency=provinces[0]).update(in_force_until=OCTOBER)
    AgencyName.objects.create(
        agency=provinces[0],
        kind="province",
        name="Mới",
        printed_name="Mới",
        official_name="Tỉnh Mới",
        in_force_from=OCTOBER + datetime.timedelta(days=1),
    )
    assert names(figure(plan, OCTOBER).unknown)[0] == "A"
    assert names(figure(plan).unknown)[0] == "Mới"


def test_agency_without_a_name_of_the_day_is_still_counted(provinces, plan):
    AgencyName.objects.filter(agency=provinces[0]).update(in_force_until=OCTOBER)
    assert figure(plan).size == 5


# Random histories against a slow and obvious reading

DAYS = [SEPTEMBER + datetime.timedelta(days=15 * i) for i in range(5)]
STATES = st.one_of(
    st.integers(0, 9), st.just(str(NOT_KNOWN)), st.just(str(NOT_APPLICABLE)), st.none()
)
REVISION = st.tuples(st.integers(0, 40), st.booleans(), STATES, STATES)
HISTORY = st.lists(
    st.tuples(
        st.sampled_from([Channel.REFERENCE, Channel.PLATFORM, Channel.CENTRE]),
        st.sampled_from([0, 1, 2, None]),
        st.sampled_from(DAYS),
        st.lists(REVISION, min_size=1, max_size=3),
    ),
    max_size=12,
)
ZERO = make.instant("2022-09-01 00:00")


def written(history, agencies, indicators):
    """Stores a history; returns it flat: one dict for each accepted value, in order of storing."""
    flat = []
    for channel, at, covers_to, revisions in history:
        agency = None if at is None else agencies[at]
        submission = Submission.objects.create(
            channel=channel, agency=agency, as_of=covers_to, created_at=ZERO, updated_at=ZERO
        )
        moments = sorted({hours: rest for hours, *rest in revisions}.items())
        accepted = [(hours, rest) for hours, rest in moments if rest[0]]
        for number, (hours, (is_accepted, *amounts)) in enumerate(moments, 1):
            known = ZERO + datetime.timedelta(days=hours)
            later = [h for h, _ in accepted if h > hours]
            until = ZERO + datetime.timedelta(days=later[0]) if later and is_accepted else None
            revision = Revision.objects.create(
                submission=submission,
                number=number,
                sent_at=known,
                accepted_at=known if is_accepted else None,
                superseded_at=until,
            )
            for indicator, amount in zip(indicators, amounts, strict=True):
                if amount is None:
                    continue
                is_state = isinstance(amount, str)
                value = IndicatorValue.objects.create(
                    revision=revision,
                    indicator=indicator,
                    agency=agency,
                    covers_to=covers_to,
                    state=amount if is_state else REPORTED,
                    amount=None if is_state else amount,
                    note="chờ" if is_state else "",
                )
                if is_accepted:
                    flat.append(
                        {
                            "value": value,
                            "indicator": indicator.code,
                            "agency": agency and agency.pk,
                            "channel": channel,
                            "known": known,
                            "until": until,
                        }
                    )
    return flat


def obvious_reading(flat, code, agency, day, known_at, channel):
    standing = [
        row
        for row in flat
        if row["indicator"] == code
        and row["agency"] == agency
        and row["value"].covers_to <= day
        and row["value"].state != NOT_KNOWN
        and (channel is None or row["channel"] == channel)
        and (row["until"] is None if known_at is None else row["known"] <= known_at)
        and (known_at is None or row["until"] is None or row["until"] > known_at)
    ]
    standing.sort(key=lambda row: (row["value"].covers_to, row["known"], row["value"].pk))
    return standing[-1]["value"] if standing else None


def obvious_figure(flat, indicator, members, day, known_at, channel):
    """(amount, known, done, not done, not applicable, unknown, is stated)."""
    lists = defaultdict(set)
    amounts = []
    for agency in members:
        value = obvious_reading(flat, indicator.code, agency.pk, day, known_at, channel)
        if value is None:
            lists["unknown"].add(agency.pk)
        elif value.state == NOT_APPLICABLE:
            lists["not applicable"].add(agency.pk)
        else:
            lists["done" if value.amount else "not done"].add(agency.pk)
            amounts.append(value.amount)
    stated = obvious_reading(flat, indicator.code, None, day, known_at, channel)
    if stated is not None and members and not lists["unknown"]:
        stated = None
    if stated is not None:
        amount = stated.amount
    elif not amounts:
        amount = None
    elif indicator.combine == Combine.COUNT_YES:
        amount = amounts.count(1)
    else:
        amount = sum(amounts)
    keys = ("done", "not done", "not applicable", "unknown")
    return (amount, len(amounts), *(lists[key] for key in keys), stated is not None)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=HISTORY,
    day=st.sampled_from(DAYS),
    known=st.one_of(st.none(), st.integers(-1, 41)),
    rule=st.sampled_from([None, None, Channel.PLATFORM]),
    left=st.booleans(),
)
def test_any_history_reads_as_the_obvious_way(
    provinces, asked, teams, plan, history, day, known, rule, left
):
    known_at = None if known is None else ZERO + datetime.timedelta(days=known)
    with transaction.atomic():
        members = provinces[1:] if left else provinces
        if left:
            AgencySetMember.objects.filter(agency=provinces[0]).update(
                in_force_until=DAYS[0] - datetime.timedelta(days=1)
            )
        if rule:
            for indicator in (teams, plan):
                PublicationRule.objects.create(
                    indicator=indicator, channel=rule, in_force_from=make.LONG_AGO
                )
        flat = written(history, provinces, (teams, plan))
        figures = Figures(None, Moment(day, known_at))
        for indicator in (teams, plan):
            found = figures.figure(indicator.code)
            lists = (found.done, found.not_done, found.not_applicable, found.unknown)
            assert (
                found.amount,
                found.known,
                *({member.agency_id for member in group} for group in lists),
                found.statement is not None,
            ) == obvious_figure(flat, indicator, members, day, known_at, rule)
            assert sum(map(len, lists)) == found.size == len(members)
            for agency in members:
                reading = figures.reading(indicator.code, agency.pk)
                value = obvious_reading(flat, indicator.code, agency.pk, day, known_at, rule)
                assert (reading and reading.value_id) == (value and value.pk)
        check_readings_over(flat, members, (teams, plan), day, known_at, rule)
        transaction.set_rollback(True)


def check_readings_over(flat, members, indicators, last, known_at, rule):
    """Carrying the stretch's readings forward gives each day what a reading of that day gives."""
    if rule:
        return
    since = DAYS[0]
    readings = readings_over([i.pk for i in indicators], since, Moment(last, known_at))
    for day in (day for day in DAYS if since < day <= last):
        for indicator in indicators:
            for agency in members:
                mine = [
                    r
                    for r in readings
                    if (r.indicator_id, r.agency_id) == (indicator.pk, agency.pk)
                    and r.covers_to <= day
                ]
                newest = max((r.covers_to for r in mine), default=None)
                value = obvious_reading(flat, indicator.code, agency.pk, day, known_at, None)
                assert newest == (value and value.covers_to)
                if value is not None:
                    assert value.pk in {r.value_id for r in mine}


# What it costs


def many_agencies(agency_set, count):
    made = Agency.objects.bulk_create(
        Agency(slug=f"t-{i}", side=Side.PROVINCIAL, position=i, in_force_from=make.LONG_AGO)
        for i in range(count)
    )
    AgencyName.objects.bulk_create(
        AgencyName(
            agency=agency,
            kind="province",
            name=f"Tỉnh {i}",
            printed_name=f"Tỉnh {i}",
            official_name=f"Tỉnh {i}",
            sort_key=sort_key(f"Tỉnh {i}"),
            in_force_from=make.LONG_AGO,
        )
        for i, agency in enumerate(made)
    )
    AgencySetMember.objects.bulk_create(
        AgencySetMember(agency_set=agency_set, agency=agency, in_force_from=make.LONG_AGO)
        for agency in made
    )
    return made


@pytest.mark.parametrize("count", [5, 93, 1000])
def test_figures_ask_three_questions_whatever_the_number_of_agencies(count):
    asked = make.make_set("provinces")
    teams = make.make_indicator("X_TEAMS", asked)
    plan = make.make_indicator("X_PLAN", asked, value_type=ValueType.YES_NO)
    agencies = many_agencies(asked, count)
    revision = accept(agencies[0], OCTOBER)
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            revision=revision,
            indicator=indicator,
            agency=agency,
            covers_to=OCTOBER,
            state=REPORTED,
            amount=1,
        )
        for indicator in (teams, plan)
        for agency in agencies
    )
    loaded.take_statistics()
    with CaptureQueriesContext(connection) as asked_of_the_database:
        figures = Figures(None, Moment(NOVEMBER), with_regions=True)
        found = [figures.figure(code) for code in (teams.code, plan.code)]
        assert [one.amount for one in found] == [count, count]
    assert len(asked_of_the_database) == 3
