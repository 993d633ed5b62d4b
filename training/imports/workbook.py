"""The platform's export as a workbook: its sheets' cells, by the bounded reader of uploads."""

import re
from dataclasses import dataclass

from portal.names import nfc
from portal.office.cell_reading import EVERY, MOST_SHEETS
from portal.office.incoming import Cell, IncomingBook, IncomingSheet, WorkbookError, read_workbook
from portal.submissions.pasted_lines import has_letter

from .grid import MOST_COLUMNS, MOST_ROWS, Grid, GridError, GridLine

_RANGE = re.compile(r"([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)")
# The reader of uploads speaks of the portal's own template; here a file comes from elsewhere.
_WORDS = (
    ("Mẫu đã điền chỉ vài chục KB: bạn bỏ ảnh và các trang đã thêm, hoặc tải mẫu mới rồi điền lại.",
     "Bạn kết xuất lại chỉ gồm các cột cần nhập."),
    ("Bạn điền vào mẫu tải từ trang này rồi tải lên.", "Bạn kết xuất lại thành .xlsx hoặc .csv."),
    ("Bạn chọn lại tệp mẫu đã điền.", "Bạn chọn lại tệp kết xuất."),
    ("Bạn chọn lại tệp đã điền.", "Bạn chọn lại tệp kết xuất."),
    ("Bạn tải mẫu mới rồi điền lại.", "Bạn kết xuất lại từ nền tảng."),
    ("mẫu Excel (.xlsx) đã điền", "tệp .xlsx hoặc .csv"),
    ("so với một mẫu đã điền ", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Book:
    """The visible sheets that hold something, by name, and what a person should look at."""

    sheets: dict[str, Grid]
    doubts: tuple[str, ...] = ()


def read_book(content: bytes) -> Book:
    """Raises GridError for whatever is no plain .xlsx, and for one too large to be read."""
    try:
        book = read_workbook(content, {EVERY: (MOST_ROWS, MOST_COLUMNS)})
    except WorkbookError as error:
        raise GridError(in_our_words(error.message)) from error
    grids = {name: grid_of(sheet) for name, sheet in book.sheets.items() if sheet.cells}
    return Book(grids, tuple(_said_of_sheets(book)))


def in_our_words(message: str) -> str:
    for theirs, ours in _WORDS:
        message = message.replace(theirs, ours)
    return message


def _said_of_sheets(book: IncomingBook):
    if book.hidden:
        names = ", ".join(f"“{name}”" for name in book.names if name in book.hidden)
        yield f"Tệp có trang tính ẩn, không đọc: {names}."
    if len(book.names) - len(book.hidden) > MOST_SHEETS:
        yield f"Tệp có nhiều trang tính; chỉ đọc {MOST_SHEETS} trang đầu."


def grid_of(sheet: IncomingSheet) -> Grid:
    rows: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        rows.setdefault(row, {})[column] = text_of(cell)
    fill_merged(rows, sheet.merged)
    lines = []
    for number in sorted(rows):
        cells = rows[number]
        if any(cells.values()):
            texts = (cells.get(column, "") for column in range(1, max(cells) + 1))
            lines.append(GridLine(number, tuple(texts)))
    return Grid(tuple(lines), tuple(_said_of_hidden(sheet, rows)))


def text_of(cell: Cell) -> str:
    """A cell in writing: Excel's own numbers with a decimal comma, so that none is taken for a
    number whose groups are parted by dots."""
    if cell.kind == "number":
        return cell.text.replace(".", ",") + ("%" if cell.is_percent else "")
    if cell.kind == "formula":
        return f"={cell.text.removeprefix('=')}"
    return cell.text.strip()


def fill_merged(rows: dict[int, dict[int, str]], ranges: tuple[str, ...]) -> None:
    """A name merged down over further rows stands in each of them; a figure only in the first."""
    for ref in ranges:
        found = _RANGE.fullmatch(ref)
        if not found:
            continue
        column, first, last = _number_of(found[1]), int(found[2]), int(found[4])
        text = rows.get(first, {}).get(column, "")
        if not has_letter(text) or last > MOST_ROWS:
            continue
        for row in range(first + 1, last + 1):
            if row in rows and not rows[row].get(column):
                rows[row][column] = text


def _number_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _said_of_hidden(sheet: IncomingSheet, rows):
    hidden = sorted(row for row in sheet.hidden_rows if row in rows)
    if hidden:
        shown = ", ".join(map(str, hidden[:10])) + (" …" if len(hidden) > 10 else "")
        yield f"Tệp có {len(hidden)} dòng ẩn, vẫn được đọc: {nfc(shown)}."
    if any(column in cells for column in sheet.hidden_columns for cells in rows.values()):
        yield "Tệp có cột ẩn, vẫn được đọc."
