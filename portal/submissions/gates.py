"""What may be done with a report now, by whom, and why not: role × agency × state in one table."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from portal.accounts.models import InCharge
from portal.accounts.permissions import Access, Capability
from portal.days import show_date, show_instant

from .extensions import Extension, later_of
from .models import State, Submission


class Step(StrEnum):
    SAVE = "save"
    ASK_APPROVAL = "ask_approval"
    SEND = "send"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    RECALL = "recall"
    RETURN = "return"
    ACCEPT = "accept"
    CORRECT = "correct"


@dataclass(frozen=True)
class Gate:
    """Whether a step is open; when it is not, `reason` says why and who can open it."""

    is_open: bool
    reason: str = ""

    def __bool__(self):
        return self.is_open


@dataclass(frozen=True)
class StepRule:
    capability: Capability
    states: frozenset[str]
    until_closing: bool = False
    after_cut_off: bool = False


WRITABLE = frozenset({State.DRAFT, State.RETURNED})

STEPS = {
    Step.SAVE: StepRule(Capability.REPORT, WRITABLE, until_closing=True),
    Step.ASK_APPROVAL: StepRule(
        Capability.REPORT, WRITABLE, until_closing=True, after_cut_off=True
    ),
    Step.SEND: StepRule(Capability.REPORT, WRITABLE, until_closing=True, after_cut_off=True),
    Step.APPROVE: StepRule(
        Capability.APPROVE,
        frozenset({State.AWAITING_APPROVAL}),
        until_closing=True,
        after_cut_off=True,
    ),
    Step.SEND_BACK: StepRule(Capability.APPROVE, frozenset({State.AWAITING_APPROVAL})),
    Step.RECALL: StepRule(
        Capability.REPORT, frozenset({State.AWAITING_APPROVAL, State.SUBMITTED}), until_closing=True
    ),
    Step.RETURN: StepRule(Capability.REVIEW, frozenset({State.SUBMITTED})),
    Step.ACCEPT: StepRule(Capability.REVIEW, frozenset({State.SUBMITTED})),
    Step.CORRECT: StepRule(Capability.REPORT, frozenset({State.ACCEPTED})),
}

NOT_YOUR_ROLE = "Vai trò của bạn không làm được việc này. Quản trị hệ thống cấp vai trò."

WHY_NOT_IN_STATE = {
    State.DRAFT: "Phiếu đang là bản nháp, cơ quan chưa gửi.",
    State.AWAITING_APPROVAL: "Phiếu đang chờ lãnh đạo duyệt nên chưa sửa được. Người lập phiếu rút "
    "lại được để sửa.",
    State.SUBMITTED: "Phiếu đã gửi, Cục đang kiểm tra. Người lập phiếu rút lại được khi Cục chưa "
    "tiếp nhận.",
    State.RETURNED: "Cục đã trả lại phiếu, cơ quan đang sửa.",
    State.ACCEPTED: "Cục đã tiếp nhận nên số đã gửi không đổi nữa. Nếu sai, bạn mở bản đính chính; "
    "bản cũ vẫn xem được.",
}


def gate(
    step: Step, submission: Submission, access: Access, now: datetime.datetime, agency_slug: str
) -> Gate:
    """Whether the holder of `access` may take `step` with the report at `now`."""
    rule = STEPS[step]
    if not access.can(rule.capability, agency_slug):
        return Gate(False, NOT_YOUR_ROLE)
    if submission.state not in rule.states:
        return Gate(False, WHY_NOT_IN_STATE[submission.state])
    reason = early_reason(submission, rule, now) or closing_reason(submission, rule, now)
    if reason:
        return Gate(False, reason)
    return approval_gate(step, submission, access)


def early_reason(submission, rule, now) -> str:
    """Figures of a whole month cannot be stated before its last day."""
    last_day = submission.period.ends_on
    if not rule.after_cut_off or timezone.localtime(now).date() >= last_day:
        return ""
    return (
        f"Kỳ {submission.period.label} chốt số liệu hết ngày {show_date(last_day)}. Bạn lưu nháp "
        "được; gửi được từ ngày đó."
    )


def closing_reason(submission, rule, now) -> str:
    """A closed month stays open for a report that was returned or is being corrected, and for an
    agency that was given more time; asks the database only when the month is closed."""
    period = submission.period
    if not rule.until_closing or now <= period.closes_at or submission.state == State.RETURNED:
        return ""
    if is_being_corrected(submission) or now <= closes_at(submission):
        return ""
    extended = submission.extended_until
    also_over = (
        f"; Cục gia hạn cho cơ quan bạn đến {shown(extended)}, cũng đã qua" if extended else ""
    )
    return (
        f"Kỳ {period.label} đã khóa lúc {shown(period.closes_at)}{also_over}. "
        f"{opener_of(submission, timezone.localtime(now).date())} gia hạn được."
    )


def closes_at(submission) -> datetime.datetime:
    """The last instant to change the report; `extended_until` may be annotated where it was read,
    else it is asked for once."""
    if not hasattr(submission, "extended_until"):
        newest = Extension.objects.filter(
            agency=submission.agency_id, period=submission.period_id
        ).first()
        submission.extended_until = newest.closes_at if newest else None
    return later_of(submission.period, submission.extended_until)


def extension_note(submission, now) -> str:
    """Until when the agency has more time and what it means; empty without such time left."""
    if closes_at(submission) <= max(submission.period.closes_at, now):
        return ""
    return (
        f"Cục gia hạn cho cơ quan bạn đến {shown(submission.extended_until)}. Hạn gửi vẫn là "
        f"{shown(submission.period.due_at)}: gửi sau hạn thì vẫn tính là muộn."
    )


def opener_of(submission, day: datetime.date) -> str:
    """Who opens a closed month: the person in charge of the agency with a phone, else the role."""
    if not hasattr(submission, "opener"):
        found = (
            InCharge.objects.in_force_on(day)
            .filter(agency=submission.agency_id)
            .select_related("user")
            .order_by("-in_force_from", "-pk")
            .first()
        )
        submission.opener = in_charge_words(found.user) if found else "Quản trị số liệu của Cục"
    return submission.opener


def in_charge_words(user) -> str:
    phone = f", điện thoại {user.phone}" if user.phone else ""
    return f"{user.full_name} (Cục, phụ trách cơ quan bạn{phone})"


def shown(instant: datetime.datetime) -> str:
    return show_instant(timezone.localtime(instant))


def is_being_corrected(submission) -> bool:
    """Whether a revision of it was accepted before, which stays in force meanwhile."""
    if hasattr(submission, "was_accepted"):  # annotated where it was read
        return submission.was_accepted
    return bool(submission.pk) and submission.revisions.filter(accepted_at__isnull=False).exists()


def approval_gate(step, submission, access) -> Gate:
    agency = submission.agency
    if step == Step.SEND and agency.needs_approval and not agency.one_person:
        return Gate(
            False, "Cơ quan bạn cần lãnh đạo duyệt trước khi gửi. Bạn trình lãnh đạo duyệt."
        )
    if step == Step.ASK_APPROVAL and not agency.needs_approval:
        return Gate(False, "Cơ quan bạn không cần lãnh đạo duyệt. Bạn gửi thẳng về Cục.")
    if step == Step.APPROVE and not agency.one_person and is_own_work(submission, access):
        return Gate(False, "Bạn là người lập phiếu này. Phiếu cần một người khác duyệt.")
    return Gate(True)


def is_own_work(submission, access) -> bool:
    """Whether the person typed any part of the report."""
    return submission.draft_entries.filter(by=access.user).exists()


class Closed(Exception):
    """A step was tried that is not open; carries the reason for the person who tried."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def pass_gate(step, submission, access, now, agency_slug) -> None:
    """Returns when the step is open, raises Closed with the reason when it is not."""
    verdict = gate(step, submission, access, now, agency_slug)
    if not verdict:
        raise Closed(verdict.reason)
