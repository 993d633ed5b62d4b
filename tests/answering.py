"""Plain answers to whatever a sheet asks, by value type only: for catalogues nobody knows."""

from portal.catalogue.models import Evidence, ValueType
from portal.submissions.answers import Severity
from portal.submissions.validation import judge


def answers(sheet, *, count="7", more="5") -> dict[str, str]:
    """Field → text: yes (no where a document is asked), `count`, its flow `more` than before."""
    texts = {}
    for part in sheet.parts:
        texts[part.field("choice")] = "update"
        for question in part.asked:
            texts |= answer(question, count, more)
    explained = {
        problem.field.rsplit("-", 1)[0] + "-explain": "Đã đối chiếu với danh sách lớp."
        for problem in judge(sheet, texts).of(Severity.WARNING)
    }
    return texts | explained


def answer(question, count, more) -> dict[str, str]:
    indicator = question.indicator
    if indicator.value_type == ValueType.YES_NO:
        has_paper = question.last_document is not None
        if indicator.evidence == Evidence.PLAN and not has_paper:
            return {question.field("value"): "no"}
        link = {question.field("link"): "https://vi-du.example/chuyen-trang"}
        return {
            question.field("value"): "yes",
            **(link if indicator.evidence == Evidence.LINK else {}),
        }
    if indicator.value_type == ValueType.TEXT:
        return {question.field("value"): "Không có vướng mắc."}
    if indicator.is_flow:
        known = question.last.amount if question.last else 0
        return {question.field("total"): str((known or 0) + int(more))}
    return {question.field("value"): count}
