"""A column a month: what was added in it; a month of which nothing is known has no column."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from portal import figures

from .axes import FIRST, HEIGHT, LAST, axis_end, down, grid, named, plot_layout, spread
from .frame import ACCENT, CONTROL, INK, PAPER, Number, percent, plain, px, said
from .markup import drawing, over, tag

MOST_NAMED = 5  # columns that each carry their figure; of more only the last and the greatest
_WIDEST = Decimal(9)  # per cent of the width
_FILL = Decimal("0.62")  # of a column's place


class FlowBar(NamedTuple):
    """`value` None: nothing known. `note` stands under the name: of how many it is made.

    Provisional columns are hollow and dashed.
    """

    label: str
    value: Number | None
    note: str = ""
    is_provisional: bool = False


def flow_svg(columns: Sequence[FlowBar], label: str) -> str:
    top = axis_end(column.value for column in columns)
    wide = _width(len(columns))
    parts = [grid(top)]
    for i, column in enumerate(columns):
        if column.value is not None:
            parts.append(_column(column, _middle(i, len(columns)), wide, top))
    for i in _figured(columns):
        y = px(down(columns[i].value, top) - 6)
        at = percent(_middle(i, len(columns)))
        words = figures.show(columns[i].value)
        parts.append(over(words, x=at, y=y, text_anchor="middle", font_weight=600))
    places = [(i, _middle(i, len(columns))) for i in spread(len(columns))]
    parts.append(named([(at, columns[i].label) for i, at in places]))
    notes = [(at, columns[i].note) for i, at in places if columns[i].note]
    parts.append(named(notes, y=HEIGHT + 8))
    return drawing(*parts, height=HEIGHT + (18 if notes else 0), label=label)


def flow_figure(columns: Sequence[FlowBar], name: str, unit: str = "") -> dict:
    top, count = axis_end(column.value for column in columns), len(columns)
    wide = float(_width(count) / ((LAST + 8 - FIRST) / count))
    known = [(i, column) for i, column in enumerate(columns) if column.value is not None]
    bars = {
        "type": "bar",
        "x": [i for i, _ in known],
        "y": [plain(column.value) for _, column in known],
        "width": wide,
        "customdata": [said(f"{c.label}, {c.note}" if c.note else c.label) for _, c in known],
        "name": said(name),
        "marker": {"color": [PAPER if column.is_provisional else ACCENT for _, column in known]},
        "hovertemplate": f"%{{customdata}}<br>{said(name)}: %{{y:,}} {said(unit)}<extra></extra>",
    }
    named_at = spread(count)
    axis = {
        "tickvals": named_at,
        "ticktext": [
            "<br>".join(said(t) for t in (columns[i].label, columns[i].note) if t) for i in named_at
        ],
        "range": [-0.5, count - 0.5],
    }
    drawn = plot_layout(
        top,
        xaxis=axis,
        annotations=[_note(i, columns[i]) for i in _figured(columns)],
        shapes=[_dashed(i, c, wide) for i, c in known if c.is_provisional],
    )
    return {"data": [bars], "layout": drawn}


def _width(count: int) -> Decimal:
    return min((LAST + 8 - FIRST) / max(count, 1) * _FILL, _WIDEST)


def _middle(i: int, count: int) -> Decimal:
    step = (LAST + 8 - FIRST) / max(count, 1)
    return FIRST + step * i + step / 2


def _column(column: FlowBar, middle: Decimal, wide: Decimal, top: int) -> str:
    y, foot = down(column.value, top), down(0, top)
    place = {"x": percent(middle - wide / 2), "width": percent(wide)}
    place |= {"y": px(y), "height": px(foot - y)}
    if column.is_provisional:
        dashes = {"stroke": CONTROL, "stroke_width": "1.6", "stroke_dasharray": "5 3"}
        return tag("rect", **place, fill=PAPER, **dashes)
    return tag("rect", **place, fill=ACCENT)


def _figured(columns: Sequence[FlowBar]) -> list[int]:
    """The columns whose figure is printed: all of a few, else the last and the greatest."""
    known = [i for i, column in enumerate(columns) if column.value is not None]
    if len(columns) <= MOST_NAMED or not known:
        return known
    greatest = max(known, key=lambda i: columns[i].value)
    return [greatest, known[-1]] if known[-1] - greatest > 1 else [greatest]


def _note(i: int, column: FlowBar) -> dict:
    return {
        "showarrow": False,
        "x": i,
        "y": plain(column.value),
        "yshift": 12,
        "text": figures.show(column.value),
        "font": {"color": INK, "size": 14, "weight": 600},
    }


def _dashed(i: int, column: FlowBar, wide: float) -> dict:
    return {
        "type": "rect",
        "x0": i - wide / 2,
        "x1": i + wide / 2,
        "y0": 0,
        "y1": plain(column.value),
        "line": {"color": CONTROL, "width": 1.6, "dash": "5px,3px"},
    }
