"""An agency's last months: what was sent when, in time or late, by the register's rules."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from portal.accounts.permissions import Access, Capability
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.models import Indicator, Source
from portal.dated import in_force
from portal.days import month_label
from portal.submissions.models import Channel, Submission
from portal.submissions.register import is_on_time, is_received, received_at, standing_facts

from .rows import Row, part, yes

MONTH, REPORT = "month", "report"
WINDOW = datetime.timedelta(days=400)
MOST_MONTHS = 12


def parts(slug: str, day: datetime.date) -> Iterable:
    """The months begun by the day in which the agency was expected, and its reports."""
    last_day = OuterRef("ends_on")
    asked = Indicator.objects.in_force_on(last_day).filter(
        in_force(last_day, "asked_of__memberships__"),
        in_force(last_day, "asked_of__memberships__agency__"),
        source=Source.AGENCY,
        asked_of__memberships__agency__slug=slug,
    )
    begun = ReportingPeriod.objects.begun(day).filter(starts_on__gt=day - WINDOW)
    yield part(
        MONTH,
        begun.filter(Exists(asked)),
        key="pk",
        at="due_at",
        number="year",
        other="month",
    )
    reports = Submission.objects.filter(
        channel=Channel.AGENCY, agency__slug=slug, period__in=begun
    ).annotate(**standing_facts())
    yield part(
        REPORT,
        reports,
        key="period_id",
        word="state",
        sent_at="first_sent_at",
        counted_at="counted_from",
        flag=yes(Q(has_accepted=True)),
        other=Case(
            When(newest_counts=True, then=Value(1)),
            When(newest_counts=False, then=Value(0)),
            output_field=BigIntegerField(),
        ),
    )


@dataclass(frozen=True)
class MonthLine:
    """One month. `state` for those who follow the report's way; to others only whether it is
    received. `sent_at` None: not received."""

    year: int
    month: int
    due_at: datetime.datetime
    state: str | None
    is_received: bool
    sent_at: datetime.datetime | None
    is_on_time: bool
    is_over: bool
    href: str

    @property
    def label(self) -> str:
        return month_label(self.year, self.month)

    @property
    def key(self) -> str:
        return f"{self.year}-{self.month:02d}"

    @property
    def timing(self) -> str:
        """ "đúng hạn", "muộn 3 ngày", "quá hạn 2 ngày"; empty before the deadline."""
        if self.is_received:
            return "đúng hạn" if self.is_on_time else f"muộn {self._days_after(self.sent_at)} ngày"
        return "quá hạn" if self.is_over else ""

    def _days_after(self, instant: datetime.datetime) -> int:
        due_on = timezone.localtime(self.due_at).date()
        return max((timezone.localtime(instant).date() - due_on).days, 1)


def month_lines(
    rows: Mapping[str, list[Row]], slug: str, access: Access, now: datetime.datetime
) -> list[MonthLine]:
    """The last months, newest first."""
    reports = {row.key: row for row in rows[REPORT]}
    months = sorted(rows[MONTH], key=lambda row: (row.number, row.other), reverse=True)
    return [
        month_line(row, reports.get(row.key), slug, access, now) for row in months[:MOST_MONTHS]
    ]


def month_line(row: Row, report: Row | None, slug, access, now) -> MonthLine:
    received, sent_at = False, None
    if report:
        newest_counts = None if report.other is None else bool(report.other)
        received = is_received(report.word, bool(report.flag), newest_counts)
    if received:
        sent_at = received_at(report.sent_at, report.counted_at)
    key = f"{row.number}-{row.other:02d}"
    state, href = followed(report, slug, key, access)
    return MonthLine(
        year=row.number,
        month=row.other,
        due_at=row.at,
        state=state,
        is_received=received,
        sent_at=sent_at,
        is_on_time=is_on_time(sent_at, row.at),
        is_over=not received and now > row.at,
        href=href,
    )


def followed(report: Row | None, slug: str, key: str, access: Access) -> tuple[str | None, str]:
    """(the report's state, the page that the person may open); (None, "") for everyone else."""
    if access.can(Capability.REPORT, slug) or access.can(Capability.APPROVE, slug):
        return (report.word if report else "none"), f"/phieu/{slug}/{key}/"
    if access.can(Capability.REVIEW):
        return (report.word if report else "none"), f"/theo-doi/{key}/{slug}/" if report else ""
    return None, ""
