"""A chart taken away: as a picture, as a workbook with its table and a chart of it, as text.

The three hold what the page shows, from the same `Chart`.
"""

import datetime
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.text import slugify

from portal import clock
from portal.days import show_date
from portal.names import fold
from portal.office.drawing import png_of
from portal.office.separated import CSV_TYPE, csv_parts
from portal.office.sheet_chart import (
    DOTTED,
    HOLLOW,
    Area,
    CellChart,
    Lines,
    Points,
    StackedBars,
)
from portal.office.xlsx import XLSX_TYPE, Book
from portal.ui.tables import PercentColumn, YearbookTable

from .alone import alone_svg
from .frame import ACCENT, BARS, DONE, LINES, NOT_DONE, POINTS, UNKNOWN, Chart

PNG, XLSX, CSV = "png", "xlsx", "csv"
KINDS = (PNG, XLSX, CSV)
LABELS = {PNG: "Hình PNG", XLSX: "Excel", CSV: "CSV"}
CREATOR = "Theo dõi Đề án 146"
PERCENT = '0.0"%"'
MOST_BARS = 100  # a spreadsheet's chart of more is no picture
_SHAPES = {BARS: StackedBars, LINES: Lines, POINTS: Points}
_STATES = {DONE: ACCENT, NOT_DONE: HOLLOW, UNKNOWN: DOTTED}


def kinds_of(chart: Chart) -> list[str]:
    """The files that there are of a chart: a picture of a drawing, the others of a table."""
    return [*([PNG] if chart.svg else []), *([XLSX, CSV] if chart.table is not None else [])]


def downloads_of(chart: Chart, address: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    """`chart.downloads`; `address` gives the address of each kind of file."""
    return tuple((LABELS[kind], address(kind)) for kind in kinds_of(chart))


def chart_file(chart: Chart, kind: str, day: datetime.date | None = None) -> HttpResponse:
    """The file for taking away; `day` stands in its name, today where there is none.

    Raises Http404 for a kind that the chart does not come in.
    """
    if kind not in kinds_of(chart):
        raise Http404(f"no {kind} of the chart")
    make, content_type = _FILES[kind]
    response = HttpResponse(make(chart), content_type=content_type)
    name = f"{slugify(fold(chart.id)) or 'bieu-do'}-{day or clock.today():%Y-%m-%d}.{kind}"
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def as_picture(chart: Chart) -> bytes:
    return png_of(alone_svg(chart, source_line(chart))).content


def source_line(chart: Chart) -> str:
    """Where the figures come from and when they were taken from there; of a demonstration, that."""
    told = f"{CREATOR}, lấy ra ngày {show_date(clock.today())}."
    if chart.source:
        told = f"{chart.source.rstrip('.')}. {told}"
    invented = "" if settings.DEMO_TODAY is None else " Bản trình diễn: số liệu mẫu là giả định."
    return f"Nguồn: {told}{invented}"


def as_text(chart: Chart) -> bytes:
    """Heads, rows, and below them the total and how many agencies it rests on."""
    table = chart.table
    rows = [table.labels, *table.raw_rows()]
    if table.total is not None:
        rows.append(table.raw_total())
    if table.basis is not None:
        rows.append([shown for _, shown, _ in table.plain_basis()])
    return b"".join(csv_parts(rows))


def as_workbook(chart: Chart) -> bytes:
    """The table on one sheet, and on another the spreadsheet's own drawing of its cells."""
    table = chart.table
    book = Book(title=chart.title, creator=CREATOR, created=clock.now())
    area = book.add_table(
        table,
        sheet_name="Số liệu",
        heading=[chart.title],
        as_of_line=f"({chart.caption.rstrip('.')})" if chart.caption else "",
        notes=[*basis_notes(table), source_line(chart)],
        formats={str(c.header): PERCENT for c in table.columns if _is_share(c.column)},
    )
    cells = cells_of(chart, area)
    if cells:
        book.add_chart(cells, sheet_name="Biểu đồ", heading=[])
    return book.to_bytes()


def basis_notes(table: YearbookTable) -> list[str]:
    """How many agencies each total rests on."""
    basis = table.plain_basis()
    if basis is None:
        return []
    parts = [
        f"{label} {cell[1]}"
        for at, (label, cell) in enumerate(zip(table.labels, basis, strict=True))
        if cell[1] and at != basis.head_at
    ]
    return [f"{table.basis_label}: {'; '.join(parts)}."]


def _is_share(column) -> bool:
    return isinstance(column, PercentColumn)


def cells_of(chart: Chart, area: Area) -> CellChart | None:
    """The drawing of the table's cells; None where the spreadsheet has none that is as good."""
    sheet, table = chart.sheet, chart.table
    if sheet is None:
        return None
    bound = list(table.columns)
    rows = list(table.raw_rows())[: sheet.rows]
    if not rows or (sheet.kind == BARS and len(rows) > MOST_BARS):
        return None
    places = [[column.name for column in bound].index(name) for name in sheet.columns]
    name_at = next(at for at, column in enumerate(bound) if column.column.is_row_head)
    marks = [mark for _, mark in chart.key] + [ACCENT] * len(places)
    return _SHAPES[sheet.kind](
        title=chart.title,
        alt=f"{chart.title}. {chart.caption}",
        area=area,
        label_column=name_at + 1,
        labels=tuple(row[name_at] for row in rows),
        series=tuple(
            (table.labels[at], at + 1, _STATES.get(mark, mark), tuple(row[at] for row in rows))
            for at, mark in zip(places, marks, strict=False)
        ),
    )


_FILES = {PNG: (as_picture, "image/png"), XLSX: (as_workbook, XLSX_TYPE), CSV: (as_text, CSV_TYPE)}
