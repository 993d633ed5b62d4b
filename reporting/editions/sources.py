"""Which sent revision each printed value stands in: the way from a digit back to who sent it."""

from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from portal.models import IndicatorValue
from portal.submissions.aggregation import Figure, Figures
from portal.submissions.models import Channel, receipt_number
from portal.submissions.readings import Reading

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


def parts_of(figures: Figures, figure: Figure, sources: Sources) -> tuple[tuple, ...]:
    """What a figure rests on: (name, amount, covered to, revision) of each agency's value, or of
    the one statement. Those of whom nothing is known have no part."""
    code = figure.indicator.code
    if figure.statement is not None:
        found = [("", figure.statement)]
    else:
        found = [
            (member.printed_name, reading)
            for member in members(figure)
            for reading in readings_behind(figures, code, member.agency_id)
        ]
    return tuple(
        (name, reading.amount, reading.covers_to.isoformat(), sources.revision_of[reading.value_id])
        for name, reading in found
    )


def readings_behind(figures: Figures, code: str, agency: int) -> list[Reading]:
    """What an agency's amount rests on: its own value, or those of the parts that are summed."""
    parts = figures.parts_of(code)
    if parts and not figures.total(code, parts, agency).is_stated:
        counted = figures.counted_parts(code, parts)
        known = [figures.reading(part, agency) for part in counted]
    else:
        known = [figures.reading(code, agency)]
    return [reading for reading in known if reading]


def members(figure: Figure):
    return (*figure.done, *figure.not_done, *figure.not_applicable)
