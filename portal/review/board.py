"""The board's counts and its lists: the same standings, counted and filtered by one rule each."""

from collections.abc import Iterable

from portal.submissions.models import State
from portal.submissions.register import Standing

FILTERS = {
    "chua-gui": ("none", lambda s: s.state is None),
    "nhap": ("draft", lambda s: s.state == State.DRAFT),
    "cho-duyet": ("awaiting_approval", lambda s: s.state == State.AWAITING_APPROVAL),
    "da-gui": ("submitted", lambda s: s.state == State.SUBMITTED),
    "tra-lai": ("returned", lambda s: s.state == State.RETURNED),
    "tiep-nhan": ("accepted", lambda s: s.state == State.ACCEPTED),
    "qua-han": ("overdue", lambda s: bool(s.overdue_days)),
}


def board_counts(standings: Iterable[Standing]) -> list[tuple[str, str, int]]:
    """(filter, state's name, how many) for each filter, in the order of a report's way."""
    standings = list(standings)
    return [
        (key, state, sum(matches(standing) for standing in standings))
        for key, (state, matches) in FILTERS.items()
    ]


def filtered(standings: list[Standing], key: str) -> list[Standing]:
    """The standings that a filter counts; an unknown filter filters nothing."""
    if key not in FILTERS:
        return standings
    matches = FILTERS[key][1]
    return [standing for standing in standings if matches(standing)]
