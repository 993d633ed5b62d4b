"""Chart pieces: one set of figures, drawn light (SVG, there before any script and on paper) and
interactive (a Plotly figure). Colours, dashes and distances are decided here, markup in
templates/components/*.svg.html.

An absent value is None: no bar, no point, no line through it, and never a 0. Percentages in the
SVG are of the chart's width, so that type keeps its size on every screen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.template.loader import render_to_string

from portal import figures

INK, INK_2, MUTED = "#1a2428", "#47545a", "#5a676c"
LINE, CONTROL, PAPER = "#d8d8d0", "#76827f", "#ffffff"
ACCENT, OCHRE = "#0b4f5c", "#b9780f"
SERIES = (ACCENT, OCHRE)  # two series; more belong in small multiples or a table
FONT = '"Segoe UI", system-ui, Roboto, "Noto Sans", Arial, sans-serif'

DONE, NOT_DONE, UNKNOWN = "done", "not_done", "unknown"  # filled, outlined, dotted

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Chart:
    """What templates/components/chart.html needs.

    id:      a short name, unique on the page
    title:   a sentence that states the message and is true of the figures
    caption: unit and date
    key:     (name, colour or state) per series: colours from SERIES, or DONE, NOT_DONE, UNKNOWN
    svg:     the light drawing
    figure:  Plotly's figure as a dict, or None
    table:   the same figures as a YearbookTable, or None
    source:  where they come from
    """

    id: str
    title: str
    caption: str = ""
    key: tuple[tuple[str, str], ...] = ()
    svg: str = ""
    figure: dict | None = None
    table: object = None
    source: str = ""

    @property
    def figure_id(self) -> str:
        return f"{self.id}-figure"


# Stacked bars


class BarRow(NamedTuple):
    """One bar: its parts in the order of the series, None where nothing is known."""

    label: str
    parts: tuple[Number | None, ...]
    total: Number | None
    href: str = ""


BAR_STEP, BAR_HEIGHT, BAR_GAP = 38, 10, Decimal("0.4")  # px, px, per cent of the width
_NARROWEST = 280  # px of a chart on a 320 px screen; the figure after the longest bar must fit


def stacked_bars_svg(rows: Sequence[BarRow], series: Sequence[str], label: str = "") -> str:
    """The light drawing: the label above, the bar, its total at its end.

    `series` are the names of the parts; `label` is the sentence for those who do not see it.
    """
    widths = bar_widths(rows)
    bars = [_drawn_bar(i, row, parts) for i, (row, parts) in enumerate(zip(rows, widths, strict=True))]
    return render_to_string(
        "components/bars.svg.html",
        {
            "bars": bars,
            "height": BAR_STEP * len(rows),
            "bar_height": BAR_HEIGHT,
            "role": _role(row.href for row in rows),
            "label": label or f"Biểu đồ thanh: {', '.join(series)}, {len(rows)} dòng",
        },
    )


def bar_widths(rows: Sequence[BarRow]) -> list[tuple[Decimal | None, ...]]:
    """Each part's width in per cent of the drawing; None for an unknown part, 0 for a 0."""
    longest = max((_known_sum(row) for row in rows), default=0)
    room = _room(rows)
    return [
        tuple(None if part is None else _share(part, longest) * room / 100 for part in row.parts)
        for row in rows
    ]


def stacked_bars_figure(rows: Sequence[BarRow], series: Sequence[str], unit: str = "") -> dict:
    """The same bars for Plotly; `unit` is said when a bar is pointed at ("lượt")."""
    from plotly import graph_objects as go

    labels = [row.label for row in rows]
    positions = list(range(len(rows)))
    figure = go.Figure(layout=_layout(height=BAR_STEP * len(rows) + 8))
    for i, name in enumerate(series):
        figure.add_bar(
            y=positions,
            x=[_plain(row.parts[i]) for row in rows],
            customdata=labels,
            name=name,
            orientation="h",
            marker={"color": SERIES[i], "line": {"color": PAPER, "width": 1}},
            hovertemplate=f"%{{customdata}}<br>{name}: %{{x:,}} {unit}".rstrip() + "<extra></extra>",
        )
    longest = max((_known_sum(row) for row in rows), default=0) or 1
    figure.update_layout(
        barmode="stack",
        bargap=1 - BAR_HEIGHT / BAR_STEP,
        xaxis={"range": [0, float(Decimal(longest) * 100 / _room(rows))], "visible": False, "fixedrange": True},
        yaxis={"range": [len(rows) - 0.45, -0.75], "visible": False, "fixedrange": True},
        annotations=[note for i, row in enumerate(rows) for note in _bar_notes(i, row)],
        shapes=[_bar_stub(i, row) for i, row in enumerate(rows) if None in row.parts],
    )
    return _as_json(figure)


def _drawn_bar(i: int, row: BarRow, widths: tuple[Decimal | None, ...]) -> dict:
    parts, x = [], Decimal(0)
    for width, colour in zip(widths, SERIES, strict=False):
        if width:
            gap = BAR_GAP if x and width > BAR_GAP else 0
            parts.append({"x": _percent(x + gap), "width": _percent(width - gap), "fill": colour})
            x += width
    is_partial = None in row.parts
    return {
        "label": row.label,
        "href": row.href,
        "label_y": BAR_STEP * i + 13,
        "y": BAR_STEP * i + 19,
        "total_y": BAR_STEP * i + 29,
        "parts": parts,
        "is_partial": is_partial,
        "stub_x": _percent(x),
        "end": _percent(x),
        "total_dx": 30 if is_partial else 7,
        "total": "" if row.total is None else figures.show(row.total),
    }


def _bar_notes(i: int, row: BarRow) -> list[dict]:
    """The label above a bar and the total after it, as Plotly's annotations."""
    common = {"showarrow": False, "y": i, "xanchor": "left", "font": {"color": INK, "size": 14}}
    total = "" if row.total is None else figures.show(row.total)
    after = 28 if None in row.parts else 4
    return [
        {**common, "x": 0, "xshift": -2, "yshift": 17, "text": row.label},
        {**common, "x": _plain(_known_sum(row)), "xshift": after, "text": total},
    ]


def _bar_stub(i: int, row: BarRow) -> dict:
    """The dotted box after a bar of which a part is unknown, in pixels as in the light drawing."""
    half = BAR_HEIGHT / BAR_STEP / 2
    return {
        "type": "rect",
        "xsizemode": "pixel",
        "xanchor": _plain(_known_sum(row)),
        "x0": 5,
        "x1": 23,
        "y0": i - half,
        "y1": i + half,
        "line": {"color": CONTROL, "width": 1.2, "dash": "2px,2px"},
    }


def _known_sum(row: BarRow) -> Number:
    return sum(part for part in row.parts if part is not None)


def _room(rows: Sequence[BarRow]) -> int:
    """Per cent of the width that the longest bar may take beside its printed total."""
    digits = max((len(figures.show(row.total)) for row in rows if row.total is not None), default=0)
    stub = 24 if any(None in row.parts for row in rows) else 0
    return 100 - (digits * 8 + 10 + stub) * 100 // _NARROWEST


# A line through time


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
        return _px(_LEFT + i * step)

    def y(value: Number) -> str:
        return _px(_TOP + depth - Decimal(value) * depth / top)

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
    from plotly import graph_objects as go

    figure = go.Figure(layout=_layout(height=260))
    for run, dashed in _runs(points):
        figure.add_scatter(
            x=[i for i, _ in run],
            y=[_plain(point.value) for _, point in run],
            mode="lines",
            line={"color": ACCENT, "width": 2, "dash": "5px,3px" if dashed else "solid"},
            hoverinfo="skip",
        )
    known = [(i, point) for i, point in enumerate(points) if point.value is not None]
    figure.add_scatter(
        x=[i for i, _ in known],
        y=[_plain(point.value) for _, point in known],
        customdata=[point.label for _, point in known],
        name=name,
        mode="markers",
        marker={
            "size": 8,
            "color": [PAPER if point.is_provisional else ACCENT for _, point in known],
            "line": {"color": ACCENT, "width": 1.6},
        },
        hovertemplate=f"%{{customdata}}<br>{name}: %{{y:,}} {unit}".rstrip() + "<extra></extra>",
    )
    top, marks = _axis_end(points), _marks(points)
    axis = {"fixedrange": True, "zeroline": False, "tickfont": {"color": MUTED, "size": 13}}
    figure.update_layout(
        margin={"l": 60, "r": 44, "t": 28, "b": 28},
        xaxis={
            **axis,
            "showgrid": False,
            "tickangle": 0,
            "tickvals": [i for i, _ in marks],
            "ticktext": [point.label for _, point in marks],
            "range": [-0.2, max(len(points) - 1, 1) + 0.2],
        },
        yaxis={
            **axis,
            "gridcolor": LINE,
            "tickvals": _ticks(top),
            "ticktext": [figures.show(tick) for tick in _ticks(top)],
            "range": [-top / 25, top],
        },
        annotations=[_last_note(*known[-1])] if known else [],
    )
    return _as_json(figure)


def _last_note(i: int, point: TrendPoint) -> dict:
    return {
        "showarrow": False,
        "x": i,
        "y": _plain(point.value),
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
        for i, (a, b) in enumerate(zip(points, points[1:], strict=False))
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


# One square an agency


SQUARE, PITCH, SQUARES_A_ROW = 14, 18, 21


def waffle_svg(states: Iterable[str], label: str) -> str:
    """One square an agency, in the order given; `states` are DONE, NOT_DONE or UNKNOWN."""
    squares = []
    for i, state in enumerate(states):
        row, column = divmod(i, SQUARES_A_ROW)
        squares.append({"x": column * PITCH, "y": row * PITCH, "state": state})
    rows = -(-len(squares) // SQUARES_A_ROW)
    width = PITCH * SQUARES_A_ROW - (PITCH - SQUARE)
    context = {"squares": squares, "width": width, "height": rows * PITCH, "label": label}
    return render_to_string("components/waffle.svg.html", context)


# The country as a grid of tiles, every province the same size


class Tile(NamedTuple):
    """A province at its place in the grid; `label_lines` is its name on one or two lines."""

    label_lines: tuple[str, ...]
    row: int
    column: int
    state: str
    href: str = ""


TILE_STEP_X, TILE_STEP_Y = 46, 38


def tile_grid_svg(tiles: Iterable[Tile], label: str) -> str:
    """The grid with the two archipelagos; always beside a list of the same."""
    drawn = [
        {
            "x": tile.column * TILE_STEP_X + 1,
            "y": tile.row * TILE_STEP_Y + 1,
            "lines": tile.label_lines,
            "state": tile.state,
            "href": tile.href,
        }
        for tile in tiles
    ]
    role = _role(tile["href"] for tile in drawn)
    return render_to_string("components/tilegrid.html", {"tiles": drawn, "label": label, "role": role})


# Within


def _layout(height: int) -> dict:
    return {
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "separators": ",.",
        "showlegend": False,
        "font": {"family": FONT, "size": 14, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": CONTROL, "font": {"color": INK, "size": 14}},
        "dragmode": False,
    }


def _as_json(figure) -> dict:
    """The figure's own settings; Plotly's default template would add seven kilobytes a chart."""
    plain = figure.to_plotly_json()
    plain["layout"].pop("template", None)
    return plain


def _role(hrefs: Iterable[str]) -> str:
    """A picture is one thing to a screen reader; with links inside it is a group of them."""
    return "group" if any(hrefs) else "img"


def _share(part: Number, whole: Number) -> Decimal:
    return Decimal(part) * 100 / whole if whole else Decimal(0)


def _plain(value: Number | None):
    return float(value) if isinstance(value, Decimal) else value


def _percent(value: Decimal) -> str:
    return f"{value:.2f}%"


def _px(value: Decimal) -> str:
    return f"{value:.1f}"
