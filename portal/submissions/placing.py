"""Which indicator or agency each pasted row is about: recognised, chosen by a person, or left out.

Nothing uncertain is placed by itself. What a person answered is posted back with the block, so a
preview keeps no state: fields are named by the row's number (`r3-to`, `r3-v1`).
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from .pasting import Kind, PastedRow

LEAVE_OUT = "-"
LEAVE_OUT_REST = "leave_out_rest"


@dataclass(frozen=True)
class Found:
    """What a written name may stand for: keys by likeness; `is_certain` only for the one it is."""

    keys: tuple[str, ...] = ()
    is_certain: bool = False
    note: str = ""


@dataclass(frozen=True)
class Placed:
    """A row with what it may be about. `chosen`: what a person answered, or nothing."""

    row: PastedRow
    found: Found
    chosen: str = ""

    @property
    def group(self) -> str:
        if self.found.is_certain:
            return "matched"
        return "uncertain" if self.found.keys else "unknown"

    @property
    def is_left_out(self) -> bool:
        return self.chosen == LEAVE_OUT

    @property
    def key(self) -> str:
        """The one that the row is about; empty while nobody has said, or when it is left out."""
        if self.is_left_out:
            return ""
        return self.chosen or (self.found.keys[0] if self.found.is_certain else "")

    @property
    def is_open(self) -> bool:
        return not self.key and not self.is_left_out

    @property
    def field(self) -> str:
        return f"r{self.row.number}-to"

    def value_field(self, column: int) -> str:
        return f"r{self.row.number}-v{column + 1}"


def place(
    rows: Iterable[PastedRow],
    find: Callable[[str], Found],
    answers: Mapping[str, str],
    known: Collection[str],
) -> list[Placed]:
    """Every row that holds a value, placed; an answer that is not among `known` counts as none."""
    placed = []
    for row in rows:
        if row.kind != Kind.ROW or row.is_blank:
            continue
        bare = Placed(row, find(row.name))
        answer = answers.get(bare.field, "")
        if not answer and bare.group == "unknown" and answers.get(LEAVE_OUT_REST):
            answer = LEAVE_OUT
        if answer == LEAVE_OUT or (answer in known and not bare.found.is_certain):
            bare = Placed(row, bare.found, answer)
        placed.append(bare)
    return placed


def doubles(placed: Iterable[Placed]) -> dict[str, list[Placed]]:
    """Keys that several rows are about, with those rows."""
    found: dict[str, list[Placed]] = {}
    for one in placed:
        if one.key:
            found.setdefault(one.key, []).append(one)
    return {key: rows for key, rows in found.items() if len(rows) > 1}


def answers_in(post: Mapping[str, str]) -> dict[str, str]:
    """The posted fields; a pressed suggestion `FIELD=text` sets its field."""
    answers = {name: post[name] for name in post}
    field, separator, text = answers.get("use", "").partition("=")
    return answers | ({field: text} if separator else {})


def digest_of(planned) -> str:
    """A mark of what a preview showed, so that only what was seen is written."""
    return hashlib.sha256(json.dumps(planned, ensure_ascii=False).encode()).hexdigest()[:24]


def double_remark(rows: Iterable[Placed], name: str) -> str:
    lines = ", ".join(str(one.row.line) for one in rows)
    return f"“{name}” đứng ở các dòng {lines}. Bạn giữ một dòng và đánh dấu bỏ các dòng kia."


class Grouped:
    """A block's rows by how sure each is: `rows` hold their `placed`, `pasted` is what was read."""

    def group(self, name: str) -> list:
        return [row for row in self.rows if row.placed.group == name]

    @property
    def matched(self):
        return self.group("matched")

    @property
    def uncertain(self):
        return self.group("uncertain")

    @property
    def unknown(self):
        return self.group("unknown")

    @property
    def unclear(self) -> list[PastedRow]:
        return [row for row in self.pasted if row.kind == Kind.UNCLEAR]

    @property
    def without_value(self) -> list[PastedRow]:
        return [row for row in self.pasted if row.kind == Kind.ROW and row.is_blank]
