"""From typed text to answers: each question's text read strictly, each fault said in words.

An answer states what is meant (a figure, unchanged, nothing known, not applicable). Whether it is
plausible is judged in `validation`.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal.catalogue.models import Evidence, ValueType
from portal.days import DateError, read_date
from portal.documents.models import Document
from portal.documents.numbers import NumberError, read_document_number
from portal.figures import FigureError, read_count, read_decimal

from .models import TypedAs, ValueState
from .sheet import Part, Question, Sheet

YES, NO = "yes", "no"
UPDATE, UNCHANGED, NOT_KNOWN = "update", "unchanged", "not_known"
NOT_APPLICABLE = "not_applicable"
DOCUMENT_PARTS = ("doc_kind", "doc_number", "doc_issued_on", "doc_file")


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True)
class Problem:
    """Something to mend (error), to explain (warning) or to know (notice), at one field."""

    severity: Severity
    field: str
    message: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewDocument:
    """A document as typed into the sheet; stored as a Document when the report is sent."""

    kind: str
    number: str
    issued_on: datetime.date
    file_id: int | None


@dataclass
class Answer:
    """One question's answer. `state` None: not answered yet. Amounts as stored."""

    question: Question
    state: str | None = None
    amount: int | None = None
    text: str = ""
    typed_as: str = ""
    in_month: int | None = None
    unchanged: bool = False
    note: str = ""
    explanation: str = ""
    document: Document | None = None
    new_document: NewDocument | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_reported(self) -> bool:
        return self.state == ValueState.REPORTED

    @property
    def has_fault(self) -> bool:
        return any(problem.severity == Severity.ERROR for problem in self.problems)

    @property
    def base_amount(self) -> int | None:
        """The cumulative that a flow's month was added to; None when no base was known."""
        last = self.question.last
        return last.amount if last and self.question.indicator.is_flow else None

    def fault(self, part: str, message: str, suggestions=()) -> None:
        self.complain(Severity.ERROR, part, message, suggestions)

    def complain(self, severity: Severity, part: str, message: str, suggestions=()) -> None:
        self.problems.append(
            Problem(severity, self.question.field(part), message, tuple(suggestions))
        )

    @property
    def main_part(self) -> str:
        """The box that what is found about the figure stands at: the one that was typed in."""
        if not self.question.indicator.is_flow:
            return "value"
        return "month" if self.typed_as == TypedAs.IN_MONTH and not self.unchanged else "total"


Texts = Mapping[str, str]


def choice_of(part: Part, texts: Texts) -> str:
    """What was chosen for a part; typing inside it without a choice means an update."""
    chosen = texts.get(part.field("choice"), "")
    if chosen or not any(has_typing(question, texts) for question in part.asked):
        return chosen
    return UPDATE


def read_answers(sheet: Sheet, texts: Texts) -> list[Answer]:
    """Each asked question's answer, in the sheet's order. Missing texts count as empty."""
    return [read_answer(part, question, texts) for part in sheet.parts for question in part.asked]


def read_answer(part: Part, question: Question, texts: Texts) -> Answer:
    answer = Answer(question, explanation=texts.get(question.field("explain"), "").strip())
    choice = choice_of(part, texts)
    if choice == UNCHANGED:
        stay_unchanged(answer)
    elif choice == NOT_KNOWN:
        say_not_known(answer, texts.get(part.field("why"), ""), part.field("why"))
    else:
        read_open_question(answer, texts, is_open=choice == UPDATE)
    return answer


def read_open_question(answer: Answer, texts: Texts, *, is_open: bool) -> None:
    """A question of a part that is being updated: typing means an update, blank means unchanged."""
    question = answer.question
    other = texts.get(question.field("other"), "")
    typed = has_typing(question, texts)
    if other and typed:
        answer.fault(
            "other",
            "Ô này đã có số mà vẫn đánh dấu chưa có hoặc không áp dụng. Bạn bỏ một trong hai.",
        )
    elif other == NOT_KNOWN:
        say_not_known(answer, texts.get(question.field("why"), ""), question.field("why"))
    elif other == NOT_APPLICABLE:
        answer.state = ValueState.NOT_APPLICABLE
        answer.note = texts.get(question.field("why"), "").strip()
    elif typed:
        READERS[question.indicator.value_type](answer, texts)
    elif is_open and question.last:
        stay_unchanged(answer)
    elif is_open:
        answer.fault(
            answer.main_part,
            "Chưa trả lời. Bạn nhập số, hoặc đánh dấu “Chưa có số liệu” kèm lý do.",
        )


def has_typing(question: Question, texts: Texts) -> bool:
    parts = ("month", "total", "value", "link", *DOCUMENT_PARTS)
    return any(texts.get(question.field(part), "").strip() for part in parts)


def stay_unchanged(answer: Answer) -> None:
    """A dated statement that nothing changed: the last value is said again for this month."""
    last = answer.question.last
    if last is None:
        answer.fault(
            answer.main_part,
            "Chưa có số kỳ trước nên không giữ nguyên được. Bạn chọn “Cập nhật” và nhập số.",
        )
        return
    answer.unchanged = True
    answer.state, answer.amount, answer.text = last.state, last.amount, last.text
    answer.document = answer.question.last_document
    if answer.question.indicator.is_flow and last.amount is not None:
        answer.typed_as, answer.in_month = TypedAs.IN_MONTH, 0


def say_not_known(answer: Answer, why: str, why_field: str) -> None:
    answer.state, answer.note = ValueState.NOT_KNOWN, why.strip()
    if not answer.note:
        answer.problems.append(
            Problem(Severity.ERROR, why_field, "Bạn ghi vì sao chưa có số liệu và khi nào có.")
        )


def read_amount(answer: Answer, texts: Texts, part: str) -> int | None:
    """The stored amount typed in one box; None when blank, or (with a fault) unreadable."""
    text = texts.get(answer.question.field(part), "")
    indicator = answer.question.indicator
    try:
        if indicator.value_type == ValueType.DECIMAL:
            number = read_decimal(text, indicator.decimals)
            return None if number is None else int(number.scaleb(indicator.decimals))
        return read_count(text)
    except FigureError as error:
        answer.fault(part, error.message, error.suggestions)
        return None


def read_number(answer: Answer, texts: Texts) -> None:
    if answer.question.indicator.is_flow:
        read_flow(answer, texts)
        return
    answer.amount = read_amount(answer, texts, "value")
    answer.state = ValueState.REPORTED if answer.amount is not None else None


def read_flow(answer: Answer, texts: Texts) -> None:
    """In-month or cumulative, either typed; both typed must agree. No base: cumulative only."""
    indicator, base = answer.question.indicator, answer.base_amount
    month, total = read_amount(answer, texts, "month"), read_amount(answer, texts, "total")
    if answer.has_fault:
        return
    if base is None and total is None:
        answer.fault("total", "Chưa biết lũy kế kỳ trước nên cần nhập số lũy kế đến hết kỳ này.")
        return
    if base is not None and None not in (month, total) and base + month != total:
        right = indicator.show_amount(base + month)
        answer.fault(
            "total",
            f"Lũy kế kỳ trước {indicator.show_amount(base)} cộng {indicator.show_amount(month)} là "
            f"{right}, không phải {indicator.show_amount(total)}. Bạn sửa một trong hai ô.",
            (right,),
        )
        return
    answer.state = ValueState.REPORTED
    answer.typed_as = TypedAs.IN_MONTH if total is None else TypedAs.CUMULATIVE
    answer.amount = base + month if total is None else total
    answer.in_month = answer.amount - base if base is not None else month


def read_yes_no(answer: Answer, texts: Texts) -> None:
    question = answer.question
    said = texts.get(question.field("value"), "")
    if said not in (YES, NO):
        answer.fault("value", "Bạn chọn “Có” hoặc “Chưa”.")
        return
    answer.state, answer.amount = ValueState.REPORTED, int(said == YES)
    if said == NO:
        return
    if question.indicator.evidence == Evidence.PLAN:
        read_document(answer, texts)
    elif question.indicator.evidence == Evidence.LINK:
        read_link(answer, texts)


def read_link(answer: Answer, texts: Texts) -> None:
    link = texts.get(answer.question.field("link"), "").strip()
    last = answer.question.last
    answer.text = link or (last.text if last else "")
    if not answer.text:
        answer.fault("link", "Bạn ghi địa chỉ của chuyên trang, chuyên mục.")
    elif not answer.text.startswith(("https://", "http://")):
        answer.fault(
            "link", "Địa chỉ bắt đầu bằng https://.", (f"https://{answer.text.lstrip('/')}",)
        )
    elif len(answer.text) > 400 or any(c.isspace() for c in answer.text):
        answer.fault("link", "Địa chỉ không có khoảng trắng và dài nhất 400 ký tự.")


def read_document(answer: Answer, texts: Texts) -> None:
    """The document behind a yes: the one of last time when none is typed, else the typed one."""
    typed = {part: texts.get(answer.question.field(part), "").strip() for part in DOCUMENT_PARTS}
    last = answer.question.last_document
    if not any(typed.values()):
        if last is None:
            answer.fault("doc_number", "Bạn ghi số, ngày và đính kèm tệp văn bản.")
        answer.document = last
        return
    if typed["doc_kind"] not in Document.Kind.values:
        answer.fault("doc_kind", "Bạn chọn loại văn bản.")
    if not typed["doc_file"]:
        answer.fault("doc_file", "Bạn đính kèm tệp PDF của văn bản.")
    number = read_typed_number(answer, typed["doc_number"])
    issued_on = read_typed_date(answer, typed["doc_issued_on"])
    if not answer.has_fault:
        answer.new_document = NewDocument(
            typed["doc_kind"], number, issued_on, int(typed["doc_file"])
        )


def read_typed_number(answer: Answer, text: str) -> str:
    try:
        number = read_document_number(text)
    except NumberError as error:
        answer.fault("doc_number", error.message)
        return ""
    if not number.is_usual:
        answer.complain(
            Severity.NOTICE,
            "doc_number",
            f"“{number.text}” không có dạng số, ký hiệu thường gặp (ví dụ 81/KH-UBND). Nếu đúng, "
            "bạn để nguyên.",
        )
    return number.text


def read_typed_date(answer: Answer, text: str) -> datetime.date | None:
    try:
        day = read_date(text)
    except DateError as error:
        answer.fault("doc_issued_on", error.message)
        return None
    if day is None:
        answer.fault("doc_issued_on", "Bạn ghi ngày ban hành, ví dụ 30/03/2022.")
    return day


def read_text(answer: Answer, texts: Texts) -> None:
    answer.text = texts.get(answer.question.field("value"), "").strip()
    answer.state = ValueState.REPORTED


READERS = {
    ValueType.COUNT: read_number,
    ValueType.DECIMAL: read_number,
    ValueType.YES_NO: read_yes_no,
    ValueType.TEXT: read_text,
}
