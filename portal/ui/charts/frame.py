"""What every chart shares: colours, the three encodings, the frame around it, Plotly's layout."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from html import escape

INK, INK_2, MUTED = "#1a2428", "#47545a", "#5a676c"
LINE, CONTROL, PAPER = "#d8d8d0", "#76827f", "#ffffff"
VEIL = "rgba(255,255,255,0.8)"  # behind a text of Plotly's that may cross a line
ACCENT, OCHRE = "#0b4f5c", "#b9780f"
SERIES = (ACCENT, OCHRE)  # two series; more belong in small multiples or a table
FONT = '"Segoe UI", system-ui, Roboto, "Noto Sans", Arial, sans-serif'

BARS, LINES, POINTS = "bars", "lines", "points"  # what a spreadsheet can draw
DONE, NOT_DONE, UNKNOWN = "done", "not_done", "unknown"  # filled, outlined, dotted

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class SheetDrawing:
    """What a spreadsheet draws from a chart's table.

    kind:    BARS, LINES or POINTS
    columns: names of the table's columns: one for each series; for POINTS across, then up
    rows:    how many of the first rows are drawn; None for all of them
    """

    kind: str
    columns: tuple[str, ...]
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """What templates/components/chart.html needs.

    id:      a short name, unique on the page
    title:   a sentence that states the message and is true of the figures
    caption: unit and date
    key:     (name, colour or state) per series: colours from SERIES, or DONE, NOT_DONE, UNKNOWN
    svg:     the light drawing
    figure:  Plotly's figure as a dict, or None
    figure_href: where a script gets the figure when it is too heavy to travel in the page
    table:   the same figures as a YearbookTable, or None
    source:  where they come from
    downloads: (label, address) of its files; see portal.ui.charts.outlets
    sheet:   how a spreadsheet draws it from the cells of its table; None: it does not
    """

    id: str
    title: str
    caption: str = ""
    key: tuple[tuple[str, str], ...] = ()
    svg: str = ""
    figure: dict | None = None
    figure_href: str = ""
    table: object = None
    source: str = ""
    downloads: tuple[tuple[str, str], ...] = ()
    sheet: "SheetDrawing | None" = None

    @property
    def figure_id(self) -> str:
        return f"{self.id}-figure"


def layout(height: int) -> dict:
    return {
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "separators": ",.",
        "showlegend": False,
        "font": {"family": FONT, "size": 14, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": CONTROL,
            "font": {"color": INK, "size": 14},
        },
        "dragmode": False,
    }


def said(text: str) -> str:
    """A text for Plotly, which reads some markup in it and fills in %{…}."""
    return escape(text, quote=False).replace("%{", "% {")


def role(hrefs: Iterable[str]) -> str:
    """A picture is one thing to a screen reader; with links inside it is a group of them."""
    return "group" if any(hrefs) else "img"


def share(part: Number, whole: Number) -> Decimal:
    return Decimal(part) * 100 / whole if whole else Decimal(0)


def plain(value: Number | None):
    return float(value) if isinstance(value, Decimal) else value


def percent(value: Decimal) -> str:
    return f"{float(value):.2f}%"


def px(value: Decimal) -> str:
    return f"{float(value):.1f}"
