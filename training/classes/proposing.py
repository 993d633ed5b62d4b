"""What the register gives for a month's self-run figure, and how it is offered to the form.

A class belongs to the month in which it ends. It counts when it stands, is not held on the
platform (whose own figure counts it) and its participants are known. Unit: lượt. A month of which
the register knows no number gets no proposal: that is not a zero.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.urls import reverse

from portal.days import show_date
from portal.figures import show
from portal.models import Agency, Indicator, ReportingPeriod
from portal.submissions.proposals import propose, withdraw
from training.figures import CENTRAL, PROVINCIAL

from .models import TrainingClass

SELF_RUN = {"central": CENTRAL.self_run, "provincial": PROVINCIAL.self_run}
COUNTS = Q(on_platform=False, participants__isnull=False)


@dataclass(frozen=True)
class MonthFigure:
    """`amount`: lượt of the `classes` that count, None when none does. `unknown`: self-run classes
    whose participants are not written down yet."""

    amount: int | None
    classes: int
    unknown: int

    @property
    def words(self) -> str:
        told = f"{show(self.classes)} lớp, {show(self.amount)} lượt trong kỳ"
        return told + (f"; còn {show(self.unknown)} lớp chưa ghi số." if self.unknown else ".")


def month_figure(agency: Agency, period: ReportingPeriod) -> MonthFigure:
    """One query."""
    standing = TrainingClass.objects.standing().filter(
        agency=agency, ends_on__range=(period.starts_on, period.ends_on)
    )
    found = standing.aggregate(
        amount=Sum("participants", filter=COUNTS),
        classes=Count("pk", filter=COUNTS),
        unknown=Count("pk", filter=Q(on_platform=False, participants__isnull=True)),
    )
    return MonthFigure(**found)


def self_run_of(agency: Agency) -> Indicator | None:
    """The indicator that the agency's register proposes for; None where it is asked for none."""
    code = SELF_RUN.get(agency.side)
    return code and Indicator.objects.filter(code=code).first()


def propose_months(agency: Agency, days: Iterable[datetime.date], at: datetime.datetime) -> None:
    """Writes anew what the months that hold the `days` (at least one) get, and no other month.

    A month that was reported already is offered the same: it counts only in a correction that the
    officer sends, and the register's page shows the difference.
    """
    indicator = self_run_of(agency)
    if indicator is None:
        return
    days = set(days)
    around = ReportingPeriod.objects.filter(starts_on__lte=max(days), ends_on__gte=min(days))
    for period in around:
        if any(period.starts_on <= day <= period.ends_on for day in days):
            propose_month(agency, indicator, period, at)


def propose_month(agency, indicator, period, at) -> None:
    figure = month_figure(agency, period)
    if figure.amount is None:
        withdraw(agency, indicator, period)
        return
    days = f"{show_date(period.starts_on)}–{show_date(period.ends_on)}"
    propose(
        agency,
        indicator,
        period,
        in_month=figure.amount,
        words=f"Sổ lớp của cơ quan ({days}): {figure.words}",
        href=f"{reverse('training:class_list', args=[agency.slug])}?ky={period.key}",
        at=at,
    )
