"""What an address asks for, read without the database: every fault is a sentence at its field.

An address is typed, cut and joined by strangers: nothing in it raises, repeats or goes on for ever.
"""

import datetime
import re
from dataclasses import dataclass, field

from django.http import QueryDict

from portal.days import DateError, read_date
from portal.names import nfc

CODES, SCOPE, AGENCIES = "chi-tieu", "pham-vi", "co-quan"
FIRST, LAST, DAYS = "tu", "den", "ngay"
MEASURE, SOURCE, LAYOUT, ORDER, ORDER_COLUMN, PAGE = "so", "nguon", "bay", "xep", "cot", "page"

CUMULATIVE, IN_MONTH, AS_STATED = "luy-ke", "trong-ky", "nhu-bao-cao"
MEASURES = {
    CUMULATIVE: "Số mới nhất đến ngày đó (lũy kế)",
    IN_MONTH: "Phát sinh trong kỳ",
    AS_STATED: "Chỉ số báo cáo cho đúng kỳ đó",
}
PUBLISHED, OWN, PLATFORM = "cong-bo", "co-quan", "nen-tang"
SOURCES = {
    PUBLISHED: "Theo quy tắc công bố",
    OWN: "Cơ quan tự báo cáo",
    PLATFORM: "Nền tảng cung cấp",
}
TABLE, LISTING = "bang", "danh-sach"
LAYOUTS = {TABLE: "Bảng", LISTING: "Danh sách từng số"}
OFFICIAL, BY_NAME, LARGEST, SMALLEST = "chinh-thuc", "ten", "lon", "nho"
ORDERS = {
    OFFICIAL: "Thứ tự chính thức",
    BY_NAME: "Tên, A đến Y",
    LARGEST: "Số lớn trước",
    SMALLEST: "Số nhỏ trước",
}
CHOICES = {MEASURE: MEASURES, SOURCE: SOURCES, LAYOUT: LAYOUTS, ORDER: ORDERS}

MOST_CODES, MOST_DAYS, MOST_NAMES = 40, 24, 100
LONGEST = 4000  # characters of one field

LABELS = {
    CODES: "Chỉ tiêu",
    SCOPE: "Phạm vi",
    AGENCIES: "Cơ quan",
    FIRST: "Từ kỳ",
    LAST: "Đến kỳ",
    DAYS: "Tính đến ngày",
    MEASURE: "Số",
    SOURCE: "Nguồn",
    LAYOUT: "Cách bày",
    ORDER: "Sắp xếp",
    ORDER_COLUMN: "Cột sắp xếp",
    PAGE: "Trang",
}


@dataclass
class Query:
    """The address in order. `typed`: what stands in each box, also what could not be read."""

    codes: tuple[str, ...] = ()
    scope: str = ""
    names: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    days: tuple[datetime.date, ...] = ()
    measure: str = CUMULATIVE
    source: str = PUBLISHED
    layout: str = TABLE
    order: str = OFFICIAL
    order_column: int | None = None
    page: int = 1
    typed: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def refuse(self, where: str, why: str) -> None:
        self.faults.setdefault(where, why)

    @property
    def is_listing(self) -> bool:
        return self.layout == LISTING


def read_query(params: QueryDict) -> Query:
    """The Query of an address; faults stand in it, a faulty field keeps its ordinary value."""
    query = Query()
    query.typed = {name: _single(query, params, name) for name in LABELS if name != CODES}
    codes = [nfc(code)[:60] for code in params.getlist(CODES)]
    query.codes = tuple(dict.fromkeys(code for code in codes if code))
    if len(query.codes) > MOST_CODES:
        query.refuse(CODES, f"Mỗi lần xem nhiều nhất {MOST_CODES} chỉ tiêu. Bạn chọn ít hơn.")
        query.codes = query.codes[:MOST_CODES]
    query.scope = query.typed[SCOPE]
    query.first, query.last = (_month(query, where) for where in (FIRST, LAST))
    _read_names(query)
    _read_days(query)
    for where, attribute in (
        (MEASURE, "measure"),
        (SOURCE, "source"),
        (LAYOUT, "layout"),
        (ORDER, "order"),
    ):
        _choose(query, where, attribute)
    query.order_column = _number(query, ORDER_COLUMN)
    query.page = _number(query, PAGE) or 1
    if query.measure != CUMULATIVE and query.days:
        query.refuse(MEASURE, f"“{MEASURES[query.measure]}” chỉ xem được theo kỳ, không theo ngày.")
    return query


def _single(query: Query, params: QueryDict, name: str) -> str:
    values = [nfc(value) for value in params.getlist(name)]
    if len(set(values)) > 1:
        query.refuse(name, f"Địa chỉ có {len(values)} giá trị cho “{LABELS[name]}”. Bạn chọn một.")
    if values and len(values[0]) > LONGEST:
        query.refuse(name, f"“{LABELS[name]}” dài quá {LONGEST} ký tự. Bạn nhập ngắn hơn.")
        return values[0][:LONGEST]
    return values[0] if values else ""


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"


def _month(query: Query, where: str) -> str:
    text = query.typed[where]
    if text and not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        query.refuse(where, f"Chưa rõ “{_short(text)}” là kỳ nào. Bạn chọn kỳ trong danh sách.")
        return ""
    return text


def _read_names(query: Query) -> None:
    names = [name.strip() for name in query.typed[AGENCIES].split(";")]
    query.names = tuple(dict.fromkeys(name for name in names if name))
    if len(query.names) > MOST_NAMES:
        query.refuse(AGENCIES, f"Mỗi lần nêu tên nhiều nhất {MOST_NAMES} cơ quan.")
        query.names = query.names[:MOST_NAMES]


def _read_days(query: Query) -> None:
    texts = [text for text in re.split(r"[;,\s]+", query.typed[DAYS]) if text]
    if len(texts) > MOST_DAYS:
        query.refuse(DAYS, f"Mỗi lần xem nhiều nhất {MOST_DAYS} ngày. Bạn nêu ít ngày hơn.")
    try:
        days = {read_date(text) for text in texts[:MOST_DAYS]}
    except DateError as error:
        query.refuse(DAYS, error.message)
        return
    query.days = tuple(sorted(days))


def _choose(query: Query, where: str, attribute: str) -> None:
    text = query.typed[where]
    if text in CHOICES[where]:
        setattr(query, attribute, text)
    elif text:
        known = "; ".join(CHOICES[where].values())
        query.refuse(where, f"Không có lựa chọn “{_short(text)}”. Bạn chọn một trong: {known}.")


def _number(query: Query, where: str) -> int | None:
    text = query.typed[where]
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,6}", text) or int(text) < 1:
        query.refuse(
            where, f"“{LABELS[where]}” là một số từ 1 trở lên, không phải “{_short(text)}”."
        )
        return None
    return int(text)
