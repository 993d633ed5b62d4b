"""The chosen agencies as columns, indicators as rows, the group's and the country's figure beside.

A blank is a blank: it does not lead and is led by nobody.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from portal.agencies.models import Side
from portal.catalogue.models import Indicator, scaled
from portal.days import show_date
from portal.submissions.aggregation import Figures
from portal.submissions.beside import BesideOthers, Sum, besides
from portal.submissions.readings import Member

from .chosen import Chosen

LEADS = "cao nhất"


@dataclass(frozen=True)
class Cell:
    """One agency's figure. `day` only where the row's figures are not all of one day; `leads`:
    no other of the chosen has more."""

    amount: int | None
    shown: str
    covers_to: datetime.date | None
    day: datetime.date | None
    leads: bool
    place: str

    @property
    def word(self) -> str:
        return LEADS if self.leads else ""


@dataclass(frozen=True)
class CompareRow:
    """`day`: what every figure of the row covers to; None where they differ or none is known."""

    indicator: Indicator
    is_part: bool
    members: tuple[Member, ...]
    cells: tuple[Cell, ...]
    group: Sum | None
    country: Sum
    day: datetime.date | None

    @property
    def named_cells(self) -> list[tuple[Member, Cell]]:
        return list(zip(self.members, self.cells, strict=True))

    @property
    def label(self) -> str:
        return self.indicator.short_label or self.indicator.code

    @property
    def unit(self) -> str:
        return (self.indicator.unit or "") if self.indicator.is_number else ""


@dataclass(frozen=True)
class Comparison:
    day: datetime.date
    members: tuple[Member, ...]
    side: str
    group_name: str
    rows: tuple[CompareRow, ...]

    @property
    def sections(self) -> list[tuple[str, list[CompareRow]]]:
        by_section = groupby(self.rows, key=lambda row: row.indicator.section)
        return [(section.title, list(rows)) for section, rows in by_section]

    @property
    def country_name(self) -> str:
        return "Cả nước" if self.side == Side.PROVINCIAL else "Các bộ, ngành"

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return 3 + len(self.members) + bool(self.group_name)

    @property
    def title(self) -> str:
        return f"So sánh {', '.join(member.printed_name for member in self.members)}"

    # As a printed table (portal.office.xlsx) and as text

    @property
    def unit_line(self) -> str:
        return f"Tính đến {show_date(self.day)}. Ô trống: chưa ghi nhận."

    @property
    def notes(self) -> tuple[str, ...]:
        stated = [row.label for row in self.rows if row.country.is_stated and row.country.shown]
        if not stated:
            return ()
        return (f"{self.country_name}: số công bố không kèm tên ở {'; '.join(stated)}.",)

    @property
    def labels(self) -> list[str]:
        heads = ["Chỉ tiêu", "Đơn vị"]
        for member in self.members:
            heads += [member.printed_name, f"{member.printed_name}: số tính đến"]
        return [*heads, *([self.group_name] if self.group_name else []), self.country_name]

    def raw_rows(self) -> Iterator[list]:
        """Numbers as numbers, yes and no and counts as words, None for nothing known."""
        for row in self.rows:
            values = [f"{row.indicator.section.title}: {row.label}", row.unit or None]
            for cell in row.cells:
                values += [raw(row.indicator, cell.amount, cell.shown), cell.covers_to]
            sums = [row.group, row.country] if self.group_name else [row.country]
            yield [*values, *(raw(row.indicator, one.amount, one.shown) for one in sums)]

    def raw_total(self) -> None:
        return None


def raw(indicator: Indicator, amount: int | None, shown: str):
    """A plain number as it is; what carries a word or a denominator as it is shown."""
    if not shown:
        return None
    if indicator.is_number and amount is not None and shown == indicator.show_amount(amount):
        return scaled(amount, indicator.decimals) if indicator.decimals else amount
    return shown


def compare(figures: Figures, chosen: Chosen) -> Comparison:
    """Everything asked of any of the chosen, in the catalogue's order. No query."""
    found: dict[str, dict[int, BesideOthers]] = {}
    for member in chosen.members:
        for one in besides(figures, member, chosen.group):
            found.setdefault(one.indicator.code, {})[member.agency_id] = one
    order = [code for code in figures.indicators if code in found]
    name = chosen.group.name if chosen.group else ""
    return Comparison(
        day=figures.moment.day,
        members=chosen.members,
        side=chosen.side,
        group_name=name[:1].upper() + name[1:],
        rows=tuple(row_of(found[code], chosen.members) for code in order),
    )


def row_of(found: dict[int, BesideOthers], members: tuple[Member, ...]) -> CompareRow:
    any_one = next(iter(found.values()))
    days = {one.covers_to for one in found.values() if one.shown}
    same = days.pop() if len(days) == 1 else None
    most = leading_amount(any_one.indicator, [one.amount for one in found.values()])
    cells = tuple(cell_of(found.get(member.agency_id), same, most) for member in members)
    return CompareRow(
        any_one.indicator, any_one.is_part, members, cells, any_one.group, any_one.country, same
    )


def leading_amount(indicator: Indicator, amounts: list[int | None]) -> int | None:
    """The largest of at least two known figures; None where they are all alike, or no numbers."""
    known = [amount for amount in amounts if amount is not None]
    if not indicator.is_number or len(set(known)) < 2:
        return None
    return max(known)


def cell_of(one: BesideOthers | None, same: datetime.date | None, most: int | None) -> Cell:
    if one is None or not one.shown:
        return Cell(None, "", None, None, False, "")
    leads = most is not None and one.amount == most
    day = None if same else one.covers_to
    return Cell(one.amount, one.shown, one.covers_to, day, leads, one.place)
