"""Which sent revision each printed value stands in: the way from a digit back to who sent it."""

from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from portal.models import IndicatorValue
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel, receipt_number

COLUMNS = {
    "number": F("revision__number"),
    "sent_at": F("revision__sent_at"),
    "accepted_at": F("revision__accepted_at"),
    "channel": F("revision__submission__channel"),
    "source": F("revision__submission__source_text"),
    "year": F("revision__submission__period__year"),
    "month": F("revision__submission__period__month"),
    "submission": F("revision__submission_id"),
    "agency_slug": F("revision__submission__agency__slug"),
}


@dataclass(frozen=True)
class Sources:
    """`revision_of`: value's id → revision's key; `revisions`: key → what it is."""

    revision_of: dict[int, str]
    revisions: dict[str, dict]


def sources_of(figures: Figures) -> Sources:
    """The revisions of every reading; one query."""
    values = [reading.value_id for reading in figures.all_readings()]
    rows = IndicatorValue.objects.filter(pk__in=values).order_by("revision_id", "pk")
    revision_of, revisions = {}, {}
    for row in rows.values("pk", "revision_id", **COLUMNS):
        key = str(row["revision_id"])
        revision_of[row["pk"]] = key
        revisions.setdefault(key, described(row))
    return Sources(revision_of, revisions)


def described(row: dict) -> dict:
    """An agency's report by its receipt's number, another source by its name."""
    is_own = row["channel"] == Channel.AGENCY
    key = row["year"], row["month"], row["submission"], row["number"]
    return {
        "channel": row["channel"],
        "agency": row["agency_slug"] or "",
        "receipt": receipt_number(*key) if is_own else "",
        "source": row["source"],
        "sent_at": timezone.localtime(row["sent_at"]).isoformat(),
        "accepted_at": timezone.localtime(row["accepted_at"]).isoformat(),
    }
