"""The targets as a workbook: the country's on one sheet, the agencies' on another."""

import datetime
from decimal import Decimal

from portal import clock
from portal.days import show_date
from portal.office.xlsx import Book
from portal.submissions.reaching import Reached
from portal.ui.tables import Column, DateColumn, NumberColumn, PercentColumn, YearbookTable

from .tables import behind_first, pace_words

CREATOR = "Theo dõi Đề án 146"
HEADING = "MỤC TIÊU BỒI DƯỠNG, TẬP HUẤN VỀ CHUYỂN ĐỔI SỐ"
NOTE = "Mỗi mục tiêu tính bằng đơn vị của mình. Ô trống: chưa có số liệu, không phải là 0."
TENTH = Decimal("0.1")
COLUMNS = (
    ("label", "Chỉ tiêu", Column),
    ("target", "Mức phải đạt", NumberColumn),
    ("amount", "Đã đạt", NumberColumn),
    ("unit", "Đơn vị", Column),
    ("share", "Tỷ lệ", PercentColumn),
    ("time_gone", "Thời gian đã qua", PercentColumn),
    ("due_on", "Đến hết ngày", DateColumn),
    ("as_of", "Số đến ngày", DateColumn),
    ("needed", "Cần thêm mỗi tháng", NumberColumn),
    ("pace", "Nhịp độ", Column),
    ("basis_words", "Căn cứ", Column),
)
SHARES = dict.fromkeys(("Tỷ lệ", "Thời gian đã qua"), '0.0"%"')


def target_workbook(targets: list[Reached], day: datetime.date) -> bytes:
    book = Book(title="Mục tiêu", creator=CREATOR, created=clock.now())
    national = [one for one in targets if not one.agency_id]
    plans = behind_first([one for one in targets if one.agency_id])
    for name, listed, first in (
        ("Cả nước", national, ()),
        ("Cơ quan", plans, (("agency", Column("Cơ quan")),)),
    ):
        columns = [*first, *((key, kind(label)) for key, label, kind in COLUMNS)]
        book.add_table(
            YearbookTable([record_of(one) for one in listed], extra_columns=columns),
            sheet_name=name,
            heading=[HEADING, f"Mục tiêu của {name.lower()}"],
            as_of_line=f"(Số liệu tính đến ngày {show_date(day)})",
            orientation="landscape",
            formats=SHARES,
            notes=[NOTE],
        )
    return book.to_bytes()


def record_of(one: Reached) -> dict:
    return {
        "agency": one.agency,
        "label": one.label,
        "target": one.target_number,
        "amount": one.number,
        "unit": one.unit,
        "share": one.share and one.share.quantize(TENTH),
        "time_gone": one.time_gone.quantize(TENTH),
        "due_on": one.due_on,
        "as_of": one.as_of,
        "needed": one.needed_a_month,
        "pace": pace_words(one),
        "basis_words": one.basis,
    }
