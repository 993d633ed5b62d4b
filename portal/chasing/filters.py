"""The chase list's filters, as they stand in its address: side, region, person in charge."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from portal.agencies.models import Side

from .chase import ChaseList, ChaseRow

FIELDS = ("khoi", "vung", "phu-trach")
NOBODY = "chua-phan-cong"


@dataclass(frozen=True)
class Filters:
    """What is chosen; empty for all. What names nothing on the list chooses nothing."""

    side: str = ""
    region: str = ""
    in_charge: str = ""

    @property
    def query(self) -> str:
        chosen = zip(FIELDS, (self.side, self.region, self.in_charge), strict=True)
        return urlencode([pair for pair in chosen if pair[1]])

    @property
    def suffix(self) -> str:
        return f"?{self.query}" if self.query else ""

    def matches(self, row: ChaseRow) -> bool:
        charge = str(row.in_charge[0]) if row.in_charge else NOBODY
        return (
            self.side in ("", row.agency.side)
            and (not self.region or (row.region is not None and row.region[0] == self.region))
            and self.in_charge in ("", charge)
        )


def filters_of(fields: Mapping[str, str], chase: ChaseList) -> Filters:
    """The filters that an address or a form names."""
    side, region, in_charge = (fields.get(name, "") for name in FIELDS)
    people = {NOBODY, *(str(pk) for pk, _ in chase.people_in_charge)}
    return Filters(
        side=side if side in Side.values else "",
        region=region if region in dict(chase.regions) else "",
        in_charge=in_charge if in_charge in people else "",
    )
