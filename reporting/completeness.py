"""How many agencies' reports there are: stated by the centre for a day, or counted for a month."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Subquery
from django.utils import timezone

from portal.agencies.models import Agency, Side
from portal.catalogue.calendar import ReportingPeriod
from portal.days import show_date
from portal.figures import fraction
from portal.submissions.aggregation import Figures
from portal.submissions.prepared import prepared_rows
from portal.submissions.register import is_received, received_at, with_reports
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


class Expected(NamedTuple):
    """An agency expected to report for the month, with the facts of its report."""

    pk: int
    side: str
    printed_name: str
    state: str | None
    first_sent_at: datetime.datetime | None
    has_accepted: bool
    newest_counts: bool | None
    counted_from: datetime.datetime | None


@dataclass(frozen=True)
class Completeness:
    """`source` says what was counted: a month's reports, or the centre's statement.

    `covers`: the day that is counted to; None without anything to count. `missing`: the agencies
    whose report of the month is not there; empty for a statement, which names nobody.
    """

    sides: tuple[SideRate, ...]
    source: str
    covers: datetime.date | None = None
    missing: tuple[Expected, ...] = ()
    is_stated: bool = False

    @property
    def received(self) -> int:
        return sum(side.received for side in self.sides)

    @property
    def expected(self) -> int:
        return sum(side.expected for side in self.sides)

    @property
    def words(self) -> str:
        return " và ".join(f"{fraction(s.received, s.expected)} {s.name}" for s in self.sides)


def completeness(figures: Figures) -> Completeness:
    """The newer of the two: the centre's statement, or the register of the last month to end.

    Of the figures' scope: a statement counts only where it is of all the agencies in it.
    """
    day = figures.moment.day
    month, agencies = last_month_by(day)
    if figures.scope is not None:
        agencies = [agency for agency in agencies if agency.pk in figures.scope]
    stated = [figures.figure(code) for code in COMPLETENESS if code in figures.indicators]
    if stated and all(figure.statement for figure in stated):
        covers = min(figure.statement.covers_to for figure in stated)
        if month is None or covers > month.ends_on:
            return Completeness(
                tuple(SideRate(f.indicator.asked_of.short_name, f.amount, f.size) for f in stated),
                f"Cục công bố, tính đến {show_date(covers)}.",
                covers,
                is_stated=True,
            )
    if month is None:
        return Completeness((), "Không có kỳ báo cáo nào của ngày này.")
    missing = tuple(agency for agency in agencies if not has_come_by(day, agency))
    source = f"Kỳ {month.label}."
    return Completeness(side_rates(agencies, day), source, month.ends_on, missing)


@dataclass(frozen=True)
class FoundMonth:
    """A month's columns as parts of a statement."""

    pk: Subquery
    ends_on: Subquery


MONTH = ("pk", "year", "month", "ends_on")


def last_month_by(day: datetime.date) -> tuple[ReportingPeriod | None, list[Expected]]:
    """The last month that ended by `day`, not long before it, and its expected agencies with
    their reports; one query. Without a month, or where nobody is expected: None."""
    rows = prepared_rows(expected_with_month, day - LONGEST_SINCE_A_MONTH, day)
    if not rows:
        return None, []
    facts = len(Expected._fields)
    month = ReportingPeriod(**dict(zip(MONTH, rows[0][facts:], strict=True)))
    return month, [Expected._make(row[:facts]) for row in rows]


def expected_with_month(first: datetime.date, last: datetime.date):
    """The agencies expected in the last month that ended within the days, and the month."""
    ended = ReportingPeriod.objects.filter(ends_on__lte=last, ends_on__gte=first)
    columns = {name: Subquery(ended.values(name)[:1]) for name in MONTH}
    found = FoundMonth(columns["pk"], columns["ends_on"])
    named = {f"month_{name}": column for name, column in columns.items()}
    return with_reports(found).annotate(**named).values_list(*Expected._fields, *named)


def side_rates(agencies: Iterable[Agency | Expected], day: datetime.date) -> tuple[SideRate, ...]:
    """By side, how many of the month's expected agencies the register had received by `day`."""
    names = {Side.CENTRAL: "bộ, ngành", Side.PROVINCIAL: "địa phương"}
    expected: dict[str, list[bool]] = {}
    for agency in agencies:
        expected.setdefault(agency.side, []).append(has_come_by(day, agency))
    return tuple(
        SideRate(names.get(side, Side(side).label), sum(found), len(found))
        for side in Side.values
        if (found := expected.get(side))
    )


def has_come_by(day: datetime.date, agency: Agency | Expected) -> bool:
    """Whether the report that an agency carries (`with_reports`) was received by the day."""
    if not is_received(agency.state, agency.has_accepted, agency.newest_counts):
        return False
    at = received_at(agency.first_sent_at, agency.counted_from)
    return at is not None and timezone.localtime(at).date() <= day
