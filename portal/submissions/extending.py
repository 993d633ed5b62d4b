"""More time for one agency in one month: given by the centre, with a reason, and written down."""

import datetime

from django.db import transaction
from django.utils import timezone

from portal.accounts.permissions import Access, Capability
from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod
from portal.days import show_instant

from .actions import record, report_of
from .drafting import cleaned
from .extensions import Extension, closing_of
from .gates import NOT_YOUR_ROLE, Closed
from .models import EventKind

LONGEST_REASON = 300


class CannotExtend(Exception):
    """The new time opens nothing; `field` is the box to correct, `message` says how."""

    def __init__(self, field: str, message: str):
        super().__init__(message)
        self.field, self.message = field, message


@transaction.atomic
def extend(
    agency: Agency,
    period: ReportingPeriod,
    *,
    until: datetime.datetime,
    reason: str,
    access: Access,
    at: datetime.datetime,
) -> Extension:
    """Lets the agency change the month until `until`. The deadline stays: on time is not extended.

    Raises Closed for whoever may not, CannotExtend for a time that is no extension.
    """
    if not any(access.can(c) for c in (Capability.REVIEW, Capability.MANAGE_FIGURES)):
        raise Closed(NOT_YOUR_ROLE)
    ReportingPeriod.objects.select_for_update().get(pk=period.pk)  # one extension after another
    check_time(until, closing_of(agency.pk, period), at)
    reason = cleaned(reason).strip()[:LONGEST_REASON]
    if not reason:
        raise CannotExtend("reason", "Bạn ghi lý do gia hạn.")
    made = Extension.objects.create(
        agency=agency,
        period=period,
        closes_at=until,
        reason=reason,
        granted_by=access.user,
        granted_at=at,
    )
    report = report_of(agency, period)
    if report is not None:
        note = f"Đến {show_instant(timezone.localtime(until))}. {reason}"
        record(report, EventKind.EXTENDED, by=access.user, at=at, note=note)
    return made


def check_time(until, holds, at) -> None:
    if until <= at:
        raise CannotExtend("day", "Thời điểm này đã qua. Bạn chọn một thời điểm sau bây giờ.")
    if until <= holds:
        raise CannotExtend(
            "day",
            f"Cơ quan đã được sửa đến {show_instant(timezone.localtime(holds))}. Bạn chọn một thời "
            "điểm sau đó.",
        )
