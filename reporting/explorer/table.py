"""The grid as the portal's one table: ordered, in pages, with totals and what they rest on."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from portal.days import show_date
from portal.figures import show, show_qualified
from portal.submissions.models import Channel
from portal.ui.tables import NameColumn, NumberColumn, RankColumn, YearbookTable

from . import query as q
from .figures import Cell, Grid, Total, raw, raw_amount, shown
from .ground import NATION, Asked, Column, Party

ROWS_A_PAGE = 150
LONGEST_TEXT = 60  # characters of a text in a cell; the whole stands in the list and the history


class CellColumn(NumberColumn):
    """One column of figures; its label is the month, the day or the indicator."""

    def __init__(self, label: str, asked: Asked, column: Column, measure: str, **kwargs):
        super().__init__(label, **kwargs)
        self.asked, self.day_column, self.measure = asked, column, measure

    def show(self, value) -> str:
        if isinstance(value, Cell):
            text = shown(self.asked, value, self.measure, self.day_column)
            return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"
        return (
            show_total(self.asked, value, self.measure) if isinstance(value, Total) else value or ""
        )

    def raw(self, value):
        return raw(self.asked, value)


class GridTable(YearbookTable):
    rank = RankColumn()
    name = NameColumn("Cơ quan", href="href")

    sort_links: Callable[[int], tuple[str, str]] | None = None

    def header(self):
        """The base's heads; each column of figures and the names lead to their order."""
        heads = super().header()
        if self.sort_links is None:
            return heads
        return [
            (css, label, *(self.sort_links(at - 1) if at else ("", "")))
            for at, (css, label, _, _) in enumerate(heads)
        ]


def show_total(asked: Asked, total: Total, measure: str) -> str:
    """A sum as its cells are written; of yes and no the number of yes."""
    if total.amount is None:
        return ""
    if not asked.indicator.is_number:
        return show(total.amount)
    if measure == q.IN_MONTH:
        return asked.indicator.show_change(total.amount)
    return asked.indicator.show_amount(total.amount)


def raw_total(asked: Asked, total: Total):
    return raw_amount(asked, total.amount) if asked.indicator.is_number else total.amount


def basis(total: Total) -> str:
    """ "35/63"; "9" where the number of those asked is not published, empty where nobody is."""
    if total.size is None:
        return show(total.known)
    if not total.size:
        return ""
    return f"{show(total.known)}/{show(total.size)}"


def ordered(grid: Grid) -> list[tuple[Party, list[Cell]]]:
    """The rows in the asked order; those without the figure come last, whichever way."""
    query, rows = grid.selection.query, grid.rows
    if query.order == q.OFFICIAL:
        return rows
    if query.order == q.BY_NAME:
        return sorted(rows, key=lambda row: row[0].sort_key)
    at = order_column(grid)

    def amount(row):
        cell = row[1][at]
        return cell.amount if cell.is_reported else None

    known = [row for row in rows if amount(row) is not None]
    known.sort(key=lambda row: row[0].sort_key)
    known.sort(key=amount, reverse=query.order == q.LARGEST)
    return known + [row for row in rows if amount(row) is None]


def order_column(grid: Grid) -> int:
    """The column that orders and is drawn: the asked one, else the newest day or the first."""
    asked_for = grid.selection.query.order_column
    if asked_for is not None and asked_for <= len(grid.across):
        return asked_for - 1
    return len(grid.across) - 1 if len(grid.selection.asked) == 1 else 0


@dataclass
class GridPage:
    """A table of one page of the rows; the totals are of all rows."""

    table: GridTable
    page: Page
    notes: list[str]


def grid_page(grid: Grid, *, own=frozenset(), params=None) -> GridPage:
    """`own`: ids of the reader's agencies; `params`: the address, for links that sort."""
    paginator = Paginator(ordered(grid), ROWS_A_PAGE)
    page = paginator.get_page(grid.selection.query.page)
    return GridPage(grid_table(grid, page.object_list, own, params), page, notes(grid))


def grid_table(grid: Grid, rows, own=frozenset(), params=None) -> GridTable:
    measure = grid.selection.query.measure
    names = [f"c{at}" for at in range(len(grid.across))]
    links = [history_links(asked) for asked, _ in grid.across]
    columns = [
        (
            name,
            CellColumn(head(grid, at), asked, column, measure, href=_cell_link(name, links[at])),
        )
        for at, (name, (asked, column)) in enumerate(zip(names, grid.across, strict=True))
    ]
    only = links[0] if len(grid.selection.asked) == 1 else None
    records = [
        {"party": party, "name": party.printed_name, "href": only(party) if only else ""}
        | dict(zip(names, cells, strict=True))
        for party, cells in rows
    ]
    table = GridTable(
        records,
        extra_columns=columns,
        title=title(grid),
        unit_line=unit_line(grid),
        total=dict(zip(names, grid.totals, strict=True)),
        total_label="Tổng cộng",
        basis={name: basis(total) for name, total in zip(names, grid.totals, strict=True)},
        own=lambda record: record["party"].agency_id in own,
        empty_text="Không có cơ quan nào được hỏi chỉ tiêu này trong phạm vi và thời gian đã chọn.",
    )
    if params is not None:
        table.sort_links = sort_links(grid, params)
    return table


def history_links(asked: Asked) -> Callable[[Party], str]:
    """Where the history of an agency's value stands; the whole country's has no such page."""
    base = f"/kham-pha/{asked.code}/"
    return lambda party: "" if party.agency_id is NATION else f"{base}{party.slug}/"


def _cell_link(name: str, link: Callable[[Party], str]) -> Callable:
    return lambda record: link(record["party"]) if record[name].state else ""


def sort_links(grid: Grid, params) -> Callable[[int], tuple[str, str]]:
    """(link, aria-sort) of the column of names (0) and of each column of figures (from 1)."""
    query = grid.selection.query
    kept = [
        (name, value)
        for name, values in params.lists()
        if name not in (q.ORDER, q.ORDER_COLUMN, q.PAGE)
        for value in values
    ]
    base = urlencode(kept)
    by_value = query.order in (q.LARGEST, q.SMALLEST)
    sorted_at = order_column(grid) + 1 if by_value else 0 if query.order == q.BY_NAME else None

    def link(at: int) -> tuple[str, str]:
        if at == 0:
            return f"?{base}&{q.ORDER}={q.BY_NAME}", "ascending" if sorted_at == 0 else ""
        falling = sorted_at == at and query.order == q.LARGEST
        how = ("descending" if falling else "ascending") if sorted_at == at else ""
        order = q.SMALLEST if falling else q.LARGEST
        return f"?{base}&{q.ORDER}={order}&{q.ORDER_COLUMN}={at}", how

    return link


# Words


def head(grid: Grid, at: int) -> str:
    asked, column = grid.across[at]
    if len(grid.selection.asked) == 1:
        return column.label
    return f"{asked.name} ({asked.unit_shown})" if asked.unit_shown else asked.name


def title(grid: Grid) -> str:
    asked = grid.selection.asked
    if len(asked) == 1:
        return asked[0].label
    return f"{len(asked)} chỉ tiêu, {when(grid.across[0][1])}"


def when(column: Column) -> str:
    return f"kỳ {column.label}" if column.since else f"tính đến ngày {column.label}"


def unit_line(grid: Grid) -> str:
    asked, query = grid.selection.asked, grid.selection.query
    parts = []
    if len(asked) == 1 and asked[0].unit_shown:
        parts.append(f"Đơn vị: {asked[0].unit_shown}.")
    parts.append(f"{q.MEASURES[query.measure]}.")
    parts.append(f"Nguồn: {q.SOURCES[query.source].lower()}.")
    parts.append("Ô trống: chưa có số liệu.")
    carried = (cell.is_reported and cell.is_carried for _, cells in grid.rows for cell in cells)
    if query.measure != q.IN_MONTH and any(carried):
        parts.append("Ngày trong ngoặc: số mới nhất chỉ tính đến ngày đó.")
    return " ".join(parts)


def notes(grid: Grid) -> list[str]:
    """What the totals are, and what was published without names and is added to nothing."""
    found = []
    if any(asked.indicator.combine == "count_yes" for asked, _ in grid.across):
        found.append("Chỉ tiêu Có hoặc Chưa: dòng tổng là số cơ quan trả lời Có.")
    if any(asked.indicator.combine == "latest" for asked, _ in grid.across):
        found.append("Chỉ tiêu lấy số mới nhất và chỉ tiêu bằng lời không có tổng.")
    for (asked, column), statement, total in zip(
        grid.across, grid.statements, grid.totals, strict=True
    ):
        if statement is not None and (total.size is None or total.known < total.size):
            found.append(statement_note(asked, column, statement))
    return list(dict.fromkeys(found))


def statement_note(asked: Asked, column: Column, statement) -> str:
    amount = (
        show_qualified(statement.qualifier, statement.amount)
        if not asked.indicator.is_number or statement.qualifier
        else asked.indicator.show_amount(statement.amount)
    )
    source = statement.source_text or Channel(statement.channel).label
    return (
        f"{asked.name}: {source} công bố {amount} tính đến "
        f"{show_date(statement.covers_to)}, không kèm tên; số này không cộng vào tổng."
    )
