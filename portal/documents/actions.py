"""What becomes of a document: replaced, repealed, in force after all, ruled upon by the centre.

Each change is one transaction with its event written inside; a reading as of an earlier day still
finds the document in force on that day.
"""

import datetime

from django.db import transaction

from portal.accounts.permissions import Access, Capability
from portal.days import show_date
from portal.names import nfc

from .models import Document, DocumentEvent

ONE_DAY = datetime.timedelta(days=1)
NOT_YOUR_AGENCY = "Chỉ người lập báo cáo của cơ quan ghi được hiệu lực của văn bản."
NOT_THE_CENTRE = "Chỉ quản trị số liệu của Cục xác định được văn bản."


class DocumentError(ValueError):
    """The change is refused. `message` says why; `field` is where it is about ("" for none)."""

    def __init__(self, message: str, field: str = ""):
        super().__init__(message)
        self.message = message
        self.field = field


def locked_for(document: Document, capability: Capability, access: Access, refusal: str):
    """The document's row, locked, once the person may change it."""
    held = (
        Document.objects.select_for_update(of=("self",))
        .select_related("agency")
        .get(pk=document.pk)
    )
    if not access.can(capability, held.agency.slug):
        raise DocumentError(refusal)
    return held


def record(document, kind, *, by, at, note="") -> DocumentEvent:
    return DocumentEvent.objects.create(
        document=document, kind=kind, by=by, at=at, note=nfc(note)[:500]
    )


@transaction.atomic
def replace_document(
    document: Document, *, successor: Document, since: datetime.date, access: Access, at
) -> Document:
    """Says that `successor` stands in the document's place from `since` on."""
    held = locked_for(document, Capability.REPORT, access, NOT_YOUR_AGENCY)
    if successor.agency_id != held.agency_id or successor.pk == held.pk:
        raise DocumentError("Bạn chọn một văn bản khác của cơ quan.", "successor")
    if leads_to(successor, held):
        raise DocumentError(
            f"{successor.number} lại được ghi là đã thay bằng văn bản này.", "successor"
        )
    if since < successor.issued_on:
        raise DocumentError(
            f"{successor.number} ban hành ngày {show_date(successor.issued_on)}, không thay được "
            "trước ngày đó.",
            "since",
        )
    end(held, since)
    held.replaced_by = successor
    held.save(update_fields=["effective_until", "replaced_by"])
    note = f"{successor}, từ ngày {show_date(since)}"
    record(held, DocumentEvent.Kind.REPLACED, by=access.user, at=at, note=note)
    return held


def leads_to(document: Document, wanted: Document) -> bool:
    """Whether following what replaced what from `document` comes to `wanted`."""
    seen = set()
    while document is not None and document.pk not in seen:
        if document.pk == wanted.pk:
            return True
        seen.add(document.pk)
        document = document.replaced_by
    return False


def end(document: Document, since: datetime.date) -> None:
    """Out of force from `since` on: the day before is the last one."""
    if since <= document.issued_on:
        raise DocumentError(
            f"Văn bản ban hành ngày {show_date(document.issued_on)}; ngày hết hiệu lực phải sau "
            "ngày đó.",
            "since",
        )
    document.effective_until = since - ONE_DAY


@transaction.atomic
def repeal_document(document: Document, *, since: datetime.date, access: Access, at) -> Document:
    """Says that the document is repealed from `since` on, with nothing in its place."""
    held = locked_for(document, Capability.REPORT, access, NOT_YOUR_AGENCY)
    end(held, since)
    held.replaced_by = None
    held.save(update_fields=["effective_until", "replaced_by"])
    note = f"từ ngày {show_date(since)}"
    record(held, DocumentEvent.Kind.REPEALED, by=access.user, at=at, note=note)
    return held


@transaction.atomic
def reinstate_document(document: Document, *, access: Access, at) -> Document:
    """Takes back what was said of the document's end; nothing when nothing was."""
    held = locked_for(document, Capability.REPORT, access, NOT_YOUR_AGENCY)
    if held.effective_until is None and held.replaced_by_id is None:
        return held
    held.effective_until = held.replaced_by = None
    held.save(update_fields=["effective_until", "replaced_by"])
    record(held, DocumentEvent.Kind.REINSTATED, by=access.user, at=at)
    return held


RULINGS = {
    True: "được tính là Kế hoạch",
    False: "không được tính là Kế hoạch",
    None: "tính theo loại văn bản",
}


@transaction.atomic
def rule_on_document(
    document: Document, *, counts: bool | None, reason: str, access: Access, at
) -> Document:
    """The centre's word on whether the document stands as a plan; None: by its kind again."""
    held = locked_for(document, Capability.REVIEW, access, NOT_THE_CENTRE)
    reason = nfc(reason)[:300]
    if counts is not None and not reason:
        raise DocumentError("Bạn ghi lý do để cơ quan đọc.", "reason")
    held.ruling, held.ruling_reason = counts, reason
    held.save(update_fields=["ruling", "ruling_reason"])
    note = f"{RULINGS[counts]}. {reason}".strip()
    record(held, DocumentEvent.Kind.RULED, by=access.user, at=at, note=note)
    return held
