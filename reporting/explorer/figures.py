"""The figures of a selection: a cell for each agency and column, a total for each column.

A cell is the newest known value (`luy-ke`), a total over parts where the indicator has parts, what
was reported for that very month (`nhu-bao-cao`) or its change (`trong-ky`). Nothing known is no
figure and in no sum; a yes whose document is over reads as a no.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from portal.catalogue.models import Combine, ValueType, scaled
from portal.days import show_date
from portal.submissions.aggregation import as_of_its_evidence
from portal.submissions.models import ValueState
from portal.submissions.totals import compose_total, counts

from .ground import NATION, Asked, Column, Party
from .query import CUMULATIVE, IN_MONTH
from .selection import Selection
from .values import KnownValue, newest_on_days

NOT_APPLICABLE = ValueState.NOT_APPLICABLE.label
REPORTED = ValueState.REPORTED  # found once: cells ask for it by the thousand


class Cell(NamedTuple):
    """One figure. `state` None: nothing known, and the cell is empty.

    `is_asked` False: the indicator does not ask this agency on the day, so it is in no
    denominator. `covers_to`: the day that the figure covers to; `is_carried`: an earlier day than
    the column's. `value` None beside an amount: a total over parts.
    """

    is_asked: bool
    state: str | None = None
    amount: int | None = None
    text: str = ""
    qualifier: str = ""
    covers_to: datetime.date | None = None
    is_carried: bool = False
    value: KnownValue | None = None
    parts_known: int | None = None

    @property
    def is_reported(self) -> bool:
        return self.state == REPORTED


NOT_ASKED, NOTHING = Cell(False), Cell(True)


class Total(NamedTuple):
    """A column's sum or count. `known` of `size` agencies have a figure; `amount` None: none.

    `size` None: the number of agencies asked is not published.
    """

    amount: int | None
    known: int
    size: int | None


@dataclass
class Grid:
    """Rows of cells in the order of `across`; `statements`: what was published without names."""

    selection: Selection
    across: list[tuple[Asked, Column]]
    rows: list[tuple[Party, list[Cell]]]
    totals: list[Total]
    statements: list[KnownValue | None]


def read_grid(selection: Selection) -> Grid:
    """Every cell of the selection's table, in official order; one query."""
    across = selection.across
    columns = [column for column in selection.columns if column in {one for _, one in across}]
    figures = Figures(selection, selection.rows, selection.asked, columns)
    readers = [figures.cells(asked, column) for asked, column in across]
    rows = [(party, [cell(party.agency_id) for cell in readers]) for party in selection.rows]
    totals = [
        add_up(asked, [cells[at] for _, cells in rows]) for at, (asked, _) in enumerate(across)
    ]
    statements = [figures.statement(asked, column) for asked, column in across]
    return Grid(selection, across, rows, totals, statements)


class Figures:
    """The cells of some indicators, agencies and days; one query."""

    def __init__(
        self,
        selection: Selection,
        rows: Sequence[Party],
        asked: Sequence[Asked],
        columns: Sequence[Column],
    ):
        self.selection = selection
        self.measure = selection.query.measure
        wanted = {one.pk: one for whole in asked for one in (whole, *self._parts(whole))}
        agencies = [party.agency_id for party in rows if party.agency_id is not NATION]
        self.values = newest_on_days(list(wanted.values()), agencies, columns, selection.channel_on)

    def _parts(self, asked: Asked) -> list[Asked]:
        return asked.parts if self.measure == CUMULATIVE else []

    def _value(self, asked: Asked, party_id: int | None, column: Column) -> KnownValue | None:
        value = self.values.get((asked.pk, party_id, column.day))
        if value is None or value.evidence_id is None or self.measure != CUMULATIVE:
            return value
        return as_of_its_evidence(value, column.day)

    def cells(self, asked: Asked, column: Column) -> Callable[[int | None], Cell]:
        """The function agency → cell of a column; what holds for all its cells is found once."""
        members = self.selection.asked_on(asked, column.day)
        is_cumulative = self.measure == CUMULATIVE
        parts = asked.parts_on(column.day) if is_cumulative else ()
        rule = self.selection.parts_rule(asked, column.day)
        taken = [counts(rule, part.indicator.source) for part in parts]

        def cell(party_id: int | None) -> Cell:
            if party_id not in members:
                return NOT_ASKED
            value = self._value(asked, party_id, column)
            if not is_cumulative:
                return self._of_the_month(value, column)
            if parts:
                known = [self._value(part, party_id, column) for part in parts]
                return _over_parts(value, known, taken, column)
            return NOTHING if value is None else _cell_of(value, column)

        return cell

    def _of_the_month(self, value: KnownValue | None, column: Column) -> Cell:
        if value is None or (column.since is not None and value.covers_to < column.since):
            return NOTHING
        if self.measure == IN_MONTH and value.state == ValueState.REPORTED:
            amount = 0 if value.unchanged and value.in_month is None else value.in_month
            if amount is None:
                return NOTHING
            value = value._replace(amount=amount, qualifier="")
        return _cell_of(value, column)

    def statement(self, asked: Asked, column: Column) -> KnownValue | None:
        """What was published for an indicator of agencies without naming them."""
        if asked.set_id is None or self.measure != CUMULATIVE:
            return None
        return self._value(asked, NATION, column)


def _over_parts(stated: KnownValue | None, known: list, taken: list, column: Column) -> Cell:
    total = compose_total(stated, known, taken)
    if total.is_stated or (total.amount is None and stated is not None):
        return _cell_of(stated, column)
    if total.amount is None:
        return NOTHING
    return Cell(
        True,
        ValueState.REPORTED,
        total.amount,
        covers_to=total.newest,
        is_carried=total.newest < column.day,
        parts_known=total.parts_known,
    )


def _cell_of(value: KnownValue, column: Column) -> Cell:
    return Cell(
        True,
        value.state,
        value.amount,
        value.text,
        value.qualifier,
        value.covers_to,
        value.covers_to < column.day,
        value,
    )


def add_up(asked: Asked, cells: Sequence[Cell]) -> Total:
    """The total by the indicator's own rule: a sum, or how many said yes.

    Figures that are neither summed nor counted (a newest one, a text) have no total.
    """
    reported = [cell for cell in cells if cell.state == REPORTED]
    size = sum([cell.is_asked for cell in cells]) if asked.has_size else None
    amounts = [cell.amount for cell in reported if cell.amount is not None]
    amount = None
    if amounts and asked.indicator.combine == Combine.COUNT_YES:
        amount = sum(one == 1 for one in amounts)
    elif amounts and asked.indicator.combine == Combine.SUM:
        amount = sum(amounts)
    return Total(amount, len(reported), size)


# How a figure is written


def shown(asked: Asked, cell: Cell, measure: str, column: Column) -> str:
    """A cell's text; empty for nothing known. A carried figure says its day first."""
    words = plain(asked, cell, measure)
    if not cell.is_carried or cell.state != REPORTED or measure == IN_MONTH:
        return words
    return f"({carried_day(cell.covers_to, column.day)}) {words}"


def plain(asked: Asked, cell: Cell, measure: str) -> str:
    if cell.state != REPORTED:
        return NOT_APPLICABLE if cell.state or not cell.is_asked else ""
    if cell.amount is None:
        return cell.text
    if measure == IN_MONTH:
        return asked.indicator.show_change(cell.amount)
    amount = asked.indicator.show_amount(cell.amount)
    return f"{cell.qualifier} {amount}" if cell.qualifier else amount


def carried_day(covers_to: datetime.date, day: datetime.date) -> str:
    """ "14/10"; with its year where it is another than the column's."""
    shown_day = show_date(covers_to)
    return shown_day if covers_to.year != day.year else shown_day.rpartition("/")[0]


def raw(asked: Asked, cell: Cell) -> int | Decimal | str | None:
    """What a workbook's cell holds: a number where there is one, the words otherwise."""
    if not cell.is_reported or cell.amount is None or cell.qualifier:
        return plain(asked, cell, CUMULATIVE) or None
    return raw_amount(asked, cell.amount)


def raw_amount(asked: Asked, amount: int | None) -> int | Decimal | str | None:
    indicator = asked.indicator
    if amount is None:
        return None
    if indicator.value_type == ValueType.YES_NO:
        return indicator.show_amount(amount)
    return scaled(amount, indicator.decimals) if indicator.decimals else amount
