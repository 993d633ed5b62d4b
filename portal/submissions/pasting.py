"""A block pasted from Excel, Word or a chat: its rows, as text. Pure; nothing is guessed.

`read_block` takes the block apart and recognises heads and totals; figures are read by
`pasted_figures`. What could be meant in two ways is a row of kind UNCLEAR, for a person to mend.
Source of the mistakes met: domain.md F.3.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice, pairwise

from .pasted_lines import (
    Cells,
    clean_name,
    has_digit,
    has_letter,
    is_head,
    is_numbering,
    is_rank,
    is_ruler,
    is_total,
    lines_of,
    role_of,
    split_line,
)

MOST_ROWS = 500
LARGEST = 64 * 1024  # bytes of UTF-8
LONGEST_LINE = 2000  # characters
MOST_VALUES = 8
PAIR = ("month", "total")  # what two values are where no head says otherwise

TOO_MANY_COLUMNS = f"Dòng này có hơn {MOST_VALUES} cột số. Bạn chỉ chép cột tên và cột số."
NO_NAME = "Dòng này có số mà không có tên."
NOT_PARTED = "Chưa tách được tên và số. Bạn để tên trước, số sau, cách nhau bằng dấu hai chấm."
UNEVEN = "Chưa rõ số của dòng này thuộc cột nào. Bạn chép lại từ bảng, hoặc ghi mỗi dòng một số."


class PasteError(ValueError):
    """A block that is not taken at all. `message`: Vietnamese, what to do."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class Kind(StrEnum):
    ROW = "row"
    TOTAL = "total"
    HEAD = "head"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class PastedRow:
    """One row of the block, every cell as text.

    `values`: the texts beside the name ("" for an empty cell), none where a name stands alone.
    `roles` says of each what its column's head says: "month", "total" or ""; `heads` in its words.
    Two values without a head are PAIR. `is_soft`: parted by spaces or marks, so that a space
    inside a value may be the edge of a column. `why`: of an UNCLEAR row, what is unclear.
    """

    number: int
    line: int
    name: str
    values: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    kind: Kind = Kind.ROW
    is_soft: bool = False
    source: str = ""
    why: str = ""

    @property
    def said(self) -> str:
        return " · ".join(value or "trống" for value in self.values)

    @property
    def is_blank(self) -> bool:
        return not any(self.values)


def read_block(text: str) -> list[PastedRow]:
    """Every line that is not empty, as one row or several; raises PasteError beyond the bounds.

    Takes cells parted by tabs, pipes, semicolons, two or more spaces, a colon or a dash, or one
    cell a line: (TT,) name, value, or (TT,) name, month, cumulative, or more columns under a head.
    """
    if len(text.encode("utf-8", "replace")) > LARGEST:
        raise PasteError("Khối dán dài hơn 64 KB. Bạn chỉ chép cột tên và cột số, hoặc chia ra.")
    lines = [(number, line) for number, line in enumerate(lines_of(text), 1) if line.strip()]
    if any(len(line) > LONGEST_LINE for _, line in lines):
        raise PasteError(f"Có dòng dài hơn {LONGEST_LINE} ký tự. Bạn chỉ chép cột tên và cột số.")
    found = (
        (number, cells) for number, line in lines for cells in split_line(line) if any(cells.texts)
    )
    pieces = list(islice(found, MOST_ROWS + 1))
    if len(pieces) > MOST_ROWS:
        raise PasteError(f"Khối dán có hơn {MOST_ROWS} dòng. Bạn chia ra và dán từng phần.")
    rows = _upright(pieces) if _is_vertical(pieces) else _Reader().rows(pieces)
    return [replace(row, number=number) for number, row in enumerate(rows, 1)]


class _Reader:
    """Rows of a block whose lines each hold a row; remembers the head above."""

    def __init__(self):
        self.heads: list[str] = []
        self.after_head = False

    def rows(self, pieces) -> list[PastedRow]:
        return _evened([self.row(line, cells) for line, cells in pieces], bool(self.heads))

    def row(self, line: int, cells: Cells) -> PastedRow:
        texts, source = cells.texts, " · ".join(filter(None, [cells.rank, *cells.texts]))
        row = PastedRow(0, line, clean_name(texts[0]), source=source, is_soft=cells.is_soft)
        self.after_head = is_ruler(texts) or self.takes_head(texts, cells.is_soft)
        if self.after_head:
            return replace(row, kind=Kind.HEAD)
        return _soft_row(row, cells) if cells.is_soft else self.hard_row(row, texts)

    def takes_head(self, texts: tuple[str, ...], is_soft: bool) -> bool:
        """Whether the row is a head, or goes on with the one above it; remembers its words."""
        if is_head(texts) and not (is_soft and len(texts) > 1 and has_digit(texts[-1])):
            self.heads = [] if is_soft else list(texts)
            return True
        if not self.after_head or is_soft:
            return False
        if is_numbering(texts):
            return True
        if texts[0] or any(map(has_digit, texts)):
            return False
        wider = max(len(texts), len(self.heads))
        above, below = ([*t, *[""] * (wider - len(t))] for t in (self.heads, texts))
        self.heads = [f"{one} {other}".strip() for one, other in zip(above, below, strict=True)]
        return True

    def hard_row(self, row: PastedRow, texts: tuple[str, ...]) -> PastedRow:
        cells = [*texts, *[""] * (len(self.heads) - len(texts))]
        heads = [*self.heads, *[""] * (len(cells) - len(self.heads))]
        roles = [role_of(head) for head in heads]
        at, first = self.name_at(cells)
        if at is None:
            return _unclear(row, NO_NAME)
        if at and cells[at - 1] and len(cells) == first:
            return _unclear(row, NOT_PARTED)  # "428 · Quảng Ninh": a rank or a figure?
        unit = next((cells[n] for n in range(first, len(cells)) if roles[n] == "unit"), "")
        kept = [n for n in range(first, len(cells)) if roles[n] not in ("unit", "note", "rank")]
        values = [f"{cells[n]} {unit}".strip() if cells[n] else "" for n in kept]
        if first <= self.name_column and any(values):
            return _unclear(row, UNEVEN)
        row = replace(row, heads=tuple(heads[n] for n in kept))
        return _named(row, cells[at], values, [roles[n] for n in kept])

    @property
    def name_column(self) -> int:
        """Where the head says that names stand; 0 where it says nothing."""
        column = next((at for at, head in enumerate(self.heads) if is_head((head,))), 0)
        return column + (bool(self.heads) and role_of(self.heads[column]) == "rank")

    def name_at(self, cells: Sequence[str]) -> tuple[int | None, int]:
        """Where the row's name stands (None: nowhere), and where its values begin."""
        column = self.name_column
        if column and column < len(cells) and has_letter(cells[column]):
            return column, column + 1
        for at, text in enumerate(cells):
            if text and not is_rank(text):
                named = at if has_letter(text) else None
                spans = at < column and not any(cells[at + 1 : column + 1])
                return named, (column if spans else at) + 1
        return None, 0


def _soft_row(row: PastedRow, cells: Cells) -> PastedRow:
    texts = cells.texts
    if not has_letter(texts[0]):
        return _unclear(row, NO_NAME)
    if len(texts) == 1 and (has_digit(texts[0]) or (cells.rank and cells.rank[-1] not in ".)")):
        return _unclear(row, NOT_PARTED)
    return _named(row, texts[0], texts[1:], [""] * (len(texts) - 1))


def _named(row: PastedRow, name: str, values: Sequence[str], roles: Sequence[str]) -> PastedRow:
    name = clean_name(name)
    kind = Kind.TOTAL if is_total(name) else Kind.ROW
    if len(values) > MOST_VALUES:
        return _unclear(replace(row, name=name), TOO_MANY_COLUMNS)
    return replace(row, name=name, values=tuple(values), roles=tuple(roles), kind=kind)


def _unclear(row: PastedRow, why: str) -> PastedRow:
    return replace(row, kind=Kind.UNCLEAR, why=why, values=(), roles=(), heads=())


def _evened(rows: list[PastedRow], has_heads: bool) -> list[PastedRow]:
    """Rows of one width; a short row of which only spaces part the values is unclear."""
    width = max((len(row.values) for row in rows if row.kind == Kind.ROW), default=0)
    return [
        _widened(row, width, has_heads)
        if row.kind == Kind.ROW
        else replace(row, values=_at_the_right(row.values, width))
        if row.kind == Kind.TOTAL
        else row
        for row in rows
    ]


def _at_the_right(values: tuple[str, ...], width: int) -> tuple[str, ...]:
    """A total's values: its name may span the columns before them."""
    return ("",) * (width - len(values)) + (values[-width:] if width else ())


def _widened(row: PastedRow, width: int, has_heads: bool) -> PastedRow:
    missing = width - len(row.values)
    if not row.values:
        return row
    if missing and row.is_soft:
        return _unclear(row, UNEVEN)
    roles = (*row.roles, *[""] * missing)
    if width == len(PAIR) and not has_heads:
        roles = PAIR
    heads = (*row.heads, *[""] * (width - len(row.heads)))
    return replace(row, values=(*row.values, *[""] * missing), roles=roles, heads=heads)


# One cell a line


def _is_vertical(pieces) -> bool:
    """Whether names and figures stand on lines of their own."""
    alone = [cells.texts[0] for _, cells in pieces if len(cells.texts) == 1]
    return (
        len(alone) == len(pieces)
        and any(_is_figure(text) for text in alone)
        and any(has_letter(text) and not has_digit(text) for text in alone)
    )


def _is_figure(text: str) -> bool:
    return re.match(r"[^\w\s]*[0-9]|[-–—./…]+$", text) is not None


def _upright(pieces) -> list[PastedRow]:
    """Names with the figures under them. A number above each name, 1, 2, 3 …, is its rank.

    Anything uneven makes every row unclear: figures may have slipped to another name.
    """
    rows: list[PastedRow] = []
    loose: list[str] = []
    for line, cells in pieces:
        text = cells.texts[0]
        name = clean_name(text)
        if is_head(cells.texts):
            rows.append(PastedRow(0, line, name, kind=Kind.HEAD, source=text))
        elif not _is_figure(text):
            kind = Kind.TOTAL if is_total(name) else Kind.ROW
            rows.append(PastedRow(0, line, name, kind=kind, source=text))
        elif rows and rows[-1].kind != Kind.HEAD:
            last, source = rows[-1], f"{rows[-1].source} · {text}"
            rows[-1] = replace(last, values=(*last.values, text), source=source)
        else:
            loose.append(text)
    is_even = not loose or _takes_ranks_off(rows, loose)
    counts = {len(row.values) for row in rows if row.kind == Kind.ROW and row.values}
    if is_even and (counts <= {1} or counts == {len(PAIR)}):
        roles = PAIR if len(PAIR) in counts else ("",)
        return [replace(row, roles=roles) if row.values else row for row in rows]
    return [_unclear(row, UNEVEN) if row.kind == Kind.ROW else row for row in rows]


def _takes_ranks_off(rows: list[PastedRow], loose: list[str]) -> bool:
    """Takes the next name's rank off the end of each row's values; False where one is missing."""
    named = [at for at, row in enumerate(rows) if row.kind != Kind.HEAD]
    is_ranked = [text.rstrip(".)") for text in loose] == ["1"]
    for rank, (at, after) in enumerate(pairwise(named), 2):
        values = rows[at].values
        if values and values[-1].rstrip(".)") == str(rank):
            rows[at] = replace(rows[at], values=values[:-1])
        elif rows[after].kind != Kind.TOTAL:
            is_ranked = False
    return is_ranked
