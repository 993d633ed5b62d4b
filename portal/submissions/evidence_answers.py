"""A yes or no with what stands behind it: a document or an address."""

import datetime

from portal.catalogue.models import ON_PAPER, Evidence
from portal.days import DateError, read_date
from portal.documents.models import Document
from portal.documents.numbers import NumberError, read_document_number
from portal.names import nfc

from .answers import DOCUMENT_PARTS, NO, YES, Answer, NewDocument, Severity, Texts
from .models import ValueState

LONGEST_ISSUER = Document._meta.get_field("issuer").max_length


def read_yes_no(answer: Answer, texts: Texts) -> None:
    question = answer.question
    said = texts.get(question.field("value"), "")
    if said not in (YES, NO):
        answer.fault("value", "Bạn chọn “Có” hoặc “Chưa”.")
        return
    answer.state, answer.amount = ValueState.REPORTED, int(said == YES)
    if said == NO:
        return
    if question.indicator.evidence in ON_PAPER:
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
            miss_document(answer)
        answer.document = last
        return
    if typed["doc_kind"] not in Document.Kind.values:
        answer.fault("doc_kind", "Bạn chọn loại văn bản.")
    if not typed["doc_file"].isdecimal():
        answer.fault("doc_file", "Bạn đính kèm tệp PDF của văn bản.")
    number = read_typed_number(answer, typed["doc_number"])
    issued_on = read_typed_date(answer, typed["doc_issued_on"])
    issuer = nfc(typed["doc_issuer"])
    if len(issuer) > LONGEST_ISSUER:
        answer.fault("doc_issuer", f"Tên cơ quan ban hành dài nhất {LONGEST_ISSUER} ký tự.")
    if not answer.has_fault:
        answer.new_document = NewDocument(
            typed["doc_kind"], number, issued_on, int(typed["doc_file"]), issuer
        )


def miss_document(answer: Answer) -> None:
    """A plan is proved by its document; a decision that is not at hand is explained."""
    if answer.question.indicator.evidence == Evidence.PLAN:
        answer.fault("doc_number", "Bạn ghi số, ngày và đính kèm tệp văn bản.")
    else:
        answer.complain(
            Severity.WARNING,
            "doc_number",
            "Chưa có số, ngày và tệp quyết định. Nếu chưa gửi kèm được, bạn ghi lý do.",
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
