"""An export taken in: its sheet, its columns, its rows, and what has to be asked about them.

Nothing is guessed: a file whose sheet or head is not clear comes back with the question, and with
what a person needs to answer it.
"""

import datetime
from dataclasses import dataclass, replace

from .csv_text import read_csv
from .grid import Grid, GridError, GridLine
from .heads import Columns, find_columns, proposed_day
from .rows import FileRow, read_rows
from .workbook import read_book

SAMPLE = 12  # lines shown to whoever says which column is what
LARGEST_NAME = 200


@dataclass(frozen=True)
class Export:
    """`columns` None: the head was not understood; `sheet` empty: which sheet is not clear.

    `sample`: the first lines, to ask by. `as_of`: the day that the file names; None where it names
    none, or several.
    """

    sheet: str = ""
    sheets: tuple[str, ...] = ()
    columns: Columns | None = None
    rows: tuple[FileRow, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    sample: tuple[GridLine, ...] = ()
    as_of: datetime.date | None = None

    @property
    def is_understood(self) -> bool:
        return self.columns is not None

    @property
    def width(self) -> int:
        return max((line.width for line in self.sample), default=0)


def is_workbook(file_name: str, content: bytes) -> bool:
    """By what the file is, then by its name: a spreadsheet that was renamed still is one."""
    return content.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF-")) or file_name.lower().endswith(
        (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".pdf")
    )


def read_export(
    content: bytes, file_name: str, *, sheet: str = "", columns: Columns | None = None
) -> Export:
    """Raises GridError for a file that is not taken. `sheet`, `columns`: what a person said."""
    if not content:
        raise GridError("Tệp trống. Bạn chọn lại tệp kết xuất.")
    if not is_workbook(file_name, content):
        return of_grid(Export(), read_csv(content), file_name, columns)
    book = read_book(content)
    if not book.sheets:
        raise GridError("Tệp không có trang tính nào có dữ liệu. Bạn chọn lại tệp kết xuất.")
    export = Export(sheets=tuple(book.sheets), doubts=book.doubts)
    chosen = sheet if sheet in book.sheets else sheet_with_a_head(book.sheets)
    if not chosen:
        return export
    return of_grid(replace(export, sheet=chosen), book.sheets[chosen], file_name, columns)


def sheet_with_a_head(sheets: dict[str, Grid]) -> str:
    """The only sheet, or the only one whose head is understood; empty where that is not clear."""
    known = list(sheets) if len(sheets) == 1 else [n for n, g in sheets.items() if find_columns(g)]
    return known[0] if len(known) == 1 else ""


def of_grid(export: Export, grid: Grid, file_name: str, said: Columns | None) -> Export:
    columns = said or find_columns(grid)
    above = columns.head_line if columns else 0
    titles = [text for line in grid.lines if line.number < above for text in line.texts if text]
    export = replace(
        export,
        columns=columns,
        sample=grid.lines[:SAMPLE],
        as_of=proposed_day(titles, file_name),
        doubts=(*export.doubts, *grid.doubts),
    )
    if columns is None:
        return export
    read = read_rows(replace(grid, doubts=()), columns)
    return replace(export, rows=read.rows, notes=read.notes, doubts=(*export.doubts, *read.doubts))
