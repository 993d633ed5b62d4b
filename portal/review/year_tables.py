"""The year as tables: the matrix of agencies and months, and rates by group and month."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.figures import show, show_percent
from portal.office.own_markup import own_markup
from portal.submissions.register import Rate, rate
from portal.ui.tables import Column, NameColumn, PercentColumn, YearbookTable

from .rates import group_keys, grouped, share
from .states import mark
from .year import Cell, Row, Year

FOOT = (
    ("Phải gửi", lambda r: show(r.expected)),
    ("Đã nhận", lambda r: show(r.received)),
    ("Tỷ lệ đã nhận", lambda r: show_percent(r.received, r.expected)),
    ("Đúng hạn", lambda r: show(r.on_time)),
    ("Tỷ lệ đúng hạn", lambda r: show_percent(r.on_time, r.expected)),
)


class YearTable:
    """The matrix as markup, made row by row from the few cells that there are: a template's loop
    over thousands of cells would cost ten times as much."""

    def __init__(self, year: Year, query: str):
        """`query`: the filters that a month's own page is opened with, "?…" or empty."""
        self.year, self.query = year, query

    @property
    def is_empty(self) -> bool:
        return not self.year.rows

    @property
    def years(self) -> list[tuple[int, int]]:
        """(year, how many of its months stand below it) for the head."""
        return [(y, len(list(of))) for y, of in groupby(self.year.periods, lambda p: p.year)]

    @property
    def months(self) -> list[dict]:
        return [
            {
                "month": period.month,
                "label": period.label,
                "href": reverse("review:board", args=[period.key]) + self.query,
            }
            for period in self.year.periods
        ]

    def html_rows(self) -> Iterator[SafeString]:
        for row in self.year.rows:
            cells = "".join(map(cell_html, row.cells))
            found = row.rate
            yield format_html(
                "<tr><th scope=row>{}{}<td class=num>{}/{}<td class=num>{}\n",
                row.agency.name,
                own_markup(cells),
                *(found.received, found.expected, found.on_time),
            )

    def html_foot(self) -> Iterator[SafeString]:
        rates = [*self.year.rates]
        whole = total(rates)
        for label, figure in FOOT:
            cells = format_html_join("", "<td>{}", ((figure(found),) for found in rates))
            yield format_html(
                "<tr><th scope=row>{}{}<td class=num colspan=2>{}\n", label, cells, figure(whole)
            )


def total(rates: list[Rate]) -> Rate:
    return Rate(
        sum(r.expected for r in rates),
        sum(r.received for r in rates),
        sum(r.on_time for r in rates),
    )


@lru_cache
def cell_html(cell: Cell | None) -> str:
    """The class draws the state's shape; the letters say it."""
    if cell is None:
        return "<td class=y>"
    css = f"y-{cell.state or 'none'}"
    if cell.is_late or cell.overdue_days:
        css = f'"{css} {"y-late" if cell.is_late else "y-over"}"'
    return f"<td class={css}>{mark(cell)}"


def rates_by_group(year: Year) -> list[YearbookTable]:
    """Two tables, groups by months: the share received, the share on time."""
    found = rates_of_groups(year)
    return [
        rates_table(year, found, "Tỷ lệ đã nhận", "received"),
        rates_table(year, found, "Tỷ lệ đúng hạn", "on_time"),
    ]


def rates_of_groups(year: Year) -> list[tuple[str, list[Rate]]]:
    """(group, its rate in each month), groups in print order."""
    everyone = ((agency, None) for row in year.rows for agency in row.agencies if agency)
    keys = list(grouped(everyone))
    by_month = []
    for at in range(len(year.periods)):
        cells: dict[tuple, list[Cell]] = {}
        for agency, cell in year.column(at):
            for key in group_keys(agency):
                cells.setdefault(key, []).append(cell)
        by_month.append(cells)
    return [(key[2], [rate(cells.get(key, ())) for cells in by_month]) for key in keys]


def rates_table(year: Year, found, title: str, part: str) -> YearbookTable:
    columns = [("name", NameColumn("Nhóm cơ quan"))]
    columns += [
        (f"m{at}", PercentColumn(f"{period.month}/{period.year}"))
        for at, period in enumerate(year.periods)
    ]
    columns += [("counts", Column("Cộng", css="num")), ("share", PercentColumn("Tỷ lệ"))]
    rows = []
    for label, rates in found:
        whole = total(rates)
        rows.append(
            {f"m{at}": share(getattr(r, part), r.expected) for at, r in enumerate(rates)}
            | {
                "name": label,
                "counts": f"{show(getattr(whole, part))}/{show(whole.expected)}",
                "share": share(getattr(whole, part), whole.expected),
            }
        )
    unit = "Đơn vị: % số cơ quan phải gửi. Ô trống: tháng không có cơ quan nào phải gửi."
    return YearbookTable(rows, title=title, unit_line=unit, extra_columns=columns)


def cells_in_words(row: Row) -> list[str | None]:
    """A row for the workbook: the same letters as on the page; None where nothing was expected."""
    return [mark(cell) if cell else None for cell in row.cells]
