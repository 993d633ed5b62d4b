"""Where a figure of either source comes from: who gave it, what it covers, what stood before it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from portal.days import show_date
from portal.models import IndicatorValue
from portal.submissions.models import Channel, ValueState
from portal.submissions.readings import Moment, Reading, known_values
from training.imports.models import PlatformImport

from .flags import Stood

DEEDS = {Channel.AGENCY: "gửi", Channel.PLATFORM: "nhập"}
FACTS = {
    "counts_from": F("indicator__accumulates_from"),
    "sent_at": F("revision__sent_at"),
    "sent_by": F("revision__sent_by__full_name"),
    "on_behalf": F("revision__on_behalf"),
    "channel": F("revision__submission__channel"),
    "source_text": F("revision__submission__source_text"),
    "year": F("revision__submission__period__year"),
    "month": F("revision__submission__period__month"),
}


@dataclass(frozen=True)
class Given:
    """One source's figure of one agency. `amount` None: it says that nothing applies.

    `covers_from`: the first day of the cumulative figure, not of the month that moved it last.

    `before`: the figure that stood before it, None where none is known. `sent_by` empty: nobody
    signed in brought it.
    """

    value_id: int
    amount: int | None
    covers_from: datetime.date | None
    covers_to: datetime.date
    source: str
    sent: str
    sent_on: datetime.date
    sent_by: str
    before: int | None
    before_to: datetime.date | None
    in_month: int | None
    reason: str
    import_id: int | None

    @property
    def covers(self) -> str:
        return covered(self.covers_from, self.covers_to)

    @property
    def where_from(self) -> str:
        """ "Báo cáo tháng 11/2022; 28/1–14/11/2022; gửi 15/11/2022"."""
        return f"{self.source}; {self.when}"

    @property
    def when(self) -> str:
        """ "28/1–14/11/2022; gửi 15/11/2022"."""
        span = spanned(self.covers_from, self.covers_to)
        return f"{span}; {self.sent} {show_date(self.sent_on)}"

    @property
    def stood(self) -> Stood:
        return Stood(
            self.amount, self.covers_to, self.before, self.before_to, self.in_month, self.reason
        )


def covered(since: datetime.date | None, until: datetime.date) -> str:
    begins = f"từ {show_date(since)} " if since else ""
    return f"{begins}đến {show_date(until)}"


def spanned(since: datetime.date | None, until: datetime.date) -> str:
    """The same for a table: "28/1–14/11/2022"; the first year is left out where it is the last."""
    if since is None:
        return f"đến {show_date(until)}"
    begins = show_date(since)
    if since.year == until.year:
        begins = begins.rpartition("/")[0]
    return f"{begins}–{show_date(until)}"


def given_of(readings: Iterable[Reading], moment: Moment) -> dict[tuple[int, int], Given]:
    """(indicator, agency) → where its reading comes from; one query."""
    read = {reading.value_id: reading for reading in readings}
    rows = with_earlier(IndicatorValue.objects.filter(pk__in=read), moment)
    return {(row["indicator_id"], row["agency_id"]): given(row) for row in rows}


def with_earlier(values, moment: Moment):
    """The values as rows, each with the figure that stood before it and the import it came by."""
    earlier = (
        known_values(moment)
        .filter(
            indicator=OuterRef("indicator"),
            agency=OuterRef("agency"),
            covers_to__lt=OuterRef("covers_to"),
            state=ValueState.REPORTED,
        )
        .order_by("-covers_to", "-revision__accepted_at", "-pk")
    )
    imports = PlatformImport.objects.filter(submissions=OuterRef("revision__submission"))
    return values.annotate(
        before=Subquery(earlier.values("amount")[:1]),
        before_to=Subquery(earlier.values("covers_to")[:1]),
        import_id=Subquery(imports.order_by("-pk").values("pk")[:1]),
        fall_reason=Subquery(imports.order_by("-pk").values("fall_reason")[:1]),
        **FACTS,
    ).values(
        "pk",
        "indicator_id",
        "agency_id",
        "amount",
        "covers_from",
        "covers_to",
        "in_month",
        "note",
        "explanation",
        "before",
        "before_to",
        "import_id",
        "fall_reason",
        *FACTS,
    )


def given(row: dict) -> Given:
    reason = row["explanation"] or row["note"] or row["fall_reason"] or ""
    return Given(
        value_id=row["pk"],
        amount=row["amount"],
        covers_from=row["counts_from"] or row["covers_from"],
        covers_to=row["covers_to"],
        source=source_words(row),
        sent=DEEDS.get(row["channel"], "ghi"),
        sent_on=timezone.localtime(row["sent_at"]).date(),
        sent_by=row["sent_by"] or "",
        before=row["before"],
        before_to=row["before_to"],
        in_month=row["in_month"],
        reason=" ".join(reason.split()),
        import_id=row["import_id"],
    )


def source_words(row: dict) -> str:
    """ "Báo cáo tháng 11/2022", else the source document's name, else the channel's."""
    if row["channel"] == Channel.AGENCY:
        by_centre = ", Cục nhập thay" if row["on_behalf"] else ""
        return f"Báo cáo tháng {row['month']}/{row['year']}{by_centre}"
    return row["source_text"] or Channel(row["channel"]).label
