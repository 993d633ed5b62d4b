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
from .lettering import lines_in
from .sheet import (
    BODY,
    HEAD_PADDING,
    HEADING,
    LANDSCAPE,
    LINE,
    PADDING,
    PORTRAIT,
    ROOM,
    ROW,
    SMALL,
    Sheet,
    Styles,
)

_SAMPLE = 500  # rows that the widths are taken from; the others flow through
_AIR = 4.0  # points above and below a text of several lines


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
    ) -> None:
        """A sheet with one table.

        heading: the lines above the table's own title. orientation: "portrait", "landscape", or
        None for portrait where the columns fit. notes: printed after the table's own. formats:
        {label: number format} for columns of shares, e.g. {"Tỷ lệ": '0.0"%"'}. Rows flow through
        in constant memory. Raises TypeError for a float among the figures; the book is then lost.
        """
        rows = iter(table.raw_rows())
        sample = list(islice(rows, _SAMPLE))
        total = table.raw_total()
        columns = laid_out(table.labels, sample, total, formats or {})
        orientation = orientation or _orientation_for(columns)
        fitted(columns, ROOM[orientation])

        with self._sheet(sheet_name, orientation, columns) as sheet:
            _add_top(sheet, columns, [*heading, table.title], as_of_line, table.unit_line)
            for row in chain(sample, rows):
                _add_body_row(sheet, row, columns)
            if total is not None:
                _add_total(sheet, total, columns)
            _add_notes(sheet, [*table.notes, *notes], columns)

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
        columns = [Column(label, width, style) for label, width, style in _LINE_COLUMNS]
        fitted(columns, ROOM[LANDSCAPE])
        with self._sheet(sheet_name, LANDSCAPE, columns) as sheet:
            _add_top(sheet, columns, heading, as_of_line, "")
            for line in lines:
                _add_line(sheet, line, columns)
            _add_notes(sheet, notes, columns)

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


# label, width in digits before fitting, style
_LINE_COLUMNS = (
    ("Mục", 7, "center"),
    ("Nội dung", 46, "left"),
    ("Số liệu", 11, "right"),
    ("Trên tổng số", 10, "right"),
    ("Đơn vị", 12, "center"),
    ("Tính đến ngày", 12, "center"),
    ("Nguồn / ghi chú", 25, "left"),
)


def _orientation_for(columns: list[Column]) -> str:
    fits = sum(column.width for column in columns) <= ROOM[PORTRAIT]
    return PORTRAIT if fits else LANDSCAPE


def _add_top(sheet: Sheet, columns: list[Column], heading: Sequence[str], *under: str) -> None:
    """The lines above the table and its head row. `under`: the as-of line, then the unit line."""
    as_of_line, unit_line = under
    paragraphs = [(line, "heading", HEADING) for line in dict.fromkeys(heading) if line]
    if as_of_line:
        paragraphs.append((as_of_line, "subheading", HEADING))
    paragraphs.append(("", "subheading", HEADING))
    if unit_line and unit_line != as_of_line:
        paragraphs.append((unit_line, "unit", BODY))
    # A frozen row must be known before the first row is written.
    sheet.repeat_row(len(paragraphs) + 1, names_column=_names_column(columns))
    for text, style, size in paragraphs:
        _add_paragraph(sheet, text, style, size, columns)
    lines = max(lines_in(c.label, c.width - HEAD_PADDING, is_bold=True) for c in columns)
    height = lines * LINE[BODY] + 2 * _AIR
    sheet.add_row([sheet.text(column.label, "head") for column in columns], height=height)


def _names_column(columns: list[Column]) -> int:
    return next((i for i, column in enumerate(columns, 1) if column.style == "left"), 0)


def _add_paragraph(sheet: Sheet, text: str, style: str, size: int, columns: list) -> None:
    """One text across all columns, as high as it needs."""
    room = sum(column.width for column in columns) - PADDING
    height = lines_in(text, room * BODY / size, is_bold=style == "heading") * LINE[size] + _AIR
    sheet.add_merged(text, style, len(columns), height=height)


def _add_total(sheet: Sheet, total: Sequence, columns: list[Column]) -> None:
    """The foot; its label takes the empty cells before it."""
    label_at = next((i for i, value in enumerate(total) if isinstance(value, str)), 0)
    values = list(total)
    if label_at and all(value is None for value in values[:label_at]):
        values[0], values[label_at] = values[label_at], None
        sheet.merge(1, label_at + 1)
    cells = [
        sheet.value(
            value,
            text="total center",
            number=f"total {column.style}",
            number_format=column.number_format,
        )
        for value, column in zip(values, columns, strict=True)
    ]
    sheet.add_row(cells, height=ROW + _AIR)


def _add_body_row(sheet: Sheet, row: Sequence, columns: list[Column]) -> None:
    cells = [
        sheet.value(value, text=c.text_style, number=c.style, number_format=c.number_format)
        for value, c in zip(row, columns, strict=True)
    ]
    sheet.add_row(cells, height=_row_height(row, columns))


def _add_line(sheet: Sheet, line: PrintedLine, columns: list[Column]) -> None:
    figure = (line.amount, line.size, line.unit, line.as_of, line.source)
    if all(value is None or value == "" for value in figure):
        _add_wide(sheet, line.number, line.sentence, columns)
    else:
        _add_body_row(sheet, (line.number, line.sentence, *figure), columns)
    if line.names:
        # Some names hold a comma: Bộ Văn hóa, Thể thao và Du lịch.
        text = f"Danh sách ({len(line.names)}): {'; '.join(line.names)}"
        _add_wide(sheet, "", text, columns)


def _add_wide(sheet: Sheet, number: str, text: str, columns: list[Column]) -> None:
    """A row whose text stands over all columns but the first."""
    room = sum(column.width for column in columns[1:]) - PADDING
    sheet.merge(2, len(columns))
    blanks = [sheet.value(None, text="left", number="left")] * (len(columns) - 2)
    cells = [sheet.value(number, text="center", number="center"), sheet.text(text, "left"), *blanks]
    sheet.add_row(cells, height=lines_in(text, room) * LINE[BODY] + _AIR)


def _add_notes(sheet: Sheet, notes: Sequence[str], columns: list[Column]) -> None:
    if not notes:
        return
    sheet.add_row([])
    if len(notes) == 1:
        texts = [f"Ghi chú: {notes[0]}"]
    else:
        texts = ["Ghi chú:", *(f"{number}. {note}" for number, note in enumerate(notes, 1))]
    for text in texts:
        _add_paragraph(sheet, text, "note", SMALL, columns)


def _row_height(row: Sequence, columns: list[Column]) -> float | None:
    lines = 1
    for value, column in zip(row, columns, strict=True):
        # Half the digits of a line can hold no text that wraps: most cells are not measured.
        if isinstance(value, str) and (2 * len(value) > column.width or "\n" in value):
            lines = max(lines, lines_in(value, column.width - PADDING))
    return None if lines == 1 else lines * LINE[BODY] + _AIR
