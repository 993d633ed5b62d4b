"""A sheet of a workbook, written row by row in constant memory: openpyxl's side of the matter.

openpyxl copies a style for each cell and asks each value for its type; here one cell object
serves a whole sheet and a style is looked up once: a bordered sheet costs little more than a bare
one.
"""

from datetime import date, datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from portal import days

from .cell_text import clean, would_act

FACE = "Times New Roman"
BODY, HEADING, SMALL = 12, 13, 11  # points; NĐ 30/2020, Phụ lục I: 13–14, tables may be smaller
LINE = {size: size * 1.3 for size in (BODY, HEADING, SMALL)}  # points from line to line
ROW = 18.0  # points: a row of one line, with air
HIGHEST_ROW = 409.0  # Excel's limit

# Margins of NĐ 30/2020, Phụ lục I, in millimetres
_PAPER_A4 = (210, 297)
_TOP, _BOTTOM, _LEFT, _RIGHT, _HEADER = 20, 20, 30, 15, 10
_INCH = 25.4
_DIGIT = 8 * _INCH / 96  # millimetres: a digit of the body's size is 8 pixels wide
PORTRAIT, LANDSCAPE = "portrait", "landscape"
ROOM = {  # digits that stand side by side between the margins, less a hair for rounding
    PORTRAIT: int((_PAPER_A4[0] - _LEFT - _RIGHT) / _DIGIT) - 1,
    LANDSCAPE: int((_PAPER_A4[1] - _LEFT - _RIGHT) / _DIGIT) - 1,
}
_PAGE_HEIGHT = {  # points between the margins
    PORTRAIT: (_PAPER_A4[1] - _TOP - _BOTTOM) / _INCH * 72,
    LANDSCAPE: (_PAPER_A4[0] - _TOP - _BOTTOM) / _INCH * 72,
}
_SLIGHTLY_MORE = 1.15  # pages; printed a little smaller on one, so no total stands alone on a page
PADDING = 2.6  # digits of air around the text of a cell: its own and the indent
HEAD_PADDING = 1.6  # around a head, which has no indent

WHOLE, DAY, TEXT = "#,##0", "dd/mm/yyyy", "General"

_thin = Side(style="thin", color="FF000000")
_BOX = Border(left=_thin, right=_thin, top=_thin, bottom=_thin)
_NO_BOX = Border()
# name: (size, bold, boxed, horizontal)
_STYLES = {
    "heading": (HEADING, True, False, "center"),
    "subheading": (HEADING, False, False, "center"),
    "unit": (BODY, False, False, "right"),
    "head": (BODY, True, True, "center"),
    "left": (BODY, False, True, "left"),
    "center": (BODY, False, True, "center"),
    "right": (BODY, False, True, "right"),
    "total left": (BODY, True, True, "left"),
    "total center": (BODY, True, True, "center"),
    "total right": (BODY, True, True, "right"),
    "section": (BODY, True, False, "left"),
    "note": (SMALL, False, False, "left"),
}


class Styles:
    """The cell styles of one workbook; each is made when first asked for."""

    def __init__(self, workbook: Workbook):
        self._sheet = WriteOnlyWorksheet(workbook, "styles")  # only to reach the workbook
        self._ids: dict[tuple, int] = {}
        normal = workbook._named_styles["Normal"]
        normal.font = Font(name=FACE, size=BODY)
        workbook._fonts[0] = normal.font  # the first font is the unit of the columns' widths

    def id(self, name: str, number_format: str = TEXT, *, is_quoted: bool = False) -> int:
        key = (name, number_format, is_quoted)
        if key not in self._ids:
            self._ids[key] = self._made(*key)
        return self._ids[key]

    def _made(self, name: str, number_format: str, is_quoted: bool) -> int:
        size, is_bold, is_boxed, horizontal = _STYLES[name]
        pattern = WriteOnlyCell(self._sheet)
        pattern.font = Font(name=FACE, size=size, bold=is_bold)
        pattern.border = _BOX if is_boxed else _NO_BOX
        indent = 1 if is_boxed and horizontal != "center" else 0
        # A figure never wraps, and LibreOffice forgets the indent of one that could.
        wraps = not (is_boxed and horizontal == "right")
        pattern.alignment = Alignment(
            horizontal=horizontal, vertical="center", wrap_text=wraps, indent=indent
        )
        pattern.number_format = number_format
        pattern.quotePrefix = is_quoted
        return pattern.style_id


class _OneCell(Cell):
    """The cell that a sheet writes again and again."""

    __slots__ = ("style_id",)
    has_style = True


class Sheet(WriteOnlyWorksheet):
    """Rows are appended as lists of (value, style id), None for no cell at all."""

    def __init__(self, workbook: Workbook, title: str, styles: Styles):
        super().__init__(workbook, title)
        self._styles = styles
        self._cell = _OneCell(self)
        self._rows_added = 0
        self._height = 0.0
        self.sheet_format.defaultRowHeight = ROW
        self.sheet_format.customHeight = True
        self.sheet_view.showGridLines = False

    @property
    def next_row(self) -> int:
        return self._rows_added + 1

    def add_row(self, cells: list, *, height: float | None = None) -> None:
        self._rows_added += 1
        height = min(round(height or ROW, 1), HIGHEST_ROW)
        self._height += max(height, ROW)
        if height > ROW:
            self.row_dimensions[self._rows_added].height = height
        self.append(cells)

    def add_merged(self, text: str, style: str, columns: int, *, height: float) -> None:
        """One text over the first `columns` columns."""
        self.merge(1, columns)
        self.add_row([self.text(text, style)], height=height)

    def merge(self, first: int, last: int) -> None:
        """Joins columns first…last of the row that is added next."""
        if last > first:
            row = self.next_row
            area = f"{get_column_letter(first)}{row}:{get_column_letter(last)}{row}"
            self.merged_cells.add(area)

    # Cells

    def text(self, text: str, style: str) -> tuple:
        text = clean(text)
        return text or None, self._styles.id(style, is_quoted=would_act(text))

    def value(self, value, *, text: str, number: str, number_format: str | None = None) -> tuple:
        """A cell for whatever a table holds: `text` and `number` name the two styles.

        None and "" are empty cells, 0 is a figure, a text is never a formula. Raises TypeError
        for what a table must not hold, a float among them.
        """
        if value is None or value == "":
            return None, self._styles.id(number)
        if isinstance(value, bool):
            return ("Có" if value else "Không"), self._styles.id(text)
        if isinstance(value, int | Decimal):
            return value, self._styles.id(number, number_format or _format_of(value))
        if isinstance(value, datetime):
            return days.show_instant(value), self._styles.id("center")
        if isinstance(value, date):
            return value, self._styles.id("center", number_format or DAY)
        if isinstance(value, str):
            return self.text(value, text)
        raise TypeError(f"Bảng tính không nhận giá trị kiểu {type(value).__name__}: {value!r}")

    # The page

    def set_up_page(self, orientation: str) -> None:
        """A4 with NĐ 30/2020's margins and page number, all columns on one page's width."""
        self.page_setup.orientation = orientation
        self.page_setup.paperSize = 9  # A4
        self.page_setup.fitToWidth = 1
        self.page_setup.fitToHeight = 0
        self.sheet_properties.pageSetUpPr.fitToPage = True
        self.print_options.horizontalCentered = True
        margins = self.page_margins
        margins.top, margins.bottom = _TOP / _INCH, _BOTTOM / _INCH
        margins.left, margins.right = _LEFT / _INCH, _RIGHT / _INCH
        margins.header = margins.footer = _HEADER / _INCH
        self.HeaderFooter.differentFirst = True
        number = self.oddHeader.center
        number.text, number.font, number.size = "&P", f"{FACE},Regular", HEADING

    def fit_height(self) -> None:
        """Called after the last row: what is hardly more than a page becomes one."""
        pages = self._height / _PAGE_HEIGHT[self.page_setup.orientation]
        if 1 < pages <= _SLIGHTLY_MORE:
            self.page_setup.fitToHeight = 1

    def set_widths(self, widths: list[float]) -> None:
        for column, width in enumerate(widths, 1):
            self.column_dimensions[get_column_letter(column)].width = round(width, 2)

    def repeat_row(self, row: int, *, names_column: int = 0) -> None:
        """The head row stays in sight and is printed on every page, the names stay at the side."""
        self.print_title_rows = f"{row}:{row}"
        self.freeze_panes = f"{get_column_letter(names_column + 1)}{row + 1}"

    def discard(self) -> None:
        """Ends a sheet that will not be saved; its temporary file goes at once."""
        if not self.closed:
            self.close()
        self._writer.cleanup()

    # openpyxl calls this for each appended row

    def _values_to_row(self, values, row_idx):
        cell = self._cell
        cell.row = row_idx
        for column, pair in enumerate(values, 1):
            if pair is not None:
                cell.column = column
                value, cell.style_id = pair
                cell._value = value
                cell.data_type = _TYPES.get(type(value), "n")
                yield cell


_TYPES = {str: "s", date: "d"}


def _format_of(number: int | Decimal) -> str:
    decimals = -number.as_tuple().exponent if isinstance(number, Decimal) else 0
    return f"{WHOLE}.{'0' * decimals}" if decimals > 0 else WHOLE
