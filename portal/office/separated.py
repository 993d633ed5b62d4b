"""Figures as separated text: commas, quotes, and a mark by which Excel knows that it is Unicode."""

import csv
import datetime
from collections.abc import Iterable, Iterator

from portal.days import show_date_padded

from .cell_text import clean, would_act

CSV_TYPE = "text/csv; charset=utf-8"


def csv_parts(rows: Iterable[list]) -> Iterator[bytes]:
    """The file row by row, so that a hundred thousand flow through."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_NONNUMERIC)
    yield b"\xef\xbb\xbf"
    for row in rows:
        yield writer.writerow([csv_value(value) for value in row]).encode()


class _Echo:
    def write(self, text: str) -> str:
        return text


def csv_value(value):
    """Numbers bare, days as 30/09/2022, nothing known as an empty text; no text is a formula."""
    if isinstance(value, datetime.datetime):
        return f"{show_date_padded(value.date())} {value:%H:%M}"
    if isinstance(value, datetime.date):
        return show_date_padded(value)
    if isinstance(value, str):
        text = clean(value)
        return f"'{text}" if would_act(value) or would_act(text.lstrip()) else text
    return "" if value is None else value
