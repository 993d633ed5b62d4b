"""The rows that sheets of a workbook are made of: heads, table rows, lines, sections, notes."""

from collections.abc import Sequence
from dataclasses import dataclass

from .columns import Column
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
)

_AIR = 4.0  # points above and below a text of several lines

# label, width in digits before fitting, style
LINE_COLUMNS = (
    ("Mục", 7, "center"),
    ("Nội dung", 46, "left"),
    ("Số liệu", 11, "right"),
    ("Trên tổng số", 10, "right"),
    ("Đơn vị", 12, "center"),
    ("Tính đến ngày", 12, "center"),
    ("Nguồn / ghi chú", 25, "left"),
)


def orientation_for(columns: list[Column]) -> str:
    fits = sum(column.width for column in columns) <= ROOM[PORTRAIT]
    return PORTRAIT if fits else LANDSCAPE


def add_top(sheet: Sheet, columns: list[Column], heading: Sequence[str], *under: str) -> None:
    """The lines above the table and its head row. `under`: the as-of line, then the unit line."""
    as_of_line, unit_line = under
    paragraphs = [(line, "heading", HEADING) for line in dict.fromkeys(heading) if line]
    if as_of_line:
        paragraphs.append((as_of_line, "subheading", HEADING))
    paragraphs.append(("", "subheading", HEADING))
    if unit_line and unit_line != as_of_line:
        paragraphs.append((unit_line, "unit", BODY))
    # A frozen row must be known before the first row is written.
    sheet.repeat_row(len(paragraphs) + 1, names_column=names_column(columns))
    for text, style, size in paragraphs:
        add_paragraph(sheet, text, style, size, columns)
    lines = max(lines_in(c.label, c.width - HEAD_PADDING, is_bold=True) for c in columns)
    height = lines * LINE[BODY] + 2 * _AIR
    sheet.add_row([sheet.text(column.label, "head") for column in columns], height=height)


def names_column(columns: list[Column]) -> int:
    return next((i for i, column in enumerate(columns, 1) if column.style == "left"), 0)


def add_paragraph(sheet: Sheet, text: str, style: str, size: int, columns: list) -> None:
    """One text across all columns, as high as it needs."""
    room = sum(column.width for column in columns) - PADDING
    height = lines_in(text, room * BODY / size, is_bold=style == "heading") * LINE[size] + _AIR
    sheet.add_merged(text, style, len(columns), height=height)


def add_total(sheet: Sheet, total: Sequence, columns: list[Column]) -> None:
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


def add_body_row(sheet: Sheet, row: Sequence, columns: list[Column]) -> None:
    cells = [
        sheet.value(value, text=c.text_style, number=c.style, number_format=c.number_format)
        for value, c in zip(row, columns, strict=True)
    ]
    sheet.add_row(cells, height=row_height(row, columns))


def add_line(sheet: Sheet, line, columns: list[Column]) -> None:
    figure = (line.amount, line.size, line.unit, line.as_of, line.source)
    if all(value is None or value == "" for value in figure):
        add_wide(sheet, line.number, line.sentence, columns)
    else:
        add_body_row(sheet, (line.number, line.sentence, *figure), columns)
    if line.names:
        # Some names hold a comma: Bộ Văn hóa, Thể thao và Du lịch.
        text = f"Danh sách ({len(line.names)}): {'; '.join(line.names)}"
        add_wide(sheet, "", text, columns)


def add_wide(sheet: Sheet, number: str, text: str, columns: list[Column]) -> None:
    """A row whose text stands over all columns but the first."""
    room = sum(column.width for column in columns[1:]) - PADDING
    sheet.merge(2, len(columns))
    blanks = [sheet.value(None, text="left", number="left")] * (len(columns) - 2)
    cells = [sheet.value(number, text="center", number="center"), sheet.text(text, "left"), *blanks]
    sheet.add_row(cells, height=lines_in(text, room) * LINE[BODY] + _AIR)


def add_notes(sheet: Sheet, notes: Sequence[str], columns: list[Column]) -> None:
    if not notes:
        return
    sheet.add_row([])
    if len(notes) == 1:
        texts = [f"Ghi chú: {notes[0]}"]
    else:
        texts = ["Ghi chú:", *(f"{number}. {note}" for number, note in enumerate(notes, 1))]
    for text in texts:
        add_paragraph(sheet, text, "note", SMALL, columns)


def row_height(row: Sequence, columns: list[Column]) -> float | None:
    lines = 1
    for value, column in zip(row, columns, strict=True):
        # Half the digits of a line can hold no text that wraps: most cells are not measured.
        if isinstance(value, str) and (2 * len(value) > column.width or "\n" in value):
            lines = max(lines, lines_in(value, column.width - PADDING))
    return None if lines == 1 else lines * LINE[BODY] + _AIR


# Sections: pairs and triples of texts under a title of their own

SECTION_COLUMNS = (("", 9, "center"), ("", 44, "left"), ("", 60, "left"))


@dataclass(frozen=True)
class Section:
    """A titled part of a sheet of remarks.

    rows: (mark, text) over the whole width, or (mark, text, more) in three columns; a text is
    never read as a figure. `labels`: the head above rows of three, none when empty.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...] = ()


def add_section(sheet: Sheet, section: Section, columns: list[Column]) -> None:
    """Nothing where the section has no rows."""
    if not section.rows:
        return
    add_paragraph(sheet, section.title, "section", BODY, columns)
    if section.labels:
        sheet.add_row([sheet.text(label, "head") for label in section.labels])
    for row in section.rows:
        if len(row) == len(columns):
            add_body_row(sheet, row, columns)
        else:
            add_wide(sheet, *row, columns)
    sheet.add_row([])
