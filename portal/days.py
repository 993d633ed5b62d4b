"""Days and calendars: reading and printing dates, reporting periods, ISO weeks, working days.

Nothing here asks what day it is: the day is a parameter. All days are calendar days in Việt Nam.
Printing functions give "" for None. Two families of period exist and never mix (domain.md C.1):
regular periods run from the 15th to the 14th; the weekly report is a snapshot of one day.
"""

import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_NO_DAYS: frozenset[date] = frozenset()
_ONE_DAY = timedelta(days=1)


class DateError(ValueError):
    """A text or numbers that name no day, week or period. `message`: Vietnamese, what to do."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


# Reading and printing


def read_date(text: str) -> date | None:
    """The day that `text` names; None for a blank.

    Takes day, month, four-digit year with one separator throughout (30/9/2022, 30-09-2022,
    30.9.2022) and the 2022-09-30 that browsers send. Raises DateError for everything else; the
    month never comes first (domain.md F.3, mistake 21).
    """
    typed = text.strip(" \t\r\n\u00a0\u200b\u200e\ufeff")
    if not typed:
        return None
    if iso := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", typed):
        return _day(*(int(part) for part in iso.groups()))
    found = re.fullmatch(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{2,4})", typed)
    if not found:
        shown = "".join(char if char.isprintable() else "\ufffd" for char in typed[:30])
        raise DateError(f"Chưa rõ “{shown}” là ngày nào. Bạn nhập ngày/tháng/năm, ví dụ 30/9/2022.")
    day, month, year = int(found[1]), int(found[3]), found[4]
    if len(year) != 4:
        raise DateError(f"Năm “{year}” chưa đủ bốn chữ số. Bạn nhập năm đầy đủ, ví dụ 30/9/2022.")
    return _day(int(year), month, day)


def show_date(day: date | None) -> str:
    """For sentences and screens: "30/9/2022"."""
    return "" if day is None else f"{day.day}/{day.month}/{day.year}"


def show_date_padded(day: date | None) -> str:
    """For inputs, tables and files: "30/09/2022"."""
    return "" if day is None else f"{day.day:02d}/{day.month:02d}/{day.year}"


def show_date_official(day: date | None) -> str:
    """For documents: "ngày 30 tháng 9 năm 2022"; days under 10 and months 1, 2 take a zero.

    Source: NĐ 30/2020, Phụ lục I.
    """
    if day is None:
        return ""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def show_weekday(day: date | None) -> str:
    """Where someone must act: "Thứ Ba 18/10/2022"."""
    return "" if day is None else f"{_WEEKDAYS[day.weekday()]} {show_date(day)}"


def show_instant(instant: datetime | None) -> str:
    """ "17:00 ngày 30/9/2022". The instant is printed as it stands: give it in local time."""
    return "" if instant is None else f"{instant:%H:%M} ngày {show_date(instant)}"


def how_long_until(today: date, due: date) -> str:
    """The time left in calendar days, as a sentence without its full stop."""
    left = (due - today).days
    if left < 0:
        return f"Quá hạn {-left} ngày"
    if left == 0:
        return "Hạn là hôm nay"
    return "Còn hôm nay và ngày mai" if left == 1 else f"Còn {left} ngày"


def _day(year: int, month: int, day: int) -> date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise DateError(f"Năm {year} nằm ngoài khoảng {_FIRST_YEAR}–{_LAST_YEAR}. Bạn xem lại năm.")
    if not 1 <= month <= 12:
        raise DateError(f"Không có tháng {month}. Bạn nhập ngày trước, tháng sau, ví dụ 30/9/2022.")
    try:
        return date(year, month, day)
    except ValueError:
        raise DateError(f"Tháng {month}/{year} không có ngày {day}. Bạn xem lại ngày.") from None


# Reporting periods


@dataclass(frozen=True)
class Span:
    """The days from `start` to `end`, both included. ValueError if it ends before it starts."""

    start: date
    end: date

    def __post_init__(self):
        if self.end < self.start:
            raise ValueError(f"a span cannot end on {self.end}, before {self.start}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


def reporting_month(year: int, month: int) -> Span:
    """15 of the month before to 14 of the month. Source: NĐ 09/2019, Điều 12, as for all below."""
    return _regular_span(year, month, month)


def reporting_quarter(year: int, quarter: int) -> Span:
    """15 of the month before the quarter to 14 of its last month."""
    _require(1 <= quarter <= 4, f"Không có quý {quarter}. Một năm có quý 1 đến quý 4.")
    return _regular_span(year, 3 * quarter - 2, 3 * quarter)


def reporting_half(year: int, half: int) -> Span:
    """Half 1: 15/12 to 14/6. Half 2: 15/6 to 14/12."""
    _require(1 <= half <= 2, "Một năm có 6 tháng đầu năm (1) và 6 tháng cuối năm (2).")
    return _regular_span(year, 6 * half - 5, 6 * half)


def reporting_nine_months(year: int) -> Span:
    """15/12 to 14/9: a local rule (Khánh Hòa, QĐ 01/2023), not in NĐ 09/2019."""
    return _regular_span(year, 1, 9)


def reporting_year(year: int) -> Span:
    """15/12 of the year before to 14/12."""
    return _regular_span(year, 1, 12)


def reporting_month_of(day: date) -> tuple[int, int]:
    """The (year, month) whose reporting month holds `day`: 15/9/2022 is in (2022, 10)."""
    if day.day < 15:
        return day.year, day.month
    return (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)


def month_label(year: int, month: int) -> str:
    """ "tháng 10/2022", for the middle of a sentence."""
    _require_month(month)
    return f"tháng {month}/{year}"


def _regular_span(year: int, first_month: int, last_month: int) -> Span:
    _require_month(last_month)
    starts_in = (year, first_month - 1) if first_month > 1 else (year - 1, 12)
    return Span(date(*starts_in, 15), date(year, last_month, 14))


def _require_month(month: int) -> None:
    _require(1 <= month <= 12, f"Không có tháng {month}. Một năm có tháng 1 đến tháng 12.")


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise DateError(message)


# ISO weeks: the year of a week is the year of its Thursday


def iso_week(day: date) -> tuple[int, int]:
    """The (year, week) that holds `day`: 30/9/2022 is in (2022, 39), 1/1/2023 in (2022, 52)."""
    return day.isocalendar()[:2]


def week_span(year: int, week: int) -> Span:
    """Monday to Sunday of an ISO week. Raises DateError if the year has no such week."""
    _require(
        _FIRST_YEAR <= year <= _LAST_YEAR,
        f"Năm {year} nằm ngoài khoảng {_FIRST_YEAR}–{_LAST_YEAR}. Bạn xem lại năm.",
    )
    weeks = date(year, 12, 28).isocalendar().week  # 28 December is always in the last week
    _require(1 <= week <= weeks, f"Năm {year} có tuần 1 đến tuần {weeks}, không có tuần {week}.")
    monday = date.fromisocalendar(year, week, 1)
    return Span(monday, monday + 6 * _ONE_DAY)


def parse_week(code: str) -> tuple[int, int]:
    """The (year, week) of an address such as "2022-W39". Raises DateError for anything else."""
    found = re.fullmatch(r"([0-9]{4})-W([0-9]{2})", code)
    _require(found is not None, "Tuần viết như 2022-W39: năm, dấu gạch, chữ W, hai chữ số.")
    year, week = int(found[1]), int(found[2])
    week_span(year, week)
    return year, week


def week_code(year: int, week: int) -> str:
    """The inverse of `parse_week`: "2022-W39"."""
    week_span(year, week)
    return f"{year}-W{week:02d}"


def show_week(year: int, week: int) -> str:
    """ "Tuần 39/2022". Raises DateError if the year has no such week."""
    week_span(year, week)
    return f"Tuần {week}/{year}"


# Working days: Monday to Friday, less the holidays, plus days worked in exchange. The two sets
# are the editable calendar of domain.md C.1; a day in both is worked.


def is_working_day(
    day: date, holidays: Set[date] = _NO_DAYS, working: Set[date] = _NO_DAYS
) -> bool:
    return day in working or (day.weekday() < 5 and day not in holidays)


def add_working_days(
    day: date, count: int, holidays: Set[date] = _NO_DAYS, working: Set[date] = _NO_DAYS
) -> date:
    """The `count`-th working day after `day`; `day` itself for 0. Negative raises ValueError.

    Source of its use: NĐ 09/2019, Điều 8.5, deadlines in working days after the cut-off.
    """
    if count < 0:
        raise ValueError("working days are only added")
    while count:
        day += _ONE_DAY
        count -= is_working_day(day, holidays, working)
    return day


def working_days_between(
    start: date, end: date, holidays: Set[date] = _NO_DAYS, working: Set[date] = _NO_DAYS
) -> int:
    """Working days after `start` up to and including `end`: what `add_working_days` added.

    0 when they are the same day; raises ValueError when `end` comes first.
    """
    if end < start:
        raise ValueError(f"{end} comes before {start}")
    later = (start + n * _ONE_DAY for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, holidays, working) for day in later)


def previous_working_day(
    day: date, holidays: Set[date] = _NO_DAYS, working: Set[date] = _NO_DAYS
) -> date:
    """The last working day strictly before `day`."""
    day -= _ONE_DAY
    while not is_working_day(day, holidays, working):
        day -= _ONE_DAY
    return day
