"""An agency's total over the parts of an indicator: stated or derived, never both.

A rule of publication on the whole says which parts its total counts; the other parts are still
known and shown beside it. Design decisions 5 and 7.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from portal.catalogue.models import Indicator

from .models import ValueState
from .readings import Reading


class PrintedSource(NamedTuple):
    """A rule of publication: what is printed, from when to when, on what basis.

    Of an indicator with parts `channel` names the source of the parts that its total counts.
    """

    channel: str
    since: datetime.date
    until: datetime.date | None
    basis: str


def source_on(rules: Iterable[PrintedSource], day: datetime.date) -> PrintedSource | None:
    """The rule in force on the day; None where there is none."""
    found = (r for r in rules if r.since <= day and (r.until is None or day <= r.until))
    return next(found, None)


def gathered(rows: Iterable, day: datetime.date) -> dict[str, Indicator]:
    """By code the indicators of rows that repeat for each rule begun by the day.

    `printed_sources`: all of them; `printed`: the one in force on the day, or None.
    """
    found: dict[str, Indicator] = {}
    for row in rows:
        indicator = found.setdefault(row.code, row)
        rules = vars(indicator).setdefault("printed_sources", [])
        if row.rule_channel:
            rules.append(
                PrintedSource(row.rule_channel, row.rule_from, row.rule_until, row.rule_basis)
            )
    for indicator in found.values():
        indicator.printed = source_on(indicator.printed_sources, day)
    return found


@dataclass(frozen=True)
class Total:
    """An agency's total over its parts: `parts` in the indicators' order, None where not known.

    `counted`: those of the parts that the total counts, all of them without a rule. `amount` None:
    neither the total nor any counted part is known. `is_stated`: the total as published, until
    every counted part is known for a day not before it.
    """

    amount: int | None
    parts: tuple[int | None, ...]
    counted: tuple[int | None, ...]
    is_stated: bool
    oldest: datetime.date | None
    newest: datetime.date | None

    @property
    def parts_known(self) -> int:
        """How many of the counted parts are known."""
        return sum(part is not None for part in self.counted)


def counts(channel: str | None, source: str) -> bool:
    """Whether a total under a rule for `channel` ("" or None: no rule) counts a part of `source`.

    It is the part's own source that decides, whoever stated the value: what a published report
    says of One Touch is the platform's part.
    """
    return not channel or source == channel


def compose_total(
    stated: Reading | None,
    parts: Sequence[Reading | None],
    taken: Sequence[bool] | None = None,
) -> Total:
    """A total as stated, or derived from its parts, never both.

    `taken`: which of the parts a rule of publication counts; None for all. The counted parts
    supersede a stated total once every one of them is known for a day not before it. Without a
    stated total the known ones are summed, and the total says how many they are.
    """
    wanted = range(len(parts)) if taken is None else [i for i, is_in in enumerate(taken) if is_in]
    counted = [parts[i] for i in wanted]
    known = [reading for reading in counted if is_reported(reading)]
    days = [reading.covers_to for reading in known]
    complete = bool(counted) and len(known) == len(counted)
    is_stated = is_reported(stated) and not (complete and min(days) >= stated.covers_to)
    if is_stated:
        amount, days = stated.amount, [stated.covers_to]
    else:
        amount = sum(reading.amount for reading in known) if known else None
    amounts = tuple(reading.amount if reading else None for reading in parts)
    return Total(
        amount=amount,
        parts=amounts,
        counted=tuple(amounts[i] for i in wanted),
        is_stated=is_stated,
        oldest=min(days, default=None),
        newest=max(days, default=None),
    )


def is_reported(reading: Reading | None) -> bool:
    return reading is not None and reading.state == ValueState.REPORTED
