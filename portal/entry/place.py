"""Which report an address means: the agency under its name of the day, the month, the report."""

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.accounts.models import Membership, Role, User
from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod
from portal.dated import in_force
from portal.submissions import actions
from portal.submissions.gates import WRITABLE
from portal.submissions.models import Channel, EventKind, Revision, Submission, SubmissionEvent
from portal.submissions.register import extension_of

NAMES = ("name", "printed_name", "official_name", "kind")
BROUGHT_BACK = (EventKind.RETURNED, EventKind.SENT_BACK)


def report_at(slug: str, month: tuple[int, int]) -> tuple[Agency, ReportingPeriod, Submission]:
    """The agency in force at the month's end, the month, and the report (unsaved when not begun).

    One query for a report that is begun, three for one that is not. Raises Http404.
    """
    report = begun_report(slug, month)
    if report is None:
        agency, period = agency_and_period(slug, month)
        return agency, period, unbegun(agency, period)
    return report.agency, report.period, report


def report_in(slug: str, period: ReportingPeriod) -> tuple[Agency, Submission]:
    """The same for a month that is at hand: one query, or two when nothing is begun."""
    report = begun_report(slug, (period.year, period.month))
    if report is None:
        agency = agency_on(slug, period)
        return agency, unbegun(agency, period)
    return report.agency, report


def unbegun(agency: Agency, period: ReportingPeriod) -> Submission:
    """An unsaved report that knows the agency's extra time as a begun one does."""
    report = actions.new_report(agency, period)
    report.extended_until = agency.extended_until
    return report


def begun_report(slug, month) -> Submission | None:
    """The stored report with what its page says of the agency, its approver and its last event."""
    year, number = month
    accepted = Revision.objects.filter(submission=OuterRef("pk"), accepted_at__isnull=False)
    report = (
        Submission.objects.filter(
            lasting("agency__"),
            lasting("agency__names__"),
            channel=Channel.AGENCY,
            agency__slug=slug,
            period__year=year,
            period__month=number,
        )
        .select_related("agency", "period", "updated_by")
        .annotate(
            **{f"agency_{name}": F(f"agency__names__{name}") for name in NAMES},
            agency_approver=approver_of(OuterRef("agency"), OuterRef("period__ends_on")),
            **{f"newest_{name}": column for name, column in newest_event().items()},
            was_accepted=Exists(accepted),
            extended_until=extension_of(OuterRef("agency"), OuterRef("period")),
        )
        .first()
    )
    if report is not None:
        for name in (*NAMES, "approver"):
            setattr(report.agency, name, getattr(report, f"agency_{name}"))
    return report


def newest_event() -> dict[str, Subquery]:
    """What the report's last move says of itself; more time given moves nothing."""
    events = (
        SubmissionEvent.objects.filter(submission=OuterRef("pk"))
        .exclude(kind=EventKind.EXTENDED)
        .order_by("-pk")
    )
    columns = {"event": "kind", "note": "note", "at": "at", "by": "by__full_name"}
    return {name: Subquery(events.values(column)[:1]) for name, column in columns.items()}


def lasting(prefix: str) -> Q:
    """The condition "in force on the month's last day" behind a relation of the report."""
    started = Q(**{f"{prefix}in_force_from__lte": F("period__ends_on")})
    open_ended = Q(**{f"{prefix}in_force_until__isnull": True})
    return started & (open_ended | Q(**{f"{prefix}in_force_until__gte": F("period__ends_on")}))


def approver_of(agency, day) -> Subquery:
    """The name of the agency's first approver on the day."""
    approvers = Membership.objects.filter(in_force(day), agency=agency, role=Role.APPROVER)
    return Subquery(approvers.order_by("pk").values("user__full_name")[:1])


def agency_and_period(slug, month) -> tuple[Agency, ReportingPeriod]:
    year, number = month
    period = get_object_or_404(ReportingPeriod, year=year, month=number)
    return agency_on(slug, period), period


def agency_on(slug: str, period: ReportingPeriod) -> Agency:
    """The agency under its names of the month's last day, with its approver; else Http404."""
    agency = (
        Agency.objects.in_force_on(period.ends_on)
        .named_on(period.ends_on)
        .annotate(
            approver=approver_of(OuterRef("pk"), period.ends_on),
            extended_until=extension_of(OuterRef("pk"), period),
        )
        .filter(slug=slug)
        .first()
    )
    if agency is None:
        raise Http404("no such agency then")
    return agency


def report_or_new(agency: Agency, period: ReportingPeriod) -> Submission:
    return actions.report_of(agency, period) or actions.new_report(agency, period)


def question_to(report: Submission) -> SubmissionEvent | None:
    """The move that brought the report back, from what `begun_report` read; None for any other."""
    is_back = report.pk and report.state in WRITABLE and report.newest_event in BROUGHT_BACK
    if not is_back:
        return None
    return SubmissionEvent(
        submission=report,
        kind=report.newest_event,
        note=report.newest_note,
        at=report.newest_at,
        by=User(full_name=report.newest_by) if report.newest_by else None,
    )
