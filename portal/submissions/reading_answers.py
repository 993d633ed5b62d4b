"""From typed text to answers: each question's text read strictly, each fault said in words."""

from portal.catalogue.models import ValueType

from .answers import (
    NOT_APPLICABLE,
    NOT_KNOWN,
    UNCHANGED,
    UPDATE,
    Answer,
    Problem,
    Severity,
    Texts,
    choice_of,
    has_typing,
)
from .evidence_answers import read_yes_no
from .figure_answers import read_number
from .models import TypedAs, ValueState
from .sheet import Part, Question, Sheet


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


def read_text(answer: Answer, texts: Texts) -> None:
    answer.text = texts.get(answer.question.field("value"), "").strip()
    answer.state = ValueState.REPORTED


READERS = {
    ValueType.COUNT: read_number,
    ValueType.DECIMAL: read_number,
    ValueType.YES_NO: read_yes_no,
    ValueType.TEXT: read_text,
}
