"""Tables: title and unit above, the head on each page, no row split, the total with the rows."""

from portal.office.paper import Align, Column, Table

from .markup import ROOM, cell, line, paragraph, row, run, table, title
from .pen import Pen


def add_table(pen: Pen, printed: Table) -> None:
    if printed.title:
        marked = pen.marked(printed.anchor, [run(printed.title)])
        pen.add(title("Caption", printed.title, 13, bookmarked=marked))
    if printed.unit:
        pen.add(line("TableUnit", printed.unit))
    widths = widths_of(printed.columns)
    rows = [_head(printed.columns, widths)]
    last = len(printed.rows) - 1
    for i, texts in enumerate(printed.rows):
        rows.append(_row(printed.columns, widths, texts, held=bool(printed.total) and i == last))
    if printed.total:
        rows.append(_total(printed, widths))
    pen.add(table("TableGrid", widths, rows, title=printed.title))
    pen.add(line("SmallText", printed.remark) if printed.remark else line("TableEnd", ""))


def widths_of(columns: tuple[Column, ...]) -> list[int]:
    """Twips of each column; together exactly the room between the margins."""
    whole = sum(column.width for column in columns) or 1
    widths = [round(ROOM * column.width / whole) for column in columns]
    widths[-1] += ROOM - sum(widths)
    return widths


def _head(columns: tuple[Column, ...], widths: list[int]):
    cells = [
        cell(width, line("TableHead", column.label), is_middle=True)
        for column, width in zip(columns, widths, strict=True)
    ]
    return row(*cells, is_head=True)


def _row(columns: tuple[Column, ...], widths: list[int], texts: tuple[str, ...], *, held: bool):
    cells = [
        cell(width, line("TableText", text, align=_side(column.align), keep_next=held))
        for column, width, text in zip(columns, widths, texts, strict=True)
    ]
    return row(*cells)


def _total(printed: Table, widths: list[int]):
    cells, at = [], 0
    for text, span in printed.total_cells:
        align = Align.CENTRE if span > 1 else printed.columns[at].align
        content = paragraph("TableText", run(text, bold=True), align=_side(align))
        cells.append(cell(sum(widths[at : at + span]), content, span=span))
        at += span
    return row(*cells)


def _side(align: Align) -> str:
    return "" if align == Align.LEFT else "center" if align == Align.CENTRE else "right"
