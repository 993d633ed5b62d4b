"""Completeness and timeliness by group: the whole, each side, each kind, each region."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from portal.agencies.models import Kind, Side
from portal.submissions.register import Rate, rate


@dataclass(frozen=True)
class GroupRate:
    """`level`: whole, side, kind or region, for its place in a table."""

    level: str
    label: str
    rate: Rate

    @property
    def received_share(self) -> Decimal | None:
        return share(self.rate.received, self.rate.expected)

    @property
    def on_time_share(self) -> Decimal | None:
        return share(self.rate.on_time, self.rate.expected)


def share(part: int, whole: int) -> Decimal | None:
    """Per cent with one decimal, as `show_percent` rounds; None out of nothing."""
    if not whole:
        return None
    return (Decimal(part * 100) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def group_keys(agency) -> list[tuple[str, str, str]]:
    """(level, code, label) of every group that an agency is counted in."""
    keys = [("whole", "", "Cả nước"), ("side", agency.side, Side(agency.side).label)]
    if agency.kind:
        keys.append(("kind", agency.kind, Kind(agency.kind).label))
    if agency.region_code:
        keys.append(("region", agency.region_code, agency.region))
    return keys


ORDER = {
    "whole": lambda code: 0,
    "side": Side.values.index,
    "kind": Kind.values.index,
    "region": lambda code: 0,  # as the regions were met: in the agencies' order
}


def grouped(members: Iterable[tuple[object, object]]) -> dict[tuple[str, str, str], list]:
    """Group → what was said of its agencies, from pairs of agency and anything; in print order."""
    found: dict[tuple[str, str, str], list] = {}
    for agency, said in members:
        for key in group_keys(agency):
            found.setdefault(key, []).append(said)
    kinds = [key for key in found if key[0] == "kind"]
    sides = [key for key in found if key[0] == "side"]
    if len(kinds) == len(sides):  # each side is of one kind: the same rows twice
        found = {key: said for key, said in found.items() if key[0] != "kind"}
    levels = list(ORDER)
    return dict(sorted(found.items(), key=lambda item: place(item[0], levels)))


def place(key: tuple[str, str, str], levels: list[str]) -> tuple[int, int]:
    level, code, _ = key
    return levels.index(level), ORDER[level](code)


def group_rates(standings: Iterable) -> list[GroupRate]:
    """The rates of a month's standings by group."""
    groups = grouped((standing.agency, standing) for standing in standings)
    return [GroupRate(level, label, rate(found)) for (level, _, label), found in groups.items()]
