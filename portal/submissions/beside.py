"""One agency's figures beside its region's and the country's, and its place among those known.

Sums and counts are those of the aggregation; here they are only set beside one another. A blank is
in no sum and has no place.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from portal.catalogue.models import Combine, Indicator
from portal.days import show_date
from portal.figures import show, show_percent

from .aggregation import Figure, Figures
from .profile import asked_of, value_cells
from .readings import Member
from .sets import SetOnDay
from .totals import is_reported

A_YEAR = datetime.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Sum:
    """What a group comes to. `shown` empty: nothing known, or nothing that could be added.

    `known` of `size` members have a value; `size` None: not published. `is_stated`: the published
    count or total without names, which is printed until every name is known.
    """

    amount: int | None
    shown: str
    known: int
    size: int | None
    is_stated: bool = False
    as_of: datetime.date | None = None

    @property
    def basis(self) -> str:
        """ "10/14 có số", "không kèm tên, 30/9/2022"; empty where nothing is known."""
        if self.is_stated and self.shown:
            return f"không kèm tên, {show_date(self.as_of)}"
        if not self.shown or self.size is None:
            return ""
        return f"{self.known}/{self.size} có số"


@dataclass(frozen=True, slots=True)
class BesideOthers:
    """One indicator of one agency. `amount` None and `shown` empty: nothing known.

    `rank` of `ranked` known agencies, the largest first, equal ones sharing a place; None where
    there is no order. `group` None: the agency is in no region or smaller set.
    """

    indicator: Indicator
    is_part: bool
    has_parts: bool
    amount: int | None
    shown: str
    covers_to: datetime.date | None
    source: str
    group: Sum | None
    country: Sum
    rank: int | None
    ranked: int
    share: str

    @property
    def label(self) -> str:
        return self.indicator.short_label or self.indicator.code

    @property
    def headline(self) -> str:
        """What the figure is of, in few words, where it stands alone."""
        return self.indicator.section.title if self.has_parts else self.label

    @property
    def unit(self) -> str:
        return (self.indicator.unit or "") if self.indicator.is_number else ""

    @property
    def place(self) -> str:
        """ "thứ 7/63"; empty without a place."""
        return f"thứ {show(self.rank)}/{show(self.ranked)}" if self.rank else ""


def amounts_of(figures: Figures, code: str) -> dict[int, int]:
    """Agency → its reported amount, of those asked on the day; a whole is worked out."""
    parts = figures.parts_of(code)
    found = {}
    for member in figures.members_of(code):
        if parts:
            amount = figures.total(code, parts, member.agency_id).amount
        else:
            reading = figures.reading(code, member.agency_id)
            amount = reading.amount if is_reported(reading) else None
        if amount is not None:
            found[member.agency_id] = amount
    return found


def group_of(figures: Figures, agency_id: int) -> SetOnDay | None:
    """The agency's region; without one the smallest set of its own side that is not all of it.

    Needs figures that were read with every set.
    """
    holding = [
        one
        for one in figures.sets.values()
        if any(member.agency_id == agency_id for member in one.members)
    ]
    regions = [one for one in holding if one.is_region]
    if regions:
        return regions[0]
    holding.sort(key=lambda one: len(one.members))
    is_smaller = len(holding) > 1 and len(holding[0].members) < len(holding[-1].members)
    return holding[0] if is_smaller else None


def sum_of(figures: Figures, indicator: Indicator, amounts: dict[int, int], among) -> Sum:
    """What the agencies with keys `among` come to by the indicator's rule, as far as known."""
    size = sum(m.agency_id in among for m in figures.members_of(indicator.code))
    known = [amount for agency_id, amount in amounts.items() if agency_id in among]
    amount = None
    if known and indicator.combine == Combine.COUNT_YES:
        amount = sum(one == 1 for one in known)
    elif known and indicator.combine == Combine.SUM:
        amount = sum(known)
    return Sum(amount, shown_sum(indicator, amount, size), len(known), size)


def country_of(figures: Figures, indicator: Indicator) -> Sum:
    """The country's figure as the weekly report would print it."""
    if indicator.combine == Combine.LATEST:
        return Sum(None, "", 0, len(figures.members_of(indicator.code)))
    figure = figures.figure(indicator.code)
    size = figure.size if size_still_holds(figure, figures.moment.day) else None
    shown = shown_sum(indicator, figure.amount, size)
    return Sum(
        figure.amount,
        f"{figure.qualifier} {shown}".strip() if shown else "",
        figure.known,
        figure.size,
        is_stated=figure.statement is not None,
        as_of=figure.newest,
    )


def size_still_holds(figure: Figure, day: datetime.date) -> bool:
    """Whether a published count may stand over the number of agencies of the day: 43 of the 63 of
    2022 are not 43 of the 34 of 2025. It is of its own day; a year later it stands alone."""
    if figure.statement is None or figure.size is None:
        return True
    is_recent = day - figure.statement.covers_to < A_YEAR
    return is_recent and (figure.amount or 0) <= figure.size


def shown_sum(indicator: Indicator, amount: int | None, size: int | None) -> str:
    """A sum as "32.211", a count as "9/14"; nothing known → empty text."""
    if amount is None:
        return ""
    if indicator.combine != Combine.COUNT_YES:
        return indicator.show_amount(amount)
    return show(amount) + (f"/{show(size)}" if size is not None else "")


def besides(figures: Figures, member: Member, group: SetOnDay | None) -> list[BesideOthers]:
    """Every indicator asked of the agency, in the catalogue's order."""
    among = {one.agency_id for one in group.members} if group else set()
    wholes = {one.pk for one in figures.indicators.values()}
    found = []
    for indicator in asked_of(figures, member):
        amounts = amounts_of(figures, indicator.code)
        country = country_of(figures, indicator)
        own = amounts.get(member.agency_id)
        cells = value_cells(figures, indicator, member)
        rank, ranked = place_of(indicator, own, amounts.values())
        found.append(
            BesideOthers(
                indicator=indicator,
                is_part=indicator.part_of_id in wholes,
                has_parts=bool(figures.parts_of(indicator.code)),
                amount=own,
                shown=cells["shown"],
                covers_to=cells["covers_to"],
                source=cells["source"],
                group=sum_of(figures, indicator, amounts, among) if group else None,
                country=country,
                rank=rank,
                ranked=ranked,
                share=share_of(indicator, own, country),
            )
        )
    return found


def place_of(
    indicator: Indicator, own: int | None, amounts: Iterable[int]
) -> tuple[int | None, int]:
    """(place among the known, how many are known); a yes, a no and a single one have no place."""
    amounts = list(amounts)
    if own is None or not indicator.is_number or len(amounts) < 2:
        return None, len(amounts)
    return 1 + sum(amount > own for amount in amounts), len(amounts)


def share_of(indicator: Indicator, own: int | None, country: Sum) -> str:
    """The agency's share of the sum over the named ones; of a total without names there is none."""
    if country.is_stated or indicator.combine != Combine.SUM or not country.amount:
        return ""
    return show_percent(own, country.amount)
