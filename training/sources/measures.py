"""Participations, persons, completions: three measures side by side that are never added.

A participation (lượt) is one person in one course; a completion is a participation that reached
its end; a person is counted once however many courses. Each has its own unit, its own count of
agencies known and its own sum; no function here adds one to another (domain.md 0, item 6).
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from portal.agencies.models import Side
from portal.figures import show_percent
from portal.submissions.aggregation import Figure, Figures
from portal.submissions.readings import Member, Moment, Reading
from training.figures import CENTRAL, PROVINCIAL, TrainingCodes, add_up

NATIONAL_PEOPLE = "TRAIN_PEOPLE"


class MeasureCodes(NamedTuple):
    """One side's indicators. Completions are of the platform's courses only, so they are beside
    the platform's participations."""

    whole: TrainingCodes
    completions: str
    people: str

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.whole, self.completions, self.people)


MEASURES = {
    Side.CENTRAL: MeasureCodes(CENTRAL, "TRAIN_MIN_DONE", "TRAIN_MIN_PEOPLE"),
    Side.PROVINCIAL: MeasureCodes(PROVINCIAL, "TRAIN_PRO_DONE", "TRAIN_PRO_PEOPLE"),
}


@dataclass(frozen=True)
class MeasureRow:
    """One agency. Each measure None when nothing is known; `is_same_day`: the platform's
    participations and completions cover to one day, so that their ratio means something."""

    member: Member
    participations: int | None
    on_platform: int | None
    completions: int | None
    people: int | None
    is_same_day: bool

    @property
    def has_ratio(self) -> bool:
        return self.is_same_day and bool(self.on_platform)

    @property
    def ratio(self) -> str:
        """ "61,2%" of the platform's participations; empty where it cannot be said."""
        return show_percent(self.completions, self.on_platform) if self.has_ratio else ""


@dataclass(frozen=True)
class Column:
    """One measure of one side: what it is, its sum over the known and how many are known."""

    key: str
    label: str
    unit: str
    definition: str
    amount: int | None
    known: int
    size: int
    is_asked: bool = True


@dataclass(frozen=True)
class SideMeasures:
    side: Side
    rows: list[MeasureRow]
    columns: list[Column]

    @property
    def ratio(self) -> str:
        """Completions to the platform's participations, of the agencies where both are known of
        one day; empty where there is none."""
        both = [row for row in self.rows if row.has_ratio]
        if not both:
            return ""
        share = show_percent(sum(r.completions for r in both), sum(r.on_platform for r in both))
        return f"{share} ({len(both)}/{len(self.rows)} cơ quan có cả hai số của cùng ngày)"


class Measures:
    """Both sides on a day; three queries."""

    def __init__(self, day: datetime.date):
        codes = [code for side in MEASURES.values() for code in side.all]
        self.figures = Figures([*codes, NATIONAL_PEOPLE], Moment(day))
        self.sides = [self._side(side, codes) for side, codes in MEASURES.items()]

    @property
    def national_people(self) -> Figure | None:
        """Persons of the whole country as the centre states them; None when nothing is known."""
        if NATIONAL_PEOPLE not in self.figures.indicators:
            return None
        figure = self.figures.figure(NATIONAL_PEOPLE)
        return figure if figure.amount is not None else None

    def _side(self, side: Side, codes: MeasureCodes) -> SideMeasures:
        if codes.whole.total not in self.figures.indicators:
            return SideMeasures(side, [], [])
        members = self.figures.members_of(codes.whole.total)
        rows = [self._row(member, codes) for member in members]
        asked = (
            ("participations", codes.whole.total, "Lượt"),
            ("on_platform", codes.whole.one_touch, "Lượt trên One Touch"),
            ("completions", codes.completions, "Hoàn thành trên One Touch"),
            ("people", codes.people, "Người"),
        )
        return SideMeasures(side, rows, [self._column(rows, *one) for one in asked])

    def _row(self, member: Member, codes: MeasureCodes) -> MeasureRow:
        total = self.figures.total(codes.whole.total, codes.whole.parts, member.agency_id)
        platform, done, people = (
            self.figures.reading(code, member.agency_id)
            for code in (codes.whole.one_touch, codes.completions, codes.people)
        )
        return MeasureRow(
            member=member,
            participations=total.amount,
            on_platform=amount(platform),
            completions=amount(done),
            people=amount(people),
            is_same_day=both_known((platform, done)) and platform.covers_to == done.covers_to,
        )

    def _column(self, rows: list[MeasureRow], key: str, code: str, label: str) -> Column:
        indicator = self.figures.indicators.get(code)
        summed, known = add_up(getattr(row, key) for row in rows)
        return Column(
            key=key,
            label=label,
            unit=indicator.unit if indicator else "",
            definition=(indicator.definition or "") if indicator else "",
            amount=summed,
            known=known,
            size=len(rows),
            is_asked=indicator is not None,
        )


def amount(reading: Reading | None) -> int | None:
    return reading.amount if reading else None


def both_known(readings: Iterable[Reading | None]) -> bool:
    return all(amount(reading) is not None for reading in readings)
