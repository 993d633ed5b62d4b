"""The aggregation of the weekly lines against its own SQL, and ten years against one."""

import datetime

from django.db import connection

from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment

from . import databases
from .measuring import Row, in_turn, ms, ratio_row, timed


def weekly_figures(day: datetime.date) -> list:
    """Every figure that the weekly report's lines are made of."""
    figures = Figures(None, Moment(day))
    return [figures.figure(code) for code in figures.indicators]


def statements_of(work) -> list[tuple[str, tuple]]:
    """The SQL, with its parameters, that `work` sends."""
    sent = []

    def note(execute, sql, params, many, context):
        sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    return sent


def fetch(statements) -> None:
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()


def aggregation_speed(long: str, long_day, short: str, short_day, times: int) -> list[Row]:
    """`long` and `short` name the databases of ten years and of one, read as of their last days."""

    def on(name, work):
        def run():
            databases.use(name)
            return timed(work)()

        return run

    databases.use(long)
    statements = statements_of(lambda: weekly_figures(long_day))
    found = in_turn(
        {
            "raw": on(long, lambda: fetch(statements)),
            "long": on(long, lambda: weekly_figures(long_day)),
            "short": on(short, lambda: weekly_figures(short_day)),
        },
        times,
    )
    return [
        ratio_row(
            "Tổng hợp các dòng của báo cáo tuần",
            found["long"] / found["raw"],
            1.5,
            "SQL trần",
            f"{ms(found['long'])} / {ms(found['raw'])}",
        ),
        ratio_row(
            "Tổng hợp với mười năm số liệu",
            found["long"] / found["short"],
            1.2,
            "với một năm",
            f"{ms(found['long'])} / {ms(found['short'])}",
        ),
    ]
