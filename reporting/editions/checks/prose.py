"""The prose of a report, line by line, as the checks read it."""

from collections.abc import Iterator
from dataclasses import dataclass

from reporting.editions.models import Slot
from reporting.editions.report import Block, Pieces, Report

HIDDEN = "\x00"  # stands where a printed figure stands
MARK = "\x01"  # stands where the mark of a footnote stands
LABELS = dict(Slot.choices)


@dataclass(frozen=True)
class Prose:
    """One line of prose. `text`: as printed; `typed`: the same with figures and marks hidden."""

    text: str
    typed: str
    source: str
    place: str
    pieces: Pieces = ()

    @property
    def slot(self) -> str:
        """The kind of its source: "lead", "line", "story", "proposals"."""
        return self.source.partition(":")[0]


def prose_of(report: Report, worded: frozenset[str] = frozenset()) -> Iterator[Prose]:
    """Every line that somebody wrote: the editor's texts, stories, proposals, the abstract, and
    the lines of figures whose indicator is in `worded`."""
    section = ""
    for block in report.body:
        if block.kind == "heading" and block.number and block.level < 3:
            section = block.number
        if is_written(block, worded):
            place = f"mục {section}" if section else "phần mở đầu"
            yield from lines_of(block, f"{name_of(block.source)}, {place}")
    for block in report.abstract:
        yield from lines_of(block, LABELS[Slot.ABSTRACT])


def is_written(block: Block, worded: frozenset[str]) -> bool:
    kind, _, name = block.source.partition(":")
    if kind == "line":
        return name in worded
    return bool(kind) and kind not in ("news", "corrected", "late")


def name_of(source: str) -> str:
    kind = source.partition(":")[0]
    names = {"line": "Câu số liệu", "story": "Kinh nghiệm địa phương"}
    return names.get(kind) or LABELS.get(kind) or "Đề xuất, kiến nghị"


def lines_of(block: Block, place: str) -> Iterator[Prose]:
    for pieces in (block.pieces, *block.items):
        if pieces:
            yield Prose(
                "".join(piece.text for piece in pieces),
                "".join(hidden(piece) for piece in pieces),
                block.source,
                place,
                pieces,
            )


def hidden(piece) -> str:
    if piece.note is not None:
        return MARK
    return HIDDEN * len(piece.text) if piece.code else piece.text


def around(text: str, start: int, end: int, reach: int = 45) -> str:
    """The words around a place, cut at spaces, without what is hidden."""
    left, right = max(0, start - reach), min(len(text), end + reach)
    left = text.find(" ", left, start) + 1 if left else 0
    right = text.rfind(" ", end, right) if right < len(text) else right
    right = right if right >= end else end
    cut = text[left:right].strip()
    return f"{'…' if left else ''}{cut}{'…' if right < len(text) else ''}"
