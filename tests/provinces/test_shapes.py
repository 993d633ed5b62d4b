"""Outlines joined: nothing of the land is lost or doubled, no border is left inside."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces import shapes

# Land on a small chessboard: each square belongs to nobody (0) or to one of three provinces.
BOARD = st.lists(st.integers(0, 3), min_size=36, max_size=36)


def square(x, y):
    return ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1))


def provinces_of(board):
    found = {}
    for at, owner in enumerate(board):
        if owner:
            found.setdefault(owner, []).append([square(at % 6, at // 6)])
    return {owner: shapes.joined(squares) for owner, squares in found.items()}


def edges(rings):
    return Counter(edge for ring in rings for edge in shapes.edges_of(ring))


def inside(point, rings):
    """By the rule of odd crossings, to the right of a square's middle."""
    x, y = point[0] + 0.5, point[1] + 0.5
    crossed = 0
    for (ax, ay), (_, by) in edges(rings):
        crossed += ax > x and min(ay, by) < y < max(ay, by)
    return crossed % 2 == 1


@given(BOARD)
def test_land_is_neither_lost_nor_doubled(board):
    outlines = provinces_of(board)
    whole = shapes.joined(outlines.values())
    assert shapes.land(whole) == sum(map(shapes.land, outlines.values()))
    assert shapes.land(whole) == sum(1 for owner in board if owner)


@given(BOARD)
def test_no_border_is_left_inside(board):
    run = edges(shapes.joined(provinces_of(board).values()))
    assert set(run.values()) <= {1}
    assert not [edge for edge in run if (edge[1], edge[0]) in run]


@given(BOARD)
def test_every_square_of_land_is_inside_and_every_hole_outside(board):
    whole = shapes.joined(provinces_of(board).values())
    for at, owner in enumerate(board):
        assert inside((at % 6, at // 6), whole) == bool(owner)


@given(BOARD)
def test_a_ring_passes_no_point_twice(board):
    for ring in shapes.joined(provinces_of(board).values()):
        assert len(ring) == len(set(ring)) >= 4


@given(BOARD, st.randoms(use_true_random=False))
def test_order_of_the_outlines_does_not_matter(board, random):
    outlines = list(provinces_of(board).values())
    shuffled = random.sample(outlines, len(outlines))
    assert shapes.joined(outlines) == shapes.joined(shuffled)


def test_a_lake_stays_a_hole():
    ring_of_land = [[square(x, y)] for x in range(3) for y in range(3) if (x, y) != (1, 1)]
    outer, lake = shapes.joined(ring_of_land)
    assert (shapes.area(outer), shapes.area(lake)) == (9, -1)


def test_squares_that_touch_in_a_corner_stay_two_rings():
    rings = shapes.joined([[square(0, 0)], [square(1, 1)]])
    assert [shapes.area(ring) for ring in rings] == [1, 1]


def test_an_island_stays_by_itself():
    rings = shapes.joined([[square(0, 0), square(5, 5)], [square(1, 0)]])
    assert [shapes.area(ring) for ring in rings] == [2, 1]


def test_nothing_joined_is_nothing():
    assert shapes.joined([]) == []


@pytest.mark.parametrize(
    ("ring", "written"),
    [
        (((0, 0), (10, 0), (10, 5)), "M0 0l10 0 0 5z"),
        (((7, 9), (5, 12), (1, 3)), "M7 9l-2 3-4-9z"),
    ],
)
def test_path_is_written_in_steps(ring, written):
    assert shapes.path([ring]) == written
