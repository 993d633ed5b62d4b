"""The month's sheet as an Excel template for one agency: filled in offline, uploaded again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from portal.days import show_date, show_instant
from portal.figures import LARGEST, FigureError, read_count
from portal.office.archive import StillArchive
from portal.office.cell_text import clean, would_act
from portal.office.lettering import lines_in
from portal.office.sheet import BODY, FACE, HEADING, HIGHEST_ROW, LINE, PADDING, WHOLE
from portal.submissions.sheet import Sheet

from .template_guide import add_guide
from .template_layout import (
    EXPLAIN,
    FIRST_ROW,
    GUIDE,
    HEAD_ROW,
    HEADS,
    HIDDEN,
    KEY,
    LABEL,
    LAST,
    MARK,
    MONTH,
    NUMBER,
    OTHER,
    SHEET,
    SIGNATURE_ROW,
    STAMP_ROWS,
    UNIT,
    VALUE,
    WHY,
    Input,
    Kind,
    Line,
    Stamp,
    last_value,
    lay_out,
    stamp_of,
)

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {
    NUMBER: 6,
    LABEL: 40,
    UNIT: 9,
    LAST: 15,
    MONTH: 14,
    VALUE: 24,
    OTHER: 18,
    WHY: 24,
    EXPLAIN: 24,
    KEY: 4,
}
TYPED = "@"  # a text cell: what is typed stays as typed, in every language of Office
AIR = 6.0

_thin = Side(style="thin", color="FF76827F")
_BOX = Border(left=_thin, right=_thin, top=_thin, bottom=_thin)
_LOCKED = PatternFill("solid", fgColor="FFF1EFE8")
_PART = PatternFill("solid", fgColor="FFE4EFF0")
_OPEN = Protection(locked=False)


def template_bytes(
    sheet: Sheet, texts: Mapping[str, str], base_version: int, created: datetime
) -> bytes:
    """The workbook of `sheet` with a draft's texts filled in; `base_version`: the draft's version.

    The bytes depend on these four alone. A count is written as a number; whatever else was typed
    stands as it was typed.
    """
    lines = lay_out(sheet)
    book = Workbook()
    book.security = WorkbookProtection(lockStructure=True)
    properties = book.properties
    properties.title = clean(f"Phiếu {sheet.period.label}, {sheet.agency.name}")
    properties.creator = properties.lastModifiedBy = "Theo dõi Đề án 146"
    properties.language = "vi-VN"
    moment = created.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.created = properties.modified = moment
    book._named_styles["Normal"].font = book._fonts[0] = Font(name=FACE, size=BODY)
    form = book.active
    form.title = SHEET
    add_form(form, sheet, lines, texts)
    add_guide(book.create_sheet(GUIDE), sheet)
    add_stamp(book.create_sheet(HIDDEN), stamp_of(sheet, lines, base_version))
    return packed(book)


def packed(book: Workbook) -> bytes:
    into = BytesIO()
    with StillArchive(into, "w") as archive:
        ExcelWriter(book, archive).write_data()
    return into.getvalue()


# The form


def add_form(form: Worksheet, sheet: Sheet, lines: list[Line], texts: Mapping[str, str]) -> None:
    add_top(form, sheet)
    for column, head in HEADS.items():
        put(form, HEAD_ROW, column, head, is_bold=True, fill=_PART, horizontal="center")
    form.row_dimensions[HEAD_ROW].height = 2 * LINE[BODY] + AIR
    for row, line in enumerate(lines, FIRST_ROW):
        add_line(form, row, line, texts)
    for column, width in WIDTHS.items():
        form.column_dimensions[get_column_letter(column)].width = width
    form.column_dimensions[get_column_letter(KEY)].hidden = True
    set_up_page(form, FIRST_ROW + len(lines) - 1)
    form.protection.sheet = True
    form.protection.formatColumns = form.protection.formatRows = False  # False: allowed


def add_top(form: Worksheet, sheet: Sheet) -> None:
    period = sheet.period
    span = f"Số liệu từ {show_date(period.starts_on)} đến hết {show_date(period.ends_on)}."
    due = f"Hạn gửi: {show_instant(period.due_at)}."
    top = (
        (f"Phiếu báo cáo {period.label}", True, HEADING),
        (sheet.agency.official_name, True, BODY),
        (f"{span} {due}", False, BODY),
        (
            "Chỉ điền các ô nền trắng; chỉ sửa những gì đã thay đổi. Không phát sinh thì ghi 0. "
            "Khái niệm và cách điền: trang “Hướng dẫn”.",
            False,
            BODY,
        ),
    )
    for row, (text, is_bold, size) in enumerate(top, 1):
        cell = form.cell(row, 1, clean(text))
        cell.font = Font(name=FACE, size=size, bold=is_bold)


def add_line(form: Worksheet, row: int, line: Line, texts: Mapping[str, str]) -> None:
    fill = _PART if line.is_part else _LOCKED
    unit = "" if line.is_part or line.is_detail else line.question.indicator.unit
    put(form, row, NUMBER, line.number, fill=fill, horizontal="center")
    indent = 3 if line.is_detail else 1
    put(form, row, LABEL, line.label, is_bold=line.is_part, fill=fill, indent=indent)
    put(form, row, UNIT, unit, fill=fill, horizontal="center")
    last = last_value(line)
    side = "right" if line.question and line.question.indicator.is_number else "left"
    put(form, row, LAST, last, fill=fill, horizontal=side).number_format = WHOLE
    put(form, row, KEY, line.key, fill=fill)
    for column in (MONTH, VALUE, OTHER, WHY, EXPLAIN):
        box = line.inputs.get(column)
        if box is None:
            put(form, row, column, "", fill=fill)
        else:
            add_box(form, row, column, line, box, texts.get(box.field, ""))
    form.row_dimensions[row].height = height_of(form, row)


def add_box(form: Worksheet, row: int, column: int, line: Line, box: Input, text: str) -> None:
    side = "right" if box.kind.is_number else "left"
    cell = put(form, row, column, filled(box, text), horizontal=side)
    cell.protection = _OPEN
    cell.number_format = WHOLE if box.kind == Kind.COUNT else TYPED
    check = validation_of(box)
    head, told = prompt_of(column, line)
    if told:
        check.promptTitle, check.prompt = clean(head)[:32], clean(told)[:255]
        check.showInputMessage = True
    check.add(cell.coordinate)
    form.add_data_validation(check)


def prompt_of(column: int, line: Line) -> tuple[str, str]:
    """What shows beside a chosen box: the centre's question, else what the figure means."""
    if line.is_part or line.is_detail or column not in (VALUE, EXPLAIN):
        return "", ""
    if line.question.query:
        return "Cục hỏi", line.question.query.text
    indicator = line.question.indicator
    return (indicator.short_label, indicator.definition) if column == VALUE else ("", "")


def filled(box: Input, text: str) -> int | str:
    """A draft's text as it stands in its cell."""
    if box.kind == Kind.LIST:
        return dict(box.choices).get(text, "")
    if box.kind == Kind.COUNT:
        try:
            number = read_count(text)
        except FigureError:
            return text
        return "" if number is None else number
    return text


def validation_of(box: Input) -> DataValidation:
    if box.kind == Kind.LIST:
        words = ",".join(word for _, word in box.choices)
        return DataValidation(
            type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True,
            errorTitle="Chọn trong danh sách", error=f"Ô này nhận: {words.replace(',', ', ')}.",
        )  # fmt: skip
    if box.kind == Kind.COUNT:
        return DataValidation(
            type="whole", operator="between", formula1="0", formula2=str(LARGEST),
            allow_blank=True, showErrorMessage=True, errorTitle="Cần số nguyên",
            error="Ô này nhận số nguyên, không âm. Chưa có số liệu thì để trống và chọn ở cột "
            "“Câu trả lời khác”.",
        )  # fmt: skip
    longest = "5000" if box.kind == Kind.TEXT else "500"
    return DataValidation(
        type="textLength", operator="lessThanOrEqual", formula1=longest, allow_blank=True,
        showErrorMessage=True, errorTitle="Dài quá",
        error=f"Ô này nhận nhiều nhất {longest} ký tự.",
    )  # fmt: skip


def put(form, row, column, value, *, is_bold=False, fill=None, horizontal="left", indent=1):
    """One boxed cell; a text is never a formula."""
    text = clean(value) if isinstance(value, str) else value
    cell = form.cell(row, column)
    cell.value = text if text != "" else None
    if isinstance(text, str) and text:
        cell.data_type = "s"
        cell.quotePrefix = would_act(text)
    cell.font = Font(name=FACE, size=BODY, bold=is_bold)
    cell.border = _BOX
    cell.alignment = Alignment(
        horizontal=horizontal,
        vertical="center",
        wrap_text=horizontal != "right",  # LibreOffice forgets the indent of what wraps
        indent=0 if horizontal == "center" else indent,
    )
    if fill:
        cell.fill = fill
    return cell


def height_of(form: Worksheet, row: int) -> float:
    lines = max(
        lines_in(str(form.cell(row, column).value or ""), WIDTHS[column] - PADDING)
        for column in range(LABEL, KEY)
    )
    return min(lines * LINE[BODY] + AIR, HIGHEST_ROW)


def set_up_page(form: Worksheet, last_row: int) -> None:
    form.page_setup.orientation, form.page_setup.paperSize = "landscape", 9
    form.page_setup.fitToWidth, form.page_setup.fitToHeight = 1, 0
    form.sheet_properties.pageSetUpPr.fitToPage = True
    form.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    form.print_area = f"A1:{get_column_letter(EXPLAIN)}{last_row}"
    form.freeze_panes = form.cell(FIRST_ROW, UNIT)
    form.sheet_view.showGridLines = False


# What finds it again


def add_stamp(hidden: Worksheet, stamp: Stamp) -> None:
    hidden.sheet_state = "veryHidden"
    hidden.protection.sheet = True
    rows = {1: ("portal", MARK), SIGNATURE_ROW: ("signature", stamp.signature)}
    rows |= {row: (name, getattr(stamp, name)) for name, row in STAMP_ROWS.items()}
    for row, pair in rows.items():
        for column, text in enumerate(pair, 1):
            hidden.cell(row, column).value = text
