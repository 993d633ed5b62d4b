"""Rows of stored values by conditions that are written out.

The columns and joins are put together once a process: doing it anew for each statement took
Django longer than PostgreSQL took to answer it (`make bench`).
"""

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


@cache
def _selecting(columns, vendor):
    """SELECT … FROM … JOIN of the columns, and what makes Python's values of the database's."""
    values = IndicatorValue.objects.order_by().values_list(*columns)
    compiler = values.query.get_compiler(connection=connection)
    sql, _ = compiler.as_sql()
    return sql, compiler, compiler.get_converters([one for one, *_ in compiler.select])
