"""A stored revision as the texts that would have to be typed to say the same again."""

from collections.abc import Iterable, Mapping

from portal.catalogue.models import ValueType
from portal.days import show_date
from portal.documents.models import Document

from .answers import NO, NOT_APPLICABLE, NOT_KNOWN, UNCHANGED, UPDATE, YES, has_typing
from .models import IndicatorValue, TypedAs, ValueState
from .sheet import Part, Question, Sheet


def retyped(sheet: Sheet, values: Iterable[IndicatorValue]) -> dict[str, str]:
    """Field → text of what the values say; what is not known stays blank."""
    stored = {value.indicator_id: value for value in values}
    texts = {}
    for part in sheet.parts:
        said = values_of(part, stored)
        if stays(part, said):
            texts[part.field("choice")] = UNCHANGED
            continue
        for question in part.asked:
            if question.indicator.pk in said:
                texts |= texts_of(question, said[question.indicator.pk])
    return texts


def for_correction(
    sheet: Sheet, values: Iterable[IndicatorValue], typed: Mapping[str, str]
) -> dict[str, str]:
    """The same for a draft in which an agency may have `typed` already, whose texts stand.

    Where only some of a part is known and the agency typed nothing in it, the rest is said to be
    not known, since a blank there would say that it stayed as it was. In a part that the agency
    has begun its blanks keep their meaning; one of which nothing is known is left to it.
    """
    stored = {value.indicator_id: value for value in values}
    texts = {}
    for part in sheet.parts:
        said = values_of(part, stored)
        chosen = typed.get(part.field("choice"), "")
        if chosen in (UNCHANGED, NOT_KNOWN) or not any(is_known(v) for v in said.values()):
            continue
        is_touched = chosen or any(is_answered(question, typed) for question in part.asked)
        if stays(part, said) and not is_touched:
            texts[part.field("choice")] = UNCHANGED
            continue
        texts[part.field("choice")] = UPDATE
        for question in part.asked:
            value = said.get(question.indicator.pk)
            if value is None or is_answered(question, typed):
                continue
            texts |= texts_of(question, value) if is_touched else open_texts(question, value)
    return {name: text for name, text in texts.items() if text != typed.get(name, "")}


def values_of(part: Part, stored: Mapping[int, IndicatorValue]) -> dict[int, IndicatorValue]:
    asked = {question.indicator.pk for question in part.asked}
    return {pk: value for pk, value in stored.items() if pk in asked}


def stays(part: Part, said: Mapping[int, IndicatorValue]) -> bool:
    """Whether the whole part was said to have stayed, and can be said so again."""
    return part.can_stay and bool(said) and all(value.unchanged for value in said.values())


def is_known(value: IndicatorValue) -> bool:
    return value.state != ValueState.NOT_KNOWN


def is_answered(question: Question, typed: Mapping[str, str]) -> bool:
    return has_typing(question, typed) or bool(typed.get(question.field("other")))


def open_texts(question: Question, value: IndicatorValue) -> dict[str, str]:
    if is_known(value):
        return texts_of(question, value)
    return {question.field("other"): NOT_KNOWN, question.field("why"): value.note}


def texts_of(question: Question, value: IndicatorValue) -> dict[str, str]:
    """The question's fields for one value; none for a value that is not known."""
    if value.state == ValueState.NOT_KNOWN:
        return {}
    if value.state == ValueState.NOT_APPLICABLE:
        texts = {"other": NOT_APPLICABLE, "why": value.note}
    elif question.indicator.value_type == ValueType.YES_NO:
        texts = yes_no_texts(question, value)
    elif question.indicator.value_type == ValueType.TEXT:
        texts = {"value": value.text}
    else:
        texts = figure_texts(question, value)
    if value.explanation:
        texts["explain"] = value.explanation
    return {question.field(part): text for part, text in texts.items()}


def figure_texts(question: Question, value: IndicatorValue) -> dict[str, str]:
    show = question.indicator.show_amount
    if not question.indicator.is_flow:
        return {"value": show(value.amount)}
    has_base = question.last is not None and question.last.amount is not None
    if value.typed_as == TypedAs.IN_MONTH and has_base:
        return {"month": show(value.in_month)}
    return {"total": show(value.amount)}


def yes_no_texts(question: Question, value: IndicatorValue) -> dict[str, str]:
    if not value.amount:
        return {"value": NO}
    return {"value": YES, "link": value.text} | document_texts(question, value.evidence)


def document_texts(question: Question, document: Document | None) -> dict[str, str]:
    """The typed document; none where the sheet stands on the same one without typing."""
    if document is None or document == question.last_document:
        return {}
    return {
        "doc_kind": document.kind,
        "doc_number": document.number,
        "doc_issued_on": show_date(document.issued_on),
        "doc_issuer": document.issuer,
        "doc_file": str(document.stored_file_id or ""),
    }
