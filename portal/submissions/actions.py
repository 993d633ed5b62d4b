"""Every change of a report's state, each in one transaction with its event written inside.

Actions lock the report's row, pass the gate (role × agency × state) and compare versions; they
raise `Closed` with a reason, or `Stale` when the report has moved on since it was read.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from portal.accounts.actions import stands_in_words
from portal.accounts.permissions import Access
from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod
from portal.documents.models import Document

from .answers import Answer
from .drafting import Conflict, Draft, cleaned, load_draft, merge, write_changes
from .gates import Step, pass_gate
from .models import (
    Channel,
    EventKind,
    IndicatorValue,
    Revision,
    State,
    Submission,
    SubmissionEvent,
)
from .sheet import Sheet, load_sheet
from .surroundings import look_around
from .validation import Judged, judge, value_fields


class Stale(Exception):
    """The report changed after it was read; read it again."""


class NotReady(Exception):
    """The report still has errors or unanswered questions; carries what was found."""

    def __init__(self, judged: Judged):
        super().__init__("the report has errors")
        self.judged = judged


@dataclass(frozen=True)
class Saved:
    """`theirs`: what others put since into fields that the author left alone."""

    submission: Submission
    conflicts: tuple[Conflict, ...]
    theirs: Mapping[str, str]


def report_of(agency: Agency, period: ReportingPeriod) -> Submission | None:
    return (
        Submission.objects.filter(channel=Channel.AGENCY, agency=agency, period=period)
        .select_related("agency", "period", "updated_by")
        .first()
    )


def new_report(agency: Agency, period: ReportingPeriod) -> Submission:
    """An unsaved report, so that gates can be asked before anything is stored."""
    return Submission(channel=Channel.AGENCY, agency=agency, period=period, state=State.DRAFT)


def locked(submission: Submission) -> Submission:
    return (
        Submission.objects.select_for_update(of=("self",))
        .select_related("agency", "period")
        .get(pk=submission.pk)
    )


def open_report(agency, period, *, by, at, is_demo=False) -> Submission:
    """The agency's report for the month, created empty when there is none yet."""
    existing = report_of(agency, period)
    if existing:
        return existing
    try:
        with transaction.atomic():
            created = Submission.objects.create(
                channel=Channel.AGENCY,
                agency=agency,
                period=period,
                created_at=at,
                updated_at=at,
                is_demo=is_demo,
            )
            record(created, EventKind.CREATED, by=by, at=at)
            return created
    except IntegrityError:
        return report_of(agency, period)


def record(submission, kind, *, by, at, revision=None, note="") -> SubmissionEvent:
    return SubmissionEvent.objects.create(
        submission=submission, kind=kind, by=by, at=at, revision=revision, note=cleaned(note)
    )


@transaction.atomic
def save_draft(
    submission: Submission,
    *,
    base_version: int,
    texts: Mapping[str, str],
    access: Access,
    at: datetime.datetime,
    whole: bool = False,
) -> Saved:
    """Keeps typed texts; fields that someone else changed meanwhile come back as conflicts.

    `base_version` is the version that the person's page was made from. Fields without conflict are
    kept even when others conflict, so nothing typed is lost; `whole`: then nothing is kept.
    """
    report = Submission.objects.select_for_update().get(pk=submission.pk)
    report.agency, report.period = submission.agency, submission.period
    pass_gate(Step.SAVE, report, access, at, report.agency.slug)
    merged = merge(load_draft(report), base_version, texts)
    if not (whole and merged.conflicts):
        write_changes(report, merged.changes, by=access.user, at=at)
    return Saved(report, merged.conflicts, merged.theirs)


def judged_draft(report: Submission) -> tuple[Sheet, Draft, Judged]:
    sheet = load_sheet(report.agency, report.period, report)
    draft = load_draft(report)
    return sheet, draft, judge(sheet, draft.texts(), look_around)


def check_version(report: Submission, version: int) -> None:
    if report.version != version:
        raise Stale


@transaction.atomic
def ask_approval(submission, *, version: int, access: Access, at) -> Submission:
    report = locked(submission)
    pass_gate(Step.ASK_APPROVAL, report, access, at, report.agency.slug)
    check_version(report, version)
    judged = judged_draft(report)[2]
    if not judged.can_be_sent:
        raise NotReady(judged)
    return move(report, State.AWAITING_APPROVAL, EventKind.APPROVAL_ASKED, by=access.user, at=at)


@transaction.atomic
def send(submission, *, version: int, access: Access, at) -> Revision:
    """Sends the draft to the centre as a new revision.

    Sending twice (a double click) has one effect: the second call returns the same revision.
    """
    report = locked(submission)
    repeated = same_sending(report, version, access)
    if repeated:
        return repeated
    pass_gate(Step.SEND, report, access, at, report.agency.slug)
    check_version(report, version)
    return make_revision(report, EventKind.SUBMITTED, by=access.user, at=at)


@transaction.atomic
def approve(submission, *, version: int, access: Access, at) -> Revision:
    """The leader approves and the report goes to the centre; a delegate's event says for whom."""
    report = locked(submission)
    repeated = same_sending(report, version, access)
    if repeated:
        return repeated
    pass_gate(Step.APPROVE, report, access, at, report.agency.slug)
    check_version(report, version)
    note = stands_in_words(access, report.agency.slug)
    return make_revision(report, EventKind.APPROVED, by=access.user, at=at, note=note)


def same_sending(report, version, access) -> Revision | None:
    if report.state != State.SUBMITTED or report.version != version:
        return None
    return report.revisions.filter(sent_by=access.user).order_by("-number").first()


def make_revision(report: Submission, kind: str, *, by, at, note="") -> Revision:
    sheet, _, judged = judged_draft(report)
    if not judged.can_be_sent:
        raise NotReady(judged)
    opened = report.events.filter(kind=EventKind.CORRECTION_OPENED).order_by("-pk").first()
    revision = Revision.objects.create(
        submission=report,
        number=report.revisions.count() + 1,
        reason=opened.note if opened else "",
        sent_at=at,
        sent_by=by,
    )
    write_values(revision, sheet, judged, by=by, at=at)
    if report.first_sent_at is None:
        report.first_sent_at = at
    move(report, State.SUBMITTED, kind, by=by, at=at, revision=revision, note=note)
    return revision


def write_values(revision: Revision, sheet: Sheet, judged: Judged, *, by, at) -> None:
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            revision=revision,
            evidence=evidence_of(answer, revision.submission, by=by, at=at),
            **value_fields(answer, sheet),
        )
        for answer in judged.answers
    )


def evidence_of(answer: Answer, report: Submission, *, by, at) -> Document | None:
    """The document that stands behind an answer; a newly typed one is stored now, once."""
    typed = answer.new_document
    if typed is None:
        return answer.document
    return Document.objects.get_or_create(
        agency=report.agency,
        kind=typed.kind,
        number=typed.number,
        issuer=typed.issuer,
        issued_on=typed.issued_on,
        stored_file_id=typed.file_id,
        defaults={"recorded_by": by, "recorded_at": at},
    )[0]


def move(report, state, kind, *, by, at, revision=None, note="") -> Submission:
    """Puts the report into `state` and writes the event that did it."""
    report.state, report.updated_at = state, at
    report.save(update_fields=["state", "updated_at", "first_sent_at"])
    record(report, kind, by=by, at=at, revision=revision, note=note)
    return report


@transaction.atomic
def send_back(submission, *, note: str, access: Access, at) -> Submission:
    """The leader gives the report back to its preparer."""
    report = locked(submission)
    pass_gate(Step.SEND_BACK, report, access, at, report.agency.slug)
    return move(report, State.DRAFT, EventKind.SENT_BACK, by=access.user, at=at, note=note)


@transaction.atomic
def recall(submission, *, access: Access, at) -> Submission:
    """The agency takes back what the centre has not accepted yet."""
    report = locked(submission)
    pass_gate(Step.RECALL, report, access, at, report.agency.slug)
    return move(report, State.DRAFT, EventKind.RECALLED, by=access.user, at=at)


@transaction.atomic
def open_correction(submission, *, reason: str, access: Access, at) -> Submission:
    """Opens an accepted report again; its accepted revision stays in force until a new one is."""
    report = locked(submission)
    pass_gate(Step.CORRECT, report, access, at, report.agency.slug)
    return move(
        report, State.DRAFT, EventKind.CORRECTION_OPENED, by=access.user, at=at, note=reason[:300]
    )
