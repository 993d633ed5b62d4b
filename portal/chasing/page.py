"""What the chase list's page and its forms share: the month, the filtered list, the context."""

import datetime
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from portal import clock
from portal.agencies.models import Side
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.holidays import DaysOff, days_off
from portal.days import show_weekday
from portal.review.place import period_or_404

from .chase import ChaseList, ChaseRow, chase_list
from .filters import NOBODY, Filters, filters_of
from .forms import LetterForm
from .mail import Contactable
from .occasions import occasion_on, reminder_day
from .offering import offer_of
from .wording import chat_text


@dataclass(frozen=True)
class Place:
    """One look at the list: month, instant, calendar, and by which filters it is shown."""

    period: ReportingPeriod
    now: datetime.datetime
    off: DaysOff
    chase: ChaseList
    filters: Filters

    @property
    def rows(self) -> list[ChaseRow]:
        return [row for row in self.chase.rows if self.filters.matches(row)]

    @property
    def next_reminder(self) -> datetime.date | None:
        """The next day after today on which the portal reminds by itself; None after the last."""
        day = self.now.date()
        last = timezone.localtime(self.period.closes_at).date()
        while day <= last:
            day += datetime.timedelta(days=1)
            if reminder_day(self.period, day, self.off):
                return day
        return None


def place_of(period, fields) -> Place:
    """`fields`: where the filters stand, the address of the page or a posted form."""
    period, now, off = period_or_404(period), clock.now(), days_off()
    chase = chase_list(period, now, off)
    return Place(period, now, off, chase, filters_of(fields, chase))


def asker(user) -> Contactable:
    """The person who chases, as whom to ask."""
    return Contactable(str(user), user.phone, user.email)


def context_of(request, place: Place, letter_form: LetterForm | None = None) -> dict:
    period, rows = place.period, place.rows
    letter_path = reverse("chasing:letter_record", args=[period.key])
    offer = offer_of(request, letter_path, LetterForm.base_fields)
    occasion = occasion_on(period, place.now.date())
    return {
        "period": period,
        "place": place,
        "rows": rows,
        "missing": len(place.chase.rows),
        "expected": place.chase.expected,
        "unreachable": sum(row.is_unreachable for row in rows),
        "filters": place.filters,
        "sides": Side.choices,
        "nobody": NOBODY,
        "chat": chat_text(period, rows, occasion, asker(request.user)),
        "letter_form": letter_form or LetterForm(today=place.now.date(), initial=offer.initial),
        "offer": offer,
        "passed": place.now > period.due_at,
        "closed": place.now > period.closes_at,
        "today_shown": show_weekday(place.now.date()),
        "next_reminder_shown": show_weekday(place.next_reminder),
    }
