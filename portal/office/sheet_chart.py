"""A chart of the spreadsheet's own, drawn from a table's cells: stacked bars, lines, or points.

The figures are also written into the chart, as a spreadsheet does when it saves, so that a reader
that does not calculate shows them. A blank cell is no bar and never a 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.chart import BarChart, LineChart, ScatterChart
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series, SeriesLabel, XYSeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.units import cm_to_EMU

from .cell_text import clean
from .sheet import FACE, WHOLE

WIDE, BAR, AROUND = 16.2, 0.95, 3.0  # centimetres: the chart, each bar, axis and key
BESIDE = 7.0  # of a chart whose height does not grow with its rows
HOLLOW, DOTTED = "hollow", "dotted"  # reported as not done; nothing known
Number = int | Decimal
_SIZE, _STROKE = 1100, 19050  # hundredths of a point; 1.5 points
_GRID, _INK, _DOTS = "D8D8D0", "0B4F5C", "76827F"


@dataclass(frozen=True)
class Area:
    """Where a table stands in a workbook: its sheet and the row of its head."""

    sheet: str
    head_row: int


@dataclass(frozen=True)
class CellChart:
    """A drawing of the first rows of the table in `area`.

    `labels`, `amounts` and `series` say what stands in those cells: names, and for each series
    its label, column (counted from 1), colour "0b4f5c" (or HOLLOW, DOTTED) and figures, None where
    nothing is known.
    """

    title: str
    alt: str
    area: Area
    label_column: int
    labels: tuple[str, ...]
    series: tuple[tuple[str, int, str, tuple[Number | None, ...]], ...]

    @property
    def height(self) -> float:
        return AROUND + BESIDE


class StackedBars(CellChart):
    """A bar for each row, its parts one after another."""

    @property
    def height(self) -> float:
        return AROUND + BAR * len(self.labels)


class Lines(CellChart):
    """A line for each series, a blank cell a gap in it."""


class Points(CellChart):
    """A point for each row: the first series across, the second up."""


class DescribedPlace(OneCellAnchor):
    """openpyxl names a chart "Chart 1" and gives it no words for those who do not see it."""

    tagname = OneCellAnchor.tagname
    __elements__ = OneCellAnchor.__elements__
    __attrs__ = OneCellAnchor.__attrs__

    def __init__(self, *, row: int, size: tuple[float, float], name: str, said: str):
        wide, high = (cm_to_EMU(length) for length in size)
        super().__init__(_from=AnchorMarker(row=row - 1), ext=XDRPositiveSize2D(wide, high))
        self._name, self._said = name, said

    def to_tree(self, *args, **kwargs):
        described = self.graphicFrame.nvGraphicFramePr.cNvPr
        described.name, described.descr = self._name, self._said
        return super().to_tree(*args, **kwargs)


def placed_chart(chart: CellChart, *, row: int):
    """The chart below the row before `row`, as wide as a page."""
    made = drawn(chart)
    size = (WIDE, chart.height)
    made.anchor = DescribedPlace(row=row, size=size, name=clean(chart.title), said=clean(chart.alt))
    return made


def drawn(chart: CellChart):
    made = _KINDS[type(chart)](chart)
    made.legend.position, made.legend.txPr = "t", _lettering()
    made.display_blanks = "gap"
    made.style = None
    for axis in (made.x_axis, made.y_axis):
        axis.delete = False
        axis.txPr = _lettering()
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=_GRID))
    made.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_GRID))
    return made


def _bars(chart: CellChart) -> BarChart:
    made = BarChart(barDir="bar", grouping="stacked", overlap=100, gapWidth=60)
    made.x_axis.scaling.orientation = "maxMin"  # the first row on top
    made.y_axis.crosses, made.y_axis.number_format = "max", WHOLE
    made.series = [_series(chart, number) for number in range(len(chart.series))]
    return made


def _lines(chart: CellChart) -> LineChart:
    made = LineChart()
    made.y_axis.scaling.min, made.y_axis.number_format = 0, WHOLE
    made.series = [_series(chart, number) for number in range(len(chart.series))]
    for series in made.series:
        series.smooth = False
        series.marker = Marker(symbol="circle", size=7)
        series.marker.graphicalProperties = series.graphicalProperties
        colour = series.graphicalProperties.solidFill
        series.graphicalProperties = GraphicalProperties(
            ln=LineProperties(solidFill=colour, w=_STROKE)
        )
    return made


def _points(chart: CellChart) -> ScatterChart:
    (across, at, _, amounts), (up, _, colour, _) = chart.series
    made = ScatterChart(scatterStyle="lineMarker")
    made.x_axis.scaling.min = made.y_axis.scaling.min = 0
    made.x_axis.number_format = made.y_axis.number_format = WHOLE
    made.x_axis.majorGridlines = None
    made.x_axis.title, made.y_axis.title = clean(across), clean(up)
    whole = _series(chart, 1)
    series = XYSeries(
        idx=0,
        order=0,
        tx=whole.tx,
        xVal=AxDataSource(numRef=NumRef(f=_cells(chart, at), numCache=_numbers(amounts))),
        yVal=whole.val,
        marker=Marker(symbol="circle", size=7, spPr=_looks(colour)),
        spPr=GraphicalProperties(ln=LineProperties(noFill=True)),
    )
    made.series = [series]
    return made


_KINDS = {StackedBars: _bars, Lines: _lines, Points: _points}


def _series(chart: CellChart, number: int) -> Series:
    label, column, colour, figures = chart.series[number]
    return Series(
        idx=number,
        order=number,
        tx=SeriesLabel(strRef=_words(_cells(chart, column, head=True), [label])),
        cat=AxDataSource(strRef=_words(_cells(chart, chart.label_column), chart.labels)),
        val=NumDataSource(numRef=NumRef(f=_cells(chart, column), numCache=_numbers(figures))),
        spPr=_looks(colour),
        invertIfNegative=False,
    )


def _looks(colour: str) -> GraphicalProperties:
    """Filled, outlined or dotted, as on the portal's pages."""
    if colour == HOLLOW:
        return GraphicalProperties(solidFill="FFFFFF", ln=LineProperties(solidFill=_INK, w=_STROKE))
    if colour == DOTTED:
        line = LineProperties(solidFill=_DOTS, prstDash="sysDot")
        return GraphicalProperties(noFill=True, ln=line)
    return GraphicalProperties(solidFill=colour.lstrip("#").upper())


def _cells(chart: CellChart, column: int, *, head: bool = False) -> str:
    first = chart.area.head_row + (0 if head else 1)
    last = first if head else chart.area.head_row + len(chart.labels)
    letter, sheet = get_column_letter(column), quote_sheetname(chart.area.sheet)
    return f"{sheet}!${letter}${first}:${letter}${last}"


def _words(cells: str, texts: Sequence[str]) -> StrRef:
    kept = [StrVal(idx=i, v=clean(text)) for i, text in enumerate(texts)]
    return StrRef(f=cells, strCache=StrData(ptCount=len(kept), pt=kept))


def _numbers(figures: Sequence[Number | None]) -> NumData:
    kept = [NumVal(idx=i, v=str(n)) for i, n in enumerate(figures) if n is not None]
    return NumData(formatCode=WHOLE, ptCount=len(figures), pt=kept)


def _lettering() -> RichText:
    looks = CharacterProperties(sz=_SIZE, latin=Font(typeface=FACE), solidFill="000000")
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=looks), endParaRPr=looks)])
