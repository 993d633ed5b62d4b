"""The page's rows as files: the same columns, order and figures, all pages at once.

A listing of a hundred thousand rows is written as it is read: the workbook into a temporary file,
the text straight into the answer. No text of a reporter is ever a formula.
"""

import datetime
import tempfile
from collections.abc import Iterator
from itertools import chain

from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from portal.days import show_date
from portal.office.separated import CSV_TYPE, csv_parts
from portal.office.xlsx import XLSX_TYPE, Book

from .figures import Grid, raw, read_grid
from .listing import HEADS, all_lines, raw_line
from .rows_book import write_rows
from .selection import Selection, says_when
from .table import basis, head, notes, ordered, raw_total, title, unit_line

CREATOR = "Theo dõi Đề án 146"
FILE_NAME = "so-lieu-de-an-146"
WIDTHS = (44, 22, 28, 9, 13, 16, 10, 18, 36, 13, 17, 17)  # of HEADS, in digits
LINES_SHEET = "Danh sách"


# The rows of a grid


def grid_heads(grid: Grid) -> list[str]:
    heads = ["TT", "Cơ quan"]
    for at in range(len(grid.across)):
        heads.append(head(grid, at))
        if _has_carried(grid, at):
            heads.append(f"{head(grid, at)}: số tính đến")
    return heads


def grid_rows(grid: Grid) -> Iterator[list]:
    """Each agency's figures as values; where a column has carried ones, their days beside them."""
    dated = [_has_carried(grid, at) for at in range(len(grid.across))]
    for rank, (party, cells) in enumerate(ordered(grid), 1):
        row = [rank, party.printed_name]
        for (asked, _), cell, is_dated in zip(grid.across, cells, dated, strict=True):
            row.append(raw(asked, cell))
            if is_dated:
                row.append(cell.covers_to if cell.is_reported else None)
        yield row


def grid_foot(grid: Grid) -> list[list]:
    """The totals, and how many agencies each rests on."""
    totals, rests = [None, "Tổng cộng"], [None, "Số cơ quan có số"]
    for at, ((asked, _), total) in enumerate(zip(grid.across, grid.totals, strict=True)):
        blank = [None] if _has_carried(grid, at) else []
        totals += [raw_total(asked, total), *blank]
        rests += [basis(total), *blank]
    return [totals, rests]


def _has_carried(grid: Grid, at: int) -> bool:
    return any(cells[at].is_reported and cells[at].is_carried for _, cells in grid.rows)


class GridSheet:
    """A grid as the office's workbook prints a table."""

    def __init__(self, grid: Grid):
        self.grid = grid
        self.title = title(grid)
        self.unit_line = unit_line(grid)
        self.notes = notes(grid)
        self.labels = grid_heads(grid)

    def raw_rows(self) -> Iterator[list]:
        return grid_rows(self.grid)

    def raw_total(self) -> list:
        return grid_foot(self.grid)[0]

    @property
    def basis_note(self) -> str:
        parts = [f"{head(self.grid, at)}: {basis(t)}" for at, t in enumerate(self.grid.totals)]
        return f"Số cơ quan có số: {'; '.join(parts)}."


# Workbooks


def xlsx_response(selection: Selection, now: datetime.datetime):
    if selection.query.is_listing:
        book = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it
        write_lines_book(book, selection)
        book.seek(0)
        return FileResponse(
            book, as_attachment=True, filename=f"{FILE_NAME}.xlsx", content_type=XLSX_TYPE
        )
    response = HttpResponse(grid_book(read_grid(selection), now), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}.xlsx"'
    return response


def grid_book(grid: Grid, now: datetime.datetime) -> bytes:
    sheet = GridSheet(grid)
    book = Book(title=sheet.title, creator=CREATOR, created=now)
    book.add_table(
        sheet,
        sheet_name="Số liệu",
        heading=[],
        as_of_line=f"({says_when(grid.selection)}; lấy ra ngày {show_date(now.date())})",
        notes=[sheet.basis_note],
    )
    return book.to_bytes()


def write_lines_book(into, selection: Selection) -> None:
    """The listing as a workbook; `into`: a file open for writing and seeking."""
    rows = (raw_line(line) for line in all_lines(selection))
    write_rows(into, LINES_SHEET, HEADS, WIDTHS, rows)


# Text


def csv_response(selection: Selection, now: datetime.datetime) -> StreamingHttpResponse:
    response = StreamingHttpResponse(csv_parts(csv_rows(selection)), content_type=CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}.csv"'
    return response


def csv_rows(selection: Selection) -> Iterator[list]:
    if selection.query.is_listing:
        return chain([list(HEADS)], (raw_line(line) for line in all_lines(selection)))
    grid = read_grid(selection)
    return chain([grid_heads(grid)], grid_rows(grid), grid_foot(grid))
