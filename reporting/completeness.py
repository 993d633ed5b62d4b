"""How many agencies' reports there are: stated by the centre for a day, or counted for a month."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from portal.agencies.models import Side
from portal.catalogue.calendar import ReportingPeriod
from portal.days import show_date
from portal.figures import fraction
from portal.submissions.aggregation import Figures
from portal.submissions.register import register
from portal.ui.charts import DONE, UNKNOWN, waffle_svg

from .lines import COMPLETENESS

LONGEST_SINCE_A_MONTH = datetime.timedelta(days=45)  # later, the calendar simply has no month


@dataclass(frozen=True)
class SideRate:
    name: str
    received: int
    expected: int

    @property
    def waffle(self) -> str:
        states = [DONE] * self.received + [UNKNOWN] * (self.expected - self.received)
        return waffle_svg(states, f"{self.name}: {self.received} trong {self.expected} đã báo cáo")


@dataclass(frozen=True)
class Completeness:
    """`source` says what was counted: a month's reports, or the centre's statement."""

    sides: tuple[SideRate, ...]
    source: str

    @property
    def received(self) -> int:
        return sum(side.received for side in self.sides)

    @property
    def expected(self) -> int:
        return sum(side.expected for side in self.sides)

    @property
    def words(self) -> str:
        return " và ".join(f"{fraction(s.received, s.expected)} {s.name}" for s in self.sides)


def completeness(figures: Figures, now: datetime.datetime) -> Completeness:
    """The newer of the two: the centre's statement, or the register of the last month to end."""
    day = figures.moment.day
    month = last_month_by(day)
    stated = [figures.figure(code) for code in COMPLETENESS if code in figures.indicators]
    if stated and all(figure.statement for figure in stated):
        covers = min(figure.statement.covers_to for figure in stated)
        if month is None or covers > month.ends_on:
            return Completeness(
                tuple(SideRate(f.indicator.asked_of.short_name, f.amount, f.size) for f in stated),
                f"Cục công bố, tính đến {show_date(covers)}.",
            )
    if month is None:
        return Completeness((), "Không có kỳ báo cáo nào của ngày này.")
    return Completeness(side_rates(month, day, now), f"Kỳ {month.label}.")


def last_month_by(day: datetime.date) -> ReportingPeriod | None:
    """The last month that ended by `day`, not long before it; one query."""
    ended = ReportingPeriod.objects.filter(ends_on__lte=day)
    return ended.filter(ends_on__gte=day - LONGEST_SINCE_A_MONTH).first()


def side_rates(month, day: datetime.date, now: datetime.datetime) -> tuple[SideRate, ...]:
    """By side, how many of the month's expected agencies the register had received by `day`."""
    names = {Side.CENTRAL: "bộ, ngành", Side.PROVINCIAL: "địa phương"}
    expected: dict[str, list[bool]] = {}
    for standing in register(month, now):
        received_at = standing.received_at
        received = received_at is not None and timezone.localtime(received_at).date() <= day
        expected.setdefault(standing.agency.side, []).append(received)
    return tuple(
        SideRate(names.get(side, Side(side).label), sum(found), len(found))
        for side in Side.values
        if (found := expected.get(side))
    )
