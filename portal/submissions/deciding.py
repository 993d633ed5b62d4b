"""The centre's decisions on a sent report: accepted, or returned with questions.

A decision changes no figure. It names the revision that was read (`seen`): `actions.Stale` when the
agency sent another one meanwhile. Pressing twice has one effect.
"""

from collections.abc import Mapping

from django.db import transaction

from portal.accounts.permissions import Access

from .actions import Stale, locked, move
from .drafting import cleaned
from .gates import Step, pass_gate
from .models import EventKind, IndicatorValue, Revision, State, Submission
from .questions import LONGEST_QUESTION, ValueQuestion

TOO_LONG = (
    f"Câu hỏi dài quá {LONGEST_QUESTION} ký tự. Bạn viết gọn lại, hoặc ghi phần chung vào ô ý kiến."
)


class NothingAsked(Exception):
    """A report is returned with at least one question or a note."""


class BadQuestions(Exception):
    """Questions that cannot be asked; `faults`: indicator → what to mend."""

    def __init__(self, faults: Mapping[int, str]):
        super().__init__("questions with faults")
        self.faults = dict(faults)


class Changed(Exception):
    """The revision says something new, so that it wants a reader of its own."""


def cleaned_questions(typed: Mapping[int, str]) -> dict[int, str]:
    """Indicator → question as stored; blank ones are left out. Raises BadQuestions."""
    texts = {pk: cleaned(text).strip() for pk, text in typed.items()}
    faults = {pk: TOO_LONG for pk, text in texts.items() if len(text) > LONGEST_QUESTION}
    if faults:
        raise BadQuestions(faults)
    return {pk: text for pk, text in texts.items() if text}


@transaction.atomic
def return_report(
    submission,
    *,
    access: Access,
    at,
    note: str = "",
    questions: Mapping[int, str] | None = None,
    seen: int | None = None,
) -> Submission:
    """The centre returns the report with a note, or a question (by indicator) about figures."""
    note, asked = cleaned(note).strip(), cleaned_questions(questions or {})
    if not note and not asked:
        raise NothingAsked
    report = locked(submission)
    if is_repeated(report, State.RETURNED, EventKind.RETURNED, access, seen):
        return report
    pass_gate(Step.RETURN, report, access, at, report.agency.slug)
    revision = newest_revision(report, seen)
    ask(revision, asked, by=access.user, at=at)
    return move(
        report,
        State.RETURNED,
        EventKind.RETURNED,
        by=access.user,
        at=at,
        revision=revision,
        note=note,
    )


def ask(revision: Revision, asked: Mapping[int, str], *, by, at) -> None:
    """Writes the questions; each is about a figure that the revision holds."""
    held = set(revision.values.filter(indicator__in=asked).values_list("indicator_id", flat=True))
    strangers = set(asked) - held
    if strangers:
        raise BadQuestions(dict.fromkeys(strangers, "Bản này không có số liệu đó."))
    ValueQuestion.objects.bulk_create(
        ValueQuestion(revision=revision, indicator_id=pk, text=text, asked_by=by, asked_at=at)
        for pk, text in asked.items()
    )


@transaction.atomic
def accept(submission, *, access: Access, at, seen: int | None = None) -> Revision:
    """The centre accepts the newest revision; the one accepted before is superseded by it."""
    report = locked(submission)
    if is_repeated(report, State.ACCEPTED, EventKind.ACCEPTED, access, seen):
        return newest_revision(report, seen)
    pass_gate(Step.ACCEPT, report, access, at, report.agency.slug)
    return take_over(report, newest_revision(report, seen), by=access.user, at=at)


@transaction.atomic
def accept_unchanged(submission, *, access: Access, at, seen: int) -> Revision:
    """Accepts a report that says nothing new, unread; Changed when there is something to read."""
    report = locked(submission)
    if is_repeated(report, State.ACCEPTED, EventKind.ACCEPTED, access, seen):
        return newest_revision(report, seen)
    pass_gate(Step.ACCEPT, report, access, at, report.agency.slug)
    revision = newest_revision(report, seen)
    if not says_nothing_new(revision):
        raise Changed
    return take_over(report, revision, by=access.user, at=at)


def take_over(report: Submission, revision: Revision, *, by, at) -> Revision:
    report.revisions.filter(accepted_at__isnull=False, superseded_at=None).update(superseded_at=at)
    revision.accepted_at, revision.accepted_by = at, by
    revision.save(update_fields=["accepted_at", "accepted_by"])
    move(report, State.ACCEPTED, EventKind.ACCEPTED, by=by, at=at, revision=revision)
    return revision


def says_nothing_new(revision: Revision) -> bool:
    """Whether every figure stayed and nothing was explained, asked or corrected before."""
    report = revision.submission
    return not (
        revision.on_behalf
        or IndicatorValue.objects.filter(revision=revision).exclude(unchanged=True).exists()
        or revision.values.exclude(explanation="").exists()
        or not revision.values.exists()
        or report.revisions.filter(accepted_at__isnull=False).exists()
        or report.events.filter(kind=EventKind.RETURNED).exists()
    )


def is_repeated(report: Submission, state, kind, access: Access, seen: int | None) -> bool:
    """Whether the same person already decided the same on the same revision (a double click)."""
    if report.state != state or seen is None:
        return False
    last = report.events.select_related("revision").order_by("-pk").first()
    is_same = last is not None and last.kind == kind and last.by_id == access.user.pk
    return is_same and last.revision is not None and last.revision.number == seen


def newest_revision(report: Submission, seen: int | None) -> Revision:
    revision = report.revisions.order_by("-number").first()
    if seen is not None and revision.number != seen:
        raise Stale
    return revision
