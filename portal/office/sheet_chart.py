"""A chart of the spreadsheet's own, drawn from a table's cells: stacked bars, one for each row.

The figures are also written into the chart, as a spreadsheet does when it saves, so that a reader
that does not calculate shows them. A blank cell is no bar and never a 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.chart import BarChart
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
from openpyxl.chart.series import Series, SeriesLabel
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
_SIZE, _GRID = 1100, "D8D8D0"  # hundredths of a point


@dataclass(frozen=True)
class Area:
    """Where a table stands in a workbook: its sheet and the row of its head."""

    sheet: str
    head_row: int


@dataclass(frozen=True)
class StackedBars:
    """Bars from the first rows of the table in `area`.

    `labels`, `amounts` and `series` say what stands in those cells: names, and for each series
    its label, column (counted from 1), colour "0b4f5c" and figures, None where nothing is known.
    """

    title: str
    alt: str
    area: Area
    label_column: int
    labels: tuple[str, ...]
    series: tuple[tuple[str, int, str, tuple[int | None, ...]], ...]


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


def placed_chart(bars: StackedBars, *, row: int) -> BarChart:
    """The chart below the row before `row`, as wide as a page."""
    chart = drawn(bars)
    size = (WIDE, AROUND + BAR * len(bars.labels))
    chart.anchor = DescribedPlace(row=row, size=size, name=clean(bars.title), said=clean(bars.alt))
    return chart


def drawn(bars: StackedBars) -> BarChart:
    chart = BarChart(barDir="bar", grouping="stacked", overlap=100, gapWidth=60)
    chart.legend.position, chart.legend.txPr = "t", _lettering()
    chart.display_blanks = "gap"
    chart.style = None
    names, amounts = chart.x_axis, chart.y_axis
    names.scaling.orientation = "maxMin"  # the first row on top
    amounts.crosses, amounts.number_format = "max", WHOLE
    for axis in (names, amounts):
        axis.delete = False
        axis.txPr = _lettering()
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=_GRID))
    amounts.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_GRID))
    chart.series = [_series(bars, number) for number in range(len(bars.series))]
    return chart


def _series(bars: StackedBars, number: int) -> Series:
    label, column, colour, figures = bars.series[number]
    return Series(
        idx=number,
        order=number,
        tx=SeriesLabel(strRef=_words(_cells(bars, column, head=True), [label])),
        cat=AxDataSource(strRef=_words(_cells(bars, bars.label_column), bars.labels)),
        val=NumDataSource(numRef=NumRef(f=_cells(bars, column), numCache=_numbers(figures))),
        spPr=GraphicalProperties(solidFill=colour.lstrip("#").upper()),
        invertIfNegative=False,
    )


def _cells(bars: StackedBars, column: int, *, head: bool = False) -> str:
    first = bars.area.head_row + (0 if head else 1)
    last = first if head else bars.area.head_row + len(bars.labels)
    letter, sheet = get_column_letter(column), quote_sheetname(bars.area.sheet)
    return f"{sheet}!${letter}${first}:${letter}${last}"


def _words(cells: str, texts: Sequence[str]) -> StrRef:
    kept = [StrVal(idx=i, v=clean(text)) for i, text in enumerate(texts)]
    return StrRef(f=cells, strCache=StrData(ptCount=len(kept), pt=kept))


def _numbers(figures: Sequence[int | None]) -> NumData:
    kept = [NumVal(idx=i, v=str(n)) for i, n in enumerate(figures) if n is not None]
    return NumData(formatCode=WHOLE, ptCount=len(figures), pt=kept)


def _lettering() -> RichText:
    looks = CharacterProperties(sz=_SIZE, latin=Font(typeface=FACE), solidFill="000000")
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=looks), endParaRPr=looks)])
