"""The register of a month: who is expected to report, who has, who was on time.

Expected are the agencies that some agency-supplied indicator asks on the month's last day.
Received: sent and not taken back, or accepted before. On time: first sent by the deadline.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, FilteredRelation, OuterRef
from django.utils import timezone

from portal.agencies.models import Agency, Side
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.models import Indicator, Source
from portal.dated import in_force

from .models import Channel, EventKind, Revision, State, Submission, SubmissionEvent

SENT = (State.SUBMITTED, State.ACCEPTED)


def overdue_days(period, state, now: datetime.datetime) -> int | None:
    """Days past the deadline of a report that has not been sent; None when it is not overdue."""
    if state in SENT or now <= period.due_at:
        return None
    due_on = timezone.localtime(period.due_at).date()
    return max((timezone.localtime(now).date() - due_on).days, 1)


@dataclass(frozen=True)
class Standing:
    """Where one expected agency stands in one month. `state` None: nothing begun."""

    agency: Agency
    state: str | None
    first_sent_at: datetime.datetime | None
    has_accepted: bool
    due_at: datetime.datetime
    overdue_days: int | None
    is_demo: bool = False

    @property
    def is_received(self) -> bool:
        return self.state in SENT or self.has_accepted

    @property
    def is_on_time(self) -> bool:
        return self.is_received and self.first_sent_at <= self.due_at

    @property
    def is_late(self) -> bool:
        return self.is_received and not self.is_on_time


@dataclass(frozen=True)
class Rate:
    """Completeness and timeliness of a group: all counts are agencies."""

    expected: int
    received: int
    on_time: int


def expected_agencies(period: ReportingPeriod):
    """The agencies that must report for the month, named as on its last day."""
    day = period.ends_on
    asked = Indicator.objects.in_force_on(day).filter(
        in_force(day, "asked_of__memberships__"),
        source=Source.AGENCY,
        asked_of__memberships__agency=OuterRef("pk"),
    )
    return (
        Agency.objects.in_force_on(day)
        .filter(Exists(asked))
        .named_on(day)
        .order_by("side", "position", "pk")
    )


def register(period: ReportingPeriod, now: datetime.datetime) -> list[Standing]:
    """Every expected agency's standing, in official order; two queries."""
    accepted = Revision.objects.filter(submission=OuterRef("pk"), accepted_at__isnull=False)
    reports = {
        row["agency_id"]: row
        for row in Submission.objects.filter(channel=Channel.AGENCY, period=period)
        .annotate(has_accepted=Exists(accepted))
        .values("agency_id", "state", "first_sent_at", "has_accepted", "is_demo")
    }
    nothing = {"state": None, "first_sent_at": None, "has_accepted": False, "is_demo": False}
    return [
        Standing(
            agency=agency,
            due_at=period.due_at,
            overdue_days=overdue_days(period, found["state"], now),
            **{key: found[key] for key in nothing},
        )
        for agency in expected_agencies(period)
        for found in (reports.get(agency.pk, nothing),)
    ]


def rate(standings: Iterable[Standing]) -> Rate:
    standings = list(standings)
    return Rate(
        expected=len(standings),
        received=sum(standing.is_received for standing in standings),
        on_time=sum(standing.is_on_time for standing in standings),
    )


def rates_by_side(standings: Iterable[Standing]) -> dict[str, Rate]:
    """Rates of each side that has anyone expected, in the sides' order."""
    standings = list(standings)
    groups = {side: [s for s in standings if s.agency.side == side] for side in Side.values}
    return {side: rate(group) for side, group in groups.items() if group}


def events_of(report: Submission) -> list[SubmissionEvent]:
    """What happened to a report, in the order in which it was written down."""
    return list(report.events.select_related("by", "revision").order_by("pk"))


def question_of(report: Submission) -> SubmissionEvent | None:
    """The event that brought the report back to its preparer with a question; None without one."""
    if not report.pk or report.state not in (State.DRAFT, State.RETURNED):
        return None
    event = report.events.select_related("by").order_by("-pk").first()
    return event if event and event.kind in (EventKind.RETURNED, EventKind.SENT_BACK) else None


def revision_values(revision: Revision, day: datetime.date):
    """A revision's values with their wording on `day`, in the sheet's order."""
    return (
        revision.values.select_related("indicator__section", "evidence__stored_file")
        .alias(
            wording=FilteredRelation(
                "indicator__versions", condition=in_force(day, "indicator__versions__")
            )
        )
        .annotate(label=F("wording__label"), unit=F("wording__unit"))
        .order_by("indicator__section__position", "indicator__position")
    )
