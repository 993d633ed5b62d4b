"""Chart pieces: one set of figures, drawn light (SVG, there before any script and on paper) and
interactive (a Plotly figure). Colours, dashes and distances are decided here, markup in
templates/components/.

An absent value is None: no bar, no point, no line through it, and never a 0. Percentages in the
SVG are of the chart's width, so that type keeps its size on every screen.
"""

from .bars import BarRow, bar_widths, stacked_bars_figure, stacked_bars_svg
from .frame import ACCENT, DONE, NOT_DONE, OCHRE, SERIES, UNKNOWN, Chart, Number
from .squares import Island, Tile, tile_grid_svg, waffle_svg
from .trend import TrendPoint, trend_figure, trend_svg

__all__ = [
    "ACCENT",
    "DONE",
    "NOT_DONE",
    "OCHRE",
    "SERIES",
    "UNKNOWN",
    "BarRow",
    "Chart",
    "Island",
    "Number",
    "Tile",
    "TrendPoint",
    "bar_widths",
    "stacked_bars_figure",
    "stacked_bars_svg",
    "tile_grid_svg",
    "trend_figure",
    "trend_svg",
    "waffle_svg",
]
