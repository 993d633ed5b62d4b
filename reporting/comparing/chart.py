"""The chosen agencies' trainees as stacked bars: self-run against One Touch."""

from portal.agencies.models import Side
from portal.days import show_date
from portal.figures import show
from portal.submissions.aggregation import Figures
from portal.ui.charts import BARS, Chart, SheetDrawing, stacked_bars_svg
from portal.ui.tables import NameColumn, NumberColumn, YearbookTable
from training.charts import KEY, PARTS, SERIES_NAMES, bar_of, rule_note
from training.figures import CENTRAL, PROVINCIAL, TrainingRow, training_rows

from .chosen import Chosen

CODES = {Side.CENTRAL: CENTRAL, Side.PROVINCIAL: PROVINCIAL}


class ChosenTrainingTable(YearbookTable):
    name = NameColumn("Cơ quan")
    self_run = NumberColumn(SERIES_NAMES[0])
    one_touch = NumberColumn(SERIES_NAMES[1])
    amount = NumberColumn("Tổng số")


def training_chart(figures: Figures, chosen: Chosen) -> Chart | None:
    """Largest total first; who has no figure is named, without a bar. None: nothing is known."""
    keys = {member.agency_id for member in chosen.members}
    rows = [one for one in training_rows(figures, CODES[chosen.side]) if one.agency_id in keys]
    known = [row for row in rows if row.amount is not None]
    if not known:
        return None
    day = show_date(figures.moment.day)
    missing = [row.name for row in rows if row.amount is None]
    said = f" Chưa ghi nhận: {', '.join(missing)}." if missing else ""
    return Chart(
        id="luot-boi-duong",
        title=sentence(known),
        caption=f"Lượt, lũy kế đến {day}.{rule_note(known)}{said}",
        key=KEY,
        svg=stacked_bars_svg(
            [bar_of(row) for row in known], SERIES_NAMES, label=f"{sentence(known)}, đến {day}"
        ),
        table=ChosenTrainingTable(
            rows,
            title="Lượt bồi dưỡng của các cơ quan đang so sánh",
            unit_line=f"Đơn vị: lượt. Tính đến {day}. Ô trống: chưa ghi nhận.",
        ),
        sheet=SheetDrawing(BARS, PARTS, len(known)),
    )


def sentence(known: list[TrainingRow]) -> str:
    """Who has most, and by how much more than the next; true of the bars drawn."""
    first = known[0]
    if len(known) == 1:
        return f"{first.name} có {show(first.amount)} lượt bồi dưỡng"
    second = known[1]
    ahead = first.amount - second.amount
    if not ahead:
        alike = [row.name for row in known if row.amount == first.amount]
        return f"{', '.join(alike)} cùng có {show(first.amount)} lượt bồi dưỡng"
    return (
        f"{first.name} dẫn đầu với {show(first.amount)} lượt bồi dưỡng, hơn {second.name} "
        f"{show(ahead)} lượt"
    )
