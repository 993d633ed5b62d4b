"""The frozen editions that one is read against: the last one issued, and the one it corrects."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F

from portal.models import Revision
from portal.submissions.models import Channel, receipt_number
from reporting.models import Snapshot, WeeklyEdition

from .models import Stage
from .report import Report

IN_USE = (Stage.FROZEN, Stage.PUBLISHED)
# An acceptance may have been under way while the edition was frozen.
UNDER_WAY = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Earlier:
    """A frozen edition as it was kept."""

    snapshot: Snapshot

    @cached_property
    def report(self) -> Report:
        return Report.read(self.snapshot.text)

    @property
    def label(self) -> str:
        return self.report.identity.label

    def named(self, correction: WeeklyEdition) -> dict:
        """What a correction says about the edition that it corrects."""
        identity = self.report.identity
        return {
            "document_number": identity.document_number,
            "issued_on": identity.issued_on,
            "sha256": self.snapshot.sha256,
            "reason": correction.correction_reason,
        }


def last_issued(edition: WeeklyEdition) -> Earlier | None:
    """The newest frozen edition as of an earlier day, in its newest frozen correction."""
    snapshot = (
        Snapshot.objects.filter(edition__as_of__lt=edition.as_of, edition__stage__in=IN_USE)
        .exclude(edition__year=edition.year, edition__number=edition.number or 0)
        .order_by("-edition__as_of", "-edition__number", "-edition__correction")
        .first()
    )
    return Earlier(snapshot) if snapshot else None


def corrected_by(edition: WeeklyEdition) -> Earlier | None:
    """The frozen edition that this one corrects; None for one that corrects nothing."""
    if not edition.correction:
        return None
    snapshot = Snapshot.objects.filter(
        edition__year=edition.year,
        edition__number=edition.number,
        edition__correction__lt=edition.correction,
    ).order_by("-edition__correction")
    found = snapshot.first()
    return Earlier(found) if found else None


def late_since(earlier: Earlier, edition: WeeklyEdition) -> Iterator[dict]:
    """Reports that the last edition would have held, had they been accepted in time; one query.

    Known by not standing among its revisions, so that one accepted while it was frozen is here.
    """
    known_at = datetime.datetime.fromisoformat(earlier.report.identity.known_at)
    accepted = Revision.objects.filter(
        accepted_at__gte=known_at - UNDER_WAY,
        superseded_at=None,
        values__covers_to__lte=datetime.date.fromisoformat(earlier.report.identity.as_of),
        submission__channel=Channel.AGENCY,
    )
    if edition.known_at:
        accepted = accepted.filter(accepted_at__lte=edition.known_at)
    rows = (
        accepted.exclude(pk__in=[int(key) for key in earlier.report.revisions])
        .values("accepted_at", "number", "submission_id", slug=F("submission__agency__slug"))
        .annotate(year=F("submission__period__year"), month=F("submission__period__month"))
        .distinct()
        .order_by("accepted_at", "submission_id", "number")
    )
    for row in rows:
        yield {
            "agency": row["slug"],
            "receipt": receipt_number(
                row["year"], row["month"], row["submission_id"], row["number"]
            ),
            "accepted_at": row["accepted_at"].isoformat(),
        }
