"""The grid drawn: the total over time, or the agencies with the largest figures.

What cannot be drawn honestly (words, shares, a change that fell below nothing) is not drawn.
"""

from portal.catalogue.models import Combine, ValueType
from portal.figures import show
from portal.ui.charts import (
    BarRow,
    Chart,
    TrendPoint,
    stacked_bars_figure,
    stacked_bars_svg,
    trend_figure,
    trend_svg,
)

from . import query as q
from .figures import Grid
from .table import basis, history_links, order_column, show_total, when

MOST_BARS = 20


def picture(grid: Grid) -> Chart | None:
    """The total's line where there are days to follow, else the largest figures; None for none."""
    if len(grid.selection.asked) == 1 and len(grid.across) > 1:
        return total_over_time(grid)
    return largest(grid)


def total_over_time(grid: Grid) -> Chart | None:
    """Months without any figure are gaps; fewer than two points make no line."""
    asked = grid.across[0][0]
    known = [
        (column, total)
        for (_, column), total in zip(grid.across, grid.totals, strict=True)
        if total.amount is not None
    ]
    if len(known) < 2 or asked.indicator.decimals or any(total.amount < 0 for _, total in known):
        return None
    points = [
        TrendPoint(column.label, total.amount, column.day > grid.selection.today)
        for (_, column), total in zip(grid.across, grid.totals, strict=True)
    ]
    (first, before), (last, after) = known[0], known[-1]
    counts = asked.indicator.combine == Combine.COUNT_YES
    unit = "cơ quan" if counts else asked.unit_shown
    kind = "kỳ" if first.since else "ngày"
    is_open = grid.across[-1][1].day > grid.selection.today
    still_open = " Nét đứt: kỳ chưa kết thúc." if is_open else ""
    moved = "giảm còn" if after.amount < before.amount else "lên"
    what = "Số cơ quan trả lời Có" if counts else "Tổng"
    return Chart(
        id="tong",
        title=f"{what}: từ {show(before.amount)} ({kind} {first.label}) "
        f"{moved} {show(after.amount)} ({kind} {last.label})",
        caption=f"Đơn vị: {unit}. Có số của {basis(before)} cơ quan lúc đầu, "
        f"{basis(after)} cơ quan lúc cuối.{still_open}",
        svg=trend_svg(points, f"{asked.name}: tổng theo thời gian"),
        figure=trend_figure(points, what, unit=unit),
    )


def largest(grid: Grid) -> Chart | None:
    """The largest figures of the column that orders the table."""
    at = order_column(grid)
    asked, column = grid.across[at]
    total, indicator = grid.totals[at], asked.indicator
    drawn = [
        (party, cells[at].amount)
        for party, cells in grid.rows
        if cells[at].is_reported and cells[at].amount
    ]
    if indicator.value_type != ValueType.COUNT or len(drawn) < 2:
        return None
    if any(amount < 0 for _, amount in drawn):
        return None
    drawn.sort(key=lambda one: (-one[1], one[0].sort_key))
    shown, link = drawn[:MOST_BARS], history_links(asked)
    bars = [BarRow(party.printed_name, (amount,), amount, link(party)) for party, amount in shown]
    name, amount = shown[0][0].printed_name, shown[0][1]
    summed = show_total(asked, total, grid.selection.query.measure)
    measure = q.MEASURES[grid.selection.query.measure]
    return Chart(
        id="lon-nhat",
        title=f"{name} có số lớn nhất: {show(amount)} {asked.unit_shown}".strip(),
        caption=f"{asked.name}, {when(column)}: {len(shown)} số lớn nhất"
        + (f"; tổng {summed} của {basis(total)} cơ quan. {measure}." if summed else "."),
        svg=stacked_bars_svg(bars, (asked.name,), f"{asked.name}: số lớn nhất"),
        figure=stacked_bars_figure(bars, (asked.name,), unit=asked.unit_shown),
    )
