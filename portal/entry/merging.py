"""Fields that two people changed at once, side by side, each text as its author saw it."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.accounts.models import User
from portal.documents.models import Document, StoredFile
from portal.submissions.answers import NO, NOT_APPLICABLE, NOT_KNOWN, UNCHANGED, UPDATE, YES
from portal.submissions.drafting import Conflict
from portal.submissions.sheet import Sheet

from .boxes import read_pk

PART_LABELS = {
    "month": "phát sinh trong kỳ",
    "total": "lũy kế",
    "value": "giá trị",
    "link": "địa chỉ",
    "doc_kind": "loại văn bản",
    "doc_number": "số, ký hiệu",
    "doc_issued_on": "ngày ban hành",
    "doc_issuer": "cơ quan ban hành",
    "doc_file": "tệp văn bản",
    "other": "câu trả lời khác",
    "why": "lý do",
    "explain": "giải trình",
    "choice": "câu trả lời của phần",
}
WORDS = {
    UPDATE: "Cập nhật",
    UNCHANGED: "Không thay đổi",
    NOT_KNOWN: "Chưa có số liệu",
    NOT_APPLICABLE: "Không áp dụng",
    YES: "Có",
    NO: "Chưa",
    **dict(Document.Kind.choices),
}
CHOSEN_FROM_A_LIST = ("choice", "other", "value", "doc_kind")


@dataclass(frozen=True)
class ConflictRow:
    """One field to decide. `mine` and `theirs` are posted, the `_shown` ones are read."""

    label: str
    conflict: Conflict
    by: User
    mine_shown: str
    theirs_shown: str
    began_shown: str


def conflict_rows(sheet: Sheet, conflicts: Sequence[Conflict]) -> list[ConflictRow]:
    """The conflicts in words; two queries."""
    labels = field_labels(sheet)
    people = User.objects.in_bulk({conflict.by_id for conflict in conflicts})
    texts = {t for c in conflicts for t in (c.mine, c.theirs, c.base) if is_file(c.field)}
    files = StoredFile.objects.filter(agency=sheet.agency).in_bulk(
        {read_pk(text) for text in texts} - {None}
    )

    def shown(field: str, text: str) -> str:
        if is_file(field):
            stored = files.get(read_pk(text))
            return stored.name if stored else ""
        return WORDS.get(text, text) if field.endswith(CHOSEN_FROM_A_LIST) else text

    return [
        ConflictRow(
            labels.get(c.field, c.field),
            c,
            people.get(c.by_id),
            *(shown(c.field, text) for text in (c.mine, c.theirs, c.base)),
        )
        for c in conflicts
    ]


def is_file(field: str) -> bool:
    return field.endswith("-doc_file")


def field_labels(sheet: Sheet) -> dict[str, str]:
    labels = {
        part.field(name): f"{part.section.title}, {PART_LABELS[name]}"
        for part in sheet.parts
        for name in ("choice", "why")
    }
    for question in sheet.asked:
        for name, label in PART_LABELS.items():
            labels[question.field(name)] = f"{question.indicator.short_label}, {label}"
    return labels
