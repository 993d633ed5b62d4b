"""The centre's pasted block: which agency each row is about, how it differs from what is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from portal.agencies.recognition import AgencyNames
from portal.catalogue.models import Indicator
from portal.entry.boxes import Box
from portal.figures import FigureError
from portal.submissions.aggregation import Figures
from portal.submissions.pasted_figures import read_pasted, total_remarks
from portal.submissions.pasting import Kind, PastedRow
from portal.submissions.placing import (
    Found,
    Grouped,
    Placed,
    digest_of,
    double_remark,
    doubles,
    place,
)
from portal.submissions.readings import Member, Moment, Reading
from portal.submissions.validation import Problem, Severity

COLUMN = "column"
ASK_COLUMN = "Khối dán có nhiều cột số. Bạn chọn ở trên cột cần ghi."
IN_MONTH = "Cột này là số phát sinh trong kỳ, còn ở đây ghi số lũy kế."
EMPTY = "Ô này trống. Bạn nhập số hoặc bỏ dòng này."


@dataclass
class PastedFigure:
    """A row on the page; `amount` None while in doubt."""

    placed: Placed
    indicator: Indicator
    member: Member | None
    last: Reading | None = None
    boxes: list[Box] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    likely: list[tuple[str, str]] = field(default_factory=list)
    amount: int | None = None
    alias_field: str = ""
    wants_alias: bool = False
    is_mended: bool = False

    @property
    def label(self) -> str:
        return self.member.printed_name if self.member else ""

    @property
    def problems(self) -> list[str]:
        return [p.message for box in self.boxes for p in box.problems] + self.remarks

    @property
    def is_ready(self) -> bool:
        return self.member is not None and self.amount is not None and not self.problems

    @property
    def takes_typing(self) -> bool:
        return bool(self.member and self.boxes and (self.boxes[0].problems or self.is_mended))

    @property
    def labelled_boxes(self) -> list[tuple[str, Box]]:
        return [("Số", box) for box in self.boxes]

    @property
    def now(self) -> str:
        if self.member is None:
            return ""
        return self.indicator.show_amount(self.last.amount) if self.last else "chưa ghi nhận"

    @property
    def written(self) -> str:
        return self.indicator.show_amount(self.amount) if self.is_ready else ""

    @property
    def is_falling(self) -> bool:
        known = self.last.amount if self.last else None
        return self.is_ready and known is not None and self.amount < known

    @property
    def change(self) -> str:
        """How the figure differs from the last one known: "mới", "không đổi", "+12", "giảm 28"."""
        if self.last is None or self.last.amount is None:
            return "số mới"
        difference = self.amount - self.last.amount
        if not difference:
            return "không đổi"
        if not self.indicator.is_number:
            return "thay đổi"
        show = self.indicator.show_amount
        return f"giảm {show(-difference)}" if difference < 0 else f"tăng {show(difference)}"


class ImportPlan(Grouped):
    """What a pasted block would state for `indicator` as of a day; five to eight queries."""

    def __init__(self, indicator: Indicator, as_of, rows: list[PastedRow], answers):
        self.indicator, self.as_of, self.answers = indicator, as_of, answers
        self.pasted = rows
        figures = Figures([indicator.code], Moment(as_of))
        self.indicator = figures.indicators[indicator.code]
        self.members = {m.slug: m for m in figures.members_of(indicator.code)}
        self._slugs = {m.agency_id: slug for slug, m in self.members.items()}
        self._figures = figures
        self.names = AgencyNames(self._slugs, as_of)
        placed = place(rows, self._find, answers, self.members.keys())
        self.rows = [self._figure(one) for one in placed]
        by_number = {row.placed.row.number: row for row in self.rows}
        for slug, several in doubles(placed).items():
            for one in several:
                remark = double_remark(several, self.members[slug].printed_name)
                by_number[one.row.number].remarks.append(remark)

    # The block's columns

    @cached_property
    def width(self) -> int:
        return max((len(row.values) for row in self.pasted if row.kind == Kind.ROW), default=0)

    @cached_property
    def column(self) -> int | None:
        """The column to read; None while nobody has chosen among several."""
        if self.width <= 1:
            return 0
        chosen = self.answers.get(COLUMN, "")
        return int(chosen) - 1 if chosen in self._column_numbers else None

    @property
    def _column_numbers(self) -> list[str]:
        return [str(number + 1) for number in range(self.width)]

    @property
    def columns(self) -> list[tuple[str, str, bool]]:
        """(number, what stands in it, whether chosen) of each column, where there are several."""
        if self.width <= 1:
            return []
        rows = [row for row in self.pasted if row.kind == Kind.ROW and len(row.values) > 1]
        found = []
        for at, number in enumerate(self._column_numbers):
            head = next((row.heads[at] for row in rows if len(row.heads) > at), "")
            sample = ", ".join(row.values[at] or "trống" for row in rows[:3])
            found.append((number, f"{head or f'Cột {number}'}: {sample} …", self.column == at))
        return found

    @property
    def choices(self) -> list[tuple[str, str]]:
        ordered = sorted(self.members.values(), key=lambda m: (m.sort_key or "", m.agency_id))
        return [(member.slug, member.printed_name) for member in ordered]

    @property
    def ready(self) -> list[PastedFigure]:
        return [row for row in self.rows if row.is_ready]

    @property
    def missing(self) -> list[Member]:
        """Asked agencies that the block says nothing about; nothing is written for them."""
        there = {row.placed.key for row in self.rows}
        return [m for slug, m in self.members.items() if slug not in there]

    @property
    def falling(self) -> list[PastedFigure]:
        return [row for row in self.ready if row.is_falling] if self.indicator.is_flow else []

    @property
    def faults(self) -> list[tuple[str, str]]:
        """(anchor, sentence) of everything that must be settled before writing."""
        found = [("#column-1", ASK_COLUMN)] if self.column is None else []
        for row in self.rows:
            if row.placed.is_left_out:
                continue
            where = f"Dòng {row.placed.row.line}, {row.placed.row.name}"
            if row.placed.is_open:
                found.append(
                    (f"#{row.placed.field}", f"{where}: bạn chọn cơ quan hoặc bỏ dòng này.")
                )
            elif row.problems and self.column is not None:
                found.append((f"#row-{row.placed.row.number}", f"{where}: {row.problems[0]}"))
        return found

    @property
    def amounts(self) -> dict[int, int]:
        return {row.member.agency_id: row.amount for row in self.ready}

    @property
    def aliases(self) -> list[tuple[int, str]]:
        return [
            (row.member.agency_id, row.placed.row.name) for row in self.ready if row.wants_alias
        ]

    @property
    def digest(self) -> str:
        return digest_of([self.indicator.code, str(self.as_of), sorted(self.amounts.items())])

    @property
    def total_remarks(self) -> list[str]:
        if self.column is None or not self.indicator.is_number:
            return []
        amounts = {
            row.placed.row.number: self._amount_in_block(row.placed.row) for row in self.rows
        }
        for row in self.pasted:
            if row.kind == Kind.TOTAL:
                amounts[row.number] = self._amount_in_block(row)
        return total_remarks(self.pasted, self.column, amounts, self.indicator.show_amount)

    def _amount_in_block(self, row: PastedRow) -> int | None:
        """The cell as pasted, or as mended since."""
        if self.column >= len(row.values):
            return None
        pasted = row.values[self.column]
        text = self.answers.get(f"r{row.number}-v{self.column + 1}", pasted)
        try:
            return read_pasted(text, self.indicator, is_soft=row.is_soft and text == pasted)
        except FigureError:
            return None

    # Rows

    def _find(self, name: str) -> Found:
        seen = self.names.find(name)
        return Found(tuple(self._slugs[pk] for pk in seen.agency_ids), seen.is_certain, seen.note)

    def _figure(self, placed: Placed) -> PastedFigure:
        member = self.members.get(placed.key)
        row = PastedFigure(placed, self.indicator, member)
        row.likely = [(slug, self.members[slug].printed_name) for slug in placed.found.keys]
        if not placed.found.is_certain and self.names.may_become_alias(placed.row.name):
            row.alias_field = f"r{placed.row.number}-alias"
            row.wants_alias = self.answers.get(row.alias_field) == "1"
        if member is None:
            return row
        row.last = self._figures.reading(self.indicator.code, member.agency_id)
        if self.column is None:
            row.remarks.append(ASK_COLUMN)
        elif placed.row.roles[self.column] == "month" and self._has_head and self.indicator.is_flow:
            row.remarks.append(IN_MONTH)
        else:
            read_amount(row, self.column, self.answers)
        return row

    @cached_property
    def _has_head(self) -> bool:
        return any(row.kind == Kind.HEAD for row in self.pasted)


def read_amount(row: PastedFigure, column: int, answers: Mapping[str, str]) -> None:
    """Reads the row's cell, or what was typed in its place."""
    name, pasted = row.placed.value_field(column), row.placed.row.values[column]
    text = answers.get(name, pasted)
    row.is_mended = text != pasted
    problems = ()
    try:
        is_soft = row.placed.row.is_soft and not row.is_mended
        row.amount = read_pasted(text, row.indicator, is_soft=is_soft)
        if row.amount is None:
            problems = (Problem(Severity.ERROR, name, EMPTY),)
    except FigureError as error:
        problems = (Problem(Severity.ERROR, name, error.message, error.suggestions),)
    row.boxes = [Box(name, text, problems)]
