"""The year at a glance as a workbook: the matrix as shown, and the rates by group and month."""

from portal.figures import show_percent
from portal.office.xlsx import Book
from portal.ui.tables import Column, NameColumn, NumberColumn, RankColumn, YearbookTable

from .board_book import CREATOR, RULE, as_of, filter_words
from .board_scope import Scope
from .states import KEY, LATE, OVERDUE
from .year import Year
from .year_tables import cells_in_words, rates_by_group, total

LETTERS = (
    "; ".join(f"{letter}: {word.lower()}" for letter, word, _ in KEY)
    + f"; {LATE}: gửi muộn; {OVERDUE}: quá hạn, Cục chưa nhận. "
    + "Ô trống: cơ quan không phải gửi tháng đó."
)


def year_workbook(shown: Year, within: Year, title: str, scope: Scope, chosen: str, now) -> bytes:
    """`shown`: the matrix as filtered; `within`: the same whatever the state, for the rates."""
    heading = f"Theo dõi gửi báo cáo, {title}"
    book = Book(title=heading, creator=CREATOR, created=now)
    book.add_table(
        matrix(shown),
        sheet_name="Các tháng",
        heading=[heading.upper(), filter_words(scope, chosen)],
        as_of_line=as_of(now),
        orientation="landscape",
        notes=[LETTERS, rates_note(shown), RULE],
    )
    for table in rates_by_group(within):
        book.add_table(
            table,
            sheet_name=table.title,
            heading=[heading.upper(), filter_words(scope)],
            as_of_line=as_of(now),
            orientation="landscape",
            formats=dict.fromkeys(table.labels[1:], '0.0"%"'),
            notes=[RULE],
        )
    return book.to_bytes()


def matrix(year: Year) -> YearbookTable:
    months = [
        (f"m{at}", Column(f"{period.month}/{period.year}"))
        for at, period in enumerate(year.periods)
    ]
    columns = [
        ("rank", RankColumn()),
        ("name", NameColumn("Cơ quan")),
        *months,
        ("received", NumberColumn("Đã nhận")),
        ("expected", NumberColumn("Phải gửi")),
        ("on_time", NumberColumn("Đúng hạn")),
    ]
    rows = [
        {f"m{at}": text for at, text in enumerate(cells_in_words(row))}
        | {
            "name": row.agency.name,
            "received": row.rate.received,
            "expected": row.rate.expected,
            "on_time": row.rate.on_time,
        }
        for row in year.rows
    ]
    whole = total(year.rates)
    counts = {name: getattr(whole, name) for name in ("received", "expected", "on_time")}
    return YearbookTable(rows, title="Trạng thái từng tháng", total=counts, extra_columns=columns)


def rates_note(year: Year) -> str:
    """Each month's rates in a line, as in the page's foot."""
    parts = [
        f"{period.month}/{period.year}: nhận {r.received}/{r.expected} "
        f"({show_percent(r.received, r.expected)}), đúng hạn {r.on_time}"
        for period, r in zip(year.periods, year.rates, strict=True)
    ]
    return f"Theo tháng. {'; '.join(parts)}." if parts else "Chưa có tháng nào."
