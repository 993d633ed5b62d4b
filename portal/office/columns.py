"""How wide the columns of a printed table are, and on which side their cells stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from portal import days

from .lettering import longest_word, width_of
from .sheet import HEAD_PADDING, PADDING

_RANKS = {"TT", "STT"}
_WIDEST = 60.0  # digits; a longer text wraps
_HEAD_LINES = 3  # a head wraps over about so many lines
_DATE = 10.0  # digits of 30/09/2022
_SIGN = 2.0  # digits that a number format may add: a per cent sign


@dataclass
class Column:
    label: str
    width: float  # digits, with the air around the text
    style: str  # "left" for names and texts, "right" for figures, "center" for ranks and dates
    number_format: str | None = None

    @property
    def text_style(self) -> str:
        """Where a text stands: among figures ("Không áp dụng") in the middle."""
        return "left" if self.style == "left" else "center"


def laid_out(
    labels: Sequence[str],
    rows: Sequence[Sequence],
    total: Sequence | None,
    formats: dict[str, str],
) -> list[Column]:
    """Columns as wide as these rows and this foot need. formats: {label: number format}."""
    rows = [*rows, total] if total is not None else rows
    columns = [_column(label, [row[i] for row in rows]) for i, label in enumerate(labels)]
    for column in columns:
        column.number_format = formats.get(column.label)
        if column.number_format:
            column.width += _SIGN
    return columns


def fitted(columns: list[Column], room: float) -> None:
    """Widens the columns, ranks apart, until the table takes the whole width of the page.

    A table that is wider already stays so: the page is then scaled down when printed.
    """
    elastic = [column for column in columns if column.label not in _RANKS] or columns
    spare = room - sum(column.width for column in columns)
    if spare > 0:
        by = 1 + spare / sum(column.width for column in elastic)
        for column in elastic:
            column.width *= by


def _column(label: str, values: list) -> Column:
    known = [value for value in values if value is not None and value != ""]
    head = max(
        longest_word(label, is_bold=True), width_of(label, is_bold=True) / (_HEAD_LINES - 0.5)
    )
    body = max(map(_width, known), default=0.0)
    width = max(min(body, _WIDEST) + PADDING, head + HEAD_PADDING)
    return Column(label, width, "center" if label in _RANKS else _side(known))


def _side(known: list) -> str:
    if any(_is_figure(value) for value in known):
        return "right"
    return "center" if any(isinstance(value, date) for value in known) else "left"


def _width(value) -> float:
    if _is_figure(value):
        return width_of(f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}", is_bold=True)
    if isinstance(value, datetime):
        return width_of(days.show_instant(value))
    if isinstance(value, date):
        return _DATE
    return max((width_of(line) for line in str(value).split("\n")), default=0.0)


def _is_figure(value) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
