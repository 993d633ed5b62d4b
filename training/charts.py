"""Pictures of the training figures; each title is a sentence worked out from what is drawn."""

from portal.days import show_date
from portal.figures import show, show_percent
from portal.ui.charts import SERIES, BarRow, Chart, stacked_bars_figure, stacked_bars_svg

from .figures import TrainingRow, training_totals
from .tables import RegionTable, province_table

SERIES_NAMES = ("Tự tổ chức", "One Touch")
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
        caption=f"Lượt, lũy kế đến {show_date(as_of)}: {show(share)} trong {show(totals.amount)}.",
        key=KEY,
        svg=stacked_bars_svg(bars, SERIES_NAMES, label="Lượt bồi dưỡng của địa phương đứng đầu"),
        figure=stacked_bars_figure(bars, SERIES_NAMES, unit="lượt"),
        table=province_table(rows, as_of, title="Lượt bồi dưỡng theo địa phương"),
    )


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
        f"Tự tổ chức: {self_run_known}/{size} địa phương có số.",
        key=KEY,
        svg=stacked_bars_svg(bars, SERIES_NAMES, label="Lượt bồi dưỡng theo vùng"),
        figure=stacked_bars_figure(bars, SERIES_NAMES, unit="lượt"),
        table=RegionTable.of(summed, as_of),
    )
