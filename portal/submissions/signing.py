"""The signed paper beside the figures: a scan attached to the newest revision."""

from django.db import transaction

from portal.accounts.permissions import Access, Capability
from portal.documents.models import StoredFile

from .actions import locked, record
from .gates import NOT_YOUR_ROLE, Closed, Gate
from .models import EventKind, Revision, Submission

OWN = (Capability.REPORT, Capability.APPROVE)


def scan_gate(newest: Revision | None, access: Access, agency_slug: str) -> Gate:
    """Whether the person may attach a signed scan to a report's newest revision; if not, why."""
    if not any(access.can(capability, agency_slug) for capability in OWN):
        return Gate(False, NOT_YOUR_ROLE)
    if newest is None:
        return Gate(False, "Phiếu chưa gửi lần nào. Bạn gửi phiếu rồi đính bản ký của bản đã gửi.")
    if newest.accepted_at and newest.signed_scan_id:
        return Gate(False, "Bản đã tiếp nhận có bản ký rồi nên không thay được nữa.")
    return Gate(True)


def newest_revision(report: Submission) -> Revision | None:
    if not report.pk:
        return None
    return report.revisions.select_related("signed_scan").order_by("-number").first()


@transaction.atomic
def attach_scan(
    submission: Submission, *, scan: StoredFile, access: Access, at, seen: int
) -> Revision:
    """Attaches the scan to the newest revision, in place of one attached before it was accepted.

    `seen`: the number of the revision that was printed; Closed when another was sent meanwhile.
    """
    report = locked(submission)
    revision = newest_revision(report)
    verdict = scan_gate(revision, access, report.agency.slug)
    if not verdict:
        raise Closed(verdict.reason)
    if revision.number != seen:
        raise Closed("Cơ quan vừa gửi bản mới. Bạn in và ký lại bản mới.")
    if scan.agency_id != report.agency_id:
        raise Closed("Tệp này không phải của cơ quan.")
    revision.signed_scan = scan
    revision.save(update_fields=["signed_scan"])
    record(
        report, EventKind.SCAN_ATTACHED, by=access.user, at=at, revision=revision, note=scan.name
    )
    return revision
