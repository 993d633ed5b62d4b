"""Each agency's two sources on a day, side by side: figures, where they come from, what to look at.

Unit: lượt, cumulative. A source of which nothing is known is None, and is never flagged.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from portal.agencies.models import Side
from portal.days import show_date
from portal.submissions.aggregation import Figures, Total
from portal.submissions.readings import Member, Moment
from portal.submissions.sets import SetOnDay
from portal.submissions.totals import PrintedSource
from training.figures import CENTRAL, PROVINCIAL, TrainingCodes

from .disputes import open_disputes
from .domains import hosts_on
from .flags import Flag, Pair, flags_of
from .given import Given, given_of
from .patterns import Column, patterns

CODES: dict[str, TrainingCodes] = {Side.CENTRAL: CENTRAL, Side.PROVINCIAL: PROVINCIAL}
WHOSE = {Side.CENTRAL: "bộ, ngành", Side.PROVINCIAL: "địa phương"}


@dataclass(frozen=True)
class SourceRow:
    """One agency. `own`, `platform`: None when nothing is known. `stated`: a total published as
    such, whether or not it is what is printed. `is_disputed`: its platform figure has an open
    dispute."""

    member: Member
    own: Given | None
    platform: Given | None
    stated: Given | None
    total: Total
    flags: tuple[Flag, ...]
    is_disputed: bool

    @property
    def own_amount(self) -> int | None:
        return self.own.amount if self.own else None

    @property
    def platform_amount(self) -> int | None:
        return self.platform.amount if self.platform else None

    @property
    def amount(self) -> int | None:
        return self.total.amount

    @property
    def total_words(self) -> str:
        """What the total rests on, where it is not simply both parts."""
        if self.total.is_stated:
            until = f" đến {show_date(self.stated.covers_to)}" if self.stated else ""
            return f"tổng đã công bố{until}"
        known, asked = self.total.parts_known, len(self.total.counted)
        return f"{known}/{asked} phần có số" if 0 < known < asked else ""


class Sources:
    """Both sources of one side on a day; six queries whatever the number of agencies."""

    def __init__(self, side: str, moment: Moment):
        self.side, self.moment, self.codes = side, moment, CODES[side]
        self.figures = Figures(self.codes, moment, with_regions=side == Side.PROVINCIAL)
        self.rows = self._rows() if self.codes.total in self.figures.indicators else []

    def _rows(self) -> list[SourceRow]:
        given = given_of(self.figures.all_readings(), self.moment)
        hosts = hosts_on(self.moment.day)
        disputed = {agency for _, agency in open_disputes(self.codes)}
        return [
            self._row(member, given, hosts.get(member.agency_id, ()), member.agency_id in disputed)
            for member in self.figures.members_of(self.codes.total)
        ]

    def _row(self, member: Member, given, hosts, is_disputed) -> SourceRow:
        found = self.figures.indicators
        stated, own, platform = (
            given.get((found[code].pk, member.agency_id)) if code in found else None
            for code in self.codes
        )
        total = self.figures.total(self.codes.total, self.codes.parts, member.agency_id)
        pair = Pair(
            own=own.stood if own else None,
            platform=platform.stood if platform else None,
            stated=stated.stood if stated and total.is_stated else None,
            hosts=hosts,
        )
        return SourceRow(member, own, platform, stated, total, flags_of(pair), is_disputed)

    @property
    def rule(self) -> PrintedSource | None:
        return self.figures.printed_source(self.codes.total)

    @property
    def rules(self) -> list[PrintedSource]:
        """Every rule on the total that has begun by the day, the oldest first."""
        found = self.figures.indicators.get(self.codes.total)
        return sorted(found.printed_sources, key=lambda rule: rule.since) if found else []

    @property
    def regions(self) -> list[SetOnDay]:
        return self.figures.regions if self.side == Side.PROVINCIAL else []

    @cached_property
    def remarks(self) -> list[str]:
        """What whole columns look like, and what cannot be said because nothing is known."""
        whose, rows = WHOSE[self.side], self.rows
        own = [row.own_amount for row in rows]
        stated = [row.amount if row.total.is_stated else None for row in rows]
        columns = [
            Column(whose, "số tự tổ chức", known(own)),
            Column(whose, "số trên One Touch", known(row.platform_amount for row in rows), False),
            Column(whose, "tổng số đã công bố", known(stated)),
        ]
        found = list(patterns(columns))
        unknown = sum(amount is None for amount in own)
        if unknown and unknown < len(rows):
            found.append(
                f"{unknown}/{len(rows)} {whose} chưa có số tự tổ chức: chưa biết, không phải là 0, "
                "nên không nói gì về các nơi này."
            )
        return found

    def counts(self) -> Counter:
        """How many agencies have a flag of each kind."""
        return Counter(kind for row in self.rows for kind in {flag.kind for flag in row.flags})


def known(amounts) -> tuple[int, ...]:
    return tuple(amount for amount in amounts if amount is not None)


# Order and choice


def last_if_unknown(amount: int | None) -> tuple[bool, int]:
    return amount is None, -(amount or 0)


ORDERS: dict[str, tuple[str, Callable[[SourceRow], tuple]]] = {
    "": ("Thứ tự chính thức", lambda row: ()),
    "can-xem": ("Nhiều điều cần xem trước", lambda row: (-len(row.flags),)),
    "tong": ("Tổng số lớn trước", lambda row: last_if_unknown(row.amount)),
    "tu-to-chuc": ("Tự tổ chức lớn trước", lambda row: last_if_unknown(row.own_amount)),
    "one-touch": ("One Touch lớn trước", lambda row: last_if_unknown(row.platform_amount)),
    "ten": ("Tên, theo vần", lambda row: (row.member.sort_key,)),
}


def arranged(
    rows: list[SourceRow], *, order="", within: set[int] | None = None, only_flagged=False
) -> list[SourceRow]:
    """The rows to show; equal ones stay in official order. `within`: only these agencies."""
    shown = [
        row
        for row in rows
        if (within is None or row.member.agency_id in within)
        and (not only_flagged or row.flags or row.is_disputed)
    ]
    return sorted(shown, key=ORDERS[order][1])
