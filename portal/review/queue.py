"""The reports that wait for the centre: why each wants reading, and in which order.

Everything is counted from stored values by a fixed number of statements, however many agencies
report. A warning cannot be sent without its explanation, so explanations are the warnings' count.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from portal.accounts.models import InCharge
from portal.agencies.models import AgencyName, Side
from portal.catalogue.models import Accumulation, ValueType
from portal.dated import in_force
from portal.submissions.models import (
    Channel,
    EventKind,
    IndicatorValue,
    Revision,
    State,
    SubmissionEvent,
    TypedAs,
    ValueState,
)
from portal.submissions.questions import ValueQuestion
from portal.submissions.validation import LARGEST_JUMP_PERCENT

MINE, QUIET, BY_TROUBLE = "toi", "1", "van-de"


@dataclass(frozen=True)
class Counted:
    """What a revision's stored values come to: figures of each sort."""

    size: int = 0
    changed: int = 0
    explained: int = 0
    jumps: int = 0
    hundreds: int = 0
    absent: int = 0


@dataclass(frozen=True)
class Waiting:
    """One sent report with what its reader should know before opening it."""

    revision: Revision
    counted: Counted
    questions: int

    @property
    def report(self):
        return self.revision.submission

    @property
    def period(self):
        return self.report.period

    @property
    def name(self) -> str:
        return self.revision.agency_name

    @property
    def slug(self) -> str:
        return self.report.agency.slug

    @property
    def side(self) -> str:
        return self.report.agency.side

    @property
    def is_late(self) -> bool:
        return self.report.first_sent_at > self.period.due_at

    @property
    def is_quiet(self) -> bool:
        """Nothing new in it and never decided on before: may be accepted with others at once."""
        found = self.counted
        return (
            bool(found.size)
            and not (found.changed or found.explained)
            and not (self.revision.was_returned or self.revision.was_accepted)
            and not self.revision.on_behalf
        )

    @property
    def reasons(self) -> list[str]:
        """Why it wants reading, the weightiest first."""
        found = self.counted
        revision = self.revision
        told = [
            (revision.on_behalf, "Cục nhập thay"),
            (revision.was_accepted, "Bản đính chính"),
            (self.questions, f"Trả lời {self.questions} câu hỏi của Cục"),
            (revision.was_returned and not self.questions, "Gửi lại sau khi Cục trả lại"),
            (found.explained, f"{found.explained} cảnh báo có giải trình"),
            (found.jumps, f"{found.jumps} số giảm, hoặc tăng quá {LARGEST_JUMP_PERCENT}%"),
            (found.absent, f"{found.absent} chỉ tiêu chưa có số liệu"),
            (found.hundreds, f"{found.hundreds} số tròn trăm"),
            (self.is_late, "Gửi muộn"),
        ]
        return [text for holds, text in told if holds]

    @property
    def trouble(self) -> int:
        """How much there is to read, for the order only."""
        found = self.counted
        marks = (self.revision.on_behalf, self.revision.was_accepted, self.revision.was_returned)
        figures = found.explained + found.jumps + found.absent + found.hundreds
        return figures + self.questions + 2 * sum(map(bool, marks)) + self.is_late

    @property
    def mark(self) -> str:
        """What a box in the list posts: the report, and the revision that the list showed."""
        return f"{self.report.pk}-{self.revision.number}"


def waiting_reports(day: datetime.date) -> list[Waiting]:
    """Every sent report that waits, of any month and in no order; at most three queries."""
    revisions = list(waiting_revisions(day))
    counted = counted_values() if revisions else {}
    asked = asked_counts() if any(revision.was_returned for revision in revisions) else {}
    return [
        Waiting(revision, counted.get(revision.pk, Counted()), asked.get(revision.submission_id, 0))
        for revision in revisions
    ]


def waiting_revisions(day: datetime.date):
    """The newest revision of each sent report, with who is in charge of the agency on `day`."""
    same = Revision.objects.filter(submission=OuterRef("submission"))
    returned = SubmissionEvent.objects.filter(
        submission=OuterRef("submission"), kind=EventKind.RETURNED
    )
    charge = InCharge.objects.filter(in_force(day), agency=OuterRef("submission__agency"))
    charge = charge.order_by("-in_force_from", "-pk")
    return (
        Revision.objects.filter(newest_waiting())
        .select_related("submission__agency", "submission__period")
        .annotate(
            agency_name=name_of_agency("submission__"),
            was_accepted=Exists(same.filter(accepted_at__isnull=False)),
            was_returned=Exists(returned),
            in_charge_id=Subquery(charge.values("user")[:1]),
            in_charge_name=Subquery(charge.values("user__full_name")[:1]),
        )
        .order_by()
    )


def name_of_agency(prefix: str = "") -> Subquery:
    """The agency's name on the last day of the report's month, behind a relation to the report."""
    day = OuterRef(f"{prefix}period__ends_on")
    names = AgencyName.objects.filter(
        Q(in_force_until=None) | Q(in_force_until__gte=day),
        agency=OuterRef(f"{prefix}agency"),
        in_force_from__lte=day,
    )
    return Subquery(names.values("name")[:1])


def newest_waiting(prefix: str = "") -> Q:
    """The condition "newest revision of a report that waits", behind a relation of a value."""
    newer = Revision.objects.filter(
        submission=OuterRef(f"{prefix}submission"), number__gt=OuterRef(f"{prefix}number")
    )
    waits = {
        f"{prefix}submission__channel": Channel.AGENCY,
        f"{prefix}submission__state": State.SUBMITTED,
    }
    return Q(~Exists(newer), **waits)


def counted_values() -> dict[int, Counted]:
    """Revision → what its values come to, for every waiting report at once."""
    new = Q(unchanged=False)
    grown = Q(base_amount__gt=0, in_month__gt=F("base_amount") * LARGEST_JUMP_PERCENT / 100)
    count_flow = Q(indicator__accumulation=Accumulation.FLOW, indicator__value_type=ValueType.COUNT)
    of_month = Q(typed_as=TypedAs.IN_MONTH, in_month__gt=0, month_rest=0)
    of_total = Q(typed_as=TypedAs.CUMULATIVE, amount__gt=0, total_rest=0)
    rows = (
        IndicatorValue.objects.filter(newest_waiting("revision__"))
        .alias(month_rest=F("in_month") % 100, total_rest=F("amount") % 100)
        .order_by()
        .values("revision")
        .annotate(
            size=Count("pk"),
            changed=Count("pk", filter=new),
            explained=Count("pk", filter=~Q(explanation="")),
            jumps=Count("pk", filter=new & (Q(in_month__lt=0) | grown)),
            hundreds=Count("pk", filter=new & count_flow & (of_month | of_total)),
            absent=Count("pk", filter=new & Q(state=ValueState.NOT_KNOWN)),
        )
    )
    return {row.pop("revision"): Counted(**row) for row in rows}


def asked_counts() -> dict[int, int]:
    """Report → how many questions its last return asked, of the reports that wait."""
    newest = SubmissionEvent.objects.filter(
        submission=OuterRef("revision__submission"), kind=EventKind.RETURNED
    )
    waits = {
        "revision__submission__channel": Channel.AGENCY,
        "revision__submission__state": State.SUBMITTED,
    }
    rows = (
        ValueQuestion.objects.filter(
            revision=Subquery(newest.order_by("-pk").values("revision")[:1]), **waits
        )
        .order_by()
        .values("revision__submission")
        .annotate(number=Count("pk"))
        .values_list("revision__submission", "number")
    )
    return dict(rows)


@dataclass(frozen=True)
class Wanted:
    """What of the queue was asked for; empty texts ask for everything."""

    mine: bool = False
    side: str = ""
    month: str = ""
    quiet: bool = False
    by_trouble: bool = False

    @property
    def query(self) -> str:
        """The same as an address's query, without its question mark."""
        told = {
            "phu-trach": MINE if self.mine else "",
            "khoi": self.side,
            "ky": self.month,
            "khong-doi": QUIET if self.quiet else "",
            "xep": BY_TROUBLE if self.by_trouble else "",
        }
        return urlencode({name: value for name, value in told.items() if value})


def read_wanted(query: Mapping[str, str]) -> Wanted:
    """Anything unknown asks for nothing."""
    side = query.get("khoi", "")
    return Wanted(
        mine=query.get("phu-trach") == MINE,
        side=side if side in Side.values else "",
        month=query.get("ky", "")[:7],
        quiet=query.get("khong-doi") == QUIET,
        by_trouble=query.get("xep") == BY_TROUBLE,
    )


def ordered(waiting: list[Waiting], wanted: Wanted, user) -> list[Waiting]:
    """The wanted ones: by deadline and then by trouble, or by trouble first."""
    found = [
        row
        for row in waiting
        if (not wanted.mine or row.revision.in_charge_id == user.pk)
        and (not wanted.side or row.side == wanted.side)
        and (not wanted.month or row.period.key == wanted.month)
        and (not wanted.quiet or row.is_quiet)
    ]

    def rank(row: Waiting):
        due, trouble = row.period.due_at, -row.trouble
        first = (trouble, due) if wanted.by_trouble else (due, trouble)
        return (*first, row.revision.sent_at, row.revision.pk)

    return sorted(found, key=rank)


@dataclass(frozen=True)
class Around:
    """Where a report stands in the queue. `number` None: it does not wait there any more."""

    number: int | None
    size: int
    before: Waiting | None
    after: Waiting | None


def around(rows: list[Waiting], report) -> Around:
    found = next((i for i, row in enumerate(rows) if row.report.pk == report.pk), None)
    if found is None:
        return Around(None, len(rows), None, rows[0] if rows else None)
    return Around(
        found + 1,
        len(rows),
        rows[found - 1] if found else None,
        rows[found + 1] if found + 1 < len(rows) else None,
    )
