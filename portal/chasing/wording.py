"""The short text about the missing to paste into a chat."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone

from portal.catalogue.calendar import ReportingPeriod
from portal.days import show_instant
from portal.names import join_names
from portal.submissions.contacts import Occasion

from .chase import ChaseRow, in_official_order
from .mail import Contactable, absolute


def chat_text(
    period: ReportingPeriod, rows: Sequence[ChaseRow], occasion: Occasion, ask: Contactable
) -> str:
    """Deadline, who is missing, where to send, whom to ask; a few lines without any markup."""
    due = show_instant(timezone.localtime(period.due_at))
    passed = ", đã qua" if occasion == Occasion.AFTER else ""
    waiting = [row.agency.name for row in in_official_order(rows)]
    return "\n".join(
        (
            f"Báo cáo Đề án 146 kỳ {period.label}. Hạn gửi: {due}{passed}.",
            f"Cục chưa nhận được phiếu của {len(waiting)} cơ quan: {join_names(waiting)}.",
            f"Đề nghị các cơ quan gửi phiếu tại {absolute(reverse('desk'))}",
            f"Cần hỏi: {ask}.",
        )
    )
