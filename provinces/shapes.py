"""Outlines as rings of whole numbers, and how neighbours' outlines become one.

A ring closes by itself (its last point is not its first again) and runs with the land on the right
hand as the screen shows it; a hole runs the other way round. Neighbours share the points of their
border exactly, so each edge of it is run along once in either direction.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

Point = tuple[int, int]
Ring = tuple[Point, ...]
Edge = tuple[Point, Point]


def joined(outlines: Iterable[Sequence[Ring]]) -> list[Ring]:
    """The outline of all of them together: borders between them are gone, holes stay.

    The land is as large as theirs together, as long as none lies on another.
    """
    edges = set(chain.from_iterable(edges_of(ring) for rings in outlines for ring in rings))
    return rings_of(edge for edge in edges if (edge[1], edge[0]) not in edges)


def edges_of(ring: Ring) -> list[Edge]:
    return list(zip(ring, (*ring[1:], *ring[:1]), strict=True))


def rings_of(edges: Iterable[Edge]) -> list[Ring]:
    """Edges chained to rings, the same for the same edges in any order; the largest first.

    Where rings touch in a point each stays a ring of its own: a point is once in a ring.
    """
    onward: dict[Point, list[Point]] = defaultdict(list)
    for start, end in sorted(edges, reverse=True):
        onward[start].append(end)
    rings = []
    for start in sorted(onward):
        while onward[start]:
            rings += walked(start, onward)
    return sorted(rings, key=lambda ring: (-abs(area(ring)), ring))


def walked(start: Point, onward: dict[Point, list[Point]]) -> list[Ring]:
    """The rings of one walk from `start` back to it; takes the edges it uses out of `onward`."""
    rings: list[Ring] = []
    way = [start]
    places = {start: 0}
    while onward[way[-1]]:
        point = onward[way[-1]].pop()
        if point in places:
            loop = way[places[point] :]
            del way[places[point] + 1 :]
            for passed in loop[1:]:
                del places[passed]
            rings.append(from_least(loop))
        else:
            places[point] = len(way)
            way.append(point)
    return rings


def from_least(points: Sequence[Point]) -> Ring:
    at = points.index(min(points))
    return (*points[at:], *points[:at])


def area(ring: Ring) -> float:
    """In squares of the grid; less than 0 for a hole."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in edges_of(ring)) / 2


def land(rings: Iterable[Ring]) -> float:
    """The area of an outline, its holes taken off."""
    return sum(map(area, rings))


def path(rings: Iterable[Ring]) -> str:
    """The outline as an SVG path of relative steps, in as few letters as there can be."""
    return "".join(_ring_path(ring) for ring in rings)


def _ring_path(ring: Ring) -> str:
    (left, top), steps = ring[0], []
    for (x, y), (to_x, to_y) in pairwise(ring):
        steps += [to_x - x, to_y - y]
    numbers = "".join(f"{step}" if step < 0 else f" {step}" for step in steps)
    return f"M{left} {top}l{numbers.strip()}z"
