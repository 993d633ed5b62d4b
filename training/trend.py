"""How the training totals moved: the points that exist, each as it was known to stand that day."""

import datetime
from dataclasses import dataclass

from portal.submissions.aggregation import Figures, compose_total
from portal.submissions.readings import Moment, Reading, readings_over

from .figures import CENTRAL, PROVINCIAL
from .ruling import channel_on, taken_on

WINDOW = datetime.timedelta(days=370)
MOST_POINTS = 13


@dataclass(frozen=True)
class TotalOnDay:
    """The national total of known agencies on a day and how many of them are known."""

    day: datetime.date
    amount: int
    known: int


def training_trend(figures: Figures) -> list[TotalOnDay]:
    """Totals on each of the newest days that any training figure covers to; at most one query.

    `figures` holds the catalogue and members of the last day; a day's total carries each agency's
    newest value forward and counts by the rules of that day, as the total of that day would.
    """
    sides = [codes for codes in (CENTRAL, PROVINCIAL) if codes.total in figures.indicators]
    wanted = {code for codes in sides for code in codes if code in figures.indicators}
    codes_of = {figures.indicators[code].pk: code for code in wanted}
    last = figures.moment.day
    readings = readings_of(figures, codes_of)
    days = sorted({reading.covers_to for reading in readings if reading.covers_to > last - WINDOW})
    points, latest, at = [], {}, 0
    for day in days[-MOST_POINTS:]:
        while at < len(readings) and readings[at].covers_to <= day:
            reading = readings[at]
            key = codes_of[reading.indicator_id], reading.agency_id
            latest[*key, ""] = latest[*key, reading.channel] = reading
            at += 1
        points.append(total_on(day, latest, sides, figures))
    return points


def readings_of(figures: Figures, codes_of: dict[int, str]) -> list[Reading]:
    """The readings of the window, oldest first: those at hand (`Figures.course`), or one query."""
    if figures.course and figures.course.window == WINDOW:
        return [one for one in figures.course.over if one.indicator_id in codes_of]
    last, known_at = figures.moment
    readings = readings_over(list(codes_of), last - WINDOW, Moment(last, known_at))
    return sorted(readings, key=lambda reading: reading.covers_to)


def total_on(day, latest: dict[tuple, Reading], sides, figures: Figures) -> TotalOnDay:
    """`latest`: the newest reading by (code, agency, channel), with "" for that of any channel."""
    known = []
    for codes in sides:
        taken = taken_on(figures, codes, day)
        printed = [(part, channel_on(figures, part, day)) for part in codes.parts]
        for member in figures.members_of(codes.total):
            total = compose_total(
                latest.get((codes.total, member.agency_id, "")),
                [latest.get((part, member.agency_id, channel)) for part, channel in printed],
                taken,
            )
            if total.amount is not None:
                known.append(total.amount)
    return TotalOnDay(day, sum(known), len(known))
