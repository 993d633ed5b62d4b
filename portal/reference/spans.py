"""Dated rows of one owner: which of them is which after someone moved their days."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

FIRST_DAY, LAST_DAY = "in_force_from", "in_force_until"


def days_of(row) -> tuple[date, date]:
    """First and last day of a row of a file or of a table."""
    get = row.get if isinstance(row, Mapping) else lambda name: getattr(row, name)
    return as_day(get(FIRST_DAY)), as_day(get(LAST_DAY) or date.max)


def as_day(value) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def overlaps(one, other) -> bool:
    (start, end), (other_start, other_end) = days_of(one), days_of(other)
    return start <= other_end and other_start <= end


def follow_moved_days(wanted: dict, kept: dict) -> dict[tuple, list]:
    """Files a kept row under the wanted key whose days it overlaps, where that key is missing.

    Both are keyed by (owner…, first day); `kept` is changed in place. Returns, by owner, the rows
    that answer to no wanted key: someone added them.
    """
    added = defaultdict(list)
    for at in sorted(kept.keys() - wanted.keys()):
        added[at[:-1]].append(at)
    for at in sorted(wanted.keys() - kept.keys()):
        for moved in added.get(at[:-1], ()):
            if overlaps(kept[moved], wanted[at]):
                kept[at] = kept.pop(moved)
                added[at[:-1]].remove(moved)
                break
    return {owner: [kept[at] for at in ats] for owner, ats in added.items()}
