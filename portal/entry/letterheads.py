"""Whose letterhead stands on an agency's paper (NĐ 30/2020, Phụ lục I, I.3)."""

from dataclasses import dataclass

from portal.agencies.models import Agency, Side


@dataclass(frozen=True)
class Letterhead:
    """`official`: the province or ministry; `unit`: its department that reports, empty for none."""

    official: str
    unit: str
    name: str
    is_province: bool

    @property
    def above(self) -> str:
        """Whose authority it is: a province's People's Committee, the ministry itself."""
        first, rest = self.official[:1], self.official[1:]
        return f"UBND {first.lower()}{rest}" if self.is_province else self.official

    @property
    def superior(self) -> str:
        return self.above.upper() if self.unit else ""

    @property
    def issuing(self) -> str:
        return (self.unit or self.above).upper()

    @property
    def speaker(self) -> str:
        """Who reports, as the text says it."""
        return self.unit or self.above

    @property
    def reports_to(self) -> str:
        return self.above if self.unit else ""

    @property
    def place(self) -> str:
        """Where the document is dated; empty for a body seated in the capital."""
        return self.name if self.is_province else ""


def letterhead_of(agency: Agency) -> Letterhead:
    """`agency` carries its names of the day (`named_on`)."""
    is_province = agency.side == Side.PROVINCIAL
    return Letterhead(agency.official_name, agency.letterhead, agency.name, is_province)
