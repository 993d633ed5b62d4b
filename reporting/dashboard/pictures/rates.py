"""How many agencies reported for each month, and how many of them on time.

Who is expected, what is received and when it is on time: `portal.submissions.register`.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Value
from django.utils import timezone

from portal import clock
from portal.catalogue.calendar import ReportingPeriod
from portal.days import show_date
from portal.figures import fraction, show_percent
from portal.review.rates import share
from portal.submissions.register import (
    FACTS,
    Rate,
    is_on_time,
    received,
    received_at,
    with_reports,
)
from portal.ui.charts import (
    LINES,
    SERIES,
    Chart,
    Line,
    SheetDrawing,
    TrendPoint,
    lines_figure,
    lines_svg,
)
from portal.ui.tables import Column, NameColumn, NumberColumn, PercentColumn, YearbookTable

MOST_MONTHS = 13
NAMES = ("Đã nhận", "Đúng hạn")
OPEN = "chưa hết hạn"


@dataclass(frozen=True)
class MonthRate:
    """`is_open`: the deadline had not passed by the day, so that the rates still rise."""

    label: str
    rate: Rate
    is_open: bool

    @property
    def received_share(self) -> Decimal | None:
        return share(self.rate.received, self.rate.expected)

    @property
    def on_time_share(self) -> Decimal | None:
        return share(self.rate.on_time, self.rate.expected)

    @property
    def short_label(self) -> str:
        return self.label.removeprefix("tháng ")


class RatesTable(YearbookTable):
    label = NameColumn("Kỳ")
    expected = NumberColumn("Phải báo cáo", accessor="rate__expected")
    received = NumberColumn("Đã nhận", accessor="rate__received")
    on_time = NumberColumn("Đúng hạn", accessor="rate__on_time")
    received_share = PercentColumn("Tỷ lệ đã nhận")
    on_time_share = PercentColumn("Tỷ lệ đúng hạn")
    note = Column("Ghi chú")

    def __init__(self, months, **options):
        rows = [
            {
                "label": month.label,
                "rate": vars(month.rate),
                "received_share": month.received_share,
                "on_time_share": month.on_time_share,
                "note": OPEN if month.is_open else "",
            }
            for month in months
        ]
        super().__init__(rows, **options)


def month_rates(day: datetime.date, scope: Collection[int] | None = None) -> list[MonthRate]:
    """The last months that ended by the day, oldest first, as the register stood that day.

    `scope`: of these agencies only. Two queries. A month in which nobody is expected is left out.
    """
    ended = ReportingPeriod.objects.filter(ends_on__lte=day).order_by("-ends_on")
    months = list(ended[:MOST_MONTHS])[::-1]
    if not months:
        return []
    instant = min(clock.now(), end_of(day))
    rates = {month.pk: [0, 0, 0] for month in months}
    for row in facts_of(months):
        if scope is not None and row["pk"] not in scope:
            continue
        month = next(m for m in months if m.pk == row["month"])
        at = received_at(row["first_sent_at"], row["counted_from"]) if received(row) else None
        has_come = at is not None and at <= instant
        counted = rates[month.pk]
        counted[0] += 1
        counted[1] += has_come
        counted[2] += has_come and is_on_time(at, month.due_at)
    return [
        MonthRate(month.label, Rate(*rates[month.pk]), month.due_at > instant)
        for month in months
        if rates[month.pk][0]
    ]


def facts_of(months: list[ReportingPeriod]) -> list[dict]:
    """Each month's expected agencies with the facts of their reports; one query."""
    names = ("month", "pk", *FACTS)
    asked = [
        with_reports(month).order_by().annotate(month=Value(month.pk)).values_list(*names)
        for month in months
    ]
    rows = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
    return [dict(zip(names, row, strict=True)) for row in rows]


def end_of(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(
        datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    )


def rates_chart(day: datetime.date, scope: Collection[int] | None = None) -> Chart | None:
    """None where no month had ended by the day, or nobody was expected to report."""
    months = month_rates(day, scope)
    if not months:
        return None
    lines = [
        Line(name, tuple(TrendPoint(m.short_label, read(m), m.is_open) for m in months))
        for name, read in zip(NAMES, (_received, _on_time), strict=True)
    ]
    still_open = " Điểm rỗng, nét đứt: kỳ chưa hết hạn." if months[-1].is_open else ""
    return Chart(
        id="ty-le-bao-cao",
        title=rates_title(months),
        caption="Tỷ lệ trong số cơ quan phải báo cáo của mỗi kỳ, "
        f"theo sổ tiếp nhận đến hết ngày {show_date(day)}.{still_open}",
        key=tuple(zip(NAMES, SERIES, strict=True)),
        svg=lines_svg(lines, "Tỷ lệ báo cáo qua các kỳ", top=100, suffix="%"),
        figure=lines_figure(lines, top=100, suffix="%"),
        table=RatesTable(
            months,
            title="Báo cáo đã nhận và đúng hạn qua các kỳ",
            unit_line=f"Đơn vị: cơ quan. Theo sổ tiếp nhận đến hết ngày {show_date(day)}.",
        ),
        sheet=SheetDrawing(LINES, ("received_share", "on_time_share")),
    )


def _received(month: MonthRate) -> Decimal | None:
    return month.received_share


def _on_time(month: MonthRate) -> Decimal | None:
    return month.on_time_share


def rates_title(months: list[MonthRate]) -> str:
    """About the last month whose deadline passed, beside the one before it."""
    over = [month for month in months if not month.is_open]
    if not over:
        rate = months[-1].rate
        come = fraction(rate.received, rate.expected)
        return f"Kỳ {months[-1].label} chưa hết hạn: {come} cơ quan đã báo cáo"
    last, rate = over[-1], over[-1].rate
    told = (
        f"Kỳ {last.label}: {show_percent(rate.received, rate.expected)} cơ quan đã báo cáo, "
        f"{show_percent(rate.on_time, rate.expected)} đúng hạn"
    )
    if len(over) < 2:
        return told
    before = over[-2]
    moved = (last.received_share > before.received_share) - (
        last.received_share < before.received_share
    )
    how = {1: "tăng từ", 0: "bằng", -1: "giảm từ"}[moved]
    earlier = show_percent(before.rate.received, before.rate.expected)
    return f"{told}; số đã báo cáo {how} {earlier} kỳ {before.short_label}"
