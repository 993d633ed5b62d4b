"""Pictures of the training figures; each title is a sentence worked out from what is drawn."""

from collections.abc import Iterable

from portal.days import show_date
from portal.figures import show, show_percent
from portal.ui.charts import (
    BARS,
    SERIES,
    BarRow,
    Chart,
    SheetDrawing,
    stacked_bars_figure,
    stacked_bars_svg,
)

from .figures import TrainingRow, training_totals
from .ruling import total_words
from .tables import RegionTable, province_table

SERIES_NAMES = ("Tự tổ chức", "One Touch")
PARTS = ("self_run", "one_touch")  # columns of both tables
LEADERS = 10
KEY = tuple(zip(SERIES_NAMES, SERIES, strict=True))


def bar_of(row: TrainingRow, href="") -> BarRow:
    return BarRow(row.name, (row.self_run, row.one_touch), row.amount, href)


def leaders_chart(rows: list[TrainingRow], as_of, *, href_of=None, id="leaders") -> Chart | None:
    """The largest totals, self-run against One Touch; None when no row has a figure."""
    known = [row for row in rows if row.amount]
    if not known:
        return None
    drawn = known[:LEADERS]
    bars = [bar_of(row, href_of(row) if href_of else "") for row in drawn]
    totals = training_totals(rows)
    share = sum(row.amount for row in drawn)
    return Chart(
        id=id,
        title=f"{len(drawn)} địa phương đứng đầu chiếm "
        f"{show_percent(share, totals.amount)} tổng số lượt của {totals.amount_known} "
        "địa phương có số",
        caption=f"Lượt, lũy kế đến {show_date(as_of)}: {show(share)} trong {show(totals.amount)}."
        f"{rule_note(drawn)}",
        key=KEY,
        svg=stacked_bars_svg(bars, SERIES_NAMES, label="Lượt bồi dưỡng của địa phương đứng đầu"),
        figure=stacked_bars_figure(bars, SERIES_NAMES, unit="lượt"),
        table=province_table(rows, as_of, title="Lượt bồi dưỡng theo địa phương"),
        sheet=SheetDrawing(BARS, PARTS, len(drawn)),
    )


def ranking_chart(rows: list[TrainingRow], as_of, *, href_of=None) -> Chart | None:
    """Every province, largest total first, nothing known last; None when no row has a figure."""
    totals = training_totals(rows)
    if not totals.amount:
        return None
    bars = [bar_of(row, href_of(row) if href_of else "") for row in rows]
    return Chart(
        id="ranking",
        title=ranking_title(rows, totals.amount),
        caption=f"Lượt, lũy kế đến {show_date(as_of)}: {show(totals.amount)} của "
        f"{totals.amount_known}/{totals.size} địa phương có số.{rule_note(rows)}{blank_note(rows)}",
        key=KEY,
        svg=stacked_bars_svg(bars, SERIES_NAMES, label="Lượt bồi dưỡng của từng địa phương"),
        figure=stacked_bars_figure(bars, SERIES_NAMES, unit="lượt"),
        table=province_table(rows, as_of, title="Lượt bồi dưỡng theo địa phương"),
        sheet=SheetDrawing(BARS, PARTS),
    )


def ranking_title(rows: list[TrainingRow], total: int) -> str:
    """How few hold half of it all, the largest first."""
    summed, count = 0, 0
    while summed * 2 < total:
        summed += rows[count].amount
        count += 1
    share = show_percent(summed, total)
    first = f"{rows[0].name} ({show(rows[0].amount)})"
    if count == 1:
        return f"Riêng {first} chiếm {share} tổng số lượt"
    return f"{count} địa phương nhiều nhất chiếm {share} tổng số lượt; đứng đầu là {first}"


def blank_note(rows: Iterable[TrainingRow]) -> str:
    some = any(None in (row.self_run, row.one_touch) for row in rows)
    return " Ô chấm: phần chưa có số liệu." if some else ""


def rule_note(rows: Iterable[TrainingRow]) -> str:
    """Where the totals count one source only, which; the bars always show both."""
    rule = next((row.rule for row in rows if row.rule), None)
    return f" {total_words(rule)}" if rule else ""


def regions_chart(groups: list[tuple[str, list[TrainingRow]]], as_of) -> Chart | None:
    """Totals by region, largest first; `groups` are (region's name, its rows)."""
    summed = [(name, training_totals(rows)) for name, rows in groups]
    summed = [(name, totals) for name, totals in summed if totals.amount]
    if not summed:
        return None
    summed.sort(key=lambda pair: -pair[1].amount)
    bars = [
        BarRow(f"{name} ({totals.size})", (totals.self_run, totals.one_touch), totals.amount, "")
        for name, totals in summed
    ]
    whole = sum(totals.amount for _, totals in summed)
    first, leading = summed[0]
    self_run_known = sum(totals.self_run_known for _, totals in summed)
    size = sum(totals.size for _, totals in summed)
    return Chart(
        id="regions",
        title=f"{first} dẫn đầu với {show(leading.amount)} lượt, "
        f"{show_percent(leading.amount, whole)} của các vùng",
        caption=f"Lượt, lũy kế đến {show_date(as_of)}. Trong ngoặc: số địa phương của vùng. "
        f"Tự tổ chức: {self_run_known}/{size} địa phương có số."
        f"{rule_note(row for _, rows in groups for row in rows)}",
        key=KEY,
        svg=stacked_bars_svg(bars, SERIES_NAMES, label="Lượt bồi dưỡng theo vùng"),
        figure=stacked_bars_figure(bars, SERIES_NAMES, unit="lượt"),
        table=RegionTable.of(summed, as_of),
        sheet=SheetDrawing(BARS, PARTS),
    )
