"""What becomes of a document: replaced, repealed, in force after all, ruled upon by the centre.

An event of the agency is recorded, or struck with a reason that is kept.

Each change is one transaction with its event written inside; a reading as of an earlier day still
finds the document in force on that day.
"""

import datetime

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from portal.accounts.permissions import Access, Capability
from portal.agencies.models import Agency
from portal.catalogue.models import Evidence, Indicator
from portal.days import show_date
from portal.names import nfc

from .models import AwarenessEvent, Document, DocumentEvent

ONE_DAY = datetime.timedelta(days=1)
NOT_YOUR_AGENCY = "Chỉ người lập báo cáo của cơ quan ghi được hiệu lực của văn bản."
NOT_YOUR_EVENTS = "Chỉ người lập báo cáo của cơ quan ghi được sự kiện."
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


def events_begin(agency: Agency, day: datetime.date) -> datetime.date | None:
    """The first day of the indicator that the agency's events prove; None when none is asked."""
    asked = Indicator.objects.in_force_on(day).filter(
        evidence=Evidence.EVENTS, asked_of__memberships__agency=agency
    )
    return asked.aggregate(first=Min("in_force_from"))["first"]


@transaction.atomic
def record_event(
    agency: Agency,
    *,
    name: str,
    held_on: datetime.date,
    form: str,
    participants: int | None,
    access: Access,
    at,
) -> AwarenessEvent:
    """Records an event that the agency has held; the same one stands once."""
    if not access.can(Capability.REPORT, agency.slug):
        raise DocumentError(NOT_YOUR_EVENTS)
    refuse_day(agency, held_on, timezone.localdate(at))
    name = nfc(name)
    Agency.objects.select_for_update().get(pk=agency.pk)
    if agency.awareness_events.standing().filter(name=name, held_on=held_on).exists():
        raise DocumentError(
            f"Sự kiện này, ngày {show_date(held_on)}, đã có trong danh sách.", "name"
        )
    return AwarenessEvent.objects.create(
        agency=agency,
        name=name,
        held_on=held_on,
        form=form,
        participants=participants,
        recorded_by=access.user,
        recorded_at=at,
    )


def refuse_day(agency: Agency, held_on: datetime.date, today: datetime.date) -> None:
    if held_on > today:
        raise DocumentError(
            f"Ngày {show_date(held_on)} chưa tới. Bạn ghi sự kiện khi đã tổ chức.", "held_on"
        )
    first = events_begin(agency, today)
    if first is not None and held_on < first:
        raise DocumentError(
            f"Ngày {show_date(held_on)} trước ngày ban hành Đề án ({show_date(first)}). Bạn kiểm "
            "tra lại ngày.",
            "held_on",
        )


@transaction.atomic
def strike_event(event: AwarenessEvent, *, reason: str, access: Access, at) -> AwarenessEvent:
    """Takes an event out of the count, keeping it with the reason; nothing when it was struck."""
    held = (
        AwarenessEvent.objects.select_for_update(of=("self",))
        .select_related("agency")
        .get(pk=event.pk)
    )
    if not access.can(Capability.REPORT, held.agency.slug):
        raise DocumentError(NOT_YOUR_EVENTS)
    if held.struck_at is not None:
        return held
    reason = nfc(reason)[:300]
    if not reason:
        raise DocumentError("Bạn ghi lý do gạch bỏ.", "reason")
    held.struck_at, held.struck_reason = at, reason
    held.save(update_fields=["struck_at", "struck_reason"])
    return held
