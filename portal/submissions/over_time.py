"""The newest readings, and beside them how some figures stood before: one statement for both.

For a page that shows figures, their course and the country's targets, and may ask little.
"""

import datetime
from collections.abc import Callable, Iterable
from typing import NamedTuple

from .readings import (
    CARRIED,
    NAMED,
    READING_COLUMNS,
    KeySearch,
    Moment,
    Reading,
    of_keys,
)
from .value_rows import Condition, grouped_rows

# What the country's targets count and nobody is asked about; every statement of it.
TOWARDS_TARGETS = """portal_indicatorvalue.agency_id IS NULL
    AND portal_indicatorvalue.indicator_id IN (
        SELECT t.indicator_id FROM portal_target t
        WHERE t.agency_id IS NULL AND t.struck_at IS NULL)
    AND portal_indicatorvalue.covers_to <= %s
    AND portal_indicatorvalue.state IN (%s, %s) AND {known}"""


class Over(NamedTuple):
    """Of which indicators the course is wanted, and for how long before the moment's day."""

    codes: frozenset[str]
    window: datetime.timedelta


class Course(NamedTuple):
    """`over`: every named reading of the window and each agency's one before it, oldest first;
    `towards`: what was stated of the country's targets, oldest first."""

    window: datetime.timedelta
    over: list[Reading]
    towards: list[Reading]

    def kept(self, codes: dict[int, str], is_kept: Callable[[str, int | None], bool]) -> "Course":
        """The course of those of which `is_kept` (code, agency) is true."""
        over = [one for one in self.over if is_kept(codes[one.indicator_id], one.agency_id)]
        return self._replace(over=over)


def newest_and_course(
    indicators: list[int],
    moment: Moment,
    channels: Iterable[tuple[int, str]],
    over: list[int],
    window: datetime.timedelta,
) -> tuple[list[Reading], Course]:
    """`newest_readings` and `readings_over` of `over` in one query."""
    search = KeySearch(indicators, moment, tuple(channels))
    newest = of_keys(search.of_members(moment.day), search.of_statements())
    since = moment.day - window
    within = KeySearch(over, moment).stretch(since, NAMED)
    earlier = KeySearch(over, Moment(since, moment.known_at)).of_members(moment.day)
    columns = (*READING_COLUMNS, "revision__accepted_at")
    groups = [(newest,), (within, of_keys(earlier)), (towards(search),)]
    found, course, stated = grouped_rows(columns, groups)
    return [Reading._make(row[:-1]) for row in found], Course(
        window, in_order(course), in_order(stated)
    )


def towards(search: KeySearch) -> Condition:
    known, instants = search.known("portal_revision")
    return TOWARDS_TARGETS.format(known=known), [search.moment.day, *CARRIED, *instants]


COVERS_TO, VALUE = READING_COLUMNS.index("covers_to"), READING_COLUMNS.index("pk")


def in_order(rows: list[tuple]) -> list[Reading]:
    """By the day, then by when they were known: of each key the newest last."""
    rows = sorted(rows, key=lambda row: (row[COVERS_TO], row[-1], row[VALUE]))
    return [Reading._make(row[:-1]) for row in rows]
