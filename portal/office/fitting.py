"""How high a paper's texts and tables stand, guessed from the letters' widths, to fit one page.

What is printed is set by the PDF's own program; this says beforehand what there is room for.
Points throughout, for a page of A4 with the margins of NĐ 30/2020.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from .lettering import lines_in
from .paper import Block, Heading, Items, Paragraph, PlainHead, Run, Table

PAGE = 745.0  # as guessed below, which is some five per cent more than the page's 728
LINE, ROW, AIR = 15.0, 14.0, 2.0  # a line of 12 pt, one in a table, around a paragraph
LARGE, LARGE_ROOM = 19.5, 64.0  # a line of 14 pt with its margin; digits that stand in it
HEADING, AROUND_TABLE, AROUND_HEAD = 33.0, 15.0, 6.0
ROOM = 77.0  # digits of 12 pt in a line

Measure = TypeVar("Measure")


def fitted(
    head: PlainHead,
    build: Callable[[Measure], Iterable[Block]],
    measures: Iterable[Measure],
) -> tuple[Block, ...]:
    """The blocks of the first measure whose page is not overfull, else those of the last one."""
    blocks: tuple[Block, ...] = ()
    for measure in measures:
        blocks = tuple(build(measure))
        if head_height(head) + sum(map(height, blocks)) <= PAGE:
            break
    return blocks


def head_height(head: PlainHead) -> float:
    title = lines_in(head.title, LARGE_ROOM, is_bold=True)
    return AROUND_HEAD + LARGE * (title + sum(lines_in(line, LARGE_ROOM) for line in head.lines))


def height(block: Block) -> float:
    match block:
        case Table():
            return table_height(block)
        case Heading():
            return HEADING
        case Paragraph():
            return lines_in(text_of(block.content), ROOM) * LINE + AIR
        case Items():
            return sum(lines_in(text_of(item), ROOM) * LINE + AIR for item in block.items)
    return 0.0


def text_of(content) -> str:
    return "".join(piece.text for piece in content if isinstance(piece, Run))


def table_height(table: Table) -> float:
    whole = sum(column.width for column in table.columns) or 1
    rooms = [ROOM * column.width / whole - 1.5 for column in table.columns]
    rows = [tuple(column.label for column in table.columns), *table.rows]
    if table.total:
        rows.append(table.total)
    remark = LINE * lines_in(table.remark, ROOM) + 9 if table.remark else 0
    title = LINE * lines_in(table.title, ROOM) + 5 if table.title else 0
    return AROUND_TABLE + title + sum(row_height(row, rooms) for row in rows) + remark


def row_height(row: tuple[str, ...], rooms: list[float]) -> float:
    lines = max(lines_in(text, room) for text, room in zip(row, rooms, strict=True))
    return lines * ROW + 3.5


def shortened(text: str, letters: int) -> str:
    """Whole words and "…" where the text goes on."""
    if len(text) <= letters:
        return text
    return text[:letters].rsplit(" ", 1)[0].rstrip(" ,;:.–-") + "…"
