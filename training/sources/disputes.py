"""An agency's word about its platform figure, and the centre's answer. No figure is changed here.

One open dispute an agency and indicator. Every action checks again who acts, on the locked row and
in one transaction, so of two people who act at once the second is told what the first did.
"""

import datetime
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F, FilteredRelation
from django.utils import timezone

from portal.accounts.permissions import Access, Capability
from portal.catalogue.changes import Refused
from portal.catalogue.models import Indicator, Source
from portal.dated import in_force
from portal.days import show_instant
from portal.models import Agency
from portal.names import nfc
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment, Reading

from .models import Dispute

LONGEST = 1000
OPEN = {"answered_at": None, "withdrawn_at": None}
MAY_SPEAK = (Capability.REPORT, Capability.APPROVE)
ALREADY = "Cơ quan đang có một ý kiến chưa được trả lời về số này. Bạn rút ý kiến đó rồi nêu lại."


def open_disputes(codes: Iterable[str]) -> set[tuple[int, int]]:
    """(indicator's id, agency's id) of each platform figure with an open dispute; one query."""
    rows = Dispute.objects.filter(**OPEN, indicator__code__in=set(codes))
    return set(rows.values_list("indicator_id", "agency_id"))


def labelled(disputes, day: datetime.date):
    """With `label`: the disputed indicator's short words of the day."""
    return disputes.alias(
        words=FilteredRelation(
            "indicator__versions", condition=in_force(day, "indicator__versions__")
        )
    ).annotate(label=F("words__short_label"))


def may_speak_for(access: Access, agency: Agency) -> bool:
    """Whether the person acts for this very agency; the centre does not speak for it."""
    own = any(grant.agency_id == agency.pk for grant in access.grants)
    return own and any(access.can(capability, agency.slug) for capability in MAY_SPEAK)


def standing_figures(agency: Agency, day: datetime.date) -> list[tuple[Indicator, Reading]]:
    """The platform's figures of an agency as they stand, in the catalogue's order."""
    supplied = Indicator.objects.in_force_on(day).filter(
        source=Source.PLATFORM, asked_of__memberships__agency=agency
    )
    figures = Figures(list(supplied.values_list("code", flat=True)), Moment(day))
    found = [
        (indicator, figures.reading(code, agency.pk))
        for code, indicator in figures.indicators.items()
    ]
    return [(indicator, reading) for indicator, reading in found if reading is not None]


@transaction.atomic
def open_dispute(
    agency: Agency,
    indicator: Indicator,
    *,
    value_id: int,
    comment: str,
    own_amount: int | None,
    access: Access,
    at: datetime.datetime,
) -> Dispute:
    """Raises Refused when the person does not act for the agency, when another figure stands by
    now, or when one is open already."""
    if not may_speak_for(access, agency):
        raise Refused("Chỉ người lập hoặc người duyệt của cơ quan nêu được ý kiến.")
    Agency.objects.select_for_update().get(pk=agency.pk)  # a double click has one effect
    standing = dict(standing_figures(agency, timezone.localtime(at).date()))
    reading = standing.get(indicator)
    if reading is None:
        raise Refused("Nền tảng không còn số này của cơ quan. Bạn tải lại trang để xem.", "figure")
    if reading.value_id != value_id:
        raise Refused(
            f"Số của Nền tảng vừa đổi thành {indicator.show_amount(reading.amount)}. "
            "Bạn xem lại rồi nêu ý kiến về số mới, nếu còn.",
            "figure",
        )
    if own_amount is not None and own_amount == reading.amount:
        raise Refused("Số này trùng với số của Nền tảng. Bạn để trống hoặc ghi lại.", "own_amount")
    if Dispute.objects.filter(agency=agency, indicator=indicator, **OPEN).exists():
        raise Refused(ALREADY, "figure")
    try:
        with transaction.atomic():
            return Dispute.objects.create(
                agency=agency,
                indicator=indicator,
                value_id=value_id,
                own_amount=own_amount,
                comment=said(comment, "comment", "Bạn ghi vì sao số này chưa đúng."),
                opened_at=at,
                opened_by=access.user,
            )
    except IntegrityError as error:
        raise Refused(ALREADY, "figure") from error


@transaction.atomic
def withdraw_dispute(pk: int, *, access: Access, at: datetime.datetime) -> Dispute:
    row = held_open(pk)
    if not may_speak_for(access, row.agency):
        raise Refused("Chỉ người lập hoặc người duyệt của cơ quan rút được ý kiến.")
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    return row


@transaction.atomic
def answer_dispute(
    pk: int, *, outcome: str, answer: str, access: Access, at: datetime.datetime
) -> Dispute:
    """The centre's answer, once and for all; the figure stays as it is."""
    row = held_open(pk)
    if not access.can(Capability.MANAGE_FIGURES):
        raise Refused("Chỉ quản trị số liệu của Cục trả lời được ý kiến.")
    if outcome not in Dispute.Outcome.values:
        raise Refused("Bạn chọn một kết quả.", "outcome")
    row.outcome = outcome
    row.answer = said(answer, "answer", "Bạn ghi lời trả lời cho cơ quan.")
    row.answered_at, row.answered_by = at, access.user
    row.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])
    return row


def held_open(pk: int) -> Dispute:
    """The locked row; raises Refused with what became of it when it is no longer open."""
    rows = Dispute.objects.select_related("agency", "indicator", "answered_by")
    row = rows.select_for_update(of=("self",)).get(pk=pk)
    if row.withdrawn_at is not None:
        raise Refused(f"Cơ quan đã rút ý kiến này lúc {instant(row.withdrawn_at)}.")
    if row.answered_at is not None:
        raise Refused(
            f"{row.answered_by} đã trả lời lúc {instant(row.answered_at)}: "
            f"{row.get_outcome_display()}. {row.answer}"
        )
    return row


def instant(at: datetime.datetime) -> str:
    return show_instant(timezone.localtime(at))


def said(text: str, field: str, asked: str) -> str:
    words = nfc(text).strip()
    if not words:
        raise Refused(asked, field)
    if len(words) > LONGEST:
        raise Refused(f"Dài quá {LONGEST} ký tự. Bạn rút gọn lại.", field)
    return words


def days_open(dispute: Dispute, today: datetime.date) -> int:
    """How many days an open dispute has waited."""
    return (today - timezone.localtime(dispute.opened_at).date()).days
