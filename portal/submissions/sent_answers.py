"""A sent revision as answers again, so that its reader is told what its preparer was told."""

from collections.abc import Iterable

from .answers import Answer, NewDocument
from .models import IndicatorValue
from .sheet import Question, Sheet
from .surroundings import look_around
from .validation import judge_sent


def judged_values(sheet: Sheet, values: Iterable[IndicatorValue]) -> dict[int, Answer]:
    """Indicator → its value as an answer with what was found about it; at most one query.

    A value that the month's sheet does not ask for is left out.
    """
    asked = {question.indicator.pk: question for question in sheet.asked}
    answers = [
        answer_of(asked[value.indicator_id], value)
        for value in values
        if value.indicator_id in asked
    ]
    judge_sent(sheet, answers, look_around)
    return {answer.question.indicator.pk: answer for answer in answers}


def answer_of(question: Question, value: IndicatorValue) -> Answer:
    answer = Answer(
        question,
        state=value.state,
        amount=value.amount,
        text=value.text,
        typed_as=value.typed_as,
        in_month=value.in_month,
        unchanged=value.unchanged,
        note=value.note,
        explanation=value.explanation,
    )
    document, stood = value.evidence, question.last_document
    if document is not None and (value.unchanged or (stood and stood.pk == document.pk)):
        answer.document = document
    elif document is not None:
        answer.new_document = NewDocument(
            document.kind,
            document.number,
            document.issued_on,
            document.stored_file_id,
            document.issuer,
        )
    return answer
