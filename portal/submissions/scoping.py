"""Figures of some agencies only: a region, one side, a group. Nothing is asked again."""

from collections.abc import Collection
from copy import copy
from dataclasses import replace

from .aggregation import Figures


def within(figures: Figures, agencies: Collection[int]) -> Figures:
    """The same knowledge, of these agencies alone.

    An indicator that asks none of them is not there, nor is a national figure. What was published
    without names stands where all the agencies asked are among these, and is left out elsewhere:
    nobody knows which part of it is theirs.
    """
    wanted = frozenset(agencies)
    found = copy(figures)
    found.scope = wanted
    found.sets = {}
    for code, group in figures.sets.items():
        members = [member for member in group.members if member.agency_id in wanted]
        if members:
            found.sets[code] = replace(group, members=members)
    found.indicators = {
        code: indicator
        for code, indicator in figures.indicators.items()
        if indicator.asked_of_id and indicator.asked_of.code in found.sets
    }
    found.keep_readings(
        lambda code, agency: (
            code in found.indicators
            and (is_whole(figures, found, code) if agency is None else agency in wanted)
        )
    )
    return found


def is_whole(figures: Figures, scoped: Figures, code: str) -> bool:
    """Whether the scope holds every agency that the indicator asks."""
    return len(scoped.members_of(code)) == len(figures.members_of(code))


def left_unnamed(figures: Figures, scoped: Figures) -> list[str]:
    """Codes whose figure is published without names, so that the scope's part is not known."""
    return [
        code
        for code in scoped.indicators
        if figures.statement(code) is not None
        and not is_whole(figures, scoped, code)
        and figures.figure(code).statement is not None
    ]
