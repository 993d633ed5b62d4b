"""Which month is open for an agency: the calendar's, or one for which it was given more time."""

import datetime
from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from portal.catalogue.calendar import ReportingPeriod
from portal.submissions.extensions import Extension, later_of
from portal.submissions.models import Channel, Submission
from portal.submissions.register import SENT

MONTHS_LOOKED_AT = 12  # newest first; an older one that someone left open is in /phieu/


def begun_months(agencies: Iterable[int], now: datetime.datetime) -> list[ReportingPeriod]:
    """The newest months that have begun, newest first, with what each agency's extra time needs;
    one query."""
    found = {}
    for agency in agencies:
        of_month = {"agency": agency, "period": OuterRef("pk")}
        newest = Extension.objects.filter(**of_month).order_by("-pk")
        report = Submission.objects.filter(channel=Channel.AGENCY, **of_month)
        found[f"extended_{agency}"] = Subquery(newest.values("closes_at")[:1])
        found[f"state_{agency}"] = Subquery(report.values("state")[:1])
    return list(ReportingPeriod.objects.begun(now.date()).annotate(**found)[:MONTHS_LOOKED_AT])


def closing_for(month: ReportingPeriod, agency: int) -> datetime.datetime:
    return later_of(month, getattr(month, f"extended_{agency}"))


def open_month(months: list[ReportingPeriod], agency: int, now) -> ReportingPeriod | None:
    """The oldest month that is open; extra time keeps one open until its report is sent."""
    for month in reversed(months):
        in_extra_time = now <= closing_for(month, agency) and (
            getattr(month, f"state_{agency}") not in SENT
        )
        if now <= month.closes_at or in_extra_time:
            return month
    return None


def last_closed(months: list[ReportingPeriod], agency: int, now) -> ReportingPeriod | None:
    return next((month for month in months if closing_for(month, agency) < now), None)
