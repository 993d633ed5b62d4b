"""Classes pasted from Excel: each row read strictly, nothing written before it was looked at.

Columns, by the head's words or in this order: name, from, to, form, place, participants,
completions. A number before the name (TT) is left away. Pure; what the register says of a row is
asked in `pasting_views`.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from portal.days import DateError, read_date
from portal.figures import FigureError, read_count, show
from portal.names import nfc, search_key
from portal.submissions.pasted_lines import is_numbering, is_rank, is_ruler, is_total, lines_of

from .models import MOST_PARTICIPANTS, TrainingClass

MOST_ROWS = 200
LARGEST = 64 * 1024  # bytes of UTF-8
ORDER = ("name", "begins_on", "ends_on", "form", "place", "participants", "completions")
HEADS = {
    "rank": ("tt", "stt", "so tt"),
    "name": ("ten lop", "lop", "ten khoa", "ten lop boi duong", "noi dung"),
    "begins_on": ("tu ngay", "khai giang", "bat dau", "ngay khai giang", "ngay bat dau"),
    "ends_on": ("den ngay", "ket thuc", "be giang", "ngay ket thuc", "ngay be giang"),
    "form": ("hinh thuc",),
    "place": ("dia diem", "noi hoc"),
    "participants": ("so luot", "luot", "so luot tham gia", "luot tham gia", "tham gia"),
    "completions": ("hoan thanh", "so luot hoan thanh", "luot hoan thanh", "so hoan thanh"),
}
FORMS = {
    **{search_key(label): value for value, label in TrainingClass.Form.choices},
    "tap trung": TrainingClass.Form.IN_PERSON,
    "online": TrainingClass.Form.ONLINE,
    "truc tuyen va truc tiep": TrainingClass.Form.MIXED,
    "ket hop": TrainingClass.Form.MIXED,
}
ASKED = ("name", "begins_on", "ends_on", "form")
LABELS = {
    "name": "Tên lớp",
    "begins_on": "Từ ngày",
    "ends_on": "Đến ngày",
    "form": "Hình thức",
    "place": "Địa điểm",
    "participants": "Số lượt",
    "completions": "Hoàn thành",
}


class PasteError(ValueError):
    """A block that is not taken at all. `message`: Vietnamese, what to do."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class PastedClass:
    """One row. `said`: the fields that were read; `faults`: what is wrong, in words."""

    number: int
    line: int
    cells: Mapping[str, str]
    said: Mapping[str, object] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.cells.get("name") or "(không có tên)"

    @property
    def field(self) -> str:
        return f"leave-{self.number}"


def read_classes(text: str) -> list[PastedClass]:
    """Every row that names a class; heads, rulers and totals are left away."""
    if len(text.encode("utf-8", "replace")) > LARGEST:
        raise PasteError("Khối dán dài hơn 64 KB. Bạn chia ra và dán từng phần.")
    rows = list(rows_of(text))
    if len(rows) > MOST_ROWS:
        raise PasteError(f"Khối dán có hơn {MOST_ROWS} dòng. Bạn chia ra và dán từng phần.")
    if not rows:
        raise PasteError("Chưa thấy lớp nào. Bạn chép các cột từ Excel rồi dán lại.")
    return [read_row(number, line, cells) for number, (line, cells) in enumerate(rows, 1)]


def rows_of(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    columns: tuple[str, ...] = ()
    for line, source in enumerate(lines_of(text), 1):
        texts = [nfc(cell) for cell in source.split("\t" if "\t" in source else "|")]
        if not any(texts) or is_ruler(tuple(texts)) or is_numbering(tuple(texts)):
            continue
        if head := columns_of(texts):
            columns = head
            continue
        order = columns or (("rank", *ORDER) if is_rank(texts[0]) or not texts[0] else ORDER)
        cells = dict(zip(order, texts, strict=False))
        if len(texts) > len(order) and any(texts[len(order) :]):
            cells["beyond"] = " · ".join(filter(None, texts[len(order) :]))
        if not is_total(cells.get("name") or texts[0]):
            yield line, cells


def columns_of(texts: list[str]) -> tuple[str, ...]:
    """What each column holds, by its head; empty for a row that is none."""
    keys = [search_key(text) for text in texts]
    found = tuple(
        next((name for name, words in HEADS.items() if key in words), f"other-{at}")
        for at, key in enumerate(keys)
    )
    is_head = "name" in found and len(set(found) & set(HEADS)) > 1
    return found if is_head else ()


def read_row(number: int, line: int, cells: dict[str, str]) -> PastedClass:
    said, faults = {"on_platform": False}, []
    for name in ORDER:
        text = cells.get(name, "")
        try:
            said[name] = READERS[name](text)
        except (DateError, FigureError, PasteError) as error:
            said[name] = None
            faults.append(f"{LABELS[name]}: {error.message}")
            continue
        if name in ASKED and not said[name]:
            faults.append(f"{LABELS[name]}: để trống.")
    if "beyond" in cells:
        faults.append(f"Thừa cột: “{cells['beyond'][:60]}”.")
    return PastedClass(number, line, cells, said, tuple(faults))


def read_text(most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > most:
            raise PasteError(f"dài quá {most} chữ cái.")
        return text

    return read


def read_form(text: str) -> str:
    if text and search_key(text) not in FORMS:
        known = ", ".join(label.lower() for label in TrainingClass.Form.labels)
        raise PasteError(f"“{text[:40]}” không phải một trong: {known}.")
    return FORMS.get(search_key(text), "")


def read_number(text: str) -> int | None:
    number = read_count(text)
    if number is not None and number > MOST_PARTICIPANTS:
        raise PasteError(f"nhiều nhất {show(MOST_PARTICIPANTS)}.")
    return number


def read_day(text: str) -> datetime.date | None:
    return read_date(text)


READERS = {
    "name": read_text(300),
    "begins_on": read_day,
    "ends_on": read_day,
    "form": read_form,
    "place": read_text(200),
    "participants": read_number,
    "completions": read_number,
}
