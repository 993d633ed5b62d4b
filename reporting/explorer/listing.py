"""The same cells one below the other: indicator, agency, month, figure, state, source, days.

Only the stretch of rows that is shown, or written at the moment, is ever read: the place of each
row follows from the selection alone, so a hundred thousand rows need the memory of a few.
"""

import datetime
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from django.utils import timezone

from portal.submissions.models import Channel

from . import query as q
from .figures import NOT_APPLICABLE, Cell, Figures, raw
from .ground import NATION, Asked, Column, Party
from .selection import Selection

ROWS_A_PAGE = 100
CELLS_AT_ONCE = 2_000

HEADS = (
    "Chỉ tiêu",
    "Mã",
    "Cơ quan",
    "Kỳ",
    "Tính đến hết ngày",
    "Giá trị",
    "Đơn vị",
    "Tình trạng",
    "Nguồn",
    "Số liệu tính đến",
    "Gửi lúc",
    "Tiếp nhận lúc",
)
REPORTED, NOT_KNOWN = "Có số liệu", "Chưa có số liệu"


class Line(NamedTuple):
    asked: Asked
    party: Party
    column: Column
    cell: Cell

    @property
    def state(self) -> str:
        if self.cell.is_reported:
            return REPORTED
        return NOT_APPLICABLE if self.cell.state or not self.cell.is_asked else NOT_KNOWN

    @property
    def source(self) -> str:
        value = self.cell.value
        if value is not None:
            return value.source_text or Channel(value.channel).label
        if self.cell.parts_known:
            return f"Cộng {self.cell.parts_known} phần có số"
        return ""


def pairs_of(selection: Selection) -> list[tuple[Asked, Party]]:
    """Each indicator with each agency that it asks on any of the days, in their orders."""
    days = [column.day for column in selection.columns]
    rows = selection.rows
    if selection.query.order == q.BY_NAME:
        rows = sorted(rows, key=lambda party: party.sort_key)
    found = []
    for asked in selection.asked:
        if asked.set_id is None:
            found += [(asked, party) for party in rows if party.agency_id is NATION]
            continue
        members = selection.parties.of_set(asked.set_id, days)
        found += [(asked, party) for party in rows if party.agency_id in members]
    return found


def count_lines(selection: Selection) -> int:
    return len(pairs_of(selection)) * len(selection.columns)


def page_of_lines(selection: Selection, start: int) -> list[Line]:
    """A page's lines from `start` on; one query."""
    width = len(selection.columns)
    first, last = start // width, -(-(start + ROWS_A_PAGE) // width)
    lines = _lines(selection, pairs_of(selection)[first:last], selection.columns)
    return list(islice(lines, start % width, start % width + ROWS_A_PAGE))


def all_lines(selection: Selection) -> Iterator[Line]:
    """Every line; one query for each 2.000 of them at most, and for each indicator."""
    most = max(CELLS_AT_ONCE // len(selection.columns), 1)
    for chunk in _chunks(pairs_of(selection), most):
        yield from _lines(selection, chunk, selection.columns)


def _chunks(pairs, most: int) -> Iterator[list[tuple[Asked, Party]]]:
    """Stretches of one indicator each: the values of others would be read in vain."""
    chunk: list[tuple[Asked, Party]] = []
    for pair in pairs:
        if chunk and (len(chunk) == most or chunk[0][0] is not pair[0]):
            yield chunk
            chunk = []
        chunk.append(pair)
    if chunk:
        yield chunk


def _lines(selection, chunk, columns) -> Iterator[Line]:
    parties = list(dict.fromkeys(party for _, party in chunk))
    figures = Figures(selection, parties, list({a.pk: a for a, _ in chunk}.values()), columns)
    readers: dict[int, list] = {}
    for asked, party in chunk:
        if asked.pk not in readers:
            readers[asked.pk] = [(column, figures.cells(asked, column)) for column in columns]
        for column, cell in readers[asked.pk]:
            yield Line(asked, party, column, cell(party.agency_id))


def raw_line(line: Line) -> list:
    """What a file holds of a line: numbers as numbers, days as days, blanks as None."""
    asked, party, column, cell = line
    value = cell.value
    return [
        asked.name,
        asked.code,
        party.printed_name,
        column.label if column.since else None,
        column.day,
        raw(asked, cell) if cell.is_reported else None,
        asked.unit_shown or None,
        line.state,
        line.source or None,
        cell.covers_to,
        _local(value.sent_at) if value else None,
        _local(value.accepted_at) if value else None,
    ]


def _local(instant: datetime.datetime) -> datetime.datetime:
    """On the clock of Việt Nam, to the second and without a zone, as workbooks hold it."""
    return timezone.localtime(instant).replace(tzinfo=None, microsecond=0)
