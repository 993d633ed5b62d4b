import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import days
from portal.days import DateError, Span

any_day = st.dates(date(1900, 1, 1), date(2100, 12, 31))
SNAPSHOT = date(2022, 9, 30)  # the day of Tuần 39

# Reading and printing


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", None),
        (" \u00a0", None),
        ("30/9/2022", SNAPSHOT),
        ("30/09/2022", SNAPSHOT),
        (" 30-09-2022\n", SNAPSHOT),
        ("30.9.2022", SNAPSHOT),
        ("2022-09-30", SNAPSHOT),
        ("5/3/2025", date(2025, 3, 5)),
        ("29/2/2024", date(2024, 2, 29)),
    ],
)
def test_date_is_read(typed, day):
    assert days.read_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("9/30/2022", "Không có tháng 30. Bạn nhập ngày trước, tháng sau"),
        ("30/9/22", "Năm “22” chưa đủ bốn chữ số"),
        ("30/9/202", "chưa đủ bốn chữ số"),
        ("31/9/2022", "Tháng 9/2022 không có ngày 31"),
        ("29/2/2023", "Tháng 2/2023 không có ngày 29"),
        ("0/9/2022", "không có ngày 0"),
        ("2022-13-01", "Không có tháng 13"),
        ("30/9/0202", "nằm ngoài khoảng"),
        ("2022-9-30", "Chưa rõ “2022-9-30”"),
        ("2022/09/30", "Chưa rõ"),
        ("30/9-2022", "Chưa rõ"),
        ("30/9", "Chưa rõ"),
        ("9/2022", "Chưa rõ"),
        ("44834", "Chưa rõ"),
        ("٣0/9/2022", "Chưa rõ"),
        ("30/9/2022\x00", "Chưa rõ “30/9/2022\ufffd”"),
        ("hôm nay", "Bạn nhập ngày/tháng/năm, ví dụ 30/9/2022."),
    ],
)
def test_date_is_refused_with_its_reason(typed, reason):
    with pytest.raises(DateError) as caught:
        days.read_date(typed)
    assert reason in caught.value.message


@given(any_day)
def test_date_round_trips(day):
    assert days.read_date(days.show_date(day)) == day
    assert days.read_date(days.show_date_padded(day)) == day
    assert days.read_date(day.isoformat()) == day


@given(st.text("0123456789/-. ", max_size=12))
def test_no_text_is_read_as_another_day(text):
    try:
        day = days.read_date(text)
    except DateError:
        return
    numbers = [int(part) for part in re.split("[-./]", text.strip()) if part]
    if day is None:
        assert numbers == []
    else:
        assert numbers in ([day.day, day.month, day.year], [day.year, day.month, day.day])


def test_dates_are_printed():
    assert days.show_date(SNAPSHOT) == "30/9/2022"
    assert days.show_date_padded(SNAPSHOT) == "30/09/2022"
    assert days.show_date_padded(date(2023, 1, 5)) == "05/01/2023"
    assert days.show_instant(datetime(2022, 9, 30, 17, 0)) == "17:00 ngày 30/9/2022"
    assert days.show_weekday(date(2022, 10, 18)) == "Thứ Ba 18/10/2022"
    assert days.show_weekday(date(2022, 10, 16)) == "Chủ nhật 16/10/2022"


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (SNAPSHOT, "ngày 30 tháng 9 năm 2022"),
        (date(2022, 2, 5), "ngày 05 tháng 02 năm 2022"),
        (date(2023, 1, 28), "ngày 28 tháng 01 năm 2023"),
        (date(2022, 3, 9), "ngày 09 tháng 3 năm 2022"),
        (date(2022, 12, 10), "ngày 10 tháng 12 năm 2022"),
    ],
)
def test_official_date_pads_as_the_decree_says(day, shown):
    assert days.show_date_official(day) == shown


def test_an_absent_day_prints_nothing():
    printers = (
        *(days.show_date, days.show_date_padded, days.show_date_official),
        *(days.show_weekday, days.show_instant),
    )
    assert [show(None) for show in printers] == [""] * 5


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (5, "Còn 5 ngày"),
        (2, "Còn 2 ngày"),
        (1, "Còn hôm nay và ngày mai"),
        (0, "Hạn là hôm nay"),
        (-1, "Quá hạn 1 ngày"),
        (-3, "Quá hạn 3 ngày"),
    ],
)
def test_how_long_until(left, sentence):
    assert days.how_long_until(SNAPSHOT, SNAPSHOT + timedelta(days=left)) == sentence


# Reporting periods


@pytest.mark.parametrize(
    ("span", "start", "end"),
    [
        (days.reporting_month(2022, 9), date(2022, 8, 15), date(2022, 9, 14)),
        (days.reporting_month(2022, 1), date(2021, 12, 15), date(2022, 1, 14)),
        (days.reporting_quarter(2022, 1), date(2021, 12, 15), date(2022, 3, 14)),
        (days.reporting_quarter(2022, 3), date(2022, 6, 15), date(2022, 9, 14)),
        (days.reporting_half(2022, 1), date(2021, 12, 15), date(2022, 6, 14)),
        (days.reporting_half(2022, 2), date(2022, 6, 15), date(2022, 12, 14)),
        (days.reporting_nine_months(2022), date(2021, 12, 15), date(2022, 9, 14)),
        (days.reporting_year(2022), date(2021, 12, 15), date(2022, 12, 14)),
    ],
)
def test_regular_periods_run_from_the_15th_to_the_14th(span, start, end):
    assert span == Span(start, end)


def test_the_snapshot_of_week_39_is_not_in_september():
    assert SNAPSHOT not in days.reporting_month(2022, 9)
    assert days.reporting_month_of(SNAPSHOT) == (2022, 10)


@given(any_day)
def test_every_day_is_in_its_reporting_month(day):
    assert day in days.reporting_month(*days.reporting_month_of(day))


def test_a_year_is_its_twelve_months():
    months = [days.reporting_month(2022, month) for month in range(1, 13)]
    assert sum(month.days for month in months) == days.reporting_year(2022).days == 365


@pytest.mark.parametrize(
    ("period", "number"),
    [
        *((days.reporting_month, 0), (days.reporting_month, 13), (days.month_label, 13)),
        *((days.reporting_quarter, 5), (days.reporting_half, 3)),
    ],
)
def test_a_period_that_does_not_exist_is_refused(period, number):
    with pytest.raises(DateError):
        period(2022, number)


def test_span_holds_both_its_ends_and_cannot_run_backwards():
    span = Span(SNAPSHOT, SNAPSHOT)
    assert SNAPSHOT in span
    assert span.days == 1
    with pytest.raises(ValueError, match="cannot end"):
        Span(SNAPSHOT, SNAPSHOT - timedelta(days=1))


def test_month_label():
    assert days.month_label(2022, 10) == "tháng 10/2022"


# ISO weeks


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (SNAPSHOT, (2022, 39)),
        (date(2023, 1, 1), (2022, 52)),
        (date(2021, 1, 3), (2020, 53)),
        (date(2024, 12, 30), (2025, 1)),
    ],
)
def test_iso_week_belongs_to_the_year_of_its_thursday(day, week):
    assert days.iso_week(day) == week


def test_week_span_runs_from_monday_to_sunday():
    assert days.week_span(2022, 39) == Span(date(2022, 9, 26), date(2022, 10, 2))
    assert days.week_span(2020, 53).end == date(2021, 1, 3)


@given(any_day)
def test_week_round_trips(day):
    year, week = days.iso_week(day)
    if 1900 <= year <= 2100:
        assert day in days.week_span(year, week)
        assert days.parse_week(days.week_code(year, week)) == (year, week)


def test_week_is_shown_and_parsed():
    assert days.parse_week("2022-W39") == (2022, 39)
    assert days.week_code(2022, 5) == "2022-W05"
    assert days.show_week(2022, 39) == "Tuần 39/2022"


@pytest.mark.parametrize(
    "code",
    [
        *("2022-W53", "2022-W00", "2022-W5", "2022-w39", "2022W39", " 2022-W39", "2022-W39\n"),
        *("", "0000-W01", "9999-W52", "２０２２-W39"),
    ],
)
def test_week_code_is_refused(code):
    with pytest.raises(DateError):
        days.parse_week(code)


def test_week_53_is_refused_with_the_weeks_of_the_year():
    with pytest.raises(DateError, match="Năm 2022 có tuần 1 đến tuần 52, không có tuần 53"):
        days.show_week(2022, 53)


# Working days

INDEPENDENCE = {date(2022, 9, 1), date(2022, 9, 2)}  # Thursday, Friday
IN_EXCHANGE = {date(2022, 9, 10)}  # a Saturday that is worked


def test_working_day():
    assert days.is_working_day(SNAPSHOT)
    assert not days.is_working_day(date(2022, 10, 1))
    assert not days.is_working_day(date(2022, 9, 2), INDEPENDENCE)
    assert days.is_working_day(date(2022, 9, 10), INDEPENDENCE, IN_EXCHANGE)
    assert days.is_working_day(date(2022, 9, 2), INDEPENDENCE, INDEPENDENCE)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2022, 10, 14), 2, date(2022, 10, 18)),  # the deadline of the look: Thứ Ba 18/10
        (date(2022, 8, 31), 1, date(2022, 9, 5)),
        (date(2022, 9, 9), 1, date(2022, 9, 10)),
        (date(2022, 10, 15), 0, date(2022, 10, 15)),
    ],
)
def test_add_working_days(start, count, due):
    assert days.add_working_days(start, count, INDEPENDENCE, IN_EXCHANGE) == due


@given(any_day.filter(lambda day: day.year < 2099), st.integers(1, 60))
def test_working_days_between_undoes_adding(start, count):
    due = days.add_working_days(start, count, INDEPENDENCE, IN_EXCHANGE)
    assert days.working_days_between(start, due, INDEPENDENCE, IN_EXCHANGE) == count
    assert days.is_working_day(due, INDEPENDENCE, IN_EXCHANGE)


def test_working_days_run_forward_only():
    assert days.working_days_between(SNAPSHOT, SNAPSHOT) == 0
    with pytest.raises(ValueError, match="comes before"):
        days.working_days_between(SNAPSHOT, date(2022, 9, 29))
    with pytest.raises(ValueError, match="only added"):
        days.add_working_days(SNAPSHOT, -1)


def test_previous_working_day():
    assert days.previous_working_day(date(2022, 10, 3)) == SNAPSHOT
    assert days.previous_working_day(date(2022, 9, 5), INDEPENDENCE) == date(2022, 8, 31)
