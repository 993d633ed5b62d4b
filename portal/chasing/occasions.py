"""On which days the portal reminds by itself: a calendar and nothing else.

Two working days before the deadline, on its day, and every second working day after it until the
agency can no longer send, at most MOST_AFTER times.
"""

import datetime

from django.utils import timezone

from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.holidays import DaysOff
from portal.submissions.contacts import Occasion

DAYS_BEFORE = 2  # working days
DAYS_APART = 2  # working days between reminders after the deadline
MOST_AFTER = 5


def due_day(period: ReportingPeriod) -> datetime.date:
    return timezone.localtime(period.due_at).date()


def occasion_on(period: ReportingPeriod, day: datetime.date) -> Occasion:
    """On which side of the deadline a day lies: what a reminder that a person sends is."""
    due_on = due_day(period)
    if day == due_on:
        return Occasion.DUE
    return Occasion.BEFORE if day < due_on else Occasion.AFTER


def reminder_day(
    period: ReportingPeriod,
    day: datetime.date,
    off: DaysOff,
    closes_at: datetime.datetime | None = None,
) -> Occasion | None:
    """The occasion to remind on `day`; None for a day without one.

    `closes_at`: the agency's own closing where it was given more time. Its reminders after the
    deadline then count back from that day (the day itself, two working days before it, four …):
    who may still send for a month is not chased from the first day on.
    A deadline on a day off is reminded of on the last working day before it, as still to come.
    """
    if not off.is_working(day):
        return None
    due_on = off.at_or_before(due_day(period))
    if day == due_on:
        return occasion_on(period, day)
    if day < due_on:
        return Occasion.BEFORE if off.between(day, due_on) == DAYS_BEFORE else None
    last = timezone.localtime(closes_at or period.closes_at).date()
    if day > last:
        return None
    if closes_at is None or closes_at == period.closes_at:
        number, odd = divmod(off.between(due_on, day), DAYS_APART)
        return None if odd or number > MOST_AFTER else Occasion.AFTER
    number, odd = divmod(off.between(day, off.at_or_before(last)), DAYS_APART)
    return None if odd or number >= MOST_AFTER else Occasion.AFTER
