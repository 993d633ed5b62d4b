"""A line through time: only the points that exist; a gap stays a gap."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from django.template.loader import render_to_string

from portal import figures

from .frame import ACCENT, INK, LINE, MUTED, PAPER, Number, layout, plain, px


class TrendPoint(NamedTuple):
    """`value` None: nothing known then, and the line is broken there. Provisional points are
    hollow and dashed."""

    label: str
    value: Number | None
    is_provisional: bool = False


TREND_WIDTH, TREND_HEIGHT = 520, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 44, 26, 30


def trend_svg(points: Sequence[TrendPoint], label: str) -> str:
    """Only the points that exist; the last one's figure is printed beside it."""
    known = [(i, point) for i, point in enumerate(points) if point.value is not None]
    top = _axis_end(points)
    step = Decimal(TREND_WIDTH - _LEFT - _RIGHT) / max(len(points) - 1, 1)
    depth = TREND_HEIGHT - _TOP - _BOTTOM

    def x(i: int) -> str:
        return px(_LEFT + i * step)

    def y(value: Number) -> str:
        return px(_TOP + depth - Decimal(value) * depth / top)

    context = {
        "width": TREND_WIDTH,
        "height": TREND_HEIGHT,
        "left": _LEFT,
        "right": TREND_WIDTH - _RIGHT,
        "label": label,
        "grid": [{"y": y(tick), "text": figures.show(tick)} for tick in _ticks(top)],
        "marks": [{"x": x(i), "text": point.label} for i, point in _marks(points)],
        "runs": [
            {"points": " ".join(f"{x(i)},{y(point.value)}" for i, point in run), "dashed": dashed}
            for run, dashed in _runs(points)
        ],
        "dots": [
            {"x": x(i), "y": y(point.value), "hollow": point.is_provisional} for i, point in known
        ],
    }
    if known:
        i, last = known[-1]
        context["last"] = {"x": x(i), "y": y(last.value), "text": figures.show(last.value)}
    return render_to_string("components/trend.svg.html", context)


def trend_figure(points: Sequence[TrendPoint], name: str, unit: str = "") -> dict:
    """The same line for Plotly: the stretches drawn bare, the points on top of them."""
    known = [(i, point) for i, point in enumerate(points) if point.value is not None]
    markers = {
        "type": "scatter",
        "x": [i for i, _ in known],
        "y": [plain(point.value) for _, point in known],
        "customdata": [point.label for _, point in known],
        "name": name,
        "mode": "markers",
        "marker": {
            "size": 8,
            "color": [PAPER if point.is_provisional else ACCENT for _, point in known],
            "line": {"color": ACCENT, "width": 1.6},
        },
        "hovertemplate": f"%{{customdata}}<br>{name}: %{{y:,}} {unit}<extra></extra>",
    }
    lines = [_line(run, is_dashed) for run, is_dashed in _runs(points)]
    return {"data": [*lines, markers], "layout": _trend_layout(points, known)}


def _line(run: list, is_dashed: bool) -> dict:
    return {
        "type": "scatter",
        "x": [i for i, _ in run],
        "y": [plain(point.value) for _, point in run],
        "mode": "lines",
        "line": {"color": ACCENT, "width": 2, "dash": "5px,3px" if is_dashed else "solid"},
        "hoverinfo": "skip",
    }


def _trend_layout(points: Sequence[TrendPoint], known: list) -> dict:
    top, marks = _axis_end(points), _marks(points)
    axis = {"fixedrange": True, "zeroline": False, "tickfont": {"color": MUTED, "size": 13}}
    return {
        **layout(height=260),
        "margin": {"l": 60, "r": 44, "t": 28, "b": 28},
        "xaxis": {
            **axis,
            "showgrid": False,
            "tickangle": 0,
            "tickvals": [i for i, _ in marks],
            "ticktext": [point.label for _, point in marks],
            "range": [-0.2, max(len(points) - 1, 1) + 0.2],
        },
        "yaxis": {
            **axis,
            "gridcolor": LINE,
            "tickvals": _ticks(top),
            "ticktext": [figures.show(tick) for tick in _ticks(top)],
            "range": [-top / 25, top],
        },
        **({"annotations": [_last_note(*known[-1])]} if known else {}),
    }


def _last_note(i: int, point: TrendPoint) -> dict:
    return {
        "showarrow": False,
        "x": i,
        "y": plain(point.value),
        "yshift": 16,
        "text": figures.show(point.value),
        "font": {"color": INK, "size": 15},
    }


def _axis_end(points: Sequence[TrendPoint]) -> int:
    return _round_up(max((point.value for point in points if point.value is not None), default=0))


def _ticks(top: int) -> list[int]:
    return [top * i // 4 for i in range(5)]


def _marks(points: Sequence[TrendPoint]) -> list[tuple[int, TrendPoint]]:
    """The points named on the axis: at most five, the last among them."""
    every = -(-len(points) // 5) or 1
    return [(i, point) for i, point in enumerate(points) if (len(points) - 1 - i) % every == 0]


def _runs(points: Sequence[TrendPoint]) -> list[tuple[list, bool]]:
    """Stretches without a gap, cut where solid turns dashed: (points with place, dashed)."""
    pairs = [
        ((i, a), (i + 1, b))
        for i, (a, b) in enumerate(pairwise(points))
        if a.value is not None and b.value is not None
    ]
    runs: list[tuple[list, bool]] = []
    for before, after in pairs:
        dashed = before[1].is_provisional or after[1].is_provisional
        if runs and runs[-1][0][-1] == before and runs[-1][1] == dashed:
            runs[-1][0].append(after)
        else:
            runs.append(([before, after], dashed))
    return runs


def _round_up(value: Number) -> int:
    """The axis's end: the first multiple of 4 × 10ⁿ (or half of it) that is not below `value`."""
    step = 4
    while step * 5 < value:
        step *= 10
    return max(-(-int(value) // step), 1) * step
