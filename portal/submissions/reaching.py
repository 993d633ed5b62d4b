"""What is reached of the targets: of the country, or of agencies by their own plans.

Every amount is in its target's own unit: where the persons are not known, nothing of the lượt is
put in their place. At most three queries, however many targets and agencies.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Q

from portal.catalogue.models import Indicator, scaled
from portal.catalogue.targets import Target
from portal.days import month_label, reporting_month_of, show_date
from portal.figures import show

from .pace_words import in_words
from .pacing import ONE_DAY, Course, Standing, Step
from .readings import Moment, Reading
from .target_rows import at_hand, readings_towards, targets_known
from .totals import compose_total, counts, is_reported

PAGE = "/boi-duong/muc-tieu/"


@dataclass(frozen=True)
class Reached:
    """One target on a day.

    `amount`, `share` (per cent), `as_of`: None when nothing is known; never a zero then.
    `words`: "tối thiểu 10.000 người đến hết ngày 31/12/2022". `pace`: one sentence.
    `time_gone`: per cent of the target's days. `shown`: the amount as printed, `number`: as
    a workbook holds it, both without the unit.
    """

    pk: int
    label: str
    unit: str
    agency_id: int | None
    agency: str
    agency_slug: str
    side: str
    words: str
    basis: str
    amount: int | None
    target: int
    number: int | Decimal | None
    target_number: int | Decimal
    shown: str
    target_shown: str
    share: Decimal | None
    time_gone: Decimal
    standing: Standing
    pace: str
    needed_a_month: int | None
    as_of: datetime.date | None
    due_on: datetime.date
    href: str

    @property
    def share_words(self) -> str:
        """ "1,8%"; empty when nothing is known."""
        return "" if self.share is None else f"{show(self.share, 1)}%"

    @property
    def time_words(self) -> str:
        return f"{show(self.time_gone, 1)}%"

    @property
    def standing_words(self) -> str:
        return self.standing.words

    @property
    def bar(self) -> int:
        """Tenths of a per cent that the bar is filled by, at most the whole of it."""
        return 0 if self.share is None else int(min(max(self.share, 0), 100) * 10)

    @property
    def tick(self) -> int:
        return int(self.time_gone * 10)


def reaching(
    day: datetime.date,
    agencies: Iterable[int] | None = None,
    known_at: datetime.datetime | None = None,
    indicators: Iterable[Indicator] | None = None,
    stated: list[Reading] | None = None,
) -> list[Reached]:
    """The targets that stand on a day: the country's, or (with ids) these agencies' own.

    A target whose last day is more than a year past is left out. `indicators`: the day's whole
    catalogue, `stated`: every statement towards the country's targets (`Figures.course`), oldest
    first, where they are at hand; a query less each.
    """
    whose = Q(agency=None) if agencies is None else Q(agency__in=list(agencies))
    return reached_by(whose, Moment(day, known_at), indicators, stated)


def all_reaching(day: datetime.date) -> list[Reached]:
    """The country's targets and every agency's."""
    return reached_by(Q(), Moment(day))


def reached_by(whose: Q, moment: Moment, indicators=None, stated=None) -> list[Reached]:
    targets = targets_known(moment, whose, indicators)
    readings = at_hand(targets, stated) if stated is not None else None
    if readings is None:
        readings = readings_towards(targets, moment) if targets else {}
    return [reached_of(target, readings, moment.day) for target in targets]


def reached_of(target: Target, readings, day: datetime.date) -> Reached:
    indicator, unit = target.indicator, target.unit or ""
    steps = steps_of(target, readings)
    course, knows_base = course_of(target, steps, day)

    def with_unit(amount: int) -> str:
        return f"{indicator.show_amount(amount)} {unit}".rstrip()

    newest = course.newest
    wanted = f"{target.qualifier} {with_unit(target.amount)}".strip()
    return Reached(
        pk=target.pk,
        label=target.label or indicator.code,
        unit=unit,
        agency_id=target.agency_id,
        agency=target.agency_name or "",
        agency_slug=target.agency.slug if target.agency else "",
        side=target.agency.side if target.agency else "",
        words=f"{wanted} đến hết ngày {show_date(target.due_on)}",
        basis=target.basis,
        amount=newest.amount if newest else None,
        target=target.amount,
        number=number_of(indicator, newest.amount) if newest else None,
        target_number=number_of(indicator, target.amount),
        shown=indicator.show_amount(newest.amount) if newest else "",
        target_shown=indicator.show_amount(target.amount),
        share=course.share,
        time_gone=course.time_gone,
        standing=course.standing,
        pace=pace_of(target, course, with_unit, knows_base),
        needed_a_month=course.needed_a_month,
        as_of=newest.day if newest else None,
        due_on=target.due_on,
        href=f"{PAGE}?ngay={show_date(day)}"
        + ("#co-quan" if target.agency_id else f"#muc-tieu-{target.pk}"),
    )


def number_of(indicator: Indicator, amount: int) -> int | Decimal:
    """A stored amount as the number that it stands for."""
    return scaled(amount, indicator.decimals) if indicator.decimals else amount


def pace_of(target: Target, course: Course, with_unit, knows_base: bool) -> str:
    if not knows_base and course.standing == Standing.UNKNOWN:
        begins = show_date(target.counts_from)
        return f"Chưa biết số đến trước ngày {begins} nên chưa tính được phần đạt từ ngày đó."
    said = in_words(course, with_unit, target.unit or "")
    asked_from = target.indicator.in_force_from
    is_asked_late = target.indicator.asked_of_id and asked_from > target.counts_from
    if course.standing == Standing.UNKNOWN and is_asked_late and asked_late(target):
        first = month_label(*reporting_month_of(asked_from))
        return f"{said.rstrip('.')}, hỏi từ kỳ {first}."
    return said


def asked_late(target: Target) -> bool:
    """Whether a first report came after the target had begun by more than a month."""
    return (target.indicator.in_force_from - target.counts_from).days > 31


def course_of(target: Target, steps: list[Step], day: datetime.date) -> tuple[Course, bool]:
    """The target's course, and whether what stood before its first day is known where it counts.

    Of a count that accumulates from an earlier day, what stood before the target's first day is
    taken off; unless that is known nothing is known to be gained.
    """
    indicator, begins = target.indicator, target.counts_from
    known = {"amount": target.amount, "begins_on": begins, "due_on": target.due_on, "day": day}
    if not indicator.is_flow:
        return Course(**known, steps=tuple(steps), is_level=True), True
    if indicator.accumulates_from and indicator.accumulates_from >= begins:
        zero_on = indicator.accumulates_from - ONE_DAY
        return Course(**known, steps=tuple(steps), zero_on=zero_on), True
    before = [step for step in steps if step.day < begins]
    if not before:
        return Course(**known), False
    base = before[-1]
    gained = [Step(step.day, step.amount - base.amount) for step in steps if step.day >= begins]
    return Course(**known, steps=tuple(gained), zero_on=base.day), True


def steps_of(target: Target, readings: dict[int, list[Reading]]) -> list[Step]:
    """What stood on each day that a reading covers to, oldest first."""
    found = [
        reading
        for indicator in (target.indicator, *target.parts)
        for reading in readings.get(indicator.pk, ())
        if target.agency_id is None or reading.agency_id == target.agency_id
    ]
    found.sort(key=lambda reading: reading.covers_to)
    latest: dict[tuple[int, int | None], Reading] = {}
    steps = []
    for day, group in groupby(found, key=lambda reading: reading.covers_to):
        latest.update({(one.indicator_id, one.agency_id): one for one in group})
        amount = standing_amount(target, latest)
        if amount is not None:
            steps.append(Step(day, amount))
    return steps


def standing_amount(target: Target, latest) -> int | None:
    """An agency's amount, or the country's: the sum of the known agencies.

    As in print, what was published without names stands until every agency is known.
    """
    whole = target.indicator
    if target.agency_id or not whole.asked_of_id:
        return amount_of(target, latest, target.agency_id)
    named = {agency_id for _, agency_id in latest if agency_id is not None}
    amounts = [amount_of(target, latest, agency_id) for agency_id in named]
    known = [amount for amount in amounts if amount is not None]
    stated = latest.get((whole.pk, None))
    if is_reported(stated) and len(known) < target.members:
        return stated.amount
    return sum(known) if known else None


def amount_of(target: Target, latest, agency_id: int | None) -> int | None:
    stated = latest.get((target.indicator_id, agency_id))
    if not target.parts:
        return stated.amount if is_reported(stated) else None
    readings = [latest.get((part.pk, agency_id)) for part in target.parts]
    taken = [counts(target.printed_channel, part.source) for part in target.parts]
    return compose_total(stated, readings, taken).amount
