"""The official letter that asks for missing reports, with their list as a table (NĐ 30/2020)."""

import datetime
from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone

from portal.catalogue.calendar import ReportingPeriod
from portal.days import show_instant
from portal.office.paper import (
    Align,
    Column,
    Manner,
    NationalHead,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
)
from portal.submissions.models import State

from .chase import ChaseRow, in_official_order
from .mail import Contactable, absolute, one_line

STANDS = {
    None: "Chưa gửi",
    State.DRAFT: "Chưa gửi, đang ở bản nháp",
    State.RETURNED: "Cục trả lại, chưa gửi lại",
    State.AWAITING_APPROVAL: "Chưa gửi, đang chờ lãnh đạo duyệt",
}
ON_BEHALF = "Cục nhập thay, cơ quan chưa gửi hoặc xác nhận"
COLUMNS = (
    Column("TT", Align.CENTRE, 0.08),
    Column("Cơ quan", Align.LEFT, 0.36),
    Column("Đơn vị lập báo cáo", Align.LEFT, 0.3),
    Column("Tình trạng", Align.LEFT, 0.26),
)


def chase_letter(
    period: ReportingPeriod,
    rows: Sequence[ChaseRow],
    expected: int,
    *,
    now: datetime.datetime,
    ask: Contactable,
) -> Paper:
    """The letter to all of `rows` as of `now`, unnumbered and unsigned: both come with signing.

    `expected`: of how many agencies a report is expected this month.
    """
    subject = f"V/v đôn đốc gửi báo cáo Đề án 146 kỳ {period.label}"
    return Paper(
        title=subject,
        head=NationalHead(
            superior=one_line(settings.CENTRE_SUPERIOR).upper(),
            issuer=one_line(settings.CENTRE_NAME).upper(),
            number=f"Số:         /{one_line(settings.CENTRE_SYMBOL)}",
            place_and_date=place_and_date(now.date()),
            subject=subject,
            addressees=("Các cơ quan có tên trong danh sách dưới đây",),
        ),
        blocks=(*asked(period, rows, expected, now), missing_table(rows), *closing_lines(ask)),
        created=now,
        creator=one_line(settings.CENTRE_NAME),
        recipients=("Như trên;", "Lưu: VT."),
        signature=Signature(position=one_line(settings.CENTRE_SIGNER).upper()),
        subject=subject,
    )


def place_and_date(day: datetime.date) -> str:
    """ "…, ngày     tháng 11 năm 2022": the day is written in when the letter is signed."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{one_line(settings.CENTRE_PLACE)}, ngày      tháng {month} năm {day.year}"


def asked(period, rows, expected, now) -> tuple[Paragraph, ...]:
    due = show_instant(timezone.localtime(period.due_at))
    passed = ", đã qua" if now > period.due_at else ""
    return paragraphs(
        f"Tính đến {show_instant(timezone.localtime(now))}, Cục chưa nhận được phiếu báo cáo "
        f"Đề án 146 kỳ {period.label} của {len(rows)}/{expected} cơ quan. Hạn gửi phiếu là "
        f"{due}{passed}.",
        f"Để kịp tổng hợp báo cáo kỳ này, đề nghị các cơ quan có tên trong danh sách chỉ đạo đơn "
        f"vị lập báo cáo hoàn thành và gửi phiếu trên hệ thống tại địa chỉ {absolute('/')} "
        f"{until_when(period, now)}. Cơ quan đã gửi phiếu thì không phải gửi lại.",
    )


def closing_lines(ask: Contactable) -> tuple[Paragraph, ...]:
    return paragraphs(f"Đầu mối của Cục: {ask}.", "Trân trọng./.")


def paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((Run(text),), Manner.BODY) for text in texts)


def until_when(period: ReportingPeriod, now: datetime.datetime) -> str:
    """By when: the deadline while it is to come, then the closing, then as soon as possible."""
    for instant in (period.due_at, period.closes_at):
        if now <= instant:
            return f"trước {show_instant(timezone.localtime(instant))}"
    return "trong thời gian sớm nhất"


def missing_table(rows: Sequence[ChaseRow]) -> Table:
    return Table(
        title="Danh sách cơ quan chưa gửi phiếu",
        columns=COLUMNS,
        rows=tuple(
            (
                str(number),
                row.agency.official_name,
                row.agency.letterhead,
                STANDS.get(row.standing.state, ON_BEHALF),
            )
            for number, row in enumerate(in_official_order(rows), 1)
        ),
    )
