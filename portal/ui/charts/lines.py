"""One or two lines through the same months, each named where it ends; a gap stays a gap."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from portal import figures

from .axes import BOTTOM, HEIGHT, across, axis_end, down, grid, named, plot_layout, spread
from .frame import INK, PAPER, SERIES, VEIL, Number, percent, plain, px, said
from .markup import drawing, over, tag
from .runs import TrendPoint, runs_of

_APART, _ABOVE, _BELOW = 18, 10, 20  # px between names and of a name from its line


class Line(NamedTuple):
    name: str
    points: tuple[TrendPoint, ...]


def trend_svg(points: Sequence[TrendPoint], label: str) -> str:
    """One line: the last point's figure is printed beside it."""
    return lines_svg([Line("", tuple(points))], label)


def trend_figure(points: Sequence[TrendPoint], name: str, unit: str = "") -> dict:
    """The same line for Plotly; `unit` is said when a point is pointed at ("lượt")."""
    return _figure([Line("", tuple(points))], hover=[f"{name}: "], unit=f" {unit}")


def lines_svg(
    lines: Sequence[Line], label: str, *, top: int | None = None, suffix: str = ""
) -> str:
    """`top`: where the axis ends, 100 for shares; `suffix` stands behind every figure ("%")."""
    top = top or axis_end(point.value for line in lines for point in line.points)
    count = len(lines[0].points)
    parts = [grid(top, suffix)]
    for line, colour in zip(lines, SERIES, strict=False):
        parts += _stretches(line, colour, top)
        parts += _dots(line, colour, top)
    for (i, point), line, y in _ends(lines, top):
        x = _place(i, count)
        said_there = f"{line.name} {_shown(point.value)}{suffix}".strip()
        at = "end" if x > 40 else "start"
        parts.append(over(said_there, x=percent(x), y=px(y), text_anchor=at, font_weight=600))
    marks = [(_place(i, count), lines[0].points[i].label) for i in spread(count)]
    return drawing(*parts, named(marks), height=HEIGHT, label=label)


def lines_figure(lines: Sequence[Line], *, top: int | None = None, suffix: str = "") -> dict:
    hover = [f"{line.name}: " for line in lines]
    return _figure(lines, hover=hover, unit=suffix, top=top, suffix=suffix)


def _figure(
    lines: Sequence[Line], *, hover: Sequence[str], unit: str, top: int | None = None, suffix=""
) -> dict:
    """The stretches drawn bare, the points on top of them."""
    top = top or axis_end(point.value for line in lines for point in line.points)
    data, count = [], len(lines[0].points)
    for line, colour, before in zip(lines, SERIES, hover, strict=False):
        data += [_plotly_stretch(run, dashed, colour) for run, dashed in runs_of(line.points)]
        data.append(_plotly_dots(line, colour, f"{said(before)}%{{y:,}}{said(unit)}"))
    notes = [_note(i, line, y, point, suffix, top) for (i, point), line, y in _ends(lines, top)]
    axis = {
        "tickvals": spread(count),
        "ticktext": [said(lines[0].points[i].label) for i in spread(count)],
        "range": [-0.25, max(count - 1, 1) + 0.25],
    }
    return {"data": data, "layout": plot_layout(top, suffix, xaxis=axis, annotations=notes)}


def _place(i: int, count: int) -> Decimal:
    return across(i, max(count - 1, 1))


def _known(line: Line) -> list[tuple[int, TrendPoint]]:
    return [(i, point) for i, point in enumerate(line.points) if point.value is not None]


def _shown(value: Number) -> str:
    return figures.show(value, 1) if isinstance(value, Decimal) else figures.show(value)


def _stretches(line: Line, colour: str, top: int) -> list[str]:
    """Each stretch as straight pieces, whose ends may be per cent of the width."""
    count, parts = len(line.points), []
    for run, dashed in runs_of(line.points):
        for (i, before), (j, after) in pairwise(run):
            ends = {"x1": percent(_place(i, count)), "y1": px(down(before.value, top))}
            ends |= {"x2": percent(_place(j, count)), "y2": px(down(after.value, top))}
            dashes = "5 3" if dashed else None
            parts.append(
                tag("line", **ends, stroke=colour, stroke_width=2, stroke_dasharray=dashes)
            )
    return parts


def _dots(line: Line, colour: str, top: int) -> list[str]:
    count = len(line.points)
    return [
        tag(
            "circle",
            cx=percent(_place(i, count)),
            cy=px(down(point.value, top)),
            r="3.6",
            fill=PAPER if point.is_provisional else colour,
            stroke=colour,
            stroke_width="1.6",
        )
        for i, point in _known(line)
    ]


def _ends(lines: Sequence[Line], top: int) -> list[tuple[tuple[int, TrendPoint], Line, Decimal]]:
    """Each line's last point and where its name stands: the upper one above, the lower below; all
    below where the upper line comes down to its end and there is room."""
    ends = [(_known(line)[-1], line) for line in lines if _known(line)]
    ends.sort(key=lambda end: -end[0][1].value)
    heights = [down(point.value, top) for (_, point), _ in ends]
    floor = Decimal(HEIGHT - BOTTOM - 4)
    places = _all_below(heights)
    if not ends or not _falls(ends[0][1]) or places[-1] > floor:
        places = _on_both_sides(heights, floor)
    return [(end, line, y) for (end, line), y in zip(ends, places, strict=True)]


def _falls(line: Line) -> bool:
    last_two = [point.value for _, point in _known(line)[-2:]]
    return len(last_two) == 2 and last_two[1] < last_two[0]


def _all_below(heights: Sequence[Decimal]) -> list[Decimal]:
    places: list[Decimal] = []
    for y in heights:
        places.append(max(y + _BELOW, places[-1] + _APART) if places else y + _BELOW)
    return places


def _on_both_sides(heights: Sequence[Decimal], floor: Decimal) -> list[Decimal]:
    places: list[Decimal] = []
    for at, y in reversed(list(enumerate(heights))):
        floor = min(y + _BELOW if at else y - _ABOVE, floor)
        places.insert(0, floor)
        floor -= _APART
    return places


def _plotly_stretch(run: list, is_dashed: bool, colour: str) -> dict:
    return {
        "type": "scatter",
        "x": [i for i, _ in run],
        "y": [plain(point.value) for _, point in run],
        "mode": "lines",
        "line": {"color": colour, "width": 2, "dash": "5px,3px" if is_dashed else "solid"},
        "hoverinfo": "skip",
    }


def _plotly_dots(line: Line, colour: str, hover: str) -> dict:
    known = _known(line)
    return {
        "type": "scatter",
        "x": [i for i, _ in known],
        "y": [plain(point.value) for _, point in known],
        "customdata": [said(point.label) for _, point in known],
        "name": said(line.name),
        "mode": "markers",
        "marker": {
            "size": 8,
            "color": [PAPER if point.is_provisional else colour for _, point in known],
            "line": {"color": colour, "width": 1.6},
        },
        "hovertemplate": f"%{{customdata}}<br>{hover}<extra></extra>",
    }


def _note(i: int, line: Line, y: Decimal, point: TrendPoint, suffix: str, top: int) -> dict:
    """The name at a line's end, as far from it as in the light drawing."""
    return {
        "showarrow": False,
        "x": i,
        "y": plain(point.value),
        "yshift": round(float(down(point.value, top) - y)) + 4,
        "xanchor": "right" if i else "left",
        "text": said(f"{line.name} {_shown(point.value)}{suffix}".strip()),
        "font": {"color": INK, "size": 14, "weight": 600},
        "bgcolor": VEIL,
    }
