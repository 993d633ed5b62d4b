"""Classes of numbers: whole amounts that occur, a quarter in each, equal amounts together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces.encodings import CLASSES, class_bounds

AMOUNTS = st.lists(st.integers(1, 40), min_size=1, max_size=70)


@pytest.mark.parametrize(
    ("amounts", "bounds"),
    [
        ([], []),
        ([5], [(5, 5)]),
        ([5, 5, 5, 5, 5], [(5, 5)]),
        ([1, 2, 3, 4], [(1, 1), (2, 2), (3, 3), (4, 4)]),
        ([10, 20, 30, 40, 50, 60, 70, 80], [(10, 20), (30, 40), (50, 60), (70, 80)]),
        ([1, 1, 1, 1, 1, 1, 1, 900], [(1, 1), (900, 900)]),
    ],
)
def test_bounds_are_quarters(amounts, bounds):
    assert class_bounds(amounts) == bounds


@given(AMOUNTS)
def test_every_amount_is_in_exactly_one_class(amounts):
    bounds = class_bounds(amounts)
    assert 1 <= len(bounds) <= len(CLASSES)
    for amount in amounts:
        assert sum(low <= amount <= high for low, high in bounds) == 1


@given(AMOUNTS)
def test_bounds_occur_and_rise(amounts):
    ends = [end for bound in class_bounds(amounts) for end in bound]
    assert set(ends) <= set(amounts)
    assert ends == sorted(ends)
    assert (ends[0], ends[-1]) == (min(amounts), max(amounts))
