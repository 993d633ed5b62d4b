"""One rule of who has reported: whatever happens to reports, the board's counts, its lists, the
home page, the year at a glance, the rates and the weekly report's completeness say the same."""

import contextlib
import datetime
from unittest import mock

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from portal.accounts.models import Role
from portal.agencies.models import AgencySet
from portal.catalogue.calendar import ReportingPeriod
from portal.desk.tasks import centre_desk
from portal.review.board import board_counts, filtered
from portal.review.rates import group_rates
from portal.review.year import year_of
from portal.review.year_tables import rates_of_groups
from portal.submissions import actions, behalf, deciding
from portal.submissions.extending import CannotExtend, extend
from portal.submissions.gates import Closed
from portal.submissions.models import EventKind, Submission
from portal.submissions.register import expected_agencies, rate, register, with_reports
from reporting.completeness import side_rates
from tests import factories as make

pytestmark = pytest.mark.django_db

BEGINS = make.instant("2022-11-14 08:00")
REFUSALS = (Closed, CannotExtend, actions.Stale, actions.NotReady)
STEPS = (
    *("save", "send", "send", "recall", "return", "accept", "accept", "correct"),
    *("enter", "enter uncounted", "confirm", "extend"),
)


class World:
    """Three agencies, one of which only October asks, and two months; hands for every step."""

    def __init__(self):
        region = make.make_set("dong-bac", purpose=AgencySet.Purpose.REGION)
        self.agencies = [make.make_agency(f"Tỉnh {n}", f"tinh-{n}") for n in range(2)]
        self.agencies.append(make.make_agency("Bộ Một", "bo-mot", side="central"))
        asked = make.make_set("asked", *self.agencies[:1], self.agencies[2])
        make.join(asked, self.agencies[1], until=make.day("2022-10-31"))
        make.join(region, self.agencies[0])
        self.indicator = make.make_indicator("COUNT", asked)
        self.periods = [make.make_period(2022, 10), make.make_period(2022, 11)]
        self.centre = make.access_of(make.make_member(Role.DATA_MANAGER))
        self.officers = [
            make.access_of(make.make_member(Role.REPORTER, agency)) for agency in self.agencies
        ]
        self.clock = BEGINS

    def take(self, step, who, month, hours):
        self.clock += datetime.timedelta(hours=hours)
        agency, period = self.agencies[who], self.periods[month]
        if not expected_agencies(period).filter(pk=agency.pk).exists():
            return
        with contextlib.suppress(*REFUSALS), transaction.atomic():
            self.act(step, agency, period, self.officers[who])

    def act(self, step, agency, period, officer):
        at, texts = self.clock, self.texts()
        if step == "extend":
            until = at + datetime.timedelta(days=5)
            extend(agency, period, until=until, reason="Bão", access=self.centre, at=at)
            return
        report = actions.open_report(agency, period, by=officer.user, at=at)
        newest = behalf.newest_of(report)
        seen = newest.number if newest else 0
        mine = {"access": officer, "at": at}
        theirs = {"access": self.centre, "at": at}
        if step == "save":
            actions.save_draft(report, base_version=report.version, texts=texts, **mine)
        elif step == "send":
            actions.save_draft(report, base_version=report.version, texts=texts, **mine)
            report.refresh_from_db()
            actions.send(report, version=report.version, **mine)
        elif step == "recall":
            actions.recall(report, **mine)
        elif step == "return":
            deciding.return_report(report, note="?", **theirs)
        elif step == "accept":
            deciding.accept(report, **theirs)
        elif step == "correct":
            behalf.open_correction(report, reason="Sai", **mine)
        elif step == "confirm":
            behalf.confirm(report, seen=seen, **mine)
        else:
            source = behalf.Source("Công văn 12", counts=step == "enter")
            behalf.enter(report, texts=texts, source=source, seen=seen, **theirs)

    def texts(self):
        part = f"part-{self.indicator.section.code}-choice"
        return {part: "update", "COUNT-value": "5"}


def told(report: Submission | None) -> tuple[bool, datetime.datetime | None]:
    """(received, first sending that counts), from the report's events alone."""
    stands = accepted = False
    first = None
    for event in report.events.select_related("revision").order_by("pk") if report else ():
        kind = event.kind
        own = kind in (EventKind.SUBMITTED, EventKind.APPROVED)
        entered = kind == EventKind.ENTERED_ON_BEHALF and event.note.endswith("Tính là đã báo cáo.")
        entered = entered and not event.note.endswith("Chưa tính là đã báo cáo.")
        if own or entered or kind == EventKind.CONFIRMED:
            first = first or event.at
        if own:
            stands = True
        elif kind in (EventKind.RECALLED, EventKind.RETURNED):
            stands = False
        elif kind in (EventKind.ACCEPTED, EventKind.CONFIRMED) or entered:
            accepted = True
        elif kind == EventKind.ENTERED_ON_BEHALF:
            stands = False
    return stands or accepted, first if stands or accepted else None


step = st.tuples(
    st.sampled_from(STEPS), st.integers(0, 2), st.integers(0, 1), st.sampled_from([0, 5, 30, 90])
)


@settings(
    max_examples=15,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(step, min_size=4, max_size=25))
def test_everything_agrees_on_who_has_reported(db, history):
    with transaction.atomic():
        world = World()
        for taken in history:
            world.take(*taken)
        for period in world.periods:
            check_month(world, period)
        check_year(world)
        with mock.patch("portal.clock.now", return_value=timezone.localtime(world.clock)):
            check_pages(world)
        transaction.set_rollback(True)


def check_month(world, period):
    now = world.clock
    standings = register(period, now)
    for standing in standings:
        report = actions.report_of(standing.agency, period)
        received, at = told(report)
        assert (standing.is_received, standing.received_at) == (received, at)
        assert standing.is_on_time is (at is not None and at <= period.due_at)
        assert bool(standing.overdue_days) is (not received and now > period.due_at)
    counts = board_counts(standings)
    assert [len(filtered(standings, key)) for key, _, _ in counts] == [n for _, _, n in counts]
    assert sum(n for key, _, n in counts if key != "qua-han") == len(standings)
    sides = side_rates(with_reports(period), world.clock.date())
    whole = rate(standings)
    assert sum(side.received for side in sides) == whole.received
    assert sum(side.expected for side in sides) == whole.expected


def check_year(world):
    year = year_of(world.periods, world.clock)
    rates = {}
    for at, period in enumerate(world.periods):
        standings = register(period, world.clock)
        column = year.column(at)
        assert [agency.pk for agency, _ in column] == [s.agency.pk for s in standings]
        assert [(c.state, c.is_received, c.is_on_time, c.overdue_days) for _, c in column] == [
            (s.state, s.is_received, s.is_on_time, bool(s.overdue_days)) for s in standings
        ]
        assert year.rates[at] == rate(standings)
        rates[at] = {group.label: group.rate for group in group_rates(standings)}
    for label, by_month in rates_of_groups(year):
        for at, found in enumerate(by_month):
            assert rates[at].get(label, found) == found


def check_pages(world):
    client = Client()
    make.sign_in(client, world.centre.user)
    now = world.clock
    desk = centre_desk(now)
    home = client.get("/").context["centre"]
    current = ReportingPeriod.objects.begun(now.date()).current(now)
    assert (home and home.period) == current
    if desk is None:
        return
    page = client.get(f"/theo-doi/{desk.period.key}/").context
    assert [(tab["key"], tab["count"]) for tab in page["tabs"]] == [
        (key, n) for key, _, n in desk.counts
    ]
    assert page["whole"].received == desk.received
    for tab in (tab for tab in page["tabs"] if tab["key"] in ("da-gui", "qua-han")):
        listed = client.get(f"/theo-doi/{desk.period.key}/{tab['href']}").context["standings"]
        assert len(listed) == tab["count"]


# --- Single cases --------------------------------------------------------------------------------


@pytest.fixture
def world(db):
    return World()


def standing_of(world, month=1):
    return register(world.periods[month], world.clock)[-1]  # the ministry is first, by side


def test_entry_that_does_not_count_is_overdue(world):
    world.take("enter uncounted", 0, 1, 24 * 6)
    standing = standing_of(world)
    assert standing.state == "accepted"
    assert not standing.is_received
    assert standing.is_uncounted
    assert standing.overdue_days == 2


def test_own_report_after_an_entry_that_did_not_count_is_late(world):
    world.take("enter uncounted", 0, 1, 0)
    world.take("correct", 0, 1, 0)
    world.take("send", 0, 1, 24 * 6)
    standing = standing_of(world)
    assert standing.is_late
    assert standing.received_at == world.clock


def test_report_sent_in_extra_time_is_late(world):
    world.take("extend", 0, 1, 24 * 9)
    world.take("send", 0, 1, 24 * 4)
    assert world.clock > world.periods[1].closes_at
    assert standing_of(world).is_late


def test_correction_leaves_what_was_received(world):
    for taken in ("send", "accept", "correct"):
        world.take(taken, 0, 1, 0)
    world.clock += datetime.timedelta(days=20)
    standing = standing_of(world)
    assert (standing.state, standing.is_on_time) == ("draft", True)
    assert standing.overdue_days is None
