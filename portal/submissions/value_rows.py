"""Rows of stored values by conditions that are written out.

The columns and joins are put together once a process: doing it anew for each statement took
Django longer than PostgreSQL took to answer it (`make bench`).
"""

from collections.abc import Sequence
from functools import cache

from django.db import connection

from .models import IndicatorValue

Condition = tuple[str, list]  # SQL over the tables' own names, and its parameters


def rows_where(columns: tuple[str, ...], *conditions: Condition) -> list[tuple]:
    """The columns of every value that meets a condition, once for each that it meets; one query.

    The conditions may name the tables that the columns come from.
    """
    select, compiler, converters = _selecting(columns, connection.vendor)
    sql = " UNION ALL ".join(f"{select} WHERE {condition}" for condition, _ in conditions)
    with connection.cursor() as cursor:
        cursor.execute(sql, [one for _, parameters in conditions for one in parameters])
        rows = cursor.fetchall()
    return list(compiler.apply_converters(rows, converters)) if converters else rows


def grouped_rows(
    columns: tuple[str, ...], groups: Sequence[Sequence[Condition]]
) -> list[list[tuple]]:
    """`rows_where` for several groups of conditions, each group's rows by themselves; one query."""
    select, compiler, converters = _selecting(columns, connection.vendor)
    parts, parameters = [], []
    for number, conditions in enumerate(groups):
        marked = select.replace("SELECT ", f"SELECT {number}, ", 1)
        for condition, own in conditions:
            parts.append(f"{marked} WHERE {condition}")
            parameters += own
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        rows = cursor.fetchall()
    if converters:
        shifted = {place + 1: converter for place, converter in converters.items()}
        rows = compiler.apply_converters(rows, shifted)
    found: list[list[tuple]] = [[] for _ in groups]
    for row in rows:
        found[row[0]].append(row[1:])
    return found


@cache
def _selecting(columns, vendor):
    """SELECT … FROM … JOIN of the columns, and what makes Python's values of the database's."""
    values = IndicatorValue.objects.order_by().values_list(*columns)
    compiler = values.query.get_compiler(connection=connection)
    sql, _ = compiler.as_sql()
    return sql, compiler, compiler.get_converters([one for one, *_ in compiler.select])
