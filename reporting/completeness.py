"""How many agencies' reports there are: stated by the centre for a day, or counted for a month."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Subquery
from django.utils import timezone

from portal.agencies.models import Agency, Side
from portal.catalogue.calendar import ReportingPeriod
from portal.days import show_date
from portal.figures import fraction
from portal.submissions.aggregation import Figures
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


def completeness(figures: Figures) -> Completeness:
    """The newer of the two: the centre's statement, or the register of the last month to end."""
    day = figures.moment.day
    month, agencies = last_month_by(day)
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
    return Completeness(side_rates(agencies, day), f"Kỳ {month.label}.")


@dataclass(frozen=True)
class FoundMonth:
    """A month's columns as parts of a statement."""

    pk: Subquery
    ends_on: Subquery


def last_month_by(day: datetime.date) -> tuple[ReportingPeriod | None, list[Agency]]:
    """The last month that ended by `day`, not long before it, and its expected agencies with
    their reports; one query. Without a month, or where nobody is expected: None."""
    ended = ReportingPeriod.objects.filter(
        ends_on__lte=day, ends_on__gte=day - LONGEST_SINCE_A_MONTH
    )
    columns = {
        name: Subquery(ended.values(name)[:1]) for name in ("pk", "year", "month", "ends_on")
    }
    found = FoundMonth(columns["pk"], columns["ends_on"])
    named = {f"month_{name}": column for name, column in columns.items()}
    agencies = list(with_reports(found).annotate(**named))
    if not agencies:
        return None, []
    row = agencies[0]
    month = ReportingPeriod(
        pk=row.month_pk, year=row.month_year, month=row.month_month, ends_on=row.month_ends_on
    )
    return month, agencies


def side_rates(agencies: Iterable[Agency], day: datetime.date) -> tuple[SideRate, ...]:
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


def has_come_by(day: datetime.date, agency: Agency) -> bool:
    """Whether the report that an agency carries (`with_reports`) was received by the day."""
    if not is_received(agency.state, agency.has_accepted, agency.newest_counts):
        return False
    at = received_at(agency.first_sent_at, agency.counted_from)
    return at is not None and timezone.localtime(at).date() <= day
