"""The way to a target: how much of it stands on a day, and how fast it came and has to come.

Pure: it is given the amounts that were known to stand and the target's own days. An unknown amount
is never a zero, and a month is counted as thirty days, since reports come a month apart.
"""

import datetime
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

MONTH = 30
SHORTEST = 28  # days; over fewer nothing is said of a month
RECENT = datetime.timedelta(days=3 * MONTH)
ONE_DAY = datetime.timedelta(days=1)


class Step(NamedTuple):
    """What had been gained for the target up to a day."""

    day: datetime.date
    amount: int


class Standing(StrEnum):
    """Where a target stands on a day; `words` say it in print."""

    NOT_BEGUN = "not_begun"
    UNKNOWN = "unknown"
    BEHIND = "behind"
    ON_PACE = "on_pace"
    REACHED = "reached"
    REACHED_LATE = "reached_late"
    MISSED = "missed"

    @property
    def words(self) -> str:
        return STANDING_WORDS[self]


STANDING_WORDS = {
    Standing.NOT_BEGUN: "Chưa bắt đầu",
    Standing.UNKNOWN: "Chưa biết mức đạt",
    Standing.BEHIND: "Chậm tiến độ",
    Standing.ON_PACE: "Kịp tiến độ",
    Standing.REACHED: "Đã đạt",
    Standing.REACHED_LATE: "Đạt sau hạn",
    Standing.MISSED: "Không đạt đúng hạn",
}


@dataclass(frozen=True)
class Rate:
    """`change` between two days of known amounts; negative where a figure was put right."""

    since: datetime.date
    until: datetime.date
    change: int

    @property
    def a_month(self) -> int:
        """Rounded half up, to the unit."""
        days = (self.until - self.since).days
        return int((Decimal(self.change) * MONTH / days).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class Course:
    """One target on a day. `steps`: what was known to be gained, oldest first, none after `day`.

    After the target's last day its amount is what stood by that day; what came later only tells
    whether the target was reached late. `zero_on`: the day before a count begins at 0 by its own
    definition; it tells a rate, and is never what is known to be reached. `is_level`: the amounts
    are what there is on a day, so one known before the first day still stands.
    """

    amount: int
    begins_on: datetime.date
    due_on: datetime.date
    day: datetime.date
    steps: tuple[Step, ...] = ()
    zero_on: datetime.date | None = None
    is_level: bool = False

    @property
    def newest(self) -> Step | None:
        """What stands on the day, or by the last day once that is over."""
        last = min(self.day, self.due_on)
        known = [step for step in self._counted if step.day <= last]
        return known[-1] if known else None

    @property
    def _counted(self) -> list[Step]:
        return [step for step in self.steps if self.is_level or step.day >= self.begins_on]

    @property
    def reached_at(self) -> Step | None:
        """The first known amount from which on the target stands reached, by its last day if so."""
        in_time = [step for step in self._counted if step.day <= self.due_on]
        return self._first_to_stay(in_time) or self._first_to_stay(self._counted)

    def _first_to_stay(self, steps: list[Step]) -> Step | None:
        first = None
        for step in steps:
            if step.amount < self.amount:
                first = None
            elif first is None:
                first = step
        return first

    @property
    def share(self) -> Decimal | None:
        """In per cent; None when nothing is known."""
        return None if self.newest is None else Decimal(self.newest.amount) * 100 / self.amount

    @property
    def time_gone(self) -> Decimal:
        """In per cent of the target's days, the day itself counted."""
        whole = (self.due_on - self.begins_on).days + 1
        gone = (min(self.day, self.due_on) - self.begins_on).days + 1
        return Decimal(max(gone, 0)) * 100 / whole

    @property
    def days_left(self) -> int:
        return max((self.due_on - self.day).days, 0)

    @property
    def missing(self) -> int | None:
        """What is still to come; 0 when it is reached, None when nothing is known."""
        return None if self.newest is None else max(self.amount - self.newest.amount, 0)

    @property
    def needed_a_month(self) -> int | None:
        """Rounded up; None when it cannot be said or less than a month is left."""
        if not self.missing or self.days_left < MONTH or self.day < self.begins_on:
            return None
        return -(-self.missing * MONTH // self.days_left)

    @property
    def recent(self) -> Rate | None:
        """The change over about the last three months, as far as amounts are known.

        With one amount only since the count began at 0; None where that is not known either.
        """
        newest = self.newest
        if newest is None:
            return None
        earlier = [step for step in self.steps if (newest.day - step.day).days >= SHORTEST]
        if not earlier and self.zero_on and (newest.day - self.zero_on).days >= SHORTEST:
            earlier = [Step(self.zero_on, 0)]
        if not earlier:
            return None
        start = min(earlier, key=lambda step: abs((newest.day - step.day) - RECENT))
        return Rate(start.day, newest.day, newest.amount - start.amount)

    @property
    def standing(self) -> Standing:
        if self.day < self.begins_on:
            return Standing.NOT_BEGUN
        reached = self.reached_at
        if reached is not None:
            return Standing.REACHED if reached.day <= self.due_on else Standing.REACHED_LATE
        if self.newest is None:
            return Standing.UNKNOWN
        if self.day > self.due_on:
            return Standing.MISSED
        return Standing.BEHIND if self.share < self.time_gone else Standing.ON_PACE
