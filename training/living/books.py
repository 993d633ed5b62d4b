"""A living table as files: the workbook as the printed report's, and separated text."""

from portal import clock
from portal.days import show_date
from portal.office.separated import csv_parts
from portal.office.xlsx import Book
from portal.ui.charts.outlets import basis_notes

from .columns import ChangeColumn
from .page import LivingPage

CREATOR = "Theo dõi Đề án 146"
HEADING = "BỒI DƯỠNG, TẬP HUẤN VỀ CHUYỂN ĐỔI SỐ"
SHARE, SIGNED = '0.0"%"', "+#,##0;-#,##0;0"


def workbook(page: LivingPage) -> bytes:
    """One sheet, laid out as the report's for the same table."""
    table = page.table
    book = Book(title=table.title, creator=CREATOR, created=clock.now())
    book.add_table(
        table,
        sheet_name=table.title.split(".")[0],
        heading=[HEADING],
        as_of_line=f"(Số liệu tính đến ngày {show_date(page.asked.day)})",
        notes=[*basis_notes(table), *([page.disputed] if page.disputed else [])],
        formats=formats(page),
    )
    return book.to_bytes()


def formats(page: LivingPage) -> dict[str, str]:
    """{label: number format} of shares and of changes."""
    found = {}
    for choice in page.table.shown:
        if choice.name == "share":
            found[choice.label] = SHARE
        elif choice.column is ChangeColumn:
            found[choice.label] = SIGNED
    return found


def text(page: LivingPage) -> bytes:
    """Heads, rows, the total and how many agencies it rests on."""
    table = page.table
    rests = [shown or None for _, shown, _ in table.plain_basis()]
    return b"".join(csv_parts([table.labels, *table.raw_rows(), table.raw_total(), rests]))
