"""An agency's documents, as far as the reader may know of them.

A document that only a draft names is its agency's own and the centre's until it is accepted; its
file is for them at all times.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from portal.accounts.permissions import Access, Capability
from portal.documents.models import Document
from portal.submissions.models import IndicatorValue

from .rows import Row, part, yes

DOCUMENT = "document"
MAY_OPEN = (Capability.REPORT, Capability.APPROVE, Capability.REVIEW)


def parts(slug: str, day: datetime.date) -> Iterable:
    """Those issued by the day. `flag`: an accepted figure rests on it, or no reporter typed it."""
    accepted = IndicatorValue.objects.filter(
        evidence=OuterRef("pk"), revision__accepted_at__isnull=False
    )
    yield part(
        DOCUMENT,
        Document.objects.filter(agency__slug=slug, issued_on__lte=day),
        key="pk",
        since="issued_on",
        until="effective_until",
        word="kind",
        title="number",
        more="title",
        link="issuer",
        number="stored_file_id",
        flag=yes(Q(Exists(accepted)) | Q(recorded_by=None) | Q(ruling__isnull=False)),
    )


@dataclass(frozen=True)
class Paper:
    """One document. `href` empty: there is no file, or the reader may not open it."""

    pk: int
    name: str
    issued_on: datetime.date
    effective_until: datetime.date | None
    issuer: str
    title: str
    href: str
    is_over: bool


def papers_of(
    rows: Mapping[str, list[Row]], slug: str, day: datetime.date, access: Access
) -> list[Paper]:
    """Newest first."""
    may_open = any(access.can(capability, slug) for capability in MAY_OPEN)
    seen = [row for row in rows[DOCUMENT] if row.flag or may_open]
    return [
        Paper(
            pk=row.key,
            name=f"{Document.Kind(row.word).label} {row.title}",
            issued_on=row.since,
            effective_until=row.until,
            issuer=row.link,
            title=row.more,
            href=f"/tep/{slug}/{row.number}/" if row.number and may_open else "",
            is_over=row.until is not None and row.until < day,
        )
        for row in sorted(seen, key=lambda row: (row.since, row.key), reverse=True)
    ]
