"""The board and the year at a glance as workbooks: heading, as-of line, what was filtered, rates.

The same standings at the same instant give the same bytes.
"""

import datetime

from django.utils import timezone

from portal.agencies.models import Side
from portal.days import show_instant
from portal.office.xlsx import Book
from portal.ui.tables import Column, NameColumn, NumberColumn, PercentColumn, RankColumn
from portal.ui.tables import YearbookTable as Table

from .board import FILTERS
from .board_scope import Scope
from .rates import GroupRate, group_rates
from .states import WORDS, standing_words

CREATOR = "Theo dõi Đề án 146"
SHARES = {"Tỷ lệ đã nhận": '0.0"%"', "Tỷ lệ đúng hạn": '0.0"%"'}
RULE = (
    "Đã nhận: đã gửi và không rút lại, hoặc đã được tiếp nhận. Đúng hạn: gửi lần đầu không sau hạn "
    "gửi. Hai tỷ lệ đều tính trên số cơ quan phải gửi; gia hạn không đổi hạn gửi."
)


class BoardTable(Table):
    rank = RankColumn()
    name = NameColumn("Cơ quan")
    side = Column("Khối")
    region = Column("Vùng")
    state = Column("Trạng thái")
    overdue = NumberColumn("Quá hạn (ngày)")
    sent = Column("Gửi lần đầu")
    in_time = Column("Đúng hạn")
    person = Column("Người phụ trách")
    extended = Column("Gia hạn đến")


class RatesTable(Table):
    name = NameColumn("Nhóm cơ quan")
    expected = NumberColumn("Phải gửi", accessor="rate__expected")
    received = NumberColumn("Đã nhận", accessor="rate__received")
    received_share = PercentColumn("Tỷ lệ đã nhận")
    on_time = NumberColumn("Đúng hạn", accessor="rate__on_time")
    on_time_share = PercentColumn("Tỷ lệ đúng hạn")


def board_workbook(period, within, listed, scope: Scope, chosen: str, now) -> bytes:
    """`within`: the standings that the filters by side, region and person leave; `listed`: those
    of them in the chosen state. The rates are of all within."""
    title = f"Theo dõi gửi báo cáo, kỳ {period.label}"
    book = Book(title=title, creator=CREATOR, created=now)
    top = {"heading": [title.upper(), filter_words(scope, chosen)], "as_of_line": as_of(now)}
    dates = (
        f"Chốt số liệu hết ngày {period.ends_on:%d/%m/%Y}; hạn gửi {instant(period.due_at)}; "
        f"khóa {instant(period.closes_at)}."
    )
    book.add_table(
        BoardTable([board_row(standing) for standing in listed], title="Danh sách cơ quan"),
        sheet_name="Danh sách",
        orientation="landscape",
        notes=[dates, RULE],
        **top,
    )
    book.add_table(
        RatesTable(rates_rows(group_rates(within)), title="Mức độ đầy đủ và đúng hạn"),
        sheet_name="Tỷ lệ",
        notes=[RULE],
        formats=SHARES,
        **{**top, "heading": [title.upper(), filter_words(scope)]},
    )
    return book.to_bytes()


def board_row(standing) -> dict:
    agency = standing.agency
    return {
        "name": agency.name,
        "side": Side(agency.side).label,
        "region": standing.region,
        "state": standing_words(standing),
        "overdue": standing.overdue_days,
        "sent": instant(standing.received_at),
        "in_time": "Đúng hạn" if standing.is_on_time else "Muộn" if standing.is_late else "",
        "person": agency.in_charge_name or "",
        "extended": instant(standing.extended_until),
    }


def rates_rows(groups: list[GroupRate]) -> list[dict]:
    return [
        {
            "name": group.label,
            "rate": {
                "expected": group.rate.expected,
                "received": group.rate.received,
                "on_time": group.rate.on_time,
            },
            "received_share": group.received_share,
            "on_time_share": group.on_time_share,
        }
        for group in groups
    ]


def filter_words(scope: Scope, chosen: str = "") -> str:
    """What the table was filtered by, as a line of its heading; empty for everything."""
    parts = [scope.words] if scope.words else []
    if chosen:
        parts.append(WORDS[FILTERS[chosen][0]])
    return "; ".join(parts)


def as_of(now: datetime.datetime) -> str:
    return f"(Tính đến {show_instant(now)})"


def instant(at: datetime.datetime | None) -> str:
    return show_instant(timezone.localtime(at)) if at else ""
