"""The e-mail that reminds: plain text, short, with the address of the sheet."""

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from portal.catalogue.calendar import ReportingPeriod
from portal.days import show_instant
from portal.submissions.contacts import Occasion
from portal.submissions.models import State

from .people import is_address

ASK_OTHERWISE = "đầu mối của Cục ghi trong công văn giao việc"


@dataclass(frozen=True)
class Contactable:
    """Whom an agency asks: the person in charge of it, or the one who reminds."""

    name: str
    phone: str = ""
    email: str = ""

    def __str__(self):
        return ", ".join(filter(None, (one_line(self.name), self.phone, self.email)))


def absolute(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def one_line(text: str) -> str:
    """Without line breaks: what may stand in a header."""
    return " ".join(text.split())


def subject_of(period: ReportingPeriod, name: str, state, occasion: Occasion) -> str:
    if state == State.AWAITING_APPROVAL:
        what = "đang chờ duyệt"
    else:
        what = {
            Occasion.BEFORE: "sắp đến hạn",
            Occasion.DUE: "đến hạn hôm nay",
            Occasion.AFTER: "đã quá hạn",
        }[occasion]
    prefix = settings.EMAIL_SUBJECT_PREFIX
    return one_line(f"{prefix}Phiếu {period.label} của {name} {what}")


STANDS = {
    None: "Phiếu chưa được mở trên hệ thống.",
    State.DRAFT: "Phiếu đang ở bản nháp, chưa gửi.",
    State.RETURNED: "Cục đã trả lại phiếu kèm câu hỏi; phiếu chưa được gửi lại.",
    State.AWAITING_APPROVAL: "Phiếu đã được trình và đang chờ lãnh đạo duyệt.",
}
# Sent, yet not received: entered on behalf so that it does not count.
ON_BEHALF = "Cục đã nhập thay số liệu; cơ quan chưa gửi hoặc xác nhận."


def deadline_line(period, occasion, closes_at) -> str:
    due = show_instant(timezone.localtime(period.due_at))
    if occasion != Occasion.AFTER:
        today = " (hôm nay)" if occasion == Occasion.DUE else ""
        return f"Hạn gửi: {due}{today}."
    last = show_instant(timezone.localtime(closes_at))
    extended = " theo gia hạn" if closes_at != period.closes_at else ""
    return f"Hạn gửi là {due}, đã qua. Hệ thống còn nhận đến {last}{extended}."


def sheet_line(agency, period: ReportingPeriod, state: str | None) -> str:
    """What to do and the page to do it on."""
    typed = state in (None, State.DRAFT, State.RETURNED)
    page = "entry:sheet_edit" if typed else "entry:sheet_check"
    deed = "Điền và gửi phiếu" if typed else "Xem phiếu"
    if state == State.AWAITING_APPROVAL:
        deed = "Xem và duyệt phiếu"
    return f"{deed} tại:\n{absolute(reverse(page, args=[agency.slug, period.key]))}"


def reminder_mail(
    *, agency, period, state, occasion, closes_at, to, ask: Contactable | None
) -> EmailMessage:
    """The message to the addresses `to`. `agency` carries its names; `ask`: None when nobody is
    in charge of it."""
    stands = STANDS.get(state, ON_BEHALF)
    body = "\n\n".join(
        (
            f"Kính gửi {one_line(agency.official_name)},",
            f"Cục chưa nhận được phiếu báo cáo Đề án 146 kỳ {period.label}. {stands}\n"
            f"{deadline_line(period, occasion, closes_at)}",
            sheet_line(agency, period, state),
            f"Cần hỏi: {ask or ASK_OTHERWISE}.",
            f"{one_line(settings.CENTRE_NAME)}\n"
            "Thư này do hệ thống gửi. Nếu phiếu đã được gửi, bạn bỏ qua thư này.",
        )
    )
    return EmailMessage(
        subject=subject_of(period, agency.name, state, occasion),
        body=f"{body}\n",
        to=to,
        reply_to=[ask.email] if ask and is_address(ask.email) else None,
        headers={"Auto-Submitted": "auto-generated"},
    )
