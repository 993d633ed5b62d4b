"""Each province's outline on a day: its own, or its predecessors' joined by the successions."""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from portal.agencies.models import Side
from portal.models import Agency
from portal.submissions.readings import Member

from .shapes import Point, Ring, joined

MARGIN = 10  # units of the map's grid


class Frame(NamedTuple):
    """An archipelago in its own frame on the map. `agency_id` None: nobody's on the day."""

    name: str
    belongs_to: str
    agency_id: int | None
    left: int
    top: int
    width: int
    height: int
    islands: tuple[Point, ...]


@dataclass
class Drawn:
    """Everything about outlines that the database holds, by agency."""

    rings: dict[int, list[Ring]] = field(default_factory=dict)
    frames: dict[int, dict] = field(default_factory=dict)
    names: dict[int, tuple[str, str]] = field(default_factory=dict)
    predecessors: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    successors: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def origins(self, agency_id: int, present: frozenset[int] = frozenset()) -> set[int] | None:
        """The agencies whose outlines make up this one's; None where they cannot be told.

        They cannot where a predecessor has no outline, goes on by itself (is among the `present`)
        or was divided among several.
        """
        return self._origins(agency_id, present, frozenset())

    def _origins(self, agency_id, present, passed):
        if agency_id in self.rings:
            return {agency_id}
        before = self.predecessors.get(agency_id, ())
        if not before or agency_id in passed:
            return None
        found: set[int] = set()
        for one in before:
            whole = one not in present and len(self.successors[one]) == 1
            deeper = self._origins(one, present, passed | {agency_id}) if whole else None
            if deeper is None:
                return None
            found |= deeper
        return found


@dataclass(frozen=True)
class Outlines:
    """`rings` by agency; `without`: the provinces of the day that have no outline, to be told."""

    rings: Mapping[int, list[Ring]]
    without: tuple[Member, ...]
    frames: tuple[Frame, ...]

    @property
    def size(self) -> tuple[int, int]:
        """How far to the right and down the map goes."""
        points = [point for rings in self.rings.values() for ring in rings for point in ring]
        points += [(frame.left + frame.width, frame.top + frame.height) for frame in self.frames]
        across, down = zip(*points, strict=True) if points else ((0,), (0,))
        return max(across) + MARGIN, max(down) + MARGIN


def outlines_on(day: datetime.date, members: Iterable[Member]) -> Outlines:
    """The outlines of `members`, and both archipelagos whoever is asked. One query."""
    members = list(members)
    drawn = drawn_until(day)
    present = frozenset(member.agency_id for member in members)
    origins = {m.agency_id: drawn.origins(m.agency_id, present) for m in members}
    rings = {
        agency_id: drawn.rings[agency_id]
        if found == {agency_id}
        else joined(drawn.rings[one] for one in sorted(found))
        for agency_id, found in origins.items()
        if found
    }
    owners = {one: m for m in members for one in origins[m.agency_id] or ()}
    frames = (framed(drawn, one, owners.get(one)) for one in sorted(drawn.frames))
    return Outlines(rings, tuple(m for m in members if m.agency_id not in rings), tuple(frames))


def drawn_until(day: datetime.date) -> Drawn:
    """Outlines, archipelagos, and the successions up to the day."""
    rows = Agency.objects.filter(side=Side.PROVINCIAL).values_list(
        "pk",
        "province_shape__rings",
        "province_shape__archipelago",
        "province_profile__archipelago",
        "province_profile__archipelago_of",
        "precursors__predecessor",
        "precursors__takes_over_on",
    )
    drawn = Drawn()
    for pk, rings, frame, name, of, predecessor, since in rows:
        if rings and pk not in drawn.rings:
            drawn.rings[pk] = [tuple(map(tuple, ring)) for ring in json.loads(rings)]
        if frame:
            drawn.frames[pk] = json.loads(frame)
            drawn.names[pk] = (name or "", of or "")
        if predecessor and since <= day:
            drawn.predecessors[pk].add(predecessor)
            drawn.successors[predecessor].add(pk)
    return drawn


def framed(drawn: Drawn, origin: int, owner: Member | None) -> Frame:
    """The archipelago as drawn for `origin`, under the name that its owner has on the day."""
    name, of = drawn.names[origin]
    content = drawn.frames[origin]
    return Frame(
        name,
        owner_name(owner) if owner else of,
        owner.agency_id if owner else None,
        *content["frame"],
        tuple(map(tuple, content["islands"])),
    )


def owner_name(member: Member) -> str:
    """As it stands in brackets behind an archipelago: "TP. Đà Nẵng", "tỉnh Khánh Hòa"."""
    if member.printed_name != member.name:
        return member.printed_name
    kind, _, name = member.official_name.partition(" ")
    return f"{kind.lower()} {name}"
