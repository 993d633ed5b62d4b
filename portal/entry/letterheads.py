"""Whose letterhead stands on an agency's paper (NĐ 30/2020, Phụ lục I, I.3)."""

from dataclasses import dataclass

from portal.agencies.models import Agency, Side


@dataclass(frozen=True)
class Letterhead:
    """`superior` is empty for an agency with none above it; `place` for one seated at the capital."""

    superior: str
    issuing: str
    place: str


def letterhead_of(agency: Agency) -> Letterhead:
    """`agency` carries its names of the day (`named_on`)."""
    official, unit = agency.official_name.upper(), agency.letterhead.upper()
    is_province = agency.side == Side.PROVINCIAL
    above = f"UBND {official}" if is_province else official
    place = agency.name if is_province else ""
    return Letterhead(above, unit, place) if unit else Letterhead("", above, place)
