"""A plain sheet of very many rows, written as they come: a thirtieth of a cell library's work.

The workbook around the rows (styles, widths, the frozen head) is openpyxl's; only the rows are put
into it here. Nothing is kept: a hundred thousand rows take the memory of one.
"""

import datetime
import io
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from portal.office.cell_text import clean, would_act

SHEET = "xl/worksheets/sheet1.xml"
DAY_ZERO = datetime.date(1899, 12, 30)  # of Excel's calendar
SECONDS_A_DAY = 86_400
ROWS_AT_ONCE = 200
NUMBER, DAY, INSTANT, TEXT, QUOTED = range(5)
FORMATS = ("#,##0.####", "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "@", "@")


def write_rows(into, title: str, heads: Sequence[str], widths: Sequence[int], rows: Iterable):
    """A workbook of one sheet into the open file. Cells: text, int, Decimal, date, datetime, None.

    A text stays a text, whatever it begins with. Raises KeyError for a cell of another kind.
    """
    frame = _frame(title, heads, widths)
    before, styles, after = _around_rows(frame.read(SHEET).decode())
    letters = [get_column_letter(at) for at in range(1, len(heads) + 1)]
    write_cell = _cell_writer(styles)
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        for name in frame.namelist():
            if name != SHEET:
                archive.writestr(name, frame.read(name))
        with archive.open(SHEET, "w", force_zip64=True) as part:
            part.write(before.encode())
            waiting = []
            for number, row in enumerate(rows, 2):
                cells = [
                    write_cell(f"{letter}{number}", value)
                    for letter, value in zip(letters, row, strict=True)
                    if value is not None
                ]
                waiting.append(f'<row r="{number}">{"".join(cells)}</row>')
                if len(waiting) == ROWS_AT_ONCE:
                    part.write("".join(waiting).encode())
                    waiting.clear()
            part.write("".join([*waiting, after]).encode())


def _frame(title: str, heads: Sequence[str], widths: Sequence[int]) -> ZipFile:
    """The workbook with its heads and, in the second row, a cell of each style."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(list(heads))
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        sheet.cell(1, at).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for at, number_format in enumerate(FORMATS, 1):
        cell = sheet.cell(2, at, 1)
        cell.number_format = number_format
        cell._style.quotePrefix = int(at - 1 == QUOTED)
    made = io.BytesIO()
    book.save(made)
    return ZipFile(made)


def _around_rows(markup: str) -> tuple[str, list[str], str]:
    """(what stands before the second row, the numbers of the styles in it, what stands after)."""
    markup = re.sub(r"<dimension [^>]*/>", "", markup)
    sample = re.search(r'<row r="2".*?</row>', markup, re.DOTALL)
    styles = re.findall(r'<c [^>]*s="([0-9]+)"', sample[0])
    return markup[: sample.start()], styles, markup[sample.end() :]


def _cell_writer(styles: Sequence[str]) -> Callable[[str, object], str]:
    @lru_cache(maxsize=4_000)
    def text_cell(text: str) -> str:
        style = styles[QUOTED if would_act(text) else TEXT]
        content = escape(clean(text))
        return f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">{content}</t></is></c>'

    def number_cell(value) -> str:
        return f'" s="{styles[NUMBER]}"><v>{value}</v></c>'

    def day_cell(value: datetime.date) -> str:
        return f'" s="{styles[DAY]}"><v>{(value - DAY_ZERO).days}</v></c>'

    def instant_cell(value: datetime.datetime) -> str:
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        serial = (value.date() - DAY_ZERO).days + seconds / SECONDS_A_DAY
        return f'" s="{styles[INSTANT]}"><v>{serial:.8f}</v></c>'

    kinds = {
        str: text_cell,
        int: number_cell,
        Decimal: number_cell,
        datetime.date: day_cell,
        datetime.datetime: instant_cell,
    }
    return lambda place, value: f'<c r="{place}{kinds[type(value)](value)}'
