"""The figures of a row that were not read: what is wrong in which cell, and what was typed."""

from dataclasses import dataclass

from portal.figures import FigureError, show

from .grid import letter_of
from .models import PlatformImport, PlatformRow
from .rows import WORDS, amount_in, read_cell

SUFFIX = {"participants": "n", "completions": "d"}
LABELS = {"participants": "Lượt", "completions": "Hoàn thành"}
NO_FIGURE = "Dòng này không có số lượt. Bạn nhập số, hoặc bỏ dòng này."


@dataclass(frozen=True)
class NumberBox:
    """A box for one figure. `message`: empty once a figure was typed that is clear."""

    field: str
    label: str
    cell: str
    written: str
    text: str
    message: str = ""
    suggestions: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return bool(self.message)


def field_of(row: PlatformRow, what: str) -> str:
    return f"r{row.line}-{SUFFIX[what]}"


def cell_of(batch: PlatformImport, row: PlatformRow, what: str) -> str:
    """ "ô C17" in a workbook; "dòng 17, cột lượt" in a text file."""
    column = getattr(batch, f"{what}_column")
    if batch.sheet and column:
        return f"ô {letter_of(column)}{row.line}"
    return f"dòng {row.line}, cột {WORDS[what]}"


def mended(row: PlatformRow, what: str) -> str:
    """The figure typed by a person in place of what the file holds; empty where there is none."""
    amount = getattr(row, what)
    if amount is None or amount == amount_in(getattr(row, f"{what}_text")):
        return ""
    return show(amount)


def is_missing(row: PlatformRow, what: str) -> bool:
    """Whether a figure must be there and is not: unread, or participations left blank."""
    if getattr(row, what) is not None:
        return False
    return what == "participants" or bool(getattr(row, f"{what}_text"))


def boxes_of(batch: PlatformImport, row: PlatformRow, typed: dict[str, str]) -> list[NumberBox]:
    """The boxes that a row needs; `typed`: texts posted just now that were not taken."""
    is_wanted = row.answer != PlatformRow.Answer.LEFT_OUT
    return [
        box_of(batch, row, what, typed)
        for what in SUFFIX
        if mended(row, what) or (is_wanted and is_missing(row, what))
    ]


def box_of(batch, row, what, typed) -> NumberBox:
    field, written = field_of(row, what), getattr(row, f"{what}_text")
    text, message, suggestions = typed.get(field, mended(row, what)), "", ()
    if field in typed or is_missing(row, what):
        message, suggestions = refusal_of(typed.get(field) or written)
        cell = cell_of(batch, row, what)
        message = f"{cell[0].upper()}{cell[1:]}: {message}" if message else ""
    return NumberBox(
        field, LABELS[what], cell_of(batch, row, what), written, text, message, suggestions
    )


def refusal_of(text: str) -> tuple[str, tuple[str, ...]]:
    """(what is wrong with a text that is no figure, the likely figures); ("", ()) for a figure."""
    if not text:
        return NO_FIGURE, ()
    try:
        read_cell(text)
    except FigureError as error:
        return error.message, error.suggestions
    return "", ()
