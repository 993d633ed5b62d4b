"""How many were trained within each month, by the agencies' own reports: a flow, not a stock."""

from dataclasses import dataclass

from django.db.models import F

from portal.days import show_date
from portal.figures import show
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel, ValueState
from portal.submissions.readings import known_values
from portal.ui.charts import BARS, Chart, FlowBar, SheetDrawing, flow_figure, flow_svg
from portal.ui.tables import NameColumn, NumberColumn, YearbookTable
from training.figures import CENTRAL, PROVINCIAL

SELF_RUN = (CENTRAL.self_run, PROVINCIAL.self_run)
MOST_MONTHS = 13


@dataclass(frozen=True)
class MonthFlow:
    """`amount`: what the `known` agencies added in the month, of `asked` in all."""

    year: int
    month: int
    amount: int | None
    known: int
    asked: int
    is_open: bool

    @property
    def label(self) -> str:
        return f"tháng {self.month}/{self.year}"

    @property
    def short_label(self) -> str:
        return f"{self.month}/{self.year}"


class FlowTable(YearbookTable):
    label = NameColumn("Kỳ")
    amount = NumberColumn("Lượt trong kỳ")
    known = NumberColumn("Số cơ quan có số")
    asked = NumberColumn("Số cơ quan được hỏi")


def month_flows(figures: Figures) -> list[MonthFlow]:
    """From the first month with a figure to the last, oldest first; one query.

    A month between them without any figure has None; `asked` is of the figures' day.
    """
    codes = [code for code in SELF_RUN if code in figures.indicators]
    members = {m.agency_id for code in codes for m in figures.members_of(code)}
    day, added = figures.moment.day, {}
    for year, month, closes, agency, amount in stated(figures, codes):
        if agency in members:
            found = added.setdefault((year, month), [closes > day, []])
            found[1].append(amount)
    months = sorted(added)
    return [
        MonthFlow(
            *key,
            amount=sum(added[key][1]) if key in added else None,
            known=len(added[key][1]) if key in added else 0,
            asked=len(members),
            is_open=key in added and added[key][0],
        )
        for key in (between(months[0], months[-1])[-MOST_MONTHS:] if months else [])
    ]


def stated(figures: Figures, codes: list[str]):
    """(year, month, deadline's day, agency, added) of every known value of a month's report."""
    ids = [figures.indicators[code].pk for code in codes]
    values = known_values(figures.moment).filter(
        indicator__in=ids,
        agency__isnull=False,
        state=ValueState.REPORTED,
        in_month__isnull=False,
        revision__submission__channel=Channel.AGENCY,
        revision__submission__period__isnull=False,
    )
    period = F("revision__submission__period__year"), F("revision__submission__period__month")
    due = F("revision__submission__period__due_at__date")
    return values.values_list(*period, due, "agency_id", "in_month")


def between(first: tuple[int, int], last: tuple[int, int]) -> list[tuple[int, int]]:
    """Every month from one to the other."""
    start, end = (year * 12 + month - 1 for year, month in (first, last))
    return [(at // 12, at % 12 + 1) for at in range(start, end + 1)]


def flow_chart(figures: Figures) -> Chart | None:
    """None where no month has a figure."""
    months = month_flows(figures)
    if not months:
        return None
    bars = [FlowBar(m.short_label, m.amount, f"{m.known}/{m.asked}", m.is_open) for m in months]
    still_open = " Cột rỗng, nét đứt: kỳ chưa hết hạn." if months[-1].is_open else ""
    return Chart(
        id="trong-ky",
        title=flow_title(months),
        caption="Lượt tự tổ chức, phát sinh trong từng kỳ. Dưới mỗi kỳ: số cơ quan có số trên số "
        f"cơ quan được hỏi. Theo số đã tiếp nhận, tính đến {show_date(figures.moment.day)}."
        + still_open,
        svg=flow_svg(bars, "Lượt bồi dưỡng phát sinh trong từng kỳ"),
        figure=flow_figure(bars, "Lượt trong kỳ", "lượt"),
        table=FlowTable(
            months,
            title="Lượt bồi dưỡng phát sinh trong từng kỳ",
            unit_line="Đơn vị: lượt, do cơ quan tự tổ chức. Ô trống: chưa có số liệu.",
        ),
        sheet=SheetDrawing(BARS, ("amount",)),
    )


def flow_title(months: list[MonthFlow]) -> str:
    """About the last month whose deadline passed, else the last one."""
    over = [m for m in months if not m.is_open and m.amount is not None]
    last = over[-1] if over else months[-1]
    told = f"Kỳ {last.label}, {last.known} cơ quan báo cáo thêm {show(last.amount)} lượt"
    if not over:
        return f"{told}; kỳ chưa hết hạn"
    if len(over) < 2:
        return told
    before = over[-2]
    return f"{told}; kỳ {before.short_label}: {show(before.amount)} lượt của {before.known} cơ quan"
