"""The country as equal tiles: every province has the same weight, small ones too."""

from portal.submissions.aggregation import Figures
from portal.submissions.readings import Member
from portal.ui.charts import DONE, NOT_DONE, UNKNOWN, Island, Tile

from .models import ProvinceProfile

LINE_LENGTH = 8  # letters that fit a tile


def tiles(figures: Figures, code: str) -> tuple[list[Tile], list[Island]]:
    """(a tile for each province asked, filled, outlined or dotted by a yes/no indicator; the
    archipelagos, which are part of the country on every day). One query.

    A province without a place on the grid (a successor of 2025) has no tile; the list beside the
    grid names it all the same.
    """
    figure = figures.figure(code)
    states = dict.fromkeys((m.agency_id for m in figure.done), DONE)
    states |= dict.fromkeys((m.agency_id for m in figure.not_done), NOT_DONE)
    places = {profile.agency_id: profile for profile in ProvinceProfile.objects.all()}
    islands = [
        Island(p.archipelago, p.archipelago_of, p.archipelago_left, p.archipelago_top)
        for p in places.values()
        if p.archipelago
    ]
    drawn = [
        Tile(
            lines_of(member),
            places[member.agency_id].tile_row,
            places[member.agency_id].tile_column,
            states.get(member.agency_id, UNKNOWN),
            f"/dia-phuong/{member.slug}/",
        )
        for member in figures.members_of(code)
        if member.agency_id in places
    ]
    return drawn, islands


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
