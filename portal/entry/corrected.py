"""A correction while it is being written: what it changes against the revision in force."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.documents.models import Document
from portal.submissions.corrections import (
    Difference,
    MovedBase,
    correction_of,
    moved_by,
    told,
)
from portal.submissions.models import Revision, State, Submission
from portal.submissions.register import revision_values

from .checking import CheckPart, CheckRow

WRITTEN = (State.DRAFT, State.RETURNED, State.AWAITING_APPROVAL)


@dataclass(frozen=True)
class DraftCorrection:
    revision: Revision
    differences: tuple[Difference, ...]
    moved: tuple[MovedBase, ...]


def draft_correction(report: Submission, parts: Iterable[CheckPart]) -> DraftCorrection | None:
    """None unless an accepted report is open again."""
    if report.state not in WRITTEN or not getattr(report, "was_accepted", True):
        return None
    revision = correction_of(report)
    if revision is None:
        return None
    stood = {v.indicator_id: told(v) for v in revision_values(revision, report.period.ends_on)}
    found = []
    for part in parts:
        for row in part.rows:
            if row.answer is not None:
                indicator = row.form.indicator
                before, after = stood.get(indicator.pk, ""), row_told(row)
                if before != after:
                    found.append(Difference(indicator.label, indicator.unit or "", before, after))
    new = {
        row.form.indicator.pk: row.answer.amount
        for part in parts
        for row in part.rows
        if row.answer is not None and row.answer.state
    }
    return DraftCorrection(revision, tuple(found), tuple(moved_by(report, new)))


def row_told(row: CheckRow) -> str:
    """A draft's answer in the words in which a sent value is told (`corrections.told`)."""
    answer = row.answer
    last = row.form.question.last
    qualifier = last.qualifier if answer.unchanged and last else ""
    parts = [f"{qualifier} {row.shown}".strip()]
    if row.link:
        parts.append(row.link)
    if answer.new_document:
        kind = Document.Kind(answer.new_document.kind).label
        parts.append(f"{kind} {answer.new_document.number}")
    elif answer.document:
        parts.append(str(answer.document))
    return ", ".join(parts)
