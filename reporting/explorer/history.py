"""The history of one value: every revision that stated it, what was said beside it, what happened.

Everyone who reads sees what was accepted. What is still under way, names of people and what the
centre and the agency wrote to each other are for those two only.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils import timezone

from portal.accounts.permissions import Access, Capability
from portal.agencies.models import Agency
from portal.catalogue.models import Combine, Indicator
from portal.days import show_date, show_instant
from portal.submissions.models import (
    Channel,
    EventKind,
    IndicatorValue,
    SubmissionEvent,
    TypedAs,
)

VALUES_A_PAGE = 40
OPEN_EVENTS = (
    EventKind.SUBMITTED,
    EventKind.ACCEPTED,
    EventKind.ENTERED_ON_BEHALF,
    EventKind.CONFIRMED,
    EventKind.STATED,
)
AGENCY_PAGES = {"central": "/bo-nganh/", "provincial": "/dia-phuong/"}


@dataclass
class Entry:
    """One stated value with what led to it. `link`: (address, words) of its report, or None."""

    value: IndicatorValue
    events: list[SubmissionEvent] = field(default_factory=list)
    link: tuple[str, str] | None = None

    @property
    def revision(self):
        return self.value.revision

    @property
    def submission(self):
        return self.value.revision.submission

    @property
    def heading(self) -> str:
        period = self.submission.period
        when = f"Kỳ {period.month}/{period.year}" if period else ""
        until = f"số liệu đến {show_date(self.value.covers_to)}"
        return f"{when}, {until}" if when else until.capitalize()

    @property
    def standing(self) -> str:
        """What the revision is worth now."""
        revision = self.revision
        if revision.superseded_at:
            return f"đã được thay, {local(revision.superseded_at)}"
        return "đang dùng" if revision.accepted_at else "chưa tiếp nhận"

    @property
    def source(self) -> str:
        return self.submission.source_text or Channel(self.submission.channel).label

    @property
    def facts(self) -> list[tuple[str, str]]:
        """(label, text) of what is known beside the value."""
        value, revision = self.value, self.revision
        found = [
            ("Bản gửi", f"bản {revision.number}, {self.standing}"),
            ("Nguồn", self.source + (" (Cục nhập thay)" if revision.on_behalf else "")),
            ("Gửi lúc", local(revision.sent_at)),
            ("Tiếp nhận lúc", local(revision.accepted_at)),
            ("Phát sinh trong kỳ", "không thay đổi" if value.unchanged else value.in_month_shown),
            ("Nhập dưới dạng", TypedAs(value.typed_as).label if value.typed_as else ""),
            ("Lý do điều chỉnh", revision.reason),
            ("Lý do, ghi chú", value.note),
            ("Giải trình", value.explanation),
            ("Minh chứng", evidence_of(value)),
        ]
        return [(label, text) for label, text in found if text]


@dataclass
class ValueHistory:
    """`is_inside`: the reader is of the agency or the centre and sees what is under way."""

    indicator: Indicator
    agency: Agency
    is_inside: bool
    entries: list[Entry]
    page: Page
    parts: list[tuple[str, str]]

    @property
    def label(self) -> str:
        return self.indicator.label or self.indicator.code

    @property
    def unit(self) -> str:
        return self.indicator.unit or "" if self.indicator.is_number else ""

    @property
    def agency_page(self) -> str:
        base = AGENCY_PAGES.get(self.agency.side)
        return f"{base}{self.agency.slug}/" if base else ""


def local(instant) -> str:
    return show_instant(timezone.localtime(instant)) if instant else ""


def evidence_of(value: IndicatorValue) -> str:
    """ "Kế hoạch 81/KH-UBND, 30/3/2022", or the address of a page that stands in the text."""
    document = value.evidence
    if document is not None:
        until = document.effective_until
        over = f", hết hiệu lực sau {show_date(until)}" if until else ""
        return f"{document}, {show_date(document.issued_on)}{over}"
    return value.text if value.amount is not None and value.text else ""


def value_history(code: str, slug: str, access: Access, page: str) -> ValueHistory | None:
    """Newest first, a page of them; None for an indicator or agency that is not there."""
    if "\x00" in code:
        return None
    indicator = worded(Indicator.objects.filter(code=code), access.day).first()
    agency = Agency.objects.named_on(access.day).filter(slug=slug).first()
    if agency is None or indicator is None:
        return None
    is_inside = access.can(Capability.REVIEW) or any(
        grant.agency_id == agency.pk for grant in access.grants
    )
    values = (
        IndicatorValue.objects.filter(indicator=indicator, agency=agency)
        .filter(Q() if is_inside else Q(revision__accepted_at__isnull=False))
        .select_related("revision__submission__period", "evidence", "indicator")
        .order_by("-covers_to", "-revision__submission_id", "-revision__number", "-pk")
    )
    shown = Paginator(values, VALUES_A_PAGE).get_page(page)
    entries = [Entry(value, link=link_of(value, agency, access)) for value in shown]
    _add_events(entries, is_inside)
    return ValueHistory(
        indicator, agency, is_inside, entries, shown, parts_of(indicator, agency, access.day)
    )


def worded(indicators, day):
    """With `label` and `unit` of the newest wording up to the day; one row for each wording."""
    return (
        indicators.alias(
            wording=FilteredRelation("versions", condition=Q(versions__in_force_from__lte=day))
        )
        .annotate(label=F("wording__label"), unit=F("wording__unit"))
        .order_by("position", "code", "-wording__in_force_from")
    )


def parts_of(indicator: Indicator, agency: Agency, day) -> list[tuple[str, str]]:
    """(label, address) of the history of each part that the indicator is the sum of."""
    if indicator.combine != Combine.SUM:
        return []
    found = {}
    for part in worded(indicator.parts.in_force_on(day), day):
        address = reverse("explorer:value", args=[part.code, agency.slug])
        found.setdefault(part.code, (part.label or part.code, address))
    return list(found.values())


def _add_events(entries: list[Entry], is_inside: bool) -> None:
    """To each value the events of its own revision; what came before belongs to the next one."""
    ids = {entry.revision.submission_id for entry in entries}
    events = SubmissionEvent.objects.filter(submission__in=ids).select_related("by", "revision")
    if not is_inside:
        events = events.filter(kind__in=OPEN_EVENTS)
    of_revision = defaultdict(list)
    for event in events.order_by("at", "pk"):
        of_revision[event.revision_id].append(event)
    for entry in entries:
        entry.events = of_revision.get(entry.revision.pk, [])


def link_of(value: IndicatorValue, agency: Agency, access: Access) -> tuple[str, str] | None:
    """The review page for the centre, the receipt for the agency itself, nothing for others."""
    submission = value.revision.submission
    if submission.channel != Channel.AGENCY:
        return None
    key = submission.period.key
    if access.can(Capability.REVIEW):
        return reverse("review:report_review", args=[key, agency.slug]), "Xem phiếu"
    own = access.can(Capability.REPORT, agency.slug) or access.can(Capability.APPROVE, agency.slug)
    if own:
        receipt = [agency.slug, key, value.revision.number]
        return reverse("entry:receipt", args=receipt), "Xem biên nhận"
    return None
