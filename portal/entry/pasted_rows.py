"""One row of an officer's pasted block, read into the fields of the sheet that it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.catalogue.models import ValueType
from portal.figures import FigureError
from portal.submissions.answers import NO, YES, Answer
from portal.submissions.figure_answers import read_flow
from portal.submissions.models import ValueState
from portal.submissions.pasted_figures import read_pasted
from portal.submissions.placing import Placed
from portal.submissions.sheet import Question
from portal.submissions.validation import Problem, Severity

from .boxes import Box
from .merging import WORDS

MEANING = "meaning"
MONTH, TOTAL = "month", "total"
FLOW_PARTS = (MONTH, TOTAL)

ASK_MEANING = "Bạn chọn ở trên: số đã dán là số phát sinh hay số lũy kế."
ONE_FIGURE = "Chỉ tiêu này nhận một số. Bạn xóa các ô kia, giữ ô đúng."
NOT_IN_MONTH = "Cột này là số phát sinh, còn chỉ tiêu nhận số hiện có tại ngày cuối kỳ."
NO_BASE = "Chưa biết lũy kế kỳ trước nên cần số lũy kế. Bạn dán cột lũy kế."
SWAPPED = "Số phát sinh lớn hơn số lũy kế. Bạn xem lại thứ tự hai cột."
SUPPLIED = "Nền tảng cung cấp số này nên bạn không phải nhập."


@dataclass
class PastedAnswer:
    """A row on the page. `texts`: the sheet's fields that it would write, empty while in doubt."""

    placed: Placed
    question: Question | None
    boxes: list[Box] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    amounts: list[int | None] = field(default_factory=list)
    likely: list[tuple[str, str]] = field(default_factory=list)
    now: str = ""
    written: str = ""

    @property
    def label(self) -> str:
        return self.question.indicator.short_label if self.question else ""

    @property
    def problems(self) -> list[str]:
        return [p.message for box in self.boxes for p in box.problems] + self.remarks

    @property
    def is_ready(self) -> bool:
        return not self.placed.is_open and not self.problems

    @property
    def labels(self) -> list[str]:
        words = {MONTH: "Phát sinh", TOTAL: "Lũy kế"}
        heads = self.placed.row.heads or [""] * len(self.boxes)
        roles = self.placed.row.roles
        pairs = zip(roles, heads, strict=False)
        return [words.get(role) or head or "Số" for role, head in pairs]

    @property
    def labelled_boxes(self) -> list[tuple[str, Box]]:
        return list(zip(self.labels, self.boxes, strict=False))

    @property
    def takes_typing(self) -> bool:
        """Whether its boxes are shown: something in them must be mended, or was."""
        return bool(self.placed.key) and (bool(self.problems) or self.is_mended)

    @property
    def is_mended(self) -> bool:
        return tuple(box.text for box in self.boxes) != self.placed.row.values


def read_row(row: PastedAnswer, answers: Mapping[str, str]) -> None:
    """Fills in the row's boxes, what it would write, or why it would write nothing yet."""
    _Reader(row, answers).read()


def meaning_in(answers: Mapping[str, str]) -> str:
    """What the block's lone figures of flows were said to be; empty while nobody has said."""
    said = answers.get(MEANING, "")
    return said if said in FLOW_PARTS else ""


class _Reader:
    """Reads one placed row into the sheet's fields."""

    def __init__(self, row: PastedAnswer, answers: Mapping[str, str]):
        self.row, self.answers, self.question = row, answers, row.question
        self.pasted = row.placed.row
        self.meaning = meaning_in(answers)

    @property
    def indicator(self):
        return self.question.indicator

    def read(self) -> None:
        for column, text in enumerate(self.pasted.values):
            self.read_box(column, text)
        if self.row.problems:
            return
        filled = [n for n, box in enumerate(self.row.boxes) if box.text.strip()]
        if not filled:
            self.row.remarks.append("Không còn số nào. Bạn nhập số hoặc bỏ dòng này.")
        elif self.indicator.is_flow:
            self.write_flow(filled)
        elif len(filled) > 1:
            self.row.remarks.append(ONE_FIGURE)
        elif self.indicator.is_number and self.pasted.roles[filled[0]] == MONTH:
            if len(self.pasted.values) == 1 and not self.row.is_mended:
                self.row.remarks.append(NOT_IN_MONTH)
            else:
                self.write_value(filled[0])
        else:
            self.write_value(filled[0])

    def read_box(self, column: int, pasted: str) -> None:
        name = self.row.placed.value_field(column)
        text = self.answers.get(name, pasted)
        problems, amount = (), None
        try:
            if self.indicator.value_type != ValueType.TEXT:
                is_soft = self.pasted.is_soft and text == pasted
                amount = read_pasted(text, self.indicator, is_soft=is_soft)
        except FigureError as error:
            problems = (Problem(Severity.ERROR, name, error.message, error.suggestions),)
        self.row.amounts.append(amount)
        self.row.boxes.append(Box(name, text, problems))

    def write_value(self, column: int) -> None:
        amount = self.row.amounts[column]
        if self.indicator.value_type == ValueType.TEXT:
            text = shown = self.row.boxes[column].text
        else:
            text = shown = self.indicator.show_amount(amount)
        if self.indicator.value_type == ValueType.YES_NO:
            text = YES if amount else NO
        self.row.written = shown
        self.write({"value": text})

    def write_flow(self, filled: list[int]) -> None:
        parts = [self.part_of(column) for column in filled]
        if "" in parts or len(set(parts)) < len(parts):
            bare = len(self.pasted.values) == 1
            self.row.remarks.append(ASK_MEANING if bare else ONE_FIGURE)
            return
        said = {part: self.row.amounts[column] for part, column in zip(parts, filled, strict=True)}
        answer = Answer(self.question)
        texts = {part: self.indicator.show_amount(said.get(part)) for part in FLOW_PARTS}
        read_flow(answer, {self.question.field(part): text for part, text in texts.items()})
        if TOTAL not in said and answer.base_amount is None:
            self.row.remarks.append(NO_BASE)
        elif answer.problems:
            self.row.remarks += [problem.message for problem in answer.problems]
        elif len(said) > 1 and said[MONTH] > said[TOTAL]:
            self.row.remarks.append(SWAPPED)
        else:
            self.row.written = sum_of(self.indicator, answer)
            self.write(texts)

    def part_of(self, column: int) -> str:
        """The part of a flow's sum that a column holds; empty while nobody has said."""
        only = self.meaning if len(self.pasted.values) == 1 else ""
        return self.pasted.roles[column] or only

    def write(self, texts: dict[str, str]) -> None:
        """The fields; a tick "chưa có số liệu" beside them goes out."""
        self.row.texts = {self.question.field(part): text for part, text in texts.items()}
        self.row.texts[self.question.field("other")] = ""


def sum_of(indicator, answer: Answer) -> str:
    """The cumulative as a sum written out: "428 + 12 = 440"."""
    show = indicator.show_amount
    if answer.base_amount is None or answer.in_month is None:
        return f"lũy kế {show(answer.amount)}"
    change = indicator.show_change(answer.in_month)
    sign, size = ("−", change[1:]) if answer.in_month < 0 else ("+", show(answer.in_month))
    return f"{show(answer.base_amount)} {sign} {size} = {show(answer.amount)}"


def now_of(question: Question, draft: Mapping[str, str]) -> str:
    """What the sheet holds for a question: the draft's text, else what was known before."""
    labels = {"month": "phát sinh ", "total": "lũy kế ", "value": "", "other": ""}
    typed = [
        f"{label}{WORDS.get(text, text)}"
        for part, label in labels.items()
        if (text := draft.get(question.field(part), ""))
    ]
    if typed:
        return ", ".join(typed)
    last = question.last
    if last is None:
        return "để trống"
    if last.state == ValueState.NOT_APPLICABLE:
        return "để trống; kỳ trước: không áp dụng"
    known = last.text if last.amount is None else question.indicator.show_amount(last.amount)
    return f"để trống; kỳ trước: {known}"
