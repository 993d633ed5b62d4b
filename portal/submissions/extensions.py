"""More time for one agency in one month, with its reason and who gave it."""

import datetime

from django.db import models

from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod


class Extension(models.Model):
    """Until when one agency may still send a month; the newest row of the pair holds.

    It moves the last instant to change, never the deadline: a report sent in the extra time is
    late and is counted as late.
    """

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="extensions", verbose_name="cơ quan"
    )
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="extensions", verbose_name="kỳ báo cáo"
    )
    closes_at = models.DateTimeField("được sửa đến")
    reason = models.CharField("lý do", max_length=300)
    granted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField("gia hạn lúc")

    class Meta:
        verbose_name = "gia hạn"
        verbose_name_plural = "gia hạn"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.agency} {self.period}"


def closing_of(agency_id: int, period: ReportingPeriod) -> datetime.datetime:
    """The last instant at which the agency may change the month; one query."""
    newest = Extension.objects.filter(agency=agency_id, period=period).first()
    return later_of(period, newest.closes_at if newest else None)


def later_of(period: ReportingPeriod, extended_until: datetime.datetime | None):
    """An extension never shortens a month whose calendar was changed after it."""
    return max(period.closes_at, extended_until or period.closes_at)
