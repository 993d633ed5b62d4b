"""A receipt's content: one builder for its page and its PDF."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod
from portal.submissions.corrections import (
    Difference,
    MovedBase,
    moved_bases,
    revision_differences,
)
from portal.submissions.models import (
    EventKind,
    IndicatorValue,
    Revision,
    Submission,
    SubmissionEvent,
)
from portal.submissions.register import revision_values

from .place import report_at

SENDING = (EventKind.APPROVAL_ASKED, EventKind.APPROVED, EventKind.SUBMITTED)


@dataclass(frozen=True)
class Receipt:
    """One revision as proof: what was sent, by whom, who approved it.

    `prepared`: who asked for approval; None when the report was sent without. `approved`: by whom,
    its note saying for whom when a delegate approved.
    """

    revision: Revision
    agency: Agency
    prepared: SubmissionEvent | None
    approved: SubmissionEvent | None
    values: list[IndicatorValue]
    is_newest: bool

    @property
    def report(self) -> Submission:
        return self.revision.submission

    @property
    def period(self) -> ReportingPeriod:
        return self.report.period

    @property
    def sender(self):
        return self.prepared.by if self.prepared else self.revision.sent_by

    @property
    def number_before(self) -> int:
        return self.revision.number - 1

    @cached_property
    def differences(self) -> list[Difference]:
        return revision_differences(self.revision, self.period.ends_on)

    @cached_property
    def moved(self) -> list[MovedBase]:
        return moved_bases(self.revision)


def receipt_or_404(slug: str, month: tuple[int, int], number: int) -> Receipt:
    agency, period, report = report_at(slug, month)
    revisions = (
        list(
            report.revisions.select_related(
                "sent_by", "accepted_by", "signed_scan", "confirmed_by"
            ).order_by("number")
        )
        if report.pk
        else []
    )
    found = [revision for revision in revisions if revision.number == number]
    if not found:
        raise Http404("no such receipt")
    (revision,) = found
    prepared, approved = who_did(revision)
    return Receipt(
        revision=revision,
        agency=agency,
        prepared=prepared,
        approved=approved,
        values=list(revision_values(revision, period.ends_on)),
        is_newest=revision is revisions[-1],
    )


def who_did(revision: Revision) -> tuple[SubmissionEvent | None, SubmissionEvent | None]:
    """(the asking for approval, the approval) that led to this revision; None where there was none.

    A report that was sent straight to the centre has neither.
    """
    events = revision.submission.events.filter(kind__in=SENDING).select_related("by")
    asked = None
    for event in events.order_by("pk"):
        if event.revision_id == revision.pk:
            return (asked, event) if event.kind == EventKind.APPROVED else (None, None)
        asked = event if event.kind == EventKind.APPROVAL_ASKED else None
    return None, None
