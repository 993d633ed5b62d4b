"""The chase list of a month: who is missing, since when, whom to speak to; most trouble first."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, FilteredRelation, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from portal.accounts.models import AGENCY_ROLES, Role, User
from portal.agencies.models import Agency, Side
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.holidays import DaysOff
from portal.dated import in_force
from portal.submissions.contacts import Contact, Means
from portal.submissions.models import Channel, Revision, State, Submission
from portal.submissions.register import Standing, register

from .occasions import due_day
from .people import Person
from .reminders import missing_in

A_YEAR = datetime.timedelta(days=366)
LAST_CONTACT = ("day", "means", "occasion", "sent_at", "failure", "note")
# Whoever has not begun needs more than whoever waits for a signature.
TROUBLE = (None, State.DRAFT, State.RETURNED, State.AWAITING_APPROVAL)


@dataclass(frozen=True)
class LastContact:
    """The newest contact about the month; `occasion` empty when a person made it."""

    day: datetime.date
    means: str
    occasion: str
    sent_at: datetime.datetime | None
    failure: str
    note: str

    @property
    def means_label(self) -> str:
        return Means(self.means).label

    @property
    def outcome(self) -> str:
        """What came of it: the note; of a reminder whether it went out."""
        if not self.occasion:
            return self.note
        if self.failure:
            return self.failure
        return "" if self.sent_at else "Không rõ thư đã đi chưa"


@dataclass(frozen=True)
class ChaseRow:
    """One missing agency. `late` of `sent`: months sent after their deadline, of those sent, in
    the twelve months before; `people`: those who report and approve today."""

    standing: Standing
    working_days: int
    people: tuple[Person, ...]
    last_sender: Person | None
    late: int
    sent: int
    last: LastContact | None
    contacts: int

    @property
    def agency(self) -> Agency:
        return self.standing.agency

    @property
    def region(self) -> tuple[str, str] | None:
        """Code and name of its region; None for who lies in none."""
        code = self.agency.region_code
        return (code, self.standing.region) if code else None

    @property
    def in_charge(self) -> tuple[int, str] | None:
        """Key and name of who looks after it; None for nobody."""
        pk = self.agency.in_charge_id
        return (pk, self.agency.in_charge_name) if pk else None

    @property
    def extended_until(self) -> datetime.datetime | None:
        return self.standing.extended_until

    @property
    def others(self) -> list[Person]:
        """The agency's people besides the last sender."""
        last = self.last_sender.pk if self.last_sender else None
        return [person for person in self.people if person.pk != last]

    @property
    def is_unreachable(self) -> bool:
        """Nobody would receive an e-mail."""
        return not any(person.has_address for person in self.people)

    @property
    def trouble(self) -> tuple:
        """Sorts the most trouble first: no extra time, least begun, most often late."""
        begun = TROUBLE.index(self.standing.state) if self.standing.state in TROUBLE else 0
        return (self.extended_until is not None, begun, bool(self.sent), -self.late, self.place)

    @property
    def place(self) -> tuple:
        """Sorts in official order."""
        return Side.values.index(self.agency.side), self.agency.position, self.agency.pk


@dataclass(frozen=True)
class ChaseList:
    """`rows`: all that are missing; `expected`: of how many."""

    period: ReportingPeriod
    rows: list[ChaseRow]
    expected: int
    standings: list[Standing] = field(repr=False, default_factory=list)

    @property
    def regions(self) -> list[tuple[str, str]]:
        return sorted({row.region for row in self.rows if row.region}, key=lambda one: one[1])

    @property
    def people_in_charge(self) -> list[tuple[int, str]]:
        return sorted({row.in_charge for row in self.rows if row.in_charge}, key=lambda one: one[1])


def chase_list(period: ReportingPeriod, now: datetime.datetime, off: DaysOff) -> ChaseList:
    """The missing of a month as of `now`; four queries."""
    standings = register(period, now)
    missing = missing_in(standings)
    facts = {agency.pk: agency for agency in with_facts(period)} if missing else {}
    senders = {fact.last_sender for fact in facts.values() if fact.last_sender}
    people, known = people_and_senders(now.date(), senders) if missing else ({}, {})
    working_days = off.between(due_day(period), now.date())
    rows = [
        row_of(one, facts[one.agency.pk], people, known, working_days if one.overdue_days else 0)
        for one in missing
    ]
    return ChaseList(period, sorted(rows, key=lambda row: row.trouble), len(standings), standings)


def in_official_order(rows: Iterable[ChaseRow]) -> list[ChaseRow]:
    """As a text that goes out lists them: trouble is the centre's own business."""
    return sorted(rows, key=lambda row: row.place)


def row_of(standing, fact, people, known, working_days) -> ChaseRow:
    own = tuple(people.get(standing.agency.pk, ()))
    last = LastContact(*(getattr(fact, f"last_{name}") for name in LAST_CONTACT))
    of_today = next((person for person in own if person.pk == fact.last_sender), None)
    return ChaseRow(
        standing=standing,
        working_days=working_days,
        people=own,
        last_sender=of_today or known.get(fact.last_sender),
        late=fact.late,
        sent=fact.sent,
        last=last if last.day else None,
        contacts=fact.contacts_made,
    )


def with_facts(period: ReportingPeriod):
    """Each agency of the month with its last contact about it, its last sender, how often it
    was late in the year before; one query."""
    last = Contact.objects.filter(agency=OuterRef("pk"), period=period)
    sender = Revision.objects.filter(
        submission__agency=OuterRef("pk"),
        submission__channel=Channel.AGENCY,
        sent_by__isnull=False,
        on_behalf=False,
    ).order_by("-sent_at", "-pk")
    counting = Revision.objects.filter(submission=OuterRef("pk"), counts_as_received=True)
    past = Submission.objects.filter(
        agency=OuterRef("pk"),
        channel=Channel.AGENCY,
        period__due_at__lt=period.due_at,
        period__ends_on__gte=period.ends_on - A_YEAR,
    ).annotate(counted_from=Subquery(counting.order_by("number").values("sent_at")[:1]))
    return Agency.objects.in_force_on(period.ends_on).annotate(
        **{f"last_{name}": Subquery(last.values(name)[:1]) for name in LAST_CONTACT},
        contacts_made=counted(last),
        last_sender=Subquery(sender.values("sent_by")[:1]),
        sent=counted(past.filter(counted_from__isnull=False)),
        late=counted(past.filter(counted_from__gt=F("period__due_at"))),
    )


def counted(rows) -> Coalesce:
    """How many of `rows` an agency has, as an annotation."""
    one = rows.order_by().values("agency").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(one), 0, output_field=IntegerField())


def people_and_senders(day, senders: set[int]) -> tuple[dict[int, list[Person]], dict[int, Person]]:
    """The active reporters and approvers of each agency on `day`, and `senders`; one query."""
    held = in_force(day, "memberships__") & Q(memberships__role__in=AGENCY_ROLES)
    users = (
        User.objects.alias(role_now=FilteredRelation("memberships", condition=held))
        .annotate(of_agency=F("role_now__agency_id"), held_role=F("role_now__role"))
        .filter(Q(of_agency__isnull=False, is_active=True) | Q(pk__in=senders))
        .order_by("role_now__pk")
    )
    people, known = {}, {}
    for user in users:
        if user.pk in senders:
            known[user.pk] = Person(user.pk, str(user), "", user.phone, user.email)
        if user.of_agency and user.is_active:
            one = Person(user.pk, str(user), user.held_role, user.phone, user.email)
            people.setdefault(user.of_agency, []).append(one)
    for own in people.values():
        own.sort(key=lambda person: person.role != Role.REPORTER)
    return people, known
