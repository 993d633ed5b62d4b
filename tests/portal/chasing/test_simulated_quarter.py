"""A quarter played day by day: the real agencies, Tết, a mail catcher and an impatient timer.

What should arrive is worked out here from lists of working days, not by the code under test.
"""

import datetime
import io
import json
import random
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from portal import clock
from portal.accounts.models import Membership, Role, User
from portal.agencies.models import Agency
from portal.catalogue.calendar import Holiday, ReportingPeriod
from portal.reference.calendar import rule_of
from portal.submissions.contacts import Contact
from portal.submissions.extensions import Extension
from portal.submissions.models import Channel, State, Submission
from portal.submissions.register import expected_agencies
from tests import factories as make
from tests import loaded

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.xdist_group("chasing")]

SEED = 146
FIRST, LAST = make.day("2022-12-15"), make.day("2023-04-07")
MONTHS = ((2023, 1), (2023, 2), (2023, 3))
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@dataclass
class Quarter:
    """The play: who is whom, and for each agency and month on which day it does what."""

    dice: random.Random
    periods: list[ReportingPeriod]
    workdays: list[datetime.date]
    agencies: list[Agency] = field(default_factory=list)
    boxes: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    extended: dict[tuple[int, int], datetime.date] = field(default_factory=dict)
    turns: dict[datetime.date, list] = field(default_factory=dict)
    states: dict[tuple[int, int], str] = field(default_factory=dict)
    wanted: dict[tuple[int, int], dict[datetime.date, bool]] = field(default_factory=dict)

    def on(self, day, period, agency, state):
        self.turns.setdefault(day, []).append((period, agency, state))


def working_days() -> list[datetime.date]:
    off = set(Holiday.objects.filter(is_working=False).values_list("day", flat=True))
    span = [FIRST - 60 * ONE_DAY + n * ONE_DAY for n in range((LAST - FIRST).days + 120)]
    return [day for day in span if day.weekday() < 5 and day not in off]


@pytest.fixture
def quarter(_real_data) -> Quarter:
    rule = json.loads((loaded.REAL / "calendar.json").read_text(encoding="utf-8"))["periods"]
    off = set(Holiday.objects.filter(is_working=False).values_list("day", flat=True))
    ReportingPeriod.objects.all().delete()
    periods = [
        ReportingPeriod.objects.create(**rule_of(rule).month(*month, off, set()))
        for month in MONTHS
    ]
    dice = random.Random(SEED)  # noqa: S311  the same play every time
    play = Quarter(dice, periods, working_days())
    play.agencies = list(expected_agencies(periods[0]))
    people(play)
    for period in periods:
        for agency in play.agencies:
            fate(play, period, agency)
    return play


def people(play):
    """Nine in ten can be reached; every third has an approver, a few approvers alone an address."""
    users, roles = [], []
    for n, agency in enumerate(play.agencies):
        own = {Role.REPORTER: [], Role.APPROVER: []}
        for role, wanted in ((Role.REPORTER, True), (Role.APPROVER, n % 3 == 0)):
            if wanted:
                silent = n % 10 == 0 or (role == Role.REPORTER and n % 21 == 9)
                box = "" if silent else f"{role}.{agency.slug}@mau.example"
                user = User(username=f"{role}-{n}", full_name=f"Người {n}", email=box)
                users.append(user)
                roles.append((user, role, agency))
                own[role] += [box] if box else []
        play.boxes[agency.pk] = own
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(
        Membership(user=user, role=role, agency=agency, in_force_from=make.LONG_AGO)
        for user, role, agency in roles
    )


def fate(play, period, agency):
    """Most send around the deadline, some late, some never; some are returned and send again."""
    due = timezone.localtime(period.due_at).date()
    roll = play.dice.random()
    if roll < 0.1:
        return
    day = due + play.dice.randint(-4, 9) * ONE_DAY
    if play.dice.random() < 0.3:
        play.on(day - 3 * ONE_DAY, period, agency, State.DRAFT)
    if play.dice.random() < 0.3:
        play.on(day - ONE_DAY, period, agency, State.AWAITING_APPROVAL)
    play.on(day, period, agency, State.SUBMITTED)
    if roll < 0.25:
        play.on(day + 2 * ONE_DAY, period, agency, State.RETURNED)
        play.on(day + 6 * ONE_DAY, period, agency, State.SUBMITTED)


def extend(play, period, agency, until):
    """More time for an agency that then never sends."""
    for turns in play.turns.values():
        turns[:] = [turn for turn in turns if turn[:2] != (period, agency)]
    Extension.objects.create(
        agency=agency,
        period=period,
        closes_at=make.instant(f"{until} 17:00"),
        reason="Bão",
        granted_by=User.objects.first(),
        granted_at=make.instant(f"{period.ends_on} 09:00"),
    )
    play.extended[period.pk, agency.pk] = until


def wanted_days(play, period, agency) -> dict[datetime.date, bool]:
    """day → whether it is after the deadline, from the list of working days alone."""
    work = play.workdays
    due = work.index(timezone.localtime(period.due_at).date())
    days = {work[due - 2]: False, work[due]: False}
    own = play.extended.get((period.pk, agency.pk))
    last = bisect_right(work, own or timezone.localtime(period.closes_at).date()) - 1
    after = range(last, due, -2) if own else range(due + 2, last + 1, 2)
    return days | {work[n]: True for n in list(after)[:5]}


def wanted_mail(play, day) -> Counter:
    """Who should get a mail on `day`, as (month, the boxes of one agency)."""
    wanted = Counter()
    for period in play.periods:
        for agency in play.agencies:
            days = play.wanted[period.pk, agency.pk]
            state = play.states.get((period.pk, agency.pk))
            if day not in days or state == State.SUBMITTED:
                continue
            own = play.boxes[agency.pk]
            turn = Role.APPROVER if state == State.AWAITING_APPROVAL else Role.REPORTER
            everyone = [*own[Role.REPORTER], *own[Role.APPROVER]]
            to = everyone if days[day] else own[turn] or everyone
            if to:
                wanted[period.label, tuple(sorted(to))] += 1
    return wanted


def come(play, day):
    """What the agencies do in the course of `day`."""
    for period, agency, state in play.turns.get(day, ()):
        at = make.instant(f"{day} 12:00")
        facts = {"state": state, "updated_at": at}
        if state == State.SUBMITTED:
            facts["first_sent_at"] = at
        Submission.objects.update_or_create(
            channel=Channel.AGENCY,
            agency=agency,
            period=period,
            defaults=facts,
            create_defaults={**facts, "created_at": at},
        )
        play.states[period.pk, agency.pk] = state


def caught() -> Counter:
    found = Counter()
    for message in mail.outbox:
        month = message.subject.partition("Phiếu ")[2].partition(" của ")[0]
        found[month, tuple(sorted(message.to))] += 1
    return found


def test_each_reminder_once_to_the_right_people_on_working_days_only(quarter, monkeypatch):
    for agency, until in zip(
        quarter.agencies[5:47:7], ("2023-02-10", "2023-02-19") * 3, strict=True
    ):
        extend(quarter, quarter.periods[0], agency, make.day(until))
    for period in quarter.periods:
        for agency in quarter.agencies:
            quarter.wanted[period.pk, agency.pk] = wanted_days(quarter, period, agency)
    day, runs, mails, reminded_on = FIRST, 0, 0, set()
    while day <= LAST:
        mail.outbox.clear()
        for n in range(quarter.dice.randint(1, 3)):
            at = make.instant(f"{day} 07:{n:02d}")
            monkeypatch.setattr(clock, "now", lambda at=at: at)
            call_command("send_reminders", stdout=io.StringIO())
            runs += 1
        assert caught() == wanted_mail(quarter, day), day
        if mail.outbox:
            reminded_on.add(day)
            mails += len(mail.outbox)
        come(quarter, day)
        day += ONE_DAY
    assert len(quarter.agencies) == 93
    assert reminded_on <= set(quarter.workdays)
    # Tết: the month is due on 17/1 and closes on 25/1, within the holidays.
    tet = {make.day(f"2023-01-{n}") for n in range(20, 27)}
    assert not reminded_on & tet
    assert {make.day("2023-01-13"), make.day("2023-01-17"), make.day("2023-01-19")} <= reminded_on
    assert {make.day("2023-02-10"), make.day("2023-02-17")} <= reminded_on  # extra time
    assert mails > 500
    assert runs > len(reminded_on)
    assert Contact.objects.filter(sent_at__isnull=False, failure="").count() == mails
    assert Contact.objects.count() == mails
