"""Workbooks that look as the printed report does, for every floor that lets figures be taken away.

A sheet holds a printed table (`PrintedTable`) or the report's statistical lines (`PrintedLine`).
The bytes depend on the content alone. Layout: NĐ 30/2020/NĐ-CP, Phụ lục I.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from typing import Protocol

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from .archive import StillArchive
from .cell_text import clean, sheet_name
from .columns import Column, fitted, laid_out
from .sheet import HEADING, LANDSCAPE, PORTRAIT, ROOM, Sheet, Styles
from .sheet_chart import Area, CellChart, placed_chart
from .sheet_rows import (
    LINE_COLUMNS,
    SECTION_COLUMNS,
    Section,
    add_body_row,
    add_line,
    add_notes,
    add_paragraph,
    add_section,
    add_top,
    add_total,
    orientation_for,
)

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SAMPLE = 500  # rows that the widths are taken from; the others flow through


class PrintedTable(Protocol):
    """A table as portal.ui's YearbookTable offers it.

    labels: one for each column. raw_rows(): numbers as int or Decimal, None for nothing known.
    raw_total(): the foot's values, its label at the place of the names; None without a foot.
    """

    title: str
    unit_line: str
    notes: Sequence[str]

    @property
    def labels(self) -> Sequence[str]: ...
    def raw_rows(self) -> Iterator[Sequence]: ...
    def raw_total(self) -> Sequence | None: ...


class PrintedLine(Protocol):
    """A statistical line: its place, its sentence, the figure in it and what it rests on.

    A line without figure, unit, day and source is a sentence only and stands over all columns.
    """

    number: str  # "1.1"
    sentence: str
    amount: int | Decimal | None  # None: nothing known, an empty cell
    size: int | None  # of how many, where the figure counts agencies
    unit: str
    as_of: date | None
    source: str
    names: tuple[str, ...]


class Book:
    """A workbook under way; `created` is written into it as it stands: nothing asks a clock."""

    def __init__(self, *, title: str, creator: str, created: datetime):
        self._workbook = Workbook(write_only=True)
        self._workbook.calculation.fullCalcOnLoad = False  # or Excel asks to save on closing
        self._styles = Styles(self._workbook)
        self._names: set[str] = set()
        if created.tzinfo is not None:
            created = created.astimezone(UTC).replace(tzinfo=None)
        properties = self._workbook.properties
        properties.title, properties.creator = clean(title), clean(creator)
        properties.lastModifiedBy, properties.language = clean(creator), "vi-VN"
        properties.created = properties.modified = created.replace(microsecond=0)

    def add_table(
        self,
        table: PrintedTable,
        *,
        sheet_name: str,
        heading: Sequence[str],
        as_of_line: str,
        orientation: str | None = None,
        notes: Sequence[str] = (),
        formats: dict[str, str] | None = None,
    ) -> Area:
        """A sheet with one table; the answer says where it stands, for `add_chart`.

        heading: the lines above the table's own title. orientation: "portrait", "landscape", or
        None for portrait where the columns fit. notes: printed after the table's own. formats:
        {label: number format} for columns of shares, e.g. {"Tỷ lệ": '0.0"%"'}. Rows flow through
        in constant memory. Raises TypeError for a float among the figures; the book is then lost.
        """
        rows = iter(table.raw_rows())
        sample = list(islice(rows, _SAMPLE))
        total = table.raw_total()
        columns = laid_out(table.labels, sample, total, formats or {})
        orientation = orientation or orientation_for(columns)
        fitted(columns, ROOM[orientation])

        with self._sheet(sheet_name, orientation, columns) as sheet:
            add_top(sheet, columns, [*heading, table.title], as_of_line, table.unit_line)
            area = Area(sheet.title, sheet.next_row - 1)
            for row in chain(sample, rows):
                add_body_row(sheet, row, columns)
            if total is not None:
                add_total(sheet, total, columns)
            add_notes(sheet, [*table.notes, *notes], columns)
        return area

    def add_lines(
        self,
        lines: Iterable[PrintedLine],
        *,
        sheet_name: str,
        heading: Sequence[str],
        as_of_line: str,
        notes: Sequence[str] = (),
    ) -> None:
        """A sheet with the report's statistical lines, the names of each in a row below it."""
        columns = [Column(label, width, style) for label, width, style in LINE_COLUMNS]
        fitted(columns, ROOM[LANDSCAPE])
        with self._sheet(sheet_name, LANDSCAPE, columns) as sheet:
            add_top(sheet, columns, heading, as_of_line, "")
            for line in lines:
                add_line(sheet, line, columns)
            add_notes(sheet, notes, columns)

    def add_chart(self, chart: CellChart, *, sheet_name: str, heading: Sequence[str]) -> None:
        """A sheet with a chart of the cells of a table that this book holds."""
        columns = [Column("", ROOM[PORTRAIT], "left")]
        with self._sheet(sheet_name, PORTRAIT, columns) as sheet:
            for line in (*heading, chart.title):
                add_paragraph(sheet, line, "heading", HEADING, columns)
            sheet.add_row([])
            sheet.add_chart(placed_chart(chart, row=sheet.next_row))

    def add_sections(
        self,
        sections: Iterable[Section],
        *,
        sheet_name: str,
        heading: Sequence[str],
        as_of_line: str = "",
    ) -> None:
        """A sheet of remarks, a titled part after another."""
        columns = [Column(label, width, style) for label, width, style in SECTION_COLUMNS]
        fitted(columns, ROOM[LANDSCAPE])
        with self._sheet(sheet_name, LANDSCAPE, columns) as sheet:
            for line in filter(None, heading):
                add_paragraph(sheet, line, "heading", HEADING, columns)
            if as_of_line:
                add_paragraph(sheet, as_of_line, "subheading", HEADING, columns)
            sheet.add_row([])
            for section in sections:
                add_section(sheet, section, columns)

    def to_bytes(self) -> bytes:
        """The finished file; the book takes no further sheet. Raises ValueError without a sheet."""
        if not self._names:
            raise ValueError("Bảng tính chưa có trang nào.")
        into = BytesIO()
        with StillArchive(into, "w") as archive:
            ExcelWriter(self._workbook, archive).write_data()
        return into.getvalue()

    @contextmanager
    def _sheet(self, wanted: str, orientation: str, columns: list[Column]) -> Iterator[Sheet]:
        name = sheet_name(wanted, self._names)
        self._names.add(name.lower())
        sheet = Sheet(self._workbook, name, self._styles)
        self._workbook._add_sheet(sheet)
        sheet.set_up_page(orientation)
        sheet.set_widths([column.width for column in columns])
        try:
            yield sheet
        except BaseException:
            for begun in self._workbook.worksheets:
                begun.discard()
            raise
        sheet.fit_height()
