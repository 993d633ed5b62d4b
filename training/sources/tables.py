"""The two sources side by side as a table: for the page's head and foot, and for the workbook."""

import datetime

from portal.days import show_date
from portal.office.xlsx import Book
from portal.ui.tables import Column, NameColumn, NumberColumn, RankColumn, YearbookTable
from training.figures import add_up
from training.ruling import total_words

from .flags import LABELS
from .side_by_side import WHOSE, SourceRow, Sources

CREATOR = "Theo dõi Đề án 146"
COLUMNS = ("own_amount", "platform_amount", "amount")
SPAN_NOTE = (
    "Tự tổ chức: số cơ quan tự báo cáo, không gồm lớp trên One Touch. One Touch: số do Nền tảng "
    "cung cấp. Điều cần xem không có nghĩa là số sai."
)


class SourceTable(YearbookTable):
    rank = RankColumn()
    name = NameColumn("Cơ quan")
    own_amount = NumberColumn("Tự tổ chức")
    own_from = Column("Nguồn số tự tổ chức")
    platform_amount = NumberColumn("One Touch")
    platform_from = Column("Nguồn số One Touch")
    amount = NumberColumn("Tổng số")
    total_words = Column("Tổng số dựa trên")
    is_disputed = Column("Ý kiến")
    seen = Column("Điều cần xem")
    todo = Column("Nên làm")


def record(row: SourceRow) -> dict:
    return {
        "name": row.member.printed_name,
        "own_amount": row.own_amount,
        "own_from": row.own.where_from if row.own else "",
        "platform_amount": row.platform_amount,
        "platform_from": row.platform.where_from if row.platform else "",
        "amount": row.amount,
        "total_words": row.total_words,
        "is_disputed": "Đang có ý kiến" if row.is_disputed else "",
        "seen": " ".join(f"{flag.label}: {flag.why}" for flag in row.flags),
        "todo": " ".join(dict.fromkeys(flag.todo for flag in row.flags)),
    }


def sums(rows: list[SourceRow]) -> dict[str, tuple[int | None, str]]:
    """column → (sum of the known, "35/63"); a sum is None when nothing is known."""
    found = {}
    for name in COLUMNS:
        amount, known = add_up(getattr(row, name) for row in rows)
        found[name] = amount, f"{known}/{len(rows)}"
    return found


def source_table(sources: Sources, rows: list[SourceRow]) -> SourceTable:
    totals = sums(rows)
    return SourceTable(
        [record(row) for row in rows],
        title=f"Hai nguồn số lượt bồi dưỡng, {WHOSE[sources.side]}",
        unit_line=unit_line(sources),
        total={name: amount for name, (amount, _) in totals.items()},
        basis={name: basis for name, (_, basis) in totals.items()},
    )


def unit_line(sources: Sources) -> str:
    day = show_date(sources.moment.day)
    return f"Đơn vị: lượt, lũy kế đến {day}. {total_words(sources.rule)} Ô trống: chưa có số liệu."


def source_book(
    sources: Sources, rows: list[SourceRow], scope: str, created: datetime.datetime
) -> bytes:
    """The page as a workbook: the rows shown, in their order, and the remarks on whole columns."""
    table = source_table(sources, rows)
    book = Book(title=table.title, creator=CREATOR, created=created)
    basis = "; ".join(f"{label}: {table.basis[name]}" for name, label in LABELS_OF_SUMS.items())
    book.add_table(
        table,
        sheet_name="Hai nguồn",
        heading=["ĐỐI CHIẾU HAI NGUỒN", *([scope] if scope else [])],
        as_of_line=f"(Tính đến {show_date(sources.moment.day)})",
        orientation="landscape",
        notes=[f"Số cơ quan có số: {basis}.", SPAN_NOTE, *sources.remarks],
    )
    return book.to_bytes()


LABELS_OF_SUMS = {
    "own_amount": "tự tổ chức",
    "platform_amount": "One Touch",
    "amount": "tổng số",
}


def flag_counts(sources: Sources) -> list[str]:
    """ "3 Có thể đếm hai lần" for each kind that there is, in the rules' order."""
    counts = sources.counts()
    return [f"{LABELS[kind]}: {counts[kind]} cơ quan" for kind in LABELS if counts[kind]]
