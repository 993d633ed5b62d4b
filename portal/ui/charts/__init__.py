"""Chart pieces: one set of figures, drawn light (SVG, there before any script and on paper) and
interactive (a Plotly figure). Colours, dashes and distances are decided here; the frame around them
is components/chart.html, the files for taking away are `outlets`.

An absent value is None: no bar, no point, no line through it, and never a 0. Percentages in the
SVG are of the chart's width, so that type keeps its size on every screen.
"""

from .bars import BarRow, bar_widths, stacked_bars_figure, stacked_bars_svg
from .columns import FlowBar, flow_figure, flow_svg
from .coverage import Counted, CoverageRow, coverage_figure, coverage_svg
from .frame import (
    ACCENT,
    BARS,
    DONE,
    LINES,
    NOT_DONE,
    OCHRE,
    POINTS,
    SERIES,
    UNKNOWN,
    Chart,
    Number,
    SheetDrawing,
)
from .lines import Line, lines_figure, lines_svg, trend_figure, trend_svg
from .runs import TrendPoint
from .scatter import AxisNames, Spot, scatter_figure, scatter_svg
from .squares import Island, Tile, tile_grid_svg, waffle_svg

__all__ = [
    "ACCENT",
    "BARS",
    "DONE",
    "LINES",
    "NOT_DONE",
    "OCHRE",
    "POINTS",
    "SERIES",
    "UNKNOWN",
    "AxisNames",
    "BarRow",
    "Chart",
    "Counted",
    "CoverageRow",
    "FlowBar",
    "Island",
    "Line",
    "Number",
    "SheetDrawing",
    "Spot",
    "Tile",
    "TrendPoint",
    "bar_widths",
    "coverage_figure",
    "coverage_svg",
    "flow_figure",
    "flow_svg",
    "lines_figure",
    "lines_svg",
    "scatter_figure",
    "scatter_svg",
    "stacked_bars_figure",
    "stacked_bars_svg",
    "tile_grid_svg",
    "trend_figure",
    "trend_svg",
    "waffle_svg",
]
