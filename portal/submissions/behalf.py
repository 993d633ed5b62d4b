"""Entry on behalf: figures that came by letter or message, entered by the centre for an agency.

A revision of the agency's own report, accepted as it is entered, marked with what brought it and
with the centre's choice whether the agency counts as having reported. The agency's own typing is
never touched. The agency confirms it, or corrects it like any accepted report.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from portal.accounts.permissions import Access, Capability
from portal.days import show_date
from portal.documents.models import StoredFile

from . import actions
from .answers import NOT_KNOWN, UNCHANGED, UPDATE, Severity, choice_of, has_typing
from .drafting import load_draft, write_changes
from .gates import NOT_YOUR_ROLE, Closed, Gate, is_being_corrected
from .models import EventKind, Revision, State, Submission, ValueState
from .retyping import for_correction
from .sheet import Sheet, load_sheet
from .surroundings import look_around
from .validation import Judged, Problem, judge

OWN = (Capability.REPORT, Capability.APPROVE)
NOTHING_TYPED = "Chưa nhập chỉ tiêu nào. Bạn nhập ít nhất một chỉ tiêu có trong tài liệu."


@dataclass(frozen=True)
class Source:
    """What brought the figures, and whether the agency counts as having reported with them."""

    brought_by: str
    counts: bool
    file: StoredFile | None = None

    @property
    def told(self) -> str:
        choice = "Tính là đã báo cáo." if self.counts else "Chưa tính là đã báo cáo."
        return f"{self.brought_by}. {choice}"


def newest_of(report: Submission) -> Revision | None:
    """The report's newest revision with who entered it; None when nothing was sent or entered."""
    if not report.pk:
        return None
    newest = report.revisions.select_related("sent_by", "source_file").order_by("-number")
    return newest.first()


def stands_on_behalf(report: Submission, newest: Revision | None) -> bool:
    """Whether the figures in force are the centre's entry."""
    return bool(newest and newest.on_behalf and report.state == State.ACCEPTED)


def entry_gate(report: Submission, newest: Revision | None, access: Access, now) -> Gate:
    """Whether the centre may enter the month for the agency now; when not, why.

    Only where the agency has sent nothing that stands: nothing begun, a draft, or an earlier entry
    of the centre that it has not confirmed.
    """
    if not access.can(Capability.MANAGE_FIGURES):
        return Gate(False, NOT_YOUR_ROLE)
    last_day = report.period.ends_on
    if timezone.localtime(now).date() < last_day:
        return Gate(
            False,
            f"Kỳ {report.period.label} chốt số liệu hết ngày {show_date(last_day)}. Cục nhập thay "
            "được từ ngày đó.",
        )
    reason = why_not_in_state(report, newest)
    return Gate(not reason, reason)


def why_not_in_state(report: Submission, newest: Revision | None) -> str:
    if report.state == State.DRAFT:
        is_open_again = newest is not None and is_being_corrected(report)
        return "Cơ quan đang tự đính chính phiếu này." if is_open_again else ""
    if stands_on_behalf(report, newest):
        if newest.confirmed_at is None:
            return ""
        return "Cơ quan đã xác nhận số Cục nhập thay. Nếu sai, cơ quan mở bản đính chính."
    return {
        State.AWAITING_APPROVAL: "Cơ quan đã lập phiếu, đang chờ lãnh đạo duyệt.",
        State.SUBMITTED: "Cơ quan đã tự gửi phiếu. Bạn kiểm tra bản đã gửi.",
        State.RETURNED: "Cục đã trả lại phiếu, cơ quan đang sửa.",
        State.ACCEPTED: "Cơ quan đã tự gửi và Cục đã tiếp nhận. Nếu sai, cơ quan mở bản đính "
        "chính.",
    }[report.state]


def completed(sheet: Sheet, texts: Mapping[str, str], brought_by: str) -> dict[str, str]:
    """The clerk's texts as the sheet's own: what is left blank is "nothing known", never a zero."""
    why = f"Không có trong {brought_by or 'tài liệu'}."
    whole = dict(texts)
    for part in sheet.parts:
        if texts.get(part.field("choice")) == UNCHANGED:
            continue
        whole[part.field("choice")] = UPDATE
        for question in part.asked:
            blank = not has_typing(question, texts)
            whole[question.field("other")] = NOT_KNOWN if blank else ""
            whole[question.field("why")] = why if blank else ""
    return whole


def judge_entry(sheet: Sheet, texts: Mapping[str, str], brought_by: str, around=None) -> Judged:
    """What the clerk typed, read and checked as an officer's; a part said to have stayed holds no
    figure of its own."""
    judged = judge(sheet, completed(sheet, texts, brought_by), around)
    both = tuple(
        Problem(
            Severity.ERROR,
            part.field("choice"),
            "Phần này vừa có số vừa đánh dấu không thay đổi. Bạn bỏ một trong hai.",
        )
        for part in sheet.parts
        if choice_of(part, texts) == UNCHANGED
        and any(has_typing(question, texts) for question in part.asked)
    )
    return Judged(judged.answers, (*judged.problems, *both))


def says_something(judged: Judged) -> bool:
    """Whether any figure was typed, or any part said to have stayed."""
    return any(answer.state != ValueState.NOT_KNOWN for answer in judged.answers)


@transaction.atomic
def enter(
    submission: Submission,
    *,
    texts: Mapping[str, str],
    source: Source,
    seen: int,
    access: Access,
    at: datetime.datetime,
) -> Revision:
    """Enters the month for the agency. `submission`: stored, or a new one of nothing begun;
    `texts` are cleaned; `seen`: the newest revision that the clerk's page knew of, 0 for none.

    Entering the same twice (a double click) has one effect. Raises Closed, `actions.Stale`,
    `actions.NotReady`.
    """
    if not access.can(Capability.MANAGE_FIGURES):
        raise Closed(NOT_YOUR_ROLE)
    if not submission.pk:
        agency, period = submission.agency, submission.period
        submission = actions.open_report(agency, period, by=access.user, at=at)
    report = actions.locked(submission)
    newest = newest_of(report)
    sheet = load_sheet(report.agency, report.period, report)
    judged = judge_entry(sheet, texts, source.brought_by, look_around)
    if newest and newest.number == seen + 1 and is_same_entry(newest, judged, source, access):
        return newest
    verdict = entry_gate(report, newest, access, at)
    if not verdict:
        raise Closed(verdict.reason)
    if (newest.number if newest else 0) != seen:
        raise actions.Stale
    if not judged.can_be_sent:
        raise actions.NotReady(judged)
    if not says_something(judged):
        raise Closed(NOTHING_TYPED)
    if newest and newest.accepted_at:
        newest.superseded_at = at
        newest.save(update_fields=["superseded_at"])
    return write_entry(report, sheet, judged, source, number=seen + 1, by=access.user, at=at)


def write_entry(report, sheet, judged, source: Source, *, number: int, by, at) -> Revision:
    """The revision, accepted as it is entered."""
    revision = Revision.objects.create(
        submission=report,
        number=number,
        sent_at=at,
        sent_by=by,
        accepted_at=at,
        accepted_by=by,
        on_behalf=True,
        brought_by=source.brought_by,
        source_file=source.file,
        counts_as_received=source.counts,
    )
    actions.write_values(revision, sheet, judged, by=by, at=at)
    if source.counts and report.first_sent_at is None:
        report.first_sent_at = at
    kind = EventKind.ENTERED_ON_BEHALF
    actions.move(report, State.ACCEPTED, kind, by=by, at=at, revision=revision, note=source.told)
    return revision


def is_same_entry(newest: Revision, judged: Judged, source: Source, access: Access) -> bool:
    """Whether the newest revision is what the same clerk enters now."""
    facts = (newest.on_behalf, newest.sent_by_id, newest.brought_by, newest.counts_as_received)
    if facts != (True, access.user.pk, source.brought_by, source.counts):
        return False
    if hash_of(source.file) != hash_of(newest.source_file):
        return False
    stored = {
        value.indicator_id: (
            *(value.state, value.amount, value.text, value.explanation),
            value.evidence.number if value.evidence else "",
        )
        for value in newest.values.select_related("evidence")
    }
    return stored == {
        answer.question.indicator.pk: (
            *(answer.state, answer.amount, answer.text, answer.explanation[:500]),
            getattr(answer.new_document or answer.document, "number", ""),
        )
        for answer in judged.answers
    }


def hash_of(stored: StoredFile | None) -> str:
    return stored.sha256 if stored else ""


def confirm_gate(report: Submission, newest: Revision | None, access: Access) -> Gate:
    """Whether the person may confirm the centre's entry for the agency; when not, why."""
    if not any(access.can(capability, report.agency.slug) for capability in OWN):
        return Gate(False, NOT_YOUR_ROLE)
    if not stands_on_behalf(report, newest):
        return Gate(False, "Phiếu này không có số Cục nhập thay đang chờ xác nhận.")
    if newest.confirmed_at:
        return Gate(False, "Cơ quan đã xác nhận số này.")
    return Gate(True)


@transaction.atomic
def confirm(submission: Submission, *, seen: int, access: Access, at) -> Revision:
    """The agency says that the centre's entry is right; from then on it has reported.

    `seen`: the number of the entry that was read. Confirming twice has one effect.
    """
    report = actions.locked(submission)
    newest = newest_of(report)
    if newest and newest.number != seen:
        raise actions.Stale
    if newest and newest.confirmed_by_id == access.user.pk and stands_on_behalf(report, newest):
        return newest
    verdict = confirm_gate(report, newest, access)
    if not verdict:
        raise Closed(verdict.reason)
    newest.confirmed_at, newest.confirmed_by, newest.counts_as_received = at, access.user, True
    newest.save(update_fields=["confirmed_at", "confirmed_by", "counts_as_received"])
    if report.first_sent_at is None:
        report.first_sent_at = at
    actions.move(
        report, State.ACCEPTED, EventKind.CONFIRMED, by=access.user, at=at, revision=newest
    )
    return newest


@transaction.atomic
def open_correction(submission: Submission, *, reason: str, access: Access, at) -> Submission:
    """Opens an accepted report again; over an entry of the centre it starts from its figures.

    What the agency had typed itself stays as it is: only boxes that it left alone are filled.
    """
    report = actions.open_correction(submission, reason=reason, access=access, at=at)
    newest = newest_of(report)
    if newest and newest.on_behalf:
        sheet = load_sheet(report.agency, report.period, report)
        typed = load_draft(report).texts()
        values = newest.values.select_related("evidence")
        write_changes(report, for_correction(sheet, values, typed), by=access.user, at=at)
    return report
