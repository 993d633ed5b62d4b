"""A figure through time: its points, and the stretches between gaps."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .frame import Number


class TrendPoint(NamedTuple):
    """`value` None: nothing known then, and the line is broken there. Provisional points are
    hollow and dashed."""

    label: str
    value: Number | None
    is_provisional: bool = False


def runs_of(points: Sequence[TrendPoint]) -> list[tuple[list, bool]]:
    """Stretches without a gap, cut where solid turns dashed: (points with place, dashed)."""
    pairs = [
        ((i, a), (i + 1, b))
        for i, (a, b) in enumerate(pairwise(points))
        if a.value is not None and b.value is not None
    ]
    runs: list[tuple[list, bool]] = []
    for before, after in pairs:
        dashed = before[1].is_provisional or after[1].is_provisional
        if runs and runs[-1][0][-1] == before and runs[-1][1] == dashed:
            runs[-1][0].append(after)
        else:
            runs.append(([before, after], dashed))
    return runs
