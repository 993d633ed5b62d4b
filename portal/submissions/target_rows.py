"""The rows behind targets: which stand, in the words of the day, and every reading towards them."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from portal.agencies.models import AgencyName, AgencySetMember
from portal.catalogue.models import Indicator, IndicatorVersion, PublicationRule
from portal.catalogue.targets import Target
from portal.dated import in_force

from .readings import READING_COLUMNS, Moment, Reading, known_values

A_YEAR = datetime.timedelta(days=366)
CARRIED = datetime.timedelta(days=400)  # how old what stood before a target's first day may be


def targets_known(
    moment: Moment, whose: Q, indicators: Iterable[Indicator] | None = None
) -> list[Target]:
    """Targets with `label`, `unit`, `agency_name`, `members`, `parts`; two queries, or one where
    the day's whole catalogue is at hand as `indicators`. In the order of their last days.

    `parts`: what the target's indicator is the sum of. `printed_channel`: of its rule of
    publication.
    """
    day, known_at = moment
    standing = Q(struck_at=None) | (Q(struck_at__gt=known_at) if known_at else Q(pk=None))
    asked_of = AgencySetMember.objects.in_force_on(day).filter(
        agency_set=OuterRef("indicator__asked_of")
    )
    rules = PublicationRule.objects.in_force_on(day).filter(indicator=OuterRef("indicator"))
    found = list(
        Target.objects.filter(standing, whose, due_on__gte=day - A_YEAR)
        .select_related("indicator", "agency")
        .annotate(
            label=worded("label", day),
            unit=worded("unit", day),
            agency_name=Subquery(name_then(day)),
            members=Coalesce(Subquery(counted(asked_of), output_field=IntegerField()), 0),
            printed_channel=Subquery(rules.values("channel")[:1]),
        )
        .order_by("due_on", "indicator__section__position", "indicator__position", "pk")
    )
    if indicators is None:
        wholes = {target.indicator_id for target in found}
        indicators = Indicator.objects.in_force_on(day).filter(part_of__in=wholes) if wholes else ()
    parts_of = defaultdict(list)
    for indicator in indicators:
        parts_of[indicator.part_of_id].append(indicator)
    for target in found:
        target.parts = parts_of[target.indicator_id]
    return found


def worded_targets(day: datetime.date):
    """Every target ever set with `label`, `unit`, `agency_name` of the day; standing ones first."""
    return (
        Target.objects.select_related("indicator")
        .annotate(
            label=worded("label", day),
            unit=worded("unit", day),
            agency_name=Subquery(name_then(day)),
            is_struck=Case(When(struck_at=None, then=0), default=1),
        )
        .order_by("is_struck", "-due_on", "indicator__position", "pk")
    )


def counted(rows):
    return rows.order_by().values("agency_set").annotate(size=Count("pk")).values("size")


def worded(field: str, day: datetime.date):
    """An indicator's words on the day; before its first day those that it begins with."""
    versions = IndicatorVersion.objects.filter(indicator=OuterRef("indicator"))
    then = versions.filter(in_force_from__lte=day).order_by("-in_force_from")
    return Coalesce(
        Subquery(then.values(field)[:1]),
        Subquery(versions.order_by("in_force_from").values(field)[:1]),
    )


def name_then(day: datetime.date):
    """An agency's newest name by the day."""
    names = AgencyName.objects.filter(agency=OuterRef("agency"), in_force_from__lte=day)
    return names.order_by("-in_force_from").values("name")[:1]


def readings_towards(targets: list[Target], moment: Moment) -> dict[int, list[Reading]]:
    """By indicator every reading that a target may rest on, each key's newest last; one query."""
    wholes = {target.indicator_id for target in targets if target.parts}
    wanted = Q()
    for span, members in by_span(targets).items():
        wanted |= of_span(span, members, moment)
    rule = FilteredRelation(
        "indicator__publication_rules",
        condition=in_force(moment.day, "indicator__publication_rules__"),
    )
    rows = (
        known_values(moment)
        .filter(wanted)
        .alias(rule=rule)
        .annotate(printed_channel=F("rule__channel"))
        .order_by("covers_to", "revision__accepted_at", "pk")
        .values_list(*READING_COLUMNS, "printed_channel")
    )
    found = defaultdict(list)
    for *columns, printed in rows:
        reading = Reading._make(columns)
        # A rule on a whole chooses among its parts, not among what was stated of the whole.
        if not printed or reading.channel == printed or reading.indicator_id in wholes:
            found[reading.indicator_id].append(reading)
    return found


def at_hand(targets: list[Target], stated: list[Reading]) -> dict[int, list[Reading]] | None:
    """`readings_towards` out of statements that were read before; None where agencies count too."""
    if any(target.agency_id or target.indicator.asked_of_id or target.parts for target in targets):
        return None
    found = defaultdict(list)
    for target in targets:
        first, last = target.counts_from - CARRIED, target.due_on + A_YEAR
        for reading in stated:
            in_span = reading.indicator_id == target.indicator_id and (
                first <= reading.covers_to <= last
            )
            if in_span and reading not in found[target.indicator_id]:
                found[target.indicator_id].append(reading)
    for readings in found.values():
        readings.sort(key=lambda reading: reading.covers_to)
    return found


def by_span(targets: list[Target]) -> dict[tuple, list[Target]]:
    """Targets that run over the same days are looked for together."""
    spans = defaultdict(list)
    for target in targets:
        spans[target.counts_from, target.due_on].append(target)
    return spans


def of_span(span, targets: list[Target], moment: Moment) -> Q:
    begins, due = span
    indicators = {
        indicator.pk for target in targets for indicator in (target.indicator, *target.parts)
    }
    agencies = {target.agency_id for target in targets if target.agency_id}
    whose = Q(agency__in=agencies)
    if any(target.agency_id is None for target in targets):
        asked = AgencySetMember.objects.in_force_on(moment.day).filter(
            agency=OuterRef("agency"), agency_set=OuterRef("indicator__asked_of")
        )
        whose |= Q(agency=None) | Q(Exists(asked))
    return whose & Q(
        indicator__in=indicators, covers_to__gte=begins - CARRIED, covers_to__lte=due + A_YEAR
    )
