"""Reporting months: made for a whole year by the rule of NĐ 09/2019/NĐ-CP, changed one by one."""

import datetime
from collections.abc import Set
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from portal.days import add_working_days, reporting_month, show_instant

from .calendar import ReportingPeriod
from .changes import Refused, written
from .holidays import FIRST_YEAR, LAST_YEAR, days_off


@dataclass(frozen=True)
class MonthRule:
    """How a month's deadline and closing follow from its cut-off (Điều 8.5, 12 and 13).

    `due_working_days` after the cut-off; closed on day `closes_on_day` of the month.
    """

    due_working_days: int = 2
    due_time: datetime.time = datetime.time(17)
    closes_on_day: int = 25
    closes_time: datetime.time = datetime.time(17)

    def month(
        self, year: int, month: int, holidays: Set[datetime.date], working: Set[datetime.date]
    ) -> dict:
        """The columns of a ReportingPeriod, unsaved."""
        span = reporting_month(year, month)
        due_on = add_working_days(span.end, self.due_working_days, holidays, working)
        return {
            "year": year,
            "month": month,
            "starts_on": span.start,
            "ends_on": span.end,
            "due_at": instant(due_on, self.due_time),
            "closes_at": instant(span.end.replace(day=self.closes_on_day), self.closes_time),
        }


def instant(day: datetime.date, time: datetime.time) -> datetime.datetime:
    """That time of that day in Việt Nam."""
    return timezone.make_aware(
        datetime.datetime.combine(day, time), timezone.get_default_timezone()
    )


def proposed_months(year: int, rule: MonthRule) -> list[ReportingPeriod]:
    """The year's months that do not exist yet, unsaved, with the calendar as it stands.

    A deadline that days off push past the closing takes the closing with it.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(f"Năm nằm ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}.", "year")
    off = days_off()
    present = set(ReportingPeriod.objects.filter(year=year).values_list("month", flat=True))
    rows = [
        rule.month(year, month, off.holidays, off.working)
        for month in range(1, 13)
        if month not in present
    ]
    for row in rows:
        row["closes_at"] = max(row["closes_at"], row["due_at"])
    return [ReportingPeriod(**row) for row in rows]


@transaction.atomic
def open_year(year: int, rule: MonthRule, *, by) -> list[ReportingPeriod]:
    """Makes the months of `year` that do not exist yet; those that exist are not touched."""
    months = proposed_months(year, rule)
    if not months:
        raise Refused(f"Đã mở đủ các tháng của năm {year}.", "year")
    return [written(month, by, f"Mở các tháng của năm {year}") for month in months]


@transaction.atomic
def change_month(
    period: ReportingPeriod,
    *,
    due_at: datetime.datetime,
    closes_at: datetime.datetime,
    reason: str,
    by,
) -> ReportingPeriod:
    """Another deadline or closing; the cut-off follows from the decree and never moves."""
    held = ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    if timezone.localdate(due_at) <= held.ends_on:
        raise Refused("Hạn gửi phải sau ngày chốt số liệu.", "due_on")
    if closes_at < due_at:
        raise Refused("Thời điểm khóa phải bằng hoặc sau hạn gửi.", "closes_on")
    if (held.due_at, held.closes_at) == (due_at, closes_at):
        raise Refused("Hai thời điểm vẫn như cũ. Bạn sửa hạn gửi hoặc thời điểm khóa.")
    held.due_at, held.closes_at = due_at, closes_at
    return written(held, by, reason)


@transaction.atomic
def close_month(
    period: ReportingPeriod, *, reason: str, by, at: datetime.datetime
) -> ReportingPeriod:
    """Closes a month at once; agencies with an extension of their own keep it."""
    held = ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    if held.closes_at <= at:
        shown = show_instant(timezone.localtime(held.closes_at))
        raise Refused(f"Tháng này đã khóa lúc {shown}.")
    if at < held.due_at:
        raise Refused("Chưa tới hạn gửi nên chưa khóa được. Muốn khóa sớm hơn, bạn đổi hạn trước.")
    held.closes_at = at
    return written(held, by, reason)
