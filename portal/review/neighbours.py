"""How a figure stands among those of similar agencies: the region, else all that are asked."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from django.db.models import Q

from portal.agencies.models import AgencySet, AgencySetMember
from portal.catalogue.models import Indicator, ValueType
from portal.dated import in_force
from portal.submissions.models import IndicatorValue, ValueState
from portal.submissions.readings import RECENT, Moment, known_values
from portal.submissions.surroundings import FEWEST_NEIGHBOURS


@dataclass(frozen=True)
class Group:
    """The agencies that one is compared with, itself left out, and what they are called."""

    name: str
    agencies: frozenset[int]


@dataclass(frozen=True)
class Place:
    """`place`: 1 for the largest of `size` known figures, the agency's own among them.

    `yes`: how many of the others say yes; None for a figure.
    """

    group: str
    place: int
    size: int
    median_shown: str
    yes: int | None = None

    @property
    def others(self) -> int:
        return self.size - 1


def group_of(agency, indicators: Iterable[Indicator], day: datetime.date) -> Group:
    """The region's other agencies; without a region the others that are asked the same."""
    mine = AgencySetMember.objects.filter(in_force(day), agency=agency)
    regions = mine.filter(agency_set__purpose=AgencySet.Purpose.REGION).values("agency_set")
    asked = {indicator.asked_of_id for indicator in indicators}
    rows = (
        AgencySetMember.objects.filter(
            Q(agency_set__in=regions) | Q(agency_set__in=asked - {None}), in_force(day)
        )
        .exclude(agency=agency)
        .values_list("agency", "agency_set__purpose", "agency_set__name")
    )
    region = [(pk, name) for pk, purpose, name in rows if purpose == AgencySet.Purpose.REGION]
    if region:
        return Group(region[0][1], frozenset(pk for pk, _ in region))
    return Group("các cơ quan cùng khối", frozenset(row[0] for row in rows))


def places(agency, values: Iterable[IndicatorValue], day: datetime.date) -> Mapping[int, Place]:
    """Indicator → the place of its figure among the group's newest known ones; two queries.

    Nothing where fewer than FEWEST_NEIGHBOURS others are known, or the value is no figure.
    """
    compared = {
        value.indicator_id: value
        for value in values
        if value.state == ValueState.REPORTED and value.amount is not None
    }
    indicators = [value.indicator for value in compared.values()]
    group = group_of(agency, indicators, day)
    if not group.agencies or not compared:
        return {}
    rows = (
        known_values(Moment(day))
        .filter(indicator__in=compared, agency__in=group.agencies, covers_to__gt=day - RECENT)
        .filter(amount__isnull=False)
        .order_by("covers_to", "revision__accepted_at", "pk")
        .values_list("indicator", "agency", "amount")
    )
    known: dict[int, dict[int, int]] = {}
    for indicator, other, amount in rows:
        known.setdefault(indicator, {})[other] = amount  # the newest comes last
    return {
        indicator: place_of(compared[indicator], list(others.values()), group)
        for indicator, others in known.items()
        if len(others) >= FEWEST_NEIGHBOURS
    }


def place_of(value: IndicatorValue, others: list[int], group: Group) -> Place:
    indicator = value.indicator
    is_yes_no = indicator.value_type == ValueType.YES_NO
    return Place(
        group=group.name,
        place=1 + sum(other > value.amount for other in others),
        size=len(others) + 1,
        median_shown=indicator.show_amount(round(median(others))),
        yes=sum(map(bool, others)) if is_yes_no else None,
    )
