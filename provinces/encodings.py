"""How the provinces are told apart on the map and on the tiles, by any indicator asked of them.

Yes or no: filled, outlined, and dotted where nothing is known. Numbers: four classes of one hue,
an outlined 0, and dotted again. A blank is never a 0 and never a "no".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portal.catalogue.models import Indicator, ValueType
from portal.submissions.aggregation import Figure, Figures
from portal.submissions.readings import Member
from portal.submissions.totals import is_reported
from portal.ui.charts import DONE, NOT_DONE, UNKNOWN

CLASSES = ("#b9d6da", "#7fb0b8", "#3a7985", "#083c46")  # few to many
NOT_APPLICABLE = "#e4e2da"
NOT_APPLICABLE_LABEL, UNKNOWN_LABEL = "Không áp dụng", "Chưa ghi nhận"


class Value(NamedTuple):
    """What is known of one province: `amount` None and not `is_applicable` is an answer too."""

    member: Member
    amount: int | None
    is_applicable: bool
    shown: str


@dataclass(frozen=True)
class Group:
    """Provinces that are drawn alike, by the Vietnamese alphabet."""

    label: str
    mark: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Encoding:
    """One indicator on one day: `groups` without empty ones hold every province asked, once."""

    figure: Figure
    groups: tuple[Group, ...]

    @property
    def indicator(self) -> Indicator:
        return self.figure.indicator

    @property
    def is_yes_no(self) -> bool:
        return self.indicator.value_type == ValueType.YES_NO

    @property
    def values(self) -> list[Value]:
        return [value for group in self.groups for value in group.values]

    @property
    def known(self) -> list[Value]:
        return [value for value in self.values if value.amount is not None]

    @property
    def marks(self) -> dict[int, str]:
        return {v.member.agency_id: group.mark for group in self.groups for v in group.values}

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """(name with how many, mark), as for a chart."""
        return tuple((f"{g.label} ({len(g.values)})", g.mark) for g in self.groups)


def is_drawable(indicator: Indicator) -> bool:
    """Whether the indicator is asked of provinces and is a yes or a number."""
    asked = indicator.asked_of_id and indicator.asked_of.side == "provincial"
    return bool(asked) and (indicator.is_number or indicator.value_type == ValueType.YES_NO)


def encode(figures: Figures, code: str) -> Encoding:
    indicator = figures.indicators[code]
    values = [value_of(figures, code, member) for member in figures.members_of(code)]
    values.sort(key=lambda value: value.member.sort_key)
    known = [value for value in values if value.amount is not None]
    if indicator.value_type == ValueType.YES_NO:
        groups = [
            Group("Đã thực hiện", DONE, tuple(v for v in known if v.amount)),
            Group("Báo cáo là chưa", NOT_DONE, tuple(v for v in known if not v.amount)),
        ]
    else:
        groups = [
            *class_groups([v for v in known if v.amount], indicator),
            Group("0", NOT_DONE, tuple(v for v in known if not v.amount)),
        ]
    blank = [value for value in values if value.amount is None]
    groups += [
        Group(NOT_APPLICABLE_LABEL, NOT_APPLICABLE, tuple(v for v in blank if not v.is_applicable)),
        Group(UNKNOWN_LABEL, UNKNOWN, tuple(v for v in blank if v.is_applicable)),
    ]
    return Encoding(figures.figure(code), tuple(group for group in groups if group.values))


def value_of(figures: Figures, code: str, member: Member) -> Value:
    """The province's own amount, or its total over the indicator's parts."""
    parts = figures.parts_of(code)
    reading = figures.reading(code, member.agency_id)
    if parts:
        amount = figures.total(code, parts, member.agency_id).amount
    else:
        amount = reading.amount if is_reported(reading) else None
    is_applicable = amount is not None or reading is None or is_reported(reading)
    shown = figures.indicators[code].show_amount(amount)
    return Value(member, amount, is_applicable, shown)


def class_groups(values: Sequence[Value], indicator: Indicator) -> list[Group]:
    """The classes from the most to the fewest; equal amounts are in the same class."""
    bounds = class_bounds([value.amount for value in values])
    colours = CLASSES[len(CLASSES) - len(bounds) :]
    return [
        Group(
            label_of(low, high, indicator),
            colour,
            tuple(value for value in values if low <= value.amount <= high),
        )
        for (low, high), colour in zip(reversed(bounds), reversed(colours), strict=True)
    ]


def class_bounds(amounts: Sequence[int], classes: int = len(CLASSES)) -> list[tuple[int, int]]:
    """(least, greatest) of each class, ends included, a quarter of the amounts in each.

    Fewer classes where equal amounts fill more than one. Bounds are amounts that occur.
    """
    ordered = sorted(amounts)
    places = [-(-len(ordered) * part // classes) - 1 for part in range(1, classes + 1)]
    ends = {ordered[at] for at in places if ordered}
    found: list[tuple[int, int]] = []
    for end in sorted(ends):
        after = found[-1][1] if found else None
        low = ordered[0] if after is None else min(a for a in ordered if a > after)
        found.append((low, end))
    return found


def label_of(low: int, high: int, indicator: Indicator) -> str:
    shown = indicator.show_amount(low), indicator.show_amount(high)
    return shown[0] if low == high else f"{shown[0]}–{shown[1]}"
