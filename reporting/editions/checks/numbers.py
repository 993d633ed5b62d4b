"""Numbers typed into prose that no figure of the report answers.

Not reported: dates, years, weeks, numbers of documents, sections and tables, levels; and a number
whose source is declared by a footnote behind it, in the same clause. The numbers of provinces'
stories are the provinces' own, confirmed by them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reporting.editions.report import Report, ReportFigure

from .finding import BLOCK, WARN, Finding, found
from .prose import HIDDEN, MARK, Prose, around

GROUP = "Số gõ tay"
UNITS = r"lượt|người|tổ|cán bộ|học viên|xã|lớp|đơn vị|tỷ|tỉ|triệu|thành viên|cơ quan|địa phương"
DAY = r"\d{1,2}\s?[/-]\s?\d{1,2}\s?[/-]\s?(?:19|20)\d\d"
DOCUMENTS = r"đề án|quyết định|nghị quyết|nghị định|thông tư|chỉ thị|kế hoạch|công văn|báo cáo"
PLACES = (
    r"mục|phần|bảng|biểu(?: đồ)?|hình|chú thích|phụ lục|điều|khoản|điểm|chương|trang|mức độ|cấp độ"
)
LIST = r"\d{1,3}(?:\.\d{1,2})*"
# What a number may be besides a figure, in the order in which it is taken out.
OTHERWISE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"https?://\S+|\S+@\S+|www\.\S+",
        r"(?<!\w)\d+(?:/\d{4})?\s?[/-]\s?[A-ZĐ]{1,}[\wĐđ]*(?:\s?[-/]\s?[A-ZĐ][\wĐđ&]*)*",
        rf"(?:(?:{DOCUMENTS})(?: số:?)?|văn bản số:?) 0?\d{{1,4}}(?![\d.,/]*\d)",
        DAY,
        r"(?:ngày|từ|đến|hết|sáng|chiều|tối)(?: ngày)? \d{1,2}\s?[/-]\s?\d{1,2}(?![\d.,/]*\d)",
        r"ngày [^.;\x00\x01\d]{1,40} \d{1,2}/\d{1,2}(?![\d.,/]*\d)",
        r"(?:từ |đến )?ngày \d{1,2}(?: tháng \d{1,2})?(?: năm \d{4})?(?![\d.,/]*\d)",
        r"(?:tháng|quý|tuần|kỳ) \d{1,2}(?:\s?/\s?\d{4})?"
        r"(?:(?:,| và|\s?-) \d{1,2}(?:\s?/\s?\d{4})?)*(?![\d.,/]*\d)",
        r"(?<![\d.,/])\d{1,2} (?:giờ|h)(?: \d{1,2}(?: phút)?)?(?![\d.,/]*\d)|\d{1,2}h\d{0,2}",
        rf"(?<![\d.,/])(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?(?![\d.,/]*\d)(?! (?:{UNITS})\b|%)",
        rf"(?:{PLACES}) {LIST}(?:(?:,| và) {LIST})*(?![\d.,/%]*[\d%])",
        r"(?:lần )?thứ \d{1,3}(?![\d.,/]*\d)",
        r"\(\d{1,2}\)|^\s*\d{1,2}[.)] ",
        r"công nghiệp 4\.0|24/7|covid-19",
    )
)
SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
NUMBER = re.compile(
    r"(?<![\w.,/])(?P<first>\d+(?:[.,]\d+)*)(?:\s?/\s?(?P<second>\d+(?:[.,]\d+)*))?"
    rf"(?:\s?(?P<percent>%)|\s(?P<scale>{'|'.join(SCALES)})\b)?(?!\w)"
)
WHOLE = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+")
DECIMAL = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+),\d+")
SOURCE_WITHIN = re.compile(rf"[^.;:{HIDDEN}{MARK}\d]{{0,80}}{MARK}")
SMALL = 10  # "03 nhóm việc": a number that is seldom a figure

Value = Decimal | tuple[Decimal, Decimal] | str


@dataclass(frozen=True)
class Typed:
    """A number as typed with the line it stands in. `value`: what it says."""

    text: str
    value: Value
    start: int
    prose: Prose

    @property
    def around(self) -> str:
        return around(self.prose.text, self.start, self.start + len(self.text))

    @property
    def is_small(self) -> bool:
        return isinstance(self.value, Decimal) and self.value <= SMALL and self.text.isdigit()


def typed_numbers(line: Prose) -> Iterator[Typed]:
    """The numbers of a line that may be figures and have no declared source."""
    text = line.typed
    for pattern in OTHERWISE:
        text = pattern.sub(lambda match: HIDDEN * len(match[0]), text)
    for match in NUMBER.finditer(text):
        if not SOURCE_WITHIN.match(text, match.end()):
            yield Typed(match[0], value_of(match), match.start(), line)


def value_of(match: re.Match) -> Value:
    first = read(match["first"])
    if match["second"]:
        pair = first, read(match["second"])
        return match[0] if None in pair else pair
    if first is None:
        return match[0]
    if match["percent"]:
        return f"{first.normalize()}%"
    return first * SCALES.get(match["scale"], 1)


def read(text: str) -> Decimal | None:
    """1.473 and 1473 are one number, 1,5 has a decimal; anything else is no number of ours."""
    if WHOLE.fullmatch(text):
        return Decimal(text.replace(".", ""))
    if DECIMAL.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    return None


def values_of(report: Report) -> set[Value]:
    """Everything that the report's figures, lists and tables say in numbers."""
    values: set[Value] = set()
    for figure in report.figures.values():
        values |= set(figure_values(figure))
    for table in report.tables:
        places = [(at, c.decimals) for at, c in enumerate(table.columns) if c.kind == "number"]
        for row in (*table.rows, table.total or ()):
            cells = [(row[at], decimals) for at, decimals in places if len(row) > at]
            values |= {scaled(cell, places) for cell, places in cells if isinstance(cell, int)}
    for note in report.notes:
        values |= {Decimal(len(note.names))} if note.names else set()
    for line in report.body:
        for piece in (*line.pieces, *(piece for item in line.items for piece in item)):
            if piece.is_figure:
                values |= {value_of(match) for match in NUMBER.finditer(piece.text)}
    counts = report.completeness
    return values | {Decimal(counts[k]) for k in ("central", "provincial") if counts.get(k)}


def figure_values(figure: ReportFigure) -> Iterator[Value]:
    amounts = [(figure.amount, figure.decimals), (figure.named_amount, figure.decimals)]
    amounts += [(figure.size, 0), (figure.known or None, 0)]
    for amount, decimals in amounts:
        if amount is not None:
            yield scaled(amount, decimals)
    if figure.amount is not None and figure.unit == "%":
        yield f"{scaled(figure.amount, figure.decimals).normalize()}%"
    if figure.size is not None:
        size = Decimal(figure.size)
        for part in (figure.amount if figure.is_count else None, figure.known):
            if part is not None:
                yield Decimal(part), size
    for names in (figure.done, figure.not_done, figure.not_applicable, figure.unknown):
        if names:
            yield Decimal(len(names))


def scaled(amount: int, decimals: int) -> Decimal:
    return Decimal(amount).scaleb(-decimals)


def numbers(report: Report, lines: list[Prose]) -> Iterator[Finding]:
    """Typed numbers that are no figure of the report. The same number twice in one text is told
    by the words around it."""
    known = values_of(report)
    for line in lines:
        if line.slot == "story":
            continue
        for typed in typed_numbers(line):
            if typed.value not in known:
                yield told(typed, report)


def told(typed: Typed, report: Report) -> Finding:
    line = typed.prose
    is_mild = typed.is_small or line.slot in ("proposals", "proposal")
    near = nearest(typed, report)
    return found(
        "so-go-tay",
        f"{line.source}|{typed.text}|{typed.around}",
        WARN if is_mild else BLOCK,
        GROUP,
        line.place,
        f"“{typed.text}” trong “{typed.around}” không phải số liệu nào của báo cáo. {near}Bạn thay "
        "bằng tên chỉ tiêu trong ngoặc nhọn, hoặc ghi nguồn bằng chú thích ngay sau số, "
        "ví dụ [^Nguồn: …], hoặc cho qua kèm lý do.",
        source=line.source,
        can_waive=True,
    )


def nearest(typed: Typed, report: Report) -> str:
    """ "Gần giống {TEAMS} = 61.063. " where one digit makes the difference."""
    for code, figure in report.figures.items():
        if len(typed.text) > 2 and is_one_digit_off(typed.text, figure.shown):
            return f"Gần giống {{{code}}} = {figure.shown}. "
    return ""


def is_one_digit_off(one: str, other: str) -> bool:
    pairs = list(zip(one, other, strict=False))
    return len(one) == len(other) and sum(a != b for a, b in pairs) == 1
