"""The newest known value on each of several days, found by one statement for all of them.

The same two clocks as `portal.submissions.readings`: a value covers days up to `covers_to`, and
counts from its acceptance until it is superseded. On every day the reading is what
`portal.submissions.aggregation.Figures` reads on that day; a test of random histories says so.
"""

import datetime
from collections import defaultdict, namedtuple
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from portal.submissions.readings import (
    OF_MEMBER,
    READING_COLUMNS,
    RECENT,
    KeySearch,
    Moment,
    Reading,
    of_keys,
)
from portal.submissions.value_rows import rows_where

from .ground import Asked, Column

# A `Reading`, whatever it holds, and what the explorer shows beside it.
KnownValue = namedtuple(
    "KnownValue", (*Reading._fields, "in_month", "unchanged", "sent_at", "accepted_at")
)

COLUMNS = (
    *READING_COLUMNS,
    "in_month",
    "unchanged",
    "revision__sent_at",
    "revision__accepted_at",
)
Key = tuple[int, int | None]
AllowedChannel = Callable[[Asked, datetime.date], str]

NEWEST_OF_AGENCIES = """
    SELECT COALESCE({recent}, {ever}) FROM portal_agencysetmember m
    JOIN portal_indicator i ON i.asked_of_id = m.agency_set_id
    WHERE i.id IN ({indicators}) AND m.agency_id IN ({agencies})"""

OF_AGENCIES = """(portal_indicatorvalue.agency_id IN ({agencies})
    OR portal_indicatorvalue.agency_id IS NULL)"""


def newest_on_days(
    asked: Sequence[Asked],
    agency_ids: Sequence[int],
    columns: Sequence[Column],
    channel_on: AllowedChannel,
) -> dict[tuple[int, int | None, datetime.date], KnownValue]:
    """(indicator, agency or NATION, day) → the newest value known for the day; one query.

    `channel_on(asked, day)`: the only channel whose values count, "" for any. An absent key means
    that nothing is known. `columns` are ordered by day.
    """
    values = _found(asked, list(agency_ids), columns, channel_on)
    by_key: dict[Key, list[KnownValue]] = defaultdict(list)
    for value in values:
        by_key[value.indicator_id, value.agency_id].append(value)
    days = {
        one.pk: [(column.day, channel_on(one, column.day)) for column in columns] for one in asked
    }
    found = {}
    for (indicator_id, agency_id), stated in by_key.items():
        stated.sort(key=attrgetter("covers_to", "accepted_at", "value_id"))
        for day, value in _newest(stated, days[indicator_id]):
            found[indicator_id, agency_id, day] = value
    return found


def _newest(stated, days):
    """(day, newest value) of one agency's values in their order, for each day that has one."""
    at, size, newest = 0, len(stated), {}
    for day, channel in days:
        while at < size and stated[at].covers_to <= day:
            newest[stated[at].channel] = newest[""] = stated[at]
            at += 1
        value = newest.get(channel)
        if value is not None:
            yield day, value


def _found(asked, agency_ids, columns, channel_on) -> list[KnownValue]:
    indicators = [one.pk for one in asked]
    if not indicators or not columns:
        return []
    searches = list(_searches(asked, agency_ids, columns, channel_on))
    conditions = [of_keys(*searches, union="UNION")]
    if _follow_each_other(columns):
        whose = OF_AGENCIES.format(agencies=", ".join(["%s"] * len(agency_ids)) or "NULL")
        until_the_last = KeySearch(indicators, Moment(columns[-1].day))
        conditions.append(until_the_last.stretch(columns[0].day, whose, agency_ids))
    return [KnownValue._make(row) for row in rows_where(COLUMNS, *conditions)]


def _follow_each_other(columns: Sequence[Column]) -> bool:
    """Months in a row: the values between them are all shown, so they are read as a stretch."""
    return len(columns) > 1 and all(column.since is not None for column in columns)


def _searches(asked, agency_ids, columns, channel_on) -> Iterable[tuple[str, list]]:
    """The search for the newest keys: of the first month for a row of months, else of each day.

    A rule of publication that changes in a row of months asks for the value before it under each.
    """
    moments = columns[:1] if _follow_each_other(columns) else columns
    for column in moments:
        ruled_on = columns if _follow_each_other(columns) else [column]
        for channels in dict.fromkeys(_channels(asked, one.day, channel_on) for one in ruled_on):
            search = KeySearch([one.pk for one in asked], Moment(column.day), channels)
            yield search.of_statements()
            if agency_ids:
                yield _of_agencies(search, agency_ids)


def _channels(asked, day, channel_on) -> tuple[tuple[int, str], ...]:
    ruled = ((one.pk, channel_on(one, day)) for one in asked)
    return tuple((pk, channel) for pk, channel in ruled if channel)


def _of_agencies(search: KeySearch, agency_ids: list[int]) -> tuple[str, list]:
    recent, recent_parameters = search.newest_value(OF_MEMBER, search.moment.day - RECENT)
    ever, parameters = search.newest_value(OF_MEMBER)
    sql = NEWEST_OF_AGENCIES.format(
        recent=recent,
        ever=ever,
        indicators=search.places,
        agencies=", ".join(["%s"] * len(agency_ids)),
    )
    return sql, [*recent_parameters, *parameters, *search.indicators, *agency_ids]
