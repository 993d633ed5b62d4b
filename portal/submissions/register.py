"""The register of a month: who is expected to report, who has, who was on time.

Expected are the agencies that some agency-supplied indicator asks on the month's last day.
Received: sent and not taken back, or accepted before; what the centre entered on behalf counts
only when it says so. On time: first sent by the deadline, whatever extra time was given.
This is the one definition: the board, the lists, the rates and the weekly report read it here.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.accounts.models import InCharge
from portal.agencies.models import Agency, AgencySet, AgencySetMember, Side
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.models import Indicator, Source
from portal.dated import in_force

from .extensions import Extension
from .models import Channel, EventKind, Revision, State, Submission, SubmissionEvent

SENT = (State.SUBMITTED, State.ACCEPTED)


def is_overdue(period, received: bool, now: datetime.datetime) -> bool:
    return not received and now > period.due_at


def overdue_days(period, received: bool, now: datetime.datetime) -> int | None:
    """Days past the deadline of a report that is not received; None when it is not overdue."""
    if not is_overdue(period, received, now):
        return None
    due_on = timezone.localtime(period.due_at).date()
    return max((timezone.localtime(now).date() - due_on).days, 1)


@dataclass(frozen=True)
class Standing:
    """Where one expected agency stands in one month. `state` None: nothing begun.

    `has_accepted`: a revision that counts was accepted. `newest_counts`: whether the newest
    revision counts as the agency's report; None without one. `counted_from`: when the first one
    that counts was sent. `extended_until`: the last instant to change, where extra time was given.
    """

    agency: Agency
    state: str | None
    first_sent_at: datetime.datetime | None
    has_accepted: bool
    due_at: datetime.datetime
    overdue_days: int | None
    is_demo: bool = False
    newest_counts: bool | None = None
    counted_from: datetime.datetime | None = None

    @property
    def is_received(self) -> bool:
        return is_received(self.state, self.has_accepted, self.newest_counts)

    @property
    def received_at(self) -> datetime.datetime | None:
        """When it was first sent so that it counts; None when nothing is received."""
        return received_at(self.first_sent_at, self.counted_from) if self.is_received else None

    @property
    def is_on_time(self) -> bool:
        return is_on_time(self.received_at, self.due_at)

    @property
    def is_late(self) -> bool:
        return self.is_received and not self.is_on_time

    @property
    def is_uncounted(self) -> bool:
        """Whether only the centre's own entry is there, and does not count."""
        return self.newest_counts is False and not self.has_accepted

    @property
    def has_been_sent(self) -> bool:
        """Whether there is a revision to look at, whoever made it."""
        return self.first_sent_at is not None or self.newest_counts is not None

    @property
    def region(self) -> str:
        """The name of the region on the month's last day; empty for none."""
        return self.agency.region or ""

    @property
    def extended_until(self) -> datetime.datetime | None:
        return self.agency.extended_until


def is_on_time(received_at: datetime.datetime | None, due_at: datetime.datetime) -> bool:
    return received_at is not None and received_at <= due_at


def received(facts: dict) -> bool:
    """The rule for a row that was read with `standing_facts`."""
    return is_received(facts["state"], facts["has_accepted"], facts.get("newest_counts"))


def is_received(state: str | None, has_accepted: bool, newest_counts: bool | None) -> bool:
    return has_accepted or (state in SENT and newest_counts is not False)


def received_at(first_sent_at, counted_from) -> datetime.datetime | None:
    """The first sending that counts: one on behalf that does not count comes before in vain."""
    return max((at for at in (first_sent_at, counted_from) if at), default=None)


@dataclass(frozen=True)
class Rate:
    """Completeness and timeliness of a group: all counts are agencies.

    As DHIS2 defines them: the reporting rate is received out of expected, the reporting rate on
    time is on time out of expected.
    """

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


def standing_facts(report: str = "pk") -> dict:
    """The annotations of a submission that the rules above read; `report` leads to its key.

    `counted_from` only where something does not count; else the first sending is the one.
    """
    revisions = Revision.objects.filter(submission=OuterRef(report))
    counted = revisions.filter(counts_as_received=True)
    return {
        "has_accepted": Exists(counted.filter(accepted_at__isnull=False)),
        "newest_counts": Subquery(revisions.order_by("-number").values("counts_as_received")[:1]),
        "counted_from": Case(
            When(
                Exists(revisions.filter(counts_as_received=False)),
                then=Subquery(counted.order_by("number").values("sent_at")[:1]),
            )
        ),
    }


FACTS = ("state", "first_sent_at", "has_accepted", "newest_counts", "counted_from", "is_demo")


def with_reports(period):
    """The expected agencies with the facts of their reports; null where nothing is begun.

    `period`: a month, or its `pk` and `ends_on` as a statement finds them.
    """
    own = Q(submissions__channel=Channel.AGENCY, submissions__period=period.pk)
    agencies = expected_agencies(period)
    return agencies.alias(report=FilteredRelation("submissions", condition=own)).annotate(
        state=F("report__state"),
        first_sent_at=F("report__first_sent_at"),
        is_demo=Coalesce(F("report__is_demo"), False),
        **standing_facts("report__pk"),
    )


def register(period: ReportingPeriod, now: datetime.datetime) -> list[Standing]:
    """Every expected agency's standing, in official order; one query.

    `now` is also the day on which someone is in charge of an agency.
    """
    agencies = with_reports(period).annotate(
        region=region_of(OuterRef("pk"), period.ends_on),
        region_code=region_of(OuterRef("pk"), period.ends_on, "code"),
        extended_until=extension_of(OuterRef("pk"), period),
        **in_charge_on(timezone.localtime(now).date()),
    )
    return [
        Standing(
            agency=agency,
            due_at=period.due_at,
            overdue_days=overdue_days(period, received(facts), now),
            **facts,
        )
        for agency in agencies
        for facts in ({name: getattr(agency, name) for name in FACTS},)
    ]


def region_of(agency, day: datetime.date, part: str = "name") -> Subquery:
    """The region of an agency on the day, by its name or code; null for none."""
    memberships = AgencySetMember.objects.in_force_on(day).filter(
        agency=agency, agency_set__purpose=AgencySet.Purpose.REGION
    )
    return Subquery(
        memberships.order_by("agency_set__position", "pk").values(f"agency_set__{part}")[:1]
    )


def extension_of(agency, period) -> Subquery:
    """Until when the agency may change the month by the newest extension; null for none."""
    newest = Extension.objects.filter(agency=agency, period=period).order_by("-pk")
    return Subquery(newest.values("closes_at")[:1])


def in_charge_on(day: datetime.date, agency: str = "pk") -> dict:
    """Who at the centre looks after the agency on the day: key and name; null for nobody."""
    someone = InCharge.objects.in_force_on(day).filter(agency=OuterRef(agency))
    newest = someone.order_by("-in_force_from", "-pk")
    return {
        "in_charge_id": Subquery(newest.values("user_id")[:1]),
        "in_charge_name": Subquery(newest.values("user__full_name")[:1]),
    }


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
    moves = report.events.exclude(kind=EventKind.EXTENDED)  # more time answers no question
    event = moves.select_related("by").order_by("-pk").first()
    return event if event and event.kind in (EventKind.RETURNED, EventKind.SENT_BACK) else None


def revision_values(revision: Revision, day: datetime.date):
    """A revision's values with their wording on `day`, in the sheet's order."""
    return worded_values(revision.values, day)


def worded_values(values, day: datetime.date):
    return (
        values.select_related("indicator__section", "evidence__stored_file")
        .alias(
            wording=FilteredRelation(
                "indicator__versions", condition=in_force(day, "indicator__versions__")
            )
        )
        .annotate(label=F("wording__label"), unit=F("wording__unit"))
        .order_by("indicator__section__position", "indicator__position")
    )
