"""Statements that are put together once a process; from call to call only days and keys change.

Putting a long statement together anew costs Django more than the database takes to answer it
(`make bench`). Only for statements whose shape does not depend on what is asked.
"""

import datetime
from collections.abc import Callable
from functools import cache

from django.db import connection

# What no statement holds by itself; each stands for one of the caller's days or keys.
_DAYS = tuple(datetime.date(1001 + i, 1, 1) for i in range(4))
_KEYS = tuple(-987_654_321 - i for i in range(4))

Given = datetime.date | int


def prepared_rows(build: Callable, *given: Given) -> list[tuple]:
    """The rows of `build(*given)`, a queryset of values; `build` is called once a process for each
    kind of `given`: days and keys."""
    kinds = tuple(isinstance(one, datetime.date) for one in given)
    sql, parameters, compiler, converters = _statement(build, kinds, connection.vendor)
    adapted = [_adapted(one) for one in given]
    with connection.cursor() as cursor:
        cursor.execute(
            sql, [adapted[one.number] if isinstance(one, _Place) else one for one in parameters]
        )
        rows = cursor.fetchall()
    if converters:
        rows = compiler.apply_converters(rows, converters)
    return [tuple(row) for row in rows]


class _Place:
    """Where the one given at this number goes."""

    def __init__(self, number: int):
        self.number = number


@cache
def _statement(build: Callable, kinds: tuple[bool, ...], vendor: str):
    stand_ins = [_DAYS[i] if is_day else _KEYS[i] for i, is_day in enumerate(kinds)]
    values = build(*stand_ins)
    compiler = values.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    places = {_adapted(one): _Place(i) for i, one in enumerate(stand_ins)}
    known = str | datetime.date | int
    marked = [places.get(one, one) if isinstance(one, known) else one for one in parameters]
    return sql, marked, compiler, compiler.get_converters([one for one, *_ in compiler.select])


def _adapted(one: Given):
    """As the database's own parameters have it."""
    is_day = isinstance(one, datetime.date)
    return connection.ops.adapt_datefield_value(one) if is_day else one
