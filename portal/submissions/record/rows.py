"""Everything dated about one agency in one statement: each kind of thing a part of one union.

A page about an agency shows a dozen kinds of things of a few rows each; asked for one by one they
would be a dozen questions. All parts have the same columns; what a column means is said where the
part is made.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    DateField,
    DateTimeField,
    F,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast


class Row(NamedTuple):
    """One thing; None or "" where its kind has no such column."""

    kind: str
    key: int | None
    since: datetime.date | None
    until: datetime.date | None
    at: datetime.datetime | None
    sent_at: datetime.datetime | None
    counted_at: datetime.datetime | None
    word: str
    title: str
    more: str
    link: str
    number: int | None
    flag: int | None
    other: int | None


TYPES = {
    "kind": TextField,
    "key": BigIntegerField,
    "since": DateField,
    "until": DateField,
    "at": DateTimeField,
    "sent_at": DateTimeField,
    "counted_at": DateTimeField,
    "word": TextField,
    "title": TextField,
    "more": TextField,
    "link": TextField,
    "number": BigIntegerField,
    "flag": BigIntegerField,
    "other": BigIntegerField,
}


def part(kind: str, found: QuerySet, **columns) -> QuerySet:
    """`found` as a part of the union; `columns`: column → a field's name or an expression."""
    made = {"kind": Value(kind), **columns}
    shown = {f"row_{name}": _typed(made.get(name), type_) for name, type_ in TYPES.items()}
    return found.order_by().annotate(**shown).values_list(*shown)


def yes(condition) -> Case:
    """1 or 0: a column of all databases, in a union too."""
    condition = condition if isinstance(condition, Q) else Q(condition)
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=BigIntegerField())


def read(parts: Iterable[QuerySet]) -> Mapping[str, list[Row]]:
    """Kind → its rows in no order; one query. A kind without rows is an empty list."""
    first, *others = parts
    found: dict[str, list[Row]] = {}
    for values in first.union(*others, all=True):
        row = Row._make(values)
        found.setdefault(row.kind, []).append(row)
    return _WithEmpty(found)


class _WithEmpty(dict):
    def __missing__(self, kind):
        return []


def _typed(column, type_):
    """A column's expression; of one type in every part, the absent ones too (PostgreSQL)."""
    if column is None:
        return Cast(Value("") if type_ is TextField else Value(None), type_())
    return Cast(F(column) if isinstance(column, str) else column, type_())
