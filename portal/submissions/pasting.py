"""A block pasted from Excel, Word or a chat: its rows, as text. Pure; nothing is guessed.

`read_block` takes the block apart and recognises heads and totals; `read_figure` reads one cell,
by the reader that forms use. What could be meant in two ways comes back as a question (a row of
kind UNCLEAR, a FigureError with suggestions). Source of the mistakes met: domain.md F.3.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.figures import FigureError, read_count, read_decimal, show

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
MOST_VALUES = 2

TOO_MANY_COLUMNS = "Dòng này có hơn hai cột số. Bạn chỉ chép cột tên và một hoặc hai cột số."
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

    `values`: one or two texts ("" for an empty cell), none where the line holds a name alone.
    `roles` says of each what its column's head says: "month", "total" or "". Two values without a
    head are the month's and the cumulative, in this order. `is_soft`: see `read_figure`. `why`: of
    an UNCLEAR row, what is unclear.
    """

    number: int
    line: int
    name: str
    values: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    kind: Kind = Kind.ROW
    is_soft: bool = False
    source: str = ""
    why: str = ""

    @property
    def is_blank(self) -> bool:
        return not any(self.values)


def read_block(text: str) -> list[PastedRow]:
    """Every line that is not empty, as one row or several; raises PasteError beyond the bounds.

    Takes cells parted by tabs, pipes, semicolons, two or more spaces, a colon or a dash, one cell
    a line, and two or three columns: (TT,) name, value or (TT,) name, month, cumulative.
    """
    if len(text.encode("utf-8", "replace")) > LARGEST:
        raise PasteError("Khối dán dài hơn 64 KB. Bạn chỉ chép cột tên và cột số, hoặc chia ra.")
    pieces = [
        (number, cells)
        for number, line in enumerate(lines_of(text), 1)
        if line.strip()
        for cells in split_line(line)
        if any(cells.texts)
    ]
    if len(pieces) > MOST_ROWS:
        raise PasteError(f"Khối dán có hơn {MOST_ROWS} dòng. Bạn chia ra và dán từng phần.")
    rows = _upright(pieces) if _is_vertical(pieces) else _Reader().rows(pieces)
    return [replace(row, number=number) for number, row in enumerate(rows, 1)]


class _Reader:
    """Rows of a block whose lines each hold a row; remembers the head above."""

    def __init__(self):
        self.roles: dict[int, str] = {}
        self.heads: list[str] = []
        self.after_head = False

    def rows(self, pieces) -> list[PastedRow]:
        return _evened([self.row(line, cells) for line, cells in pieces])

    def row(self, line: int, cells: Cells) -> PastedRow:
        texts, source = cells.texts, " · ".join(filter(None, [cells.rank, *cells.texts]))
        row = PastedRow(0, line, "", source=source, is_soft=cells.is_soft)
        if is_ruler(texts) or self.is_head(texts, cells.is_soft):
            self.after_head = True
            return replace(row, name=clean_name(texts[0]), kind=Kind.HEAD)
        self.after_head = False
        if cells.is_soft:
            return _soft_row(row, cells)
        return self.hard_row(row, texts)

    def is_head(self, texts: tuple[str, ...], is_soft: bool) -> bool:
        if is_head(texts) and not (is_soft and len(texts) > 1 and has_digit(texts[-1])):
            self.heads = list(texts) if not is_soft else []
        elif self.after_head and is_numbering(texts):
            return True
        elif self.after_head and not texts[0] and not any(map(has_digit, texts)):
            self.heads += [""] * (len(texts) - len(self.heads))
            self.heads = [
                f"{h} {t}" for h, t in zip(self.heads, [*texts, *[""] * 99], strict=False)
            ]
        else:
            return False
        self.roles = {at: role_of(head) for at, head in enumerate(self.heads)}
        return True

    def hard_row(self, row: PastedRow, texts: tuple[str, ...]) -> PastedRow:
        at = self.name_at(texts)
        if at is None:
            return _unclear(row, NO_NAME)
        if at and texts[at - 1] and len(texts) == at + 1 and not self.roles:
            return _unclear(row, NOT_PARTED)  # "428 · Quảng Ninh": a rank or a figure?
        values, roles, unit = [], [], ""
        for column in range(at + 1, max(len(texts), *self.roles, 0) + bool(self.roles)):
            text = texts[column] if column < len(texts) else ""
            role = self.roles.get(column, "")
            if role == "unit":
                unit = text
            elif role not in ("note", "rank"):
                values.append(text)
                roles.append(role)
        if unit:
            values = [f"{value} {unit}" if value else "" for value in values]
        if not self.roles and len(values) == MOST_VALUES:
            roles = ["month", "total"]
        return _named(row, texts[at], values, roles)

    def name_at(self, texts: tuple[str, ...]) -> int | None:
        for at, text in enumerate(texts):
            if text and self.roles.get(at) != "rank" and not is_rank(text):
                return at if has_letter(text) else None
        return None


def _soft_row(row: PastedRow, cells: Cells) -> PastedRow:
    texts = cells.texts
    if not has_letter(texts[0]):
        return _unclear(row, NO_NAME)
    if len(texts) == 1 and (has_digit(texts[0]) or (cells.rank and cells.rank[-1] not in ".)")):
        return _unclear(row, NOT_PARTED)
    roles = ["month", "total"] if len(texts) == 1 + MOST_VALUES else [""] * (len(texts) - 1)
    return _named(row, texts[0], texts[1:], roles)


def _named(row: PastedRow, name: str, values: Sequence[str], roles: Sequence[str]) -> PastedRow:
    name = clean_name(name)
    kind = Kind.TOTAL if is_total(name) else Kind.ROW
    row = replace(row, name=name, values=tuple(values), roles=tuple(roles), kind=kind)
    if len(values) > MOST_VALUES and kind == Kind.ROW and not row.is_blank:
        return _unclear(row, TOO_MANY_COLUMNS)
    return row


def _unclear(row: PastedRow, why: str) -> PastedRow:
    return replace(row, kind=Kind.UNCLEAR, why=why, values=(), roles=())


def _evened(rows: list[PastedRow]) -> list[PastedRow]:
    """A row with one value among rows with two: its column is known only where cells are."""
    widths = [len(row.values) for row in rows if row.kind == Kind.ROW and row.values]
    if max(widths, default=0) < MOST_VALUES:
        return rows
    return [
        row
        if row.kind != Kind.ROW or len(row.values) != 1
        else _unclear(row, UNEVEN)
        if row.is_soft
        else replace(row, values=(*row.values, ""), roles=("month", "total"))
        for row in rows
    ]


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
    return (
        re.match(r"[^\w\s]*[0-9]", text) is not None or re.fullmatch(r"[-–—./…]+", text) is not None
    )


def _upright(pieces) -> list[PastedRow]:
    """Names with the figures under them. A number above each name, 1, 2, 3 …, is its rank.

    Anything uneven makes every row unclear: figures may have slipped to another name.
    """
    rows: list[PastedRow] = []
    loose: list[str] = []
    first_is_figure = False
    for line, cells in pieces:
        text = cells.texts[0]
        if is_head(cells.texts):
            rows.append(PastedRow(0, line, clean_name(text), kind=Kind.HEAD, source=text))
        elif not _is_figure(text):
            name = clean_name(text)
            kind = Kind.TOTAL if is_total(name) else Kind.ROW
            rows.append(PastedRow(0, line, name, kind=kind, source=text))
        elif rows and rows[-1].kind != Kind.HEAD:
            last = rows[-1]
            source = f"{last.source} · {text}"
            rows[-1] = replace(last, values=(*last.values, text), source=source)
        else:
            first_is_figure = True
            loose.append(text)
    if first_is_figure:
        rows, is_ranked = _without_ranks(rows, loose)
        if not is_ranked:
            return [_unclear(row, UNEVEN) if row.kind == Kind.ROW else row for row in rows]
    return _even_or_unclear(rows)


def _without_ranks(rows: list[PastedRow], loose: list[str]) -> tuple[list[PastedRow], bool]:
    """Takes the rank of the next name off the end of each row's values."""
    named = [at for at, row in enumerate(rows) if row.kind != Kind.HEAD]
    is_ranked = [text.rstrip(".)") for text in loose] == ["1"]
    rows = list(rows)
    for rank, (at, after) in enumerate(zip(named, named[1:], strict=False), 2):
        values = rows[at].values
        if values and values[-1].rstrip(".)") == str(rank):
            rows[at] = replace(rows[at], values=values[:-1])
        elif rows[after].kind != Kind.TOTAL:
            is_ranked = False
    return rows, is_ranked


def _even_or_unclear(rows: list[PastedRow]) -> list[PastedRow]:
    counts = {len(row.values) for row in rows if row.kind == Kind.ROW and row.values}
    if counts <= {1} or counts == {MOST_VALUES}:
        roles = ("month", "total") if MOST_VALUES in counts else ("",)
        return [replace(row, roles=roles) if row.values else row for row in rows]
    return [_unclear(row, UNEVEN) if row.kind == Kind.ROW else row for row in rows]


# Reading


def read_figure(
    text: str, *, decimals: int = 0, unit: str = "", is_soft: bool = False
) -> int | None:
    """The stored amount of one cell (scaled by `decimals`); None for a blank.

    The indicator's own `unit` may stand behind the figure; another word is refused by the reader:
    lượt are not người. In a soft row a space between digits is asked about. Raises FigureError.
    """
    bare = without_unit(text, unit)
    if is_soft and re.search(r"[0-9０-９]\s+[0-9０-９]", bare):
        raise _one_or_two(bare)
    if not decimals:
        return read_count(bare)
    number = read_decimal(bare, decimals)
    return None if number is None else int(number.scaleb(decimals))


def without_unit(text: str, unit: str) -> str:
    if not unit:
        return text
    composed = unicodedata.normalize("NFC", text)
    found = re.fullmatch(rf"(.*[0-9])\s*{re.escape(unit)}\s*", composed, re.IGNORECASE | re.DOTALL)
    return found[1] if found else text


def _one_or_two(text: str) -> FigureError:
    shown = " ".join(text.split())[:30]
    likely = []
    for part in [text, *text.split()]:
        try:
            number = read_count(part)
        except FigureError:
            continue
        likely.append(show(number))
    question = f"Chưa rõ “{shown}” là một số hay hai số. Bạn nhập số cần ghi."
    return FigureError(question, tuple(dict.fromkeys(likely)))


def total_mismatch(name: str, stated: int, above: Iterable[int], since: Iterable[int]) -> str:
    """What to say of a total that is neither the sum of all rows above nor of those since the last.

    Empty where it agrees with one of them.
    """
    everything, last = sum(above), sum(since)
    if stated in (everything, last):
        return ""
    return (
        f"“{name}” ghi {show(stated)}, các dòng cộng lại là {show(everything)}. "
        "Bạn xem còn thiếu dòng nào hoặc số nào chép sai."
    )
