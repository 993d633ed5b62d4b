"""How many agencies' reports there are: stated by the centre for a day, or counted for a month."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Subquery

from portal.agencies.models import Side
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.models import Source
from portal.days import month_label, show_date
from portal.figures import fraction
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel, Revision
from portal.submissions.register import SENT
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
    month, sent = register_on(day, now)
    if month is not None and day - month["ends_on"] > LONGEST_SINCE_A_MONTH:
        month = None
    stated = [figures.figure(code) for code in COMPLETENESS if code in figures.indicators]
    if stated and all(figure.statement for figure in stated):
        covers = min(figure.statement.covers_to for figure in stated)
        if month is None or covers > month["ends_on"]:
            return Completeness(
                tuple(SideRate(f.indicator.asked_of.short_name, f.amount, f.size) for f in stated),
                f"Cục công bố, tính đến {show_date(covers)}.",
            )
    if month is None:
        return Completeness((), "Không có kỳ báo cáo nào của ngày này.")
    expected = expected_by_side(figures)
    sides = tuple(
        SideRate(name, len(agencies & sent), len(agencies)) for name, agencies in expected.items()
    )
    return Completeness(sides, f"Kỳ {month_label(month['year'], month['month'])}.")


def expected_by_side(figures: Figures) -> dict[str, set[int]]:
    """The agencies that agency-supplied indicators ask, by side, from what is already loaded."""
    expected: dict[str, set[int]] = {}
    for code, indicator in figures.indicators.items():
        if indicator.source == Source.AGENCY and indicator.asked_of_id:
            group = expected.setdefault(indicator.asked_of.side, set())
            group.update(member.agency_id for member in figures.members_of(code))
    names = {Side.CENTRAL: "bộ, ngành", Side.PROVINCIAL: "địa phương"}
    return {
        names.get(side, Side(side).label): expected[side]
        for side in Side.values
        if side in expected
    }


def register_on(day: datetime.date, now: datetime.datetime) -> tuple[dict | None, set[int]]:
    """(the last month that ended by `day`, the agencies received for it by then); one query."""
    last = (
        ReportingPeriod.objects.filter(ends_on__lte=day)
        .order_by("-year", "-month")
        .values("pk")[:1]
    )
    accepted = Revision.objects.filter(
        submission=OuterRef("submissions__pk"), accepted_at__isnull=False
    )
    rows = list(
        ReportingPeriod.objects.filter(pk=Subquery(last)).values(
            "year",
            "month",
            "ends_on",
            agency=F("submissions__agency"),
            channel=F("submissions__channel"),
            state=F("submissions__state"),
            sent_at=F("submissions__first_sent_at"),
            has_accepted=Exists(accepted),
        )
    )
    sent = {
        row["agency"]
        for row in rows
        if row["channel"] == Channel.AGENCY
        and (row["state"] in SENT or row["has_accepted"])
        and row["sent_at"].astimezone(now.tzinfo).date() <= day
    }
    return (rows[0] if rows else None), sent
