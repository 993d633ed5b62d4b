"""Days off and days worked in exchange: what the law gives each year, and how they are changed.

Bộ luật Lao động 2019, Điều 111.3 and 112. Which two days around 2/9, which five around Tết and
which days are swapped is decided every year, so a proposal is a list to confirm, never stored by
itself.
"""

import datetime
from dataclasses import dataclass

from django.db import transaction

from portal.days import (
    add_working_days,
    is_working_day,
    previous_working_day,
    show_date,
    working_days_between,
)

from .calendar import Holiday, ReportingPeriod
from .changes import ONE_DAY, Refused, removed, written
from .lunar import from_lunar

NEW_YEAR, LIBERATION, LABOUR, NATIONAL = (1, 1), (30, 4), (1, 5), (2, 9)
TET_DAYS_BEFORE, TET_DAYS = 1, 5
FIRST_YEAR, LAST_YEAR = 2020, 2099


@dataclass(frozen=True, order=True)
class Proposed:
    """One weekday off that the law gives in a year, or the day off in exchange for a weekend."""

    day: datetime.date
    name: str


def statutory_days(year: int) -> list[Proposed]:
    """The eleven days that the law names, weekends among them; the usual choice around Tết and 2/9.

    Tết: the last day of the old year and four days of the new one. 2/9 takes 3/9 when it is a
    Monday, otherwise 1/9.
    """
    tet = from_lunar(year, 1, 1)
    national = datetime.date(year, *reversed(NATIONAL))
    beside = national + ONE_DAY if national.weekday() == 0 else national - ONE_DAY
    named = [
        Proposed(datetime.date(year, *reversed(NEW_YEAR)), "Tết Dương lịch"),
        *(
            Proposed(tet + (n - TET_DAYS_BEFORE) * ONE_DAY, "Tết Nguyên đán")
            for n in range(TET_DAYS)
        ),
        Proposed(from_lunar(year, 3, 10), "Giỗ Tổ Hùng Vương"),
        Proposed(datetime.date(year, *reversed(LIBERATION)), "Ngày Chiến thắng"),
        Proposed(datetime.date(year, *reversed(LABOUR)), "Ngày Quốc tế lao động"),
        Proposed(national, "Quốc khánh"),
        Proposed(beside, "Quốc khánh"),
    ]
    return sorted(named)


def proposed_days(year: int) -> list[Proposed]:
    """The year's weekdays off: the law's days, and for each on a weekend the next working day."""
    named = statutory_days(year)
    taken = {one.day: one for one in named if one.day.weekday() < 5}
    for one in named:
        if one.day.weekday() < 5:
            continue
        day = one.day
        while not is_working_day(day, taken.keys()):
            day += ONE_DAY
        taken[day] = Proposed(day, f"Nghỉ bù {one.name}")
    return sorted(taken.values())


@dataclass(frozen=True)
class DaysOff:
    """The calendar's days: weekdays off and weekend days worked in exchange."""

    holidays: frozenset[datetime.date] = frozenset()
    working: frozenset[datetime.date] = frozenset()

    def is_working(self, day: datetime.date) -> bool:
        return is_working_day(day, self.holidays, self.working)

    def between(self, start: datetime.date, end: datetime.date) -> int:
        """Working days after `start` up to and including `end`; 0 when `end` is not later."""
        return working_days_between(start, max(start, end), self.holidays, self.working)

    def after(self, day: datetime.date, count: int) -> datetime.date:
        return add_working_days(day, count, self.holidays, self.working)

    def at_or_before(self, day: datetime.date) -> datetime.date:
        if self.is_working(day):
            return day
        return previous_working_day(day, self.holidays, self.working)


def days_off() -> DaysOff:
    """The editable calendar; one query."""
    rows = list(Holiday.objects.values_list("day", "is_working"))
    return DaysOff(
        frozenset(day for day, worked in rows if not worked),
        frozenset(day for day, worked in rows if worked),
    )


@transaction.atomic
def add_holiday(*, day: datetime.date, name: str, is_working: bool, by, reason="") -> Holiday:
    """Adds a weekday off or a weekend day worked; raises Refused for any other kind of day."""
    check_weekday(day, is_working)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused(f"Lịch chỉ giữ từ năm {FIRST_YEAR} đến năm {LAST_YEAR}.", "day")
    present = Holiday.objects.filter(day=day).first()
    if present:
        raise Refused(f"Ngày {show_date(day)} đã có trong lịch: {present.name}.", "day")
    return written(Holiday(day=day, name=name, is_working=is_working), by, reason)


def check_weekday(day: datetime.date, is_working: bool) -> None:
    is_weekend = day.weekday() >= 5
    if is_working and not is_weekend:
        raise Refused(
            f"Ngày {show_date(day)} không rơi vào thứ Bảy, Chủ nhật nên vốn là ngày làm việc.",
            "day",
        )
    if is_weekend and not is_working:
        raise Refused(
            f"Ngày {show_date(day)} là cuối tuần, vốn đã nghỉ. Bạn ghi ngày nghỉ bù, hoặc đánh dấu"
            " là ngày làm bù.",
            "day",
        )


@transaction.atomic
def add_holidays(days: list[Proposed], *, by, reason="") -> int:
    """Adds those of `days` that the calendar does not hold yet; how many they were."""
    present = set(Holiday.objects.filter(day__in=[one.day for one in days]).values_list("day"))
    new = [one for one in days if (one.day,) not in present]
    for one in new:
        add_holiday(day=one.day, name=one.name, is_working=False, by=by, reason=reason)
    return len(new)


@transaction.atomic
def change_holiday(holiday: Holiday, *, name: str, by, reason="") -> Holiday:
    """Another name for the same day; a day put in by mistake is removed and added anew."""
    held = Holiday.objects.select_for_update().filter(pk=holiday.pk).first()
    if held is None:
        raise Refused("Người khác vừa bỏ ngày này khỏi lịch.")
    held.name = name
    return written(held, by, reason)


@transaction.atomic
def remove_holiday(holiday: Holiday, *, by, reason: str) -> None:
    held = Holiday.objects.select_for_update().filter(pk=holiday.pk).first()
    if held is None:
        raise Refused("Người khác vừa bỏ ngày này khỏi lịch.")
    if not reason:
        raise Refused("Bạn ghi lý do bỏ ngày này.", "reason")
    removed(held, by, reason)


def reckoned_with(day: datetime.date) -> list[ReportingPeriod]:
    """The months whose deadline was reckoned over `day`, after the cut-off.

    Their deadlines stay as they are; whoever changes the calendar decides whether to move them.
    """
    months = ReportingPeriod.objects.filter(ends_on__lt=day, due_at__date__gte=day)
    return list(months.order_by("year", "month"))
