"""The stock of trainees: the total as it stood on each day that figures cover to."""

from portal.days import show_date
from portal.figures import show
from portal.submissions.aggregation import Figures
from portal.ui.charts import LINES, Chart, SheetDrawing, TrendPoint, trend_figure, trend_svg
from portal.ui.tables import NameColumn, NumberColumn, YearbookTable
from training.trend import TotalOnDay, training_trend


class TrendTable(YearbookTable):
    day = NameColumn("Tính đến")
    amount = NumberColumn("Lượt, lũy kế")
    known = NumberColumn("Số cơ quan có số")


def trend_chart(figures: Figures) -> Chart | None:
    """The days that exist; None with fewer than two points, for a line needs two."""
    points = training_trend(figures)
    if len(points) < 2:
        return None
    drawn = [TrendPoint(show_date(point.day), point.amount) for point in points]
    records = [
        {"day": show_date(point.day), "amount": point.amount, "known": point.known}
        for point in points
    ]
    return Chart(
        id="luy-ke",
        title=trend_title(points[0], points[-1]),
        caption="Lượt, cộng số mới nhất của các cơ quan đã có số đến mỗi ngày: "
        f"{rests_on(points[0].known, points[-1].known)}.",
        svg=trend_svg(drawn, "Số lượt bồi dưỡng lũy kế theo thời gian"),
        figure=trend_figure(drawn, "Lượt bồi dưỡng", unit="lượt"),
        table=TrendTable(records, title="Số lượt bồi dưỡng lũy kế", unit_line="Đơn vị: lượt."),
        sheet=SheetDrawing(LINES, ("amount",)),
    )


def rests_on(before: int, after: int) -> str:
    if before == after:
        return f"{after} cơ quan"
    return f"{before} cơ quan lúc đầu, {after} cơ quan lúc cuối"


def trend_title(first: TotalOnDay, last: TotalOnDay) -> str:
    since, until = show_date(first.day), show_date(last.day)
    if first.amount == last.amount:
        return f"Số lượt lũy kế vẫn là {show(last.amount)} từ {since} đến {until}"
    moved = "lên" if last.amount > first.amount else "xuống"
    return (
        f"Số lượt lũy kế từ {show(first.amount)} ngày {since} {moved} "
        f"{show(last.amount)} ngày {until}"
    )
