"""The lunar calendar against the days on which Tết and Giỗ Tổ were and will be celebrated."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.holidays import proposed_days, statutory_days
from portal.catalogue.lunar import from_lunar
from tests.factories import day

# The clock of Hà Nội decides: China kept another month in 1985, another day in 2007 and 2030.
NEW_YEARS = [
    *("1985-01-21", "2007-02-17", "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22"),
    *("2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13"),
    "2030-02-02",
]
ANCESTORS = [
    *("2020-04-02", "2021-04-21", "2022-04-10", "2023-04-29", "2024-04-18", "2025-04-07"),
    "2026-04-26",
]


@pytest.mark.parametrize("text", NEW_YEARS)
def test_new_year(text):
    assert from_lunar(day(text).year, 1, 1) == day(text)


@pytest.mark.parametrize("text", ANCESTORS)
def test_ancestors_day(text):
    assert from_lunar(day(text).year, 3, 10) == day(text)


def test_months_around_a_leap_month():
    """2020 had a second month 4, 2023 a second month 2, 2025 a second month 6."""
    assert from_lunar(2020, 8, 15) == day("2020-10-01")
    assert from_lunar(2023, 8, 15) == day("2023-09-29")
    assert from_lunar(2025, 8, 15) == day("2025-10-06")
    assert from_lunar(2025, 12, 23) == day("2026-02-10")


@given(st.integers(1950, 2099), st.integers(1, 11))
def test_months_follow_one_another(year, month):
    one, next_one = from_lunar(year, month, 1), from_lunar(year, month + 1, 1)
    assert (next_one - one).days in (29, 30, 58, 59, 60)
    assert datetime.date(year, 1, 20) <= from_lunar(year, 1, 1) <= datetime.date(year, 2, 21)


def loaded_days(year):
    """The weekdays off of a year that the Government announced."""
    return {
        2022: "01-03 01-31 02-01 02-02 02-03 02-04 04-11 05-02 05-03 09-01 09-02",
        2024: "01-01 02-09 02-12 02-13 02-14 04-18 04-30 05-01 09-02 09-03",
        2025: "01-01 01-28 01-29 01-30 01-31 04-07 04-30 05-01 09-01 09-02",
    }[year].split()


def test_proposal_of_2022_is_what_was_decided():
    assert [f"{one.day:%m-%d}" for one in proposed_days(2022)] == loaded_days(2022)


@pytest.mark.parametrize("year", [2024, 2025])
def test_proposal_holds_what_was_decided(year):
    """2024 and 2025 had one more or other days in exchange at Tết, by decision of the year."""
    proposed = {f"{one.day:%m-%d}" for one in proposed_days(year)}
    assert set(loaded_days(year)) - proposed == set()


@given(st.integers(2020, 2099))
def test_a_year_has_eleven_days_and_none_is_lost_to_a_weekend(year):
    named, proposed = statutory_days(year), proposed_days(year)
    assert len({one.day for one in named}) == len(proposed) == 11
    assert all(one.day.weekday() < 5 for one in proposed)
