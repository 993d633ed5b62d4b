"""Trainees of officials by self-run courses and One Touch: rows, sums and order of the two tables.

Unit throughout: lượt (participations), never persons. A row's total is what the centre stated for
the agency, or the sum of its known parts (`portal.submissions.aggregation.compose_total`).
Source of the tables: Báo cáo chuyên đề Tuần 39/2022, section 1.3.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from portal.submissions.aggregation import Figures, Total
from portal.submissions.readings import Member
from portal.submissions.totals import PrintedSource


class TrainingCodes(NamedTuple):
    """The three indicators of one side's table."""

    total: str
    self_run: str
    one_touch: str

    @property
    def parts(self) -> tuple[str, str]:
        return self.self_run, self.one_touch


CENTRAL = TrainingCodes("TRAIN_MIN", "TRAIN_MIN_SELF", "TRAIN_MIN_OT")
PROVINCIAL = TrainingCodes("TRAIN_PRO", "TRAIN_PRO_SELF", "TRAIN_PRO_OT")
CODES = (*CENTRAL, *PROVINCIAL)


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """One agency. `self_run`, `one_touch`, `amount`: None when nothing is known.

    `rule`: the rule of publication by which the total counts one source only; None: it counts both.
    """

    member: Member
    total: Total
    rule: PrintedSource | None = None

    @property
    def agency_id(self) -> int:
        return self.member.agency_id

    @property
    def name(self) -> str:
        return self.member.printed_name

    @property
    def self_run(self) -> int | None:
        return self.total.parts[0]

    @property
    def one_touch(self) -> int | None:
        return self.total.parts[1]

    @property
    def amount(self) -> int | None:
        return self.total.amount


@dataclass(frozen=True)
class TrainingTotals:
    """Column sums over known cells only, and how many agencies each rests on."""

    self_run: int | None
    one_touch: int | None
    amount: int | None
    self_run_known: int
    one_touch_known: int
    amount_known: int
    size: int

    @property
    def has_parts(self) -> bool:
        return bool(self.self_run_known or self.one_touch_known)


def training_rows(
    figures: Figures, codes: TrainingCodes, pinned: Mapping[int, int] | None = None
) -> list[TrainingRow]:
    """Every agency asked, largest total first and nothing known last.

    Equal totals stand in the edition's pinned order where there is one, else in official order.
    Empty when the catalogue does not hold the total's indicator on the day.
    """
    if codes.total not in figures.indicators:
        return []
    pinned = pinned or {}
    rule = figures.printed_source(codes.total)
    rows = [
        TrainingRow(member, figures.total(codes.total, codes.parts, member.agency_id), rule)
        for member in figures.members_of(codes.total)
    ]
    behind = len(rows)
    return sorted(
        rows,
        key=lambda row: (
            row.amount is None,
            -(row.amount or 0),
            pinned.get(row.agency_id, behind),
            row.member.position,
        ),
    )


def add_up(amounts: Iterable[int | None]) -> tuple[int | None, int]:
    """(sum of the known ones, how many are known); the sum is None when none is."""
    known = [amount for amount in amounts if amount is not None]
    return (sum(known) if known else None), len(known)


def training_totals(rows: list[TrainingRow]) -> TrainingTotals:
    self_run, self_run_known = add_up(row.self_run for row in rows)
    one_touch, one_touch_known = add_up(row.one_touch for row in rows)
    amount, amount_known = add_up(row.amount for row in rows)
    return TrainingTotals(
        self_run, one_touch, amount, self_run_known, one_touch_known, amount_known, len(rows)
    )


def covered_days(rows: Iterable[TrainingRow]):
    """(oldest, newest) day that the rows' figures cover to; (None, None) when nothing is known."""
    oldest = [row.total.oldest for row in rows if row.total.oldest]
    newest = [row.total.newest for row in rows if row.total.newest]
    return min(oldest, default=None), max(newest, default=None)
