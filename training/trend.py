"""How the training totals moved: the points that exist, each as it was known to stand that day."""

import datetime
from dataclasses import dataclass

from portal.submissions.aggregation import Figures, compose_total
from portal.submissions.readings import Moment, Reading, readings_over

from .figures import CENTRAL, PROVINCIAL

WINDOW = datetime.timedelta(days=370)
MOST_POINTS = 13


@dataclass(frozen=True)
class TotalOnDay:
    """The national total of known agencies on a day and how many of them are known."""

    day: datetime.date
    amount: int
    known: int


def training_trend(figures: Figures) -> list[TotalOnDay]:
    """Totals on each of the newest days that any training figure covers to; one query.

    `figures` holds the catalogue and members of the last day; a day's total carries each agency's
    newest value forward, exactly as the total of that day would.
    """
    sides = [codes for codes in (CENTRAL, PROVINCIAL) if codes.total in figures.indicators]
    wanted = {code for codes in sides for code in codes if code in figures.indicators}
    codes_of = {figures.indicators[code].pk: code for code in wanted}
    last = figures.moment.day
    readings = readings_over(list(codes_of), last - WINDOW, Moment(last, figures.moment.known_at))
    readings.sort(key=lambda reading: reading.covers_to)
    days = sorted({reading.covers_to for reading in readings if reading.covers_to > last - WINDOW})
    points, latest, at = [], {}, 0
    for day in days[-MOST_POINTS:]:
        while at < len(readings) and readings[at].covers_to <= day:
            reading = readings[at]
            latest[codes_of[reading.indicator_id], reading.agency_id] = reading
            at += 1
        points.append(total_on(day, latest, sides, figures))
    return points


def total_on(day, latest: dict[tuple[str, int], Reading], sides, figures) -> TotalOnDay:
    totals = [
        compose_total(
            latest.get((codes.total, member.agency_id)),
            [latest.get((part, member.agency_id)) for part in codes.parts],
        ).amount
        for codes in sides
        for member in figures.members_of(codes.total)
    ]
    known = [amount for amount in totals if amount is not None]
    return TotalOnDay(day, sum(known), len(known))
