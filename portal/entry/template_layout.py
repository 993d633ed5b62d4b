"""The Excel template of a month's sheet as rows and boxes: what the writer draws and the reader
finds again. Which field stands in which column of which row, and the signature over it.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from django.utils.crypto import constant_time_compare, salted_hmac

from portal.catalogue.models import ON_PAPER, Evidence, ValueType
from portal.days import show_date_padded
from portal.documents.models import Document
from portal.submissions.answers import (
    NO,
    NOT_APPLICABLE,
    NOT_KNOWN,
    UNCHANGED,
    UPDATE,
    YES,
)
from portal.submissions.models import ValueState
from portal.submissions.sheet import Part, Question, Sheet

TEMPLATE_VERSION = 1
SHEET, GUIDE, HIDDEN = "Phiếu", "Hướng dẫn", "Nhận dạng"
MARK = "Mẫu phiếu báo cáo Đề án 146"
HEAD_ROW = 6
FIRST_ROW = HEAD_ROW + 1
NUMBER, LABEL, UNIT, LAST, MONTH, VALUE, OTHER, WHY, EXPLAIN, KEY = range(1, 11)
HEADS = {
    NUMBER: "STT",
    LABEL: "Chỉ tiêu",
    UNIT: "Đơn vị",
    LAST: "Kỳ trước",
    MONTH: "Phát sinh trong kỳ",
    VALUE: "Lũy kế hoặc giá trị kỳ này",
    OTHER: "Câu trả lời khác",
    WHY: "Vì sao chưa có hoặc không áp dụng",
    EXPLAIN: "Giải trình cảnh báo",
    KEY: "Mã dòng",
}
KEEP = "keep"  # Giữ nguyên, said of one question: nothing typed, in a part that is updated
OTHERS = ((KEEP, "Giữ nguyên"), (NOT_KNOWN, "Chưa có số liệu"), (NOT_APPLICABLE, "Không áp dụng"))
CHOICES = ((UNCHANGED, "Không thay đổi"), (UPDATE, "Cập nhật"), (NOT_KNOWN, "Chưa có số liệu"))
YES_NO = ((YES, "Có"), (NO, "Chưa"))
DOCUMENT_ROWS = (
    ("doc_kind", "Loại văn bản"),
    ("doc_number", "Số, ký hiệu văn bản, ví dụ 81/KH-UBND"),
    ("doc_issued_on", "Ngày ban hành, ví dụ 30/03/2022"),
    ("doc_issuer", "Cơ quan ban hành, ví dụ UBND tỉnh (không bắt buộc)"),
)


class Kind(StrEnum):
    COUNT = "count"
    DECIMAL = "decimal"
    DAY = "day"
    LINE = "line"
    TEXT = "text"
    LIST = "list"

    @property
    def is_number(self):
        return self in (Kind.COUNT, Kind.DECIMAL)


@dataclass(frozen=True)
class Input:
    """One box to fill in: its field, what it takes and, of a list, each (value, word)."""

    field: str
    kind: Kind
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Line:
    """One row below the head; `key` finds it again, wherever a spreadsheet has moved it."""

    key: str
    label: str
    part: Part
    question: Question | None = None
    inputs: dict[int, Input] = field(default_factory=dict)
    is_detail: bool = False

    @property
    def is_part(self) -> bool:
        return self.question is None

    @property
    def number(self) -> str:
        is_main = self.question and not self.is_detail and not self.question.is_read_only
        return str(self.question.number) if is_main else ""


def lay_out(sheet: Sheet) -> list[Line]:
    """The rows in the sheet's order: each part, then its questions with their details."""
    return [line for part in sheet.parts for line in part_lines(part)]


def part_lines(part: Part) -> Iterator[Line]:
    choices = CHOICES if part.can_stay else CHOICES[1:]
    inputs = {
        OTHER: Input(part.field("choice"), Kind.LIST, choices),
        WHY: Input(part.field("why"), Kind.LINE),
    }
    yield Line(f"part-{part.section.code}", part.section.title, part, inputs=inputs)
    for question in part.questions:
        if question.is_read_only:
            yield Line(question.code, question.indicator.label, part, question)
        else:
            yield from question_lines(part, question)


def question_lines(part: Part, question: Question) -> Iterator[Line]:
    indicator = question.indicator
    others = OTHERS if question.last else OTHERS[1:]
    inputs = value_inputs(question) | {
        OTHER: Input(question.field("other"), Kind.LIST, others),
        WHY: Input(question.field("why"), Kind.LINE),
        EXPLAIN: Input(question.field("explain"), Kind.LINE),
    }
    yield Line(question.code, indicator.label, part, question, inputs)
    for name, label in detail_labels(indicator):
        yield Line(
            f"{question.code}-{name}",
            label,
            part,
            question,
            {VALUE: detail_input(question, name)},
            is_detail=True,
        )


def value_inputs(question: Question) -> dict[int, Input]:
    indicator = question.indicator
    if indicator.value_type == ValueType.YES_NO:
        return {VALUE: Input(question.field("value"), Kind.LIST, YES_NO)}
    if indicator.value_type == ValueType.TEXT:
        return {VALUE: Input(question.field("value"), Kind.TEXT)}
    kind = Kind.DECIMAL if indicator.value_type == ValueType.DECIMAL else Kind.COUNT
    if not indicator.is_flow:
        return {VALUE: Input(question.field("value"), kind)}
    inputs = {VALUE: Input(question.field("total"), kind)}
    if question.last and question.last.amount is not None:
        inputs[MONTH] = Input(question.field("month"), kind)
    return inputs


def detail_labels(indicator) -> tuple[tuple[str, str], ...]:
    if indicator.evidence in ON_PAPER:
        return DOCUMENT_ROWS
    if indicator.evidence == Evidence.LINK:
        return (("link", "Địa chỉ, bắt đầu bằng https://"),)
    return ()


def detail_input(question: Question, name: str) -> Input:
    if name == "doc_kind":
        return Input(question.field(name), Kind.LIST, tuple(Document.Kind.choices))
    kind = Kind.DAY if name == "doc_issued_on" else Kind.LINE
    return Input(question.field(name), kind)


# What the hidden sheet says, and that the portal said it


@dataclass(frozen=True)
class Stamp:
    """For whom and what the workbook was made; `layout` changes with the catalogue's questions."""

    version: str
    agency: str
    period: str
    base_version: str
    layout: str

    @property
    def signature(self) -> str:
        told = json.dumps(asdict(self), sort_keys=True)
        return salted_hmac("portal.entry.template", told, algorithm="sha256").hexdigest()

    def is_signed_by(self, signature: str) -> bool:
        return constant_time_compare(self.signature, signature)


STAMP_ROWS = {"version": 2, "agency": 3, "period": 4, "base_version": 5, "layout": 6}
SIGNATURE_ROW = 7


def stamp_of(sheet: Sheet, lines: list[Line], base_version: int) -> Stamp:
    return Stamp(
        version=str(TEMPLATE_VERSION),
        agency=sheet.agency.slug,
        period=sheet.period.key,
        base_version=str(base_version),
        layout=digest(lines),
    )


def digest(lines: list[Line]) -> str:
    """The same as long as the same is asked in the same words; last values may change meanwhile."""
    told = [
        (line.key, line.label, line.inputs[VALUE].kind if VALUE in line.inputs else "")
        for line in lines
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def last_value(line: Line) -> int | str:
    """What stands in the column *Kỳ trước*: a plain count as a number, all else in words."""
    question = line.question
    if question is None or question.last is None:
        return ""
    if line.is_detail:
        return last_detail(line)
    last, indicator = question.last, question.indicator
    if last.state == ValueState.NOT_APPLICABLE:
        return ValueState.NOT_APPLICABLE.label
    if last.amount is None:
        return last.text
    if indicator.value_type == ValueType.COUNT and not last.qualifier:
        return last.amount
    return f"{last.qualifier} {indicator.show_amount(last.amount)}".strip()


def last_detail(line: Line) -> str:
    document = line.question.last_document
    name = line.key.removeprefix(f"{line.question.code}-")
    if name == "link":
        return line.question.last.text
    if document is None:
        return ""
    return {
        "doc_kind": document.get_kind_display(),
        "doc_number": document.number,
        "doc_issued_on": show_date_padded(document.issued_on),
        "doc_issuer": document.issuer,
    }[name]
