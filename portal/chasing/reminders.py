"""Who is reminded by e-mail now: the agencies whose report is missing, and whom it reaches."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from portal.accounts.models import InCharge
from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.holidays import DaysOff
from portal.submissions.contacts import Contact, Occasion
from portal.submissions.extensions import Extension, later_of
from portal.submissions.register import Standing, register

from .mail import Contactable
from .occasions import occasion_on, reminder_day
from .people import Person, people_by_agency, recipients


@dataclass(frozen=True)
class Reminder:
    """One agency to remind of one month. `to` empty: nobody there would receive the e-mail."""

    agency: Agency
    period: ReportingPeriod
    state: str | None
    occasion: Occasion
    closes_at: datetime.datetime
    to: tuple[Person, ...]
    ask: Contactable | None = None


def missing_in(standings: Iterable[Standing]) -> list[Standing]:
    """Whose report is expected and not received; nothing is waited for from the others."""
    return [standing for standing in standings if not standing.is_received]


def askable_on(day: datetime.date) -> dict[int, Contactable]:
    """Who at the centre looks after each agency; one query."""
    rows = InCharge.objects.in_force_on(day).select_related("user").order_by("in_force_from", "pk")
    return {
        row.agency_id: Contactable(str(row.user), row.user.phone, row.user.email)
        for row in rows
        if row.user.is_active
    }


def open_periods(now: datetime.datetime) -> list[ReportingPeriod]:
    """The months that someone can still send at `now`, oldest first."""
    extended = Extension.objects.filter(closes_at__gte=now).values("period")
    open_now = Q(closes_at__gte=now) | Q(pk__in=extended)
    return list(
        ReportingPeriod.objects.begun(now.date()).filter(open_now).order_by("year", "month")
    )


def due_reminders(period, now: datetime.datetime, off: DaysOff) -> list[Reminder]:
    """The reminders that the calendar asks for today, without those of today already claimed."""
    given = Extension.objects.filter(period=period).values_list("closes_at", flat=True)
    ends = {period.closes_at, *(later_of(period, closes_at) for closes_at in given)}
    if not any(reminder_day(period, now.date(), off, closes_at) for closes_at in ends):
        return []
    day = now.date()
    return reminders(
        period, now, lambda agency, closes_at: reminder_day(period, day, off, closes_at)
    )


def chosen_reminders(period, now: datetime.datetime, slugs: set[str]) -> list[Reminder]:
    """The reminders to the chosen agencies that a person sends today, on whatever day."""
    occasion = occasion_on(period, now.date())
    return reminders(
        period, now, lambda agency, closes_at: occasion if agency.slug in slugs else None
    )


def reminders(period, now, occasion_of) -> list[Reminder]:
    """A reminder for each missing agency that has an occasion, may still send and was not
    reminded today; five queries."""
    day = now.date()
    claimed = set(
        Contact.objects.filter(period=period, day=day)
        .exclude(occasion="")
        .values_list("agency_id", flat=True)
    )
    people, askable = people_by_agency(day), askable_on(day)
    found = []
    for standing in missing_in(register(period, now)):
        agency, state = standing.agency, standing.state
        closes_at = later_of(period, standing.extended_until)
        occasion = occasion_of(agency, closes_at)
        if occasion is None or agency.pk in claimed or now > closes_at:
            continue
        to = tuple(recipients(people.get(agency.pk, ()), state, occasion))
        ask = askable.get(agency.pk)
        found.append(Reminder(agency, period, state, occasion, closes_at, to, ask))
    return found
