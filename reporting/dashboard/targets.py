"""The country's targets out of what the overview has read already, but for their own rows."""

from portal.catalogue.targets import Target
from portal.submissions.aggregation import Figures
from portal.submissions.reaching import Reached, reached_of
from portal.submissions.target_rows import A_YEAR, at_hand, readings_towards


def national_targets(figures: Figures) -> list[Reached]:
    """What `reaching` gives for the country; one query, and one more only where agencies are
    summed towards a target. A target whose indicator is not in force on the day is left out."""
    day = figures.moment.day
    by_key = {indicator.pk: indicator for indicator in figures.indicators.values()}
    rows = Target.objects.filter(agency=None, struck_at=None, due_on__gte=day - A_YEAR)
    targets = [worded(row, figures, by_key) for row in rows if row.indicator_id in by_key]
    targets.sort(key=lambda one: (one.due_on, list(by_key).index(one.indicator_id), one.pk))
    stated = figures.course.towards if figures.course else None
    readings = at_hand(targets, stated) if stated is not None else None
    if readings is None:
        readings = readings_towards(targets, figures.moment)
    return [reached_of(target, readings, day) for target in targets]


def worded(target: Target, figures: Figures, by_key: dict) -> Target:
    """The target with what `targets_known` adds to it, from the day's catalogue."""
    indicator = by_key[target.indicator_id]
    target.indicator, target.agency = indicator, None
    target.label, target.unit, target.agency_name = indicator.label, indicator.unit, None
    target.members = len(figures.members_of(indicator.code))
    target.printed_channel = indicator.printed.channel if indicator.printed else None
    target.parts = [figures.indicators[code] for code in figures.parts_of(indicator.code)]
    return target
