"""The country as equal tiles: every province has the same weight, small ones too."""

import datetime
from collections.abc import Mapping

from portal.models import Agency
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Member
from portal.ui.charts import DONE, NOT_DONE, UNKNOWN, Island, Tile

from .models import ProvinceProfile
from .outlines import owner_name

LINE_LENGTH = 8  # letters that fit a tile


# What a page that may ask little reads of the profiles along with the members (`Beside`).
COLUMNS = ("tile_row", "tile_column", "archipelago", "archipelago_of")
COLUMNS += ("archipelago_left", "archipelago_top")
BESIDE = (*(f"province_profile__{column}" for column in COLUMNS), "in_force_from")


def tiles(
    figures: Figures, code: str, marks: Mapping[int, str] | None = None
) -> tuple[list[Tile], list[Island]]:
    """(a tile for each province asked, filled, outlined or dotted by a yes/no indicator, or marked
    by `marks`; the archipelagos, which are part of the country on every day). One query, or none
    where the profiles were read along with the members.

    A province without a place on the grid has no tile; the list beside the grid names it all the
    same.
    """
    if marks is None:
        marks = states(figures, code)
    members = figures.members_of(code)
    profiles = profiles_of(figures)
    drawn = [
        Tile(
            lines_of(member),
            profiles[member.agency_id].tile_row,
            profiles[member.agency_id].tile_column,
            marks.get(member.agency_id, UNKNOWN),
            f"/dia-phuong/{member.slug}/",
        )
        for member in members
        if member.agency_id in profiles
    ]
    return drawn, islands_on(figures.moment.day, profiles, members)


def profiles_of(figures: Figures) -> dict[int, ProvinceProfile]:
    if figures.beside is None or figures.beside.columns != BESIDE:
        return {p.agency_id: p for p in ProvinceProfile.objects.select_related("agency")}
    found = {}
    for agency_id, (*values, in_force_from) in figures.beside.rows.items():
        if values[0] is not None:
            agency = Agency(pk=agency_id, in_force_from=in_force_from)
            known = dict(zip(COLUMNS, values, strict=True))
            found[agency_id] = ProvinceProfile(agency=agency, **known)
    return found


def states(figures: Figures, code: str) -> dict[int, str]:
    figure = figures.figure(code)
    found = dict.fromkeys((m.agency_id for m in figure.done), DONE)
    return found | dict.fromkeys((m.agency_id for m in figure.not_done), NOT_DONE)


def islands_on(
    day: datetime.date, profiles: Mapping[int, ProvinceProfile], members: list[Member]
) -> list[Island]:
    """Each archipelago once, with the name that its owner of the day has; where nobody owns it on
    the day (the days before the first agency), as it is written down."""
    named = {member.agency_id: owner_name(member) for member in members}
    found: dict[str, ProvinceProfile] = {}
    for profile in sorted(profiles.values(), key=lambda p: p.agency.in_force_from):
        earlier = found.get(profile.archipelago)
        if profile.archipelago and (earlier is None or profile.agency.in_force_from <= day):
            found[profile.archipelago] = profile
    return [
        Island(
            p.archipelago,
            named.get(p.agency_id, p.archipelago_of),
            p.archipelago_left,
            p.archipelago_top,
        )
        for p in found.values()
    ]


def lines_of(member: Member) -> tuple[str, ...]:
    """A name on two lines, long words first cut to an initial: "T. Thiên", "Huế"."""
    words = [word for word in member.name.split() if word != "-"]
    half = (len(words) + 1) // 2
    lines = (words[:half], words[half:])
    return tuple(fitted(line) for line in lines if line)


def fitted(words: list[str]) -> str:
    line = " ".join(words)
    if len(line) <= LINE_LENGTH or len(words) == 1:
        return line
    return f"{words[0][0]}. {' '.join(words[1:])}"
