"""What is flagged, what never is: unknown figures above all."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.sources.flags import LABELS, Kind, Pair, Stood, flags_of

BEFORE, DAY = datetime.date(2022, 10, 14), datetime.date(2022, 11, 14)
HOST = ("tinh.nen-tang.vn",)


def stood(amount, before=None, **facts):
    return Stood(amount, DAY, before, BEFORE if before is not None else None, **facts)


def kinds(**pair):
    return [flag.kind for flag in flags_of(Pair(**pair))]


def only(kind, **pair):
    (flag,) = flags_of(Pair(**pair))
    assert flag.kind == kind
    return flag


def test_nothing_known_is_never_flagged():
    assert kinds() == []
    assert kinds(hosts=HOST) == []
    assert kinds(platform=stood(1304), hosts=HOST) == []
    assert kinds(own=stood(None), platform=stood(None), stated=stood(None), hosts=HOST) == []


def test_zero_is_a_figure_and_no_double_counting():
    assert kinds(own=stood(0), platform=stood(0), hosts=HOST) == []


def test_self_run_beside_an_own_domain():
    flag = only(Kind.DOUBLE, own=stood(17), platform=stood(1304), hosts=HOST)
    assert "tinh.nen-tang.vn" in flag.why
    assert "17 lượt" in flag.why
    assert flag.todo.startswith("Hỏi cơ quan")


def test_equal_sources_are_said():
    assert "cùng là 777 lượt" in only(Kind.DOUBLE, own=stood(777), platform=stood(777)).why
    assert kinds(own=stood(777), platform=stood(778)) == []


def test_equal_gains_of_different_totals():
    pair = {"own": stood(530, 410), "platform": stood(930, 810)}
    assert "cùng tăng đúng 120 lượt" in only(Kind.DOUBLE, **pair).why
    assert kinds(own=stood(530, 410), platform=stood(931, 810)) == []
    assert kinds(own=stood(530), platform=stood(930, 810)) == []
    assert kinds(own=stood(410, 410), platform=stood(810, 810)) == []


def test_what_the_report_added_goes_before_the_difference():
    """A correction of the base is no gain of the month."""
    own = stood(530, 500, in_month=120)
    assert kinds(own=own, platform=stood(930, 810)) == [Kind.DOUBLE]


@pytest.mark.parametrize(
    ("amount", "is_flagged"),
    [(0, False), (50, False), (99, False), (100, True), (101, False), (2500, True), (2550, False)],
)
def test_round_hundreds(amount, is_flagged):
    assert bool(kinds(own=stood(amount))) is is_flagged
    assert bool(kinds(stated=stood(amount))) is is_flagged


def test_machine_may_count_a_round_number():
    assert kinds(platform=stood(2500)) == []


@pytest.mark.parametrize(
    ("before", "amount", "is_flagged"),
    [
        (100, 501, True),  # more than five times
        (20, 101, True),
        (20, 99, False),
        (201, 301, False),  # 100 up is not more than 100
        (201, 302, True),  # 101 up and more than half
        (203, 304, False),  # 101 up, less than a half
        (0, 301, False),  # nothing to compare with
        (500, 500, False),
    ],
)
def test_jumps(before, amount, is_flagged):
    for name in ("own", "platform"):
        assert (Kind.JUMP in kinds(**{name: stood(amount, before)})) is is_flagged


def test_jump_says_what_the_officer_wrote():
    flag = only(Kind.JUMP, own=stood(3069, 428, reason="Mở 11 lớp."))
    assert "428 (đến 14/10/2022)" in flag.why
    assert "3.069 (đến 14/11/2022)" in flag.why
    assert flag.why.endswith("Đã ghi: Mở 11 lớp.")


def test_fall_without_a_reason():
    assert "giảm từ 428" in only(Kind.FALL, platform=stood(401, 428)).why
    assert kinds(platform=stood(401, 428, reason="Gộp tài khoản trùng")) == []
    assert kinds(platform=stood(None, 428)) == []


def test_stated_total_below_a_part():
    flag = only(Kind.SMALL_TOTAL, stated=stood(4), platform=stood(8))
    assert "phần số trên One Touch 8 (đến 14/11/2022)" in flag.why
    assert kinds(stated=stood(8), platform=stood(8)) == []
    assert kinds(stated=stood(8)) == []


amounts = st.none() | st.integers(0, 5000)
sources = st.none() | st.builds(
    stood, amounts, amounts, reason=st.sampled_from(["", "lý do"]), in_month=amounts
)


@given(own=sources, platform=sources, stated=sources, hosts=st.sampled_from([(), HOST]))
def test_whatever_stands_each_flag_says_why_and_what_to_do(own, platform, stated, hosts):
    flags = flags_of(Pair(own, platform, stated, hosts))
    assert all(flag.why.endswith(".") and flag.todo.endswith(".") for flag in flags)
    assert {flag.kind for flag in flags} <= set(LABELS)
    nothing = [one for one in (own, platform, stated) if one is not None and one.amount is not None]
    assert nothing or not flags
