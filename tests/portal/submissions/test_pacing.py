"""The way to a target: shares, rates and words agree with one another, and unknown is never 0."""

import datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from portal.figures import show
from portal.submissions.pace_words import in_words
from portal.submissions.pacing import Course, Standing, Step

FIRST = datetime.date(2022, 1, 28)
LAST = datetime.date(2022, 12, 31)
DAYS = st.dates(FIRST - datetime.timedelta(days=40), LAST + datetime.timedelta(days=300))


def day(text):
    return datetime.date.fromisoformat(text)


def course(on, *steps, amount=1000, **facts):
    known = tuple(Step(day(text), gained) for text, gained in steps)
    return Course(amount, FIRST, LAST, day(on), known, **facts)


def said(one):
    return in_words(one, lambda amount: f"{show(amount)} lượt", "lượt")


@st.composite
def courses(draw):
    on = draw(DAYS)
    known = draw(st.dictionaries(DAYS, st.integers(0, 3000), max_size=8))
    steps = tuple(Step(at, known[at]) for at in sorted(known) if at <= on)
    zero_on = draw(st.none() | st.just(FIRST - datetime.timedelta(days=1)))
    is_level = draw(st.booleans())
    return Course(draw(st.integers(1, 2000)), FIRST, LAST, on, steps, zero_on, is_level)


@given(courses())
def test_share_missing_and_standing_agree(one):
    if one.newest is None:
        assert (one.share, one.missing, one.needed_a_month) == (None, None, None)
        assert one.standing in {Standing.UNKNOWN, Standing.NOT_BEGUN, Standing.REACHED_LATE}
        return
    assert one.newest.day <= min(one.day, LAST)
    assert one.share == Decimal(one.newest.amount) * 100 / one.amount
    assert one.missing == max(one.amount - one.newest.amount, 0)
    if one.standing == Standing.REACHED:
        assert one.missing == 0
        assert one.share >= 100
    elif one.standing != Standing.NOT_BEGUN:
        assert one.missing > 0


@given(courses())
def test_needed_pace_reaches_the_target_and_one_less_does_not(one):
    if one.needed_a_month is None:
        return
    assert one.needed_a_month * one.days_left >= one.missing * 30
    assert (one.needed_a_month - 1) * one.days_left < one.missing * 30


@given(courses())
def test_time_gone_stays_within_the_targets_days(one):
    assert 0 <= one.time_gone <= 100
    assert (one.time_gone == 100) == (one.day >= LAST)


@given(courses())
def test_words_never_state_what_is_not_known(one):
    words = said(one)
    assert words.endswith(".")
    assert ".." not in words
    if one.standing == Standing.UNKNOWN:
        assert "số liệu về số lượt" in words
        assert not any(char.isdigit() for char in words)
    if one.standing in (Standing.BEHIND, Standing.ON_PACE):
        assert f"Cần thêm {show(one.missing)} lượt" in words


def test_nothing_known_is_not_zero():
    one = course("2022-11-15", zero_on=day("2022-01-27"))
    assert (one.newest, one.share, one.recent) == (None, None, None)
    assert said(one) == "Chưa có số liệu về số lượt."


def test_a_known_zero_is_a_figure():
    one = course("2022-06-15", ("2022-06-14", 0))
    assert (one.share, one.standing) == (0, Standing.BEHIND)
    assert "Cần thêm 1.000 lượt" in said(one)


def test_pace_over_three_months_and_what_is_needed():
    one = course(
        "2022-11-01", ("2022-05-14", 10), ("2022-08-01", 100), ("2022-09-14", 300),
        ("2022-10-30", 400),
    )  # fmt: skip
    assert said(one) == (
        "Cần thêm 600 lượt, trung bình 300 lượt mỗi tháng đến hết năm 2022; "
        "từ 1/8/2022 đến 30/10/2022 trung bình 100 lượt mỗi tháng."
    )
    assert one.standing == Standing.BEHIND


def test_one_amount_alone_tells_a_rate_only_from_a_count_that_began_at_nothing():
    one = course("2022-09-30", ("2022-09-30", 500))
    assert one.recent is None
    assert ";" not in said(one)
    since_zero = course("2022-09-30", ("2022-09-30", 500), zero_on=day("2022-04-03"))
    assert "từ 3/4/2022 đến 30/9/2022 trung bình 83 lượt mỗi tháng" in said(since_zero)


def test_last_month_counts_in_days():
    one = course("2022-12-15", ("2022-12-14", 900))
    assert said(one).startswith("Cần thêm 100 lượt trong 16 ngày còn lại")
    assert said(course("2022-12-31", ("2022-12-14", 900))).startswith(
        "Cần thêm 100 lượt, đã là ngày cuối"
    )


def test_falling_and_standing_still_are_said_as_such():
    falling = course("2022-10-15", ("2022-07-14", 300), ("2022-10-14", 250))
    assert "giảm 50 lượt" in said(falling)
    still = course("2022-10-15", ("2022-07-14", 300), ("2022-10-14", 300))
    assert "không tăng" in said(still)
    slow = course("2022-10-15", ("2022-07-14", 300), ("2022-10-14", 301))
    assert "tăng 1 lượt" in said(slow)


def test_reached_early_on_the_last_day_and_over():
    early = course("2022-11-01", ("2022-09-14", 1000), ("2022-10-14", 1200))
    assert early.standing == Standing.REACHED
    assert said(early) == (
        "Đã đạt theo số liệu đến ngày 14/9/2022, sớm 108 ngày so với hạn, đến nay vượt 200 lượt."
    )
    assert "đúng ngày cuối của hạn" in said(course("2023-01-01", ("2022-12-31", 1000)))


def test_reached_then_corrected_down_is_not_reached():
    one = course("2022-11-01", ("2022-09-14", 1000), ("2022-10-14", 990))
    assert one.standing == Standing.ON_PACE
    assert one.reached_at is None


def test_reached_late_says_what_was_missing_and_how_late():
    one = course("2023-03-01", ("2022-12-14", 900), ("2023-02-14", 1000))
    assert one.standing == Standing.REACHED_LATE
    assert one.newest == Step(day("2022-12-14"), 900)
    assert said(one) == (
        "Đến hạn còn thiếu 100 lượt; đạt theo số liệu đến ngày 14/2/2023, muộn 45 ngày."
    )
    never_known = course("2023-03-01", ("2023-02-14", 1000))
    assert said(never_known).startswith("Đến hạn chưa có số liệu về số lượt; đạt")


def test_missed_rests_on_the_newest_by_the_last_day():
    one = course("2023-03-01", ("2022-12-14", 900), ("2023-02-14", 950))
    assert said(one) == "Đã hết hạn; theo số liệu đến ngày 14/12/2022 còn thiếu 100 lượt."


def test_before_its_first_day_a_target_has_not_begun():
    one = course("2022-01-10")
    assert (one.standing, one.time_gone) == (Standing.NOT_BEGUN, 0)
    assert said(one) == "Tính từ ngày 28/1/2022, chưa bắt đầu."
