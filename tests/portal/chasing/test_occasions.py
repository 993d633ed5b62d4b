"""The calendar of reminders, against days counted by hand and against its own definition."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.holidays import DaysOff
from portal.chasing.occasions import occasion_on, reminder_day
from portal.submissions.contacts import Occasion
from tests.factories import day, instant

B, D, A = Occasion.BEFORE, Occasion.DUE, Occasion.AFTER
# Tết Quý Mão and the days worked in exchange as if one were.
TET = DaysOff(
    holidays=frozenset(map(day, ("2023-01-20", *(f"2023-01-{n}" for n in (23, 24, 25, 26))))),
    working=frozenset({day("2023-01-28")}),
)


def period(due="2022-11-18 17:00", closes="2022-11-25 17:00"):
    return ReportingPeriod(year=2022, month=11, due_at=instant(due), closes_at=instant(closes))


NONE_OFF = DaysOff()


def days_of(period, off=NONE_OFF, closes_at=None, span=90):
    first = period.due_at.date() - datetime.timedelta(days=20)
    found = {}
    for n in range(span):
        one = first + datetime.timedelta(days=n)
        if occasion := reminder_day(period, one, off, closes_at):
            found[f"{one:%d/%m}"] = occasion
    return found


def test_november_by_hand():
    """Due Friday 18, closing Friday 25: 16 is two working days before, 22 and 24 come after."""
    assert days_of(period()) == {"16/11": B, "18/11": D, "22/11": A, "24/11": A}


def test_tet_is_left_alone():
    january = period("2023-01-17 17:00", "2023-02-10 17:00")
    assert days_of(january, TET) == {
        **{"13/01": B, "17/01": D, "19/01": A},
        # 20 and 23–26 are off; 27 is the third working day after, Saturday 28 is worked.
        **{"28/01": A, "31/01": A, "02/02": A, "06/02": A},
    }


def test_never_more_than_five_after_the_deadline():
    found = days_of(period(closes="2023-06-30 17:00"), span=250)
    assert list(found.values()).count(A) == 5


def test_extra_time_counts_back_from_its_own_end():
    found = days_of(period(), closes_at=instant("2022-12-09 17:00"))
    after = [one for one, occasion in found.items() if occasion == A]
    assert after == ["29/11", "01/12", "05/12", "07/12", "09/12"]
    assert {one: found[one] for one in found if found[one] != A} == {"16/11": B, "18/11": D}


def test_extra_time_that_ends_on_a_sunday():
    found = days_of(period(), closes_at=instant("2022-12-04 17:00"))
    assert [one for one in found if one.endswith("/12")] == ["02/12"]


def test_deadline_on_a_sunday_is_reminded_of_on_friday_as_to_come():
    sunday = period("2022-11-20 17:00")
    found = days_of(sunday)
    assert found["18/11"] == B
    assert found["16/11"] == B
    assert D not in found.values()


@pytest.mark.parametrize(
    ("text", "occasion"), [("2022-11-01", B), ("2022-11-18", D), ("2022-11-19", A)]
)
def test_what_a_person_sends_is_named_by_the_day(text, occasion):
    assert occasion_on(period(), day(text)) == occasion


DAYS = st.dates(datetime.date(2022, 1, 1), datetime.date(2023, 12, 31))


@given(DAYS, st.integers(0, 40), st.sets(DAYS, max_size=20), st.sets(DAYS, max_size=5))
def test_only_working_days_and_never_two_in_a_row(due, open_for, holidays, working):
    """Whatever the calendar: nothing on a day off, nothing after the closing, at most seven."""
    off = DaysOff(frozenset(holidays), frozenset(working))
    closes = due + datetime.timedelta(days=open_for)
    month = period(f"{due} 17:00", f"{closes} 17:00")
    span = [due + datetime.timedelta(days=n) for n in range(-30, 60)]
    chosen = [one for one in span if reminder_day(month, one, off)]
    assert all(off.is_working(one) and one <= closes for one in chosen)
    assert len(chosen) <= 7
    workdays = [one for one in span if off.is_working(one)]
    places = [workdays.index(one) for one in chosen]
    assert all(later - earlier >= 2 for earlier, later in pairwise(places))
