"""Templates filled in by mistake: name → (the uploaded bytes, what the page must say).

Each takes the `reports` fixture's value and returns the file's bytes.
"""

import datetime
import io
import unicodedata

from openpyxl import Workbook
from openpyxl.comments import Comment

from portal.entry.template_layout import HEAD_ROW, HIDDEN, KEY, SHEET, SIGNATURE_ROW, STAMP_ROWS
from tests import factories as make
from tests.portal.office.hostile import rezipped

from .template_files import Form, filled, template


def cells(**values):
    """A template with values put in: TEAMS__why is its reason, part_TEAMS__other its part's."""

    def address(name):
        row, _, column = name.partition("__")
        row = row.replace("_", "-", 1) if row.startswith("part_") else row
        return f"{row}:{column}" if column else row

    return lambda reports: filled(reports, {address(name): v for name, v in values.items()})


def detail(name, value):
    return lambda reports: filled(reports, {name: value})


def form(change):
    """A template opened and changed by `change(form)`."""

    def made(reports):
        opened = Form(template(reports))
        change(opened)
        return opened.content

    return made


def stamped(name, value):
    """The hidden sheet edited by hand."""
    row = STAMP_ROWS.get(name, SIGNATURE_ROW)

    def change(opened):
        opened.book[HIDDEN].cell(row, 2).value = value

    return form(change)


def foreign(reports):
    into = io.BytesIO()
    Workbook().save(into)
    return into.getvalue()


def old_layout(reports):
    content = template(reports)
    wording = reports.indicators["FILM"].versions.get()
    wording.label = "Số tin, bài, phóng sự"
    wording.save()
    return content


def new_question(reports):
    content = template(reports)
    asked_of = reports.indicators["FILM"].asked_of
    make.make_indicator("PROV_NEW", asked_of, section=reports.indicators["FILM"].section)
    return content


def other_version(version):
    def made(reports):
        from portal.entry import template_layout

        present = template_layout.TEMPLATE_VERSION
        template_layout.TEMPLATE_VERSION = version
        try:
            return template(reports)
        finally:
            template_layout.TEMPLATE_VERSION = present

    return made


def of_another_month(reports):
    present, reports.period = reports.period, make.make_period(2022, 12)
    try:
        return template(reports)
    finally:
        reports.period = present


def of_another_agency(reports):
    other = make.make_agency("Hải Phòng", "hai-phong", sets=[reports.indicators["FILM"].asked_of])
    present, reports.agency = reports.agency, other
    try:
        return template(reports)
    finally:
        reports.agency = present


def head(column, text):
    return form(lambda f: setattr(f.sheet.cell(HEAD_ROW, column), "value", text))


def swap_heads(f):
    first, second = f.sheet.cell(HEAD_ROW, 5), f.sheet.cell(HEAD_ROW, 6)
    first.value, second.value = second.value, first.value


def rename(f):
    f.sheet.title = "Bảng 1"


def copy_row(f):
    source, target = f.rows["PROV_FILM"], f.sheet.max_row + 1
    for column in range(1, KEY + 1):
        f.sheet.cell(target, column).value = f.sheet.cell(source, column).value


def add_row(f):
    f.sheet.cell(f.sheet.max_row + 1, 2).value = "Chỉ tiêu tôi thêm"


def sort_names_only(f):
    """Sorting columns A to D leaves the answers and the row's marks behind."""
    one, two = f.rows["PROV_TEAMS"], f.rows["PROV_PEOPLE"]
    for column in range(1, 5):
        first, second = f.sheet.cell(one, column), f.sheet.cell(two, column)
        first.value, second.value = second.value, first.value


def hide(f):
    f.sheet.row_dimensions[f.rows["PROV_FILM"]].hidden = True


def hide_column(f):
    f.sheet.column_dimensions["F"].hidden = True


def flatten(f):
    f.sheet.row_dimensions[f.rows["PROV_TEAMS"]].height = 0.1


def merge(area):
    return form(lambda f: f.sheet.merge_cells(area))


def without_hidden(f):
    del f.book[HIDDEN]


def without_form(f):
    f.book.remove(f.book[SHEET])


def note(f):
    f.cell("PROV_PEOPLE").value = -1
    f.cell("PROV_PEOPLE").comment = Comment("ghi chú", "tôi")


NFD_LABEL = unicodedata.normalize("NFD", "Chưa rõ")

REFUSED = {
    # The file as a whole
    "foreign workbook": (foreign, "Tệp này không phải mẫu tải từ cổng"),
    "own sheet of the same name": (
        form(lambda f: (without_hidden(f), None)),
        "thiếu trang ẩn “Nhận dạng”",
    ),
    "form deleted": (form(without_form), "Tệp thiếu trang “Phiếu”"),
    "form renamed": (form(rename), "Tệp thiếu trang “Phiếu”"),
    "another agency's": (of_another_agency, "mẫu của Hải Phòng, tháng 11/2022"),
    "another month's": (of_another_month, "mẫu của Quảng Ninh, tháng 12/2022"),
    "agency edited": (stamped("agency", "hai-phong"), "đã bị sửa"),
    "month edited": (stamped("period", "2022-12"), "đã bị sửa"),
    "version edited": (stamped("base_version", "99"), "đã bị sửa"),
    "signature edited": (stamped("signature", "0" * 64), "đã bị sửa"),
    "signature gone": (stamped("signature", None), "đã bị sửa"),
    "old template": (other_version(0), "mẫu cũ (bản 0, nay dùng bản 1)"),
    "wording changed since": (old_layout, "danh mục chỉ tiêu đã đổi"),
    "question added since": (new_question, "danh mục chỉ tiêu đã đổi"),
    "macro": (lambda r: rezipped({"xl/vbaProject.bin": b"x"}, content=template(r)), "macro"),
    "external link": (
        lambda r: rezipped({"xl/externalLinks/externalLink1.xml": b"x"}, content=template(r)),
        "liên kết lấy số từ tệp khác",
    ),
    # Its form
    "head renamed": (head(6, "Số liệu"), "Ô F6 đang ghi “Số liệu”, mẫu ghi “Lũy kế hoặc giá trị"),
    "head emptied": (head(4, None), "Ô D6 đang trống, mẫu ghi “Kỳ trước”"),
    "heads swapped": (form(swap_heads), "Cột “Phát sinh trong kỳ” đang ở ô F6, mẫu để ở ô E6"),
    "column inserted": (form(lambda f: f.sheet.insert_cols(3)), "Cột “Đơn vị” đang ở ô D6"),
    "column deleted": (form(lambda f: f.sheet.delete_cols(5)), "mẫu ghi “Phát sinh trong kỳ”"),
    "row inserted above": (form(lambda f: f.sheet.insert_rows(1)), "đang ở dòng 7"),
    "head deleted": (form(lambda f: f.sheet.delete_rows(HEAD_ROW)), "không phải dòng tiêu đề"),
    "row deleted": (
        form(lambda f: f.sheet.delete_rows(f.rows["PROV_FILM"])),
        "Thiếu dòng “Số tin, bài thời sự”",
    ),
    "row twice": (form(copy_row), "Dòng “Số tin, bài thời sự” có 2 lần"),
    "row added": (form(add_row), "không thuộc mẫu (“Chỉ tiêu tôi thêm”)"),
    "name of a row changed": (
        form(lambda f: setattr(f.sheet.cell(f.rows["PROV_FILM"], 2), "value", "Số phim")),
        "Ô B16 ghi “Số phim”, mẫu ghi “Số tin, bài thời sự”",
    ),
    "names sorted without answers": (
        form(sort_names_only),
        "mẫu ghi “Số Tổ công nghệ số cộng đồng”",
    ),
    "row hidden": (form(hide), "Dòng 16 đang ẩn"),
    "row without height": (form(flatten), "Dòng 21 đang ẩn"),
    "column hidden": (form(hide_column), "Cột F đang ẩn"),
    "cells merged": (merge("F21:F22"), "Các ô F21:F22 đang gộp"),
    "cells merged across": (merge("E18:F18"), "Các ô E18:F18 đang gộp"),
    # Its cells
    "formula": (cells(PEOPLE="=SUM(A1:A9)"), "Ô F22 (Số thành viên): Ô này có công thức"),
    "formula that shows a text": (cells(PAGE='="C"&"ó"'), "Ô F14"),
    "formula in a reason": (cells(TEAMS__why="=A1"), "Ô H21"),
    "error": (cells(PEOPLE="#REF!"), "đang báo lỗi “#REF!”"),
    "division": (cells(SHARE="#DIV/0!"), "đang báo lỗi “#DIV/0!”"),
    "boolean": (cells(PAGE=True), "giá trị đúng/sai (“TRUE”)"),
    "boolean for a count": (cells(TEAMS=False), "giá trị đúng/sai (“FALSE”)"),
    "float for a count": (cells(TEAMS=1234.5), "“1234,5” có phần thập phân"),
    "typed fraction": (cells(TEAMS="1,5"), "Ô F21 (Số Tổ công nghệ số cộng đồng): “1,5” có phần"),
    "comma of thousands": (cells(PEOPLE="11,300"), "Chưa rõ “11,300” là mười một nghìn ba trăm"),
    "dots that do not group": (cells(PEOPLE="11.30"), "Ô F22"),
    "negative": (cells(PEOPLE=-5), "Ô này không nhận số âm"),
    "negative in words": (cells(FILM__month="(12)"), "Ô này không nhận số âm"),
    "dash": (cells(TEAMS="-"), "không phát sinh hay chưa có số liệu"),
    "letters": (cells(TEAMS="nhiều"), "“nhiều” không phải số"),
    "letter O for zero": (cells(TEAMS="15OO"), "O giống 0"),
    "about": (cells(TEAMS="khoảng 1.500"), "số ước lượng"),
    "per cent for a count": (cells(TEAMS="76%"), "là tỷ lệ"),
    "too large": (cells(TEAMS=10**13), "mức lớn nhất ghi được"),
    "exponent": (cells(TEAMS="1,5E+05"), "viết gọn"),
    "two figures in a cell": (cells(TEAMS="12\n13"), "nhiều dòng"),
    "hidden letter": (cells(TEAMS="15\u202e00"), "ký tự ẩn"),
    "date for a count": (cells(TEAMS=datetime.date(2022, 5, 1)), "Excel đã đổi nội dung ô này"),
    "too many decimals": (cells(SHARE=77.55), "quá nhiều chữ số sau dấu phẩy"),
    "sum that does not add up": (
        cells(FILM__month=10, FILM=900),
        "Lũy kế kỳ trước 834 cộng 10 là 844, không phải 900",
    ),
    "figure and set aside": (
        cells(TEAMS=5, TEAMS__other="Chưa có số liệu"),
        "Ô G21 (Số Tổ công nghệ số cộng đồng): Ô này đã có số",
    ),
    "figure and kept": (cells(TEAMS=5, TEAMS__other="Giữ nguyên"), "vẫn ghi “Giữ nguyên”"),
    "kept without a last value": (cells(WORDS__other="Giữ nguyên"), "không có trong danh sách"),
    "new figure in an unchanged part": (
        cells(
            FILM__month=10,
            part_PLAN__other="Không thay đổi",
            TRAINED=500,
            part_TRAINED__other="Không thay đổi",
        ),
        "Cả phần ghi “Không thay đổi” nhưng ô F18 có số mới",
    ),
    "part without and a row kept": (
        cells(part_TEAMS__other="Chưa có số liệu", TEAMS__other="Giữ nguyên"),
        "mà hàng này ghi “Giữ nguyên”",
    ),
    "word not in the list": (cells(PAGE="x"), "“x” không có trong danh sách. Bạn chọn “Có”"),
    "decomposed word not in the list": (cells(PAGE=NFD_LABEL), "không có trong danh sách"),
    "unknown answer of a part": (cells(part_TEAMS__other="Như cũ"), "Ô G20"),
    "kind of document": (detail("PLAN-doc_kind", "Nghị quyết"), "“Nghị quyết” không có trong"),
    "date month first": (
        lambda r: filled(r, {"PLAN": "Có", "PLAN-doc_issued_on": "03/30/2022"}),
        "Không có tháng 30",
    ),
    "date of two digits": (
        lambda r: filled(r, {"PLAN": "Có", "PLAN-doc_issued_on": "30/3/22"}),
        "chưa đủ bốn chữ số",
    ),
    "date as a serial number": (
        lambda r: filled(r, {"PLAN": "Có", "PLAN-doc_issued_on": 44650}),
        "Chưa rõ “44650” là ngày nào",
    ),
    "number of a document as a date": (
        detail("PLAN-doc_number", datetime.date(2022, 3, 8)),
        "thành ngày “2022-03-08”",
    ),
    "link without https": (
        lambda r: filled(r, {"PAGE": "Có", "PAGE-link": "quangninh.gov.vn"}),
        "Địa chỉ bắt đầu bằng https://",
    ),
    "huge text": (cells(WORDS="a" * 30_000), "Chữ dài quá 5.000 ký tự"),
    "huge reason": (cells(TEAMS__why="a" * 600), "Chữ dài quá 500 ký tự"),
    "value in a locked cell": (
        cells(TEAMS__month=5),
        "Ô E21 (Số Tổ công nghệ số cộng đồng): Ô này không",
    ),
    "value beside a platform's figure": (cells(TOUCH=5000), "Ô F19"),
    "negative under a comment": (form(note), "Ô này không nhận số âm"),
}

# Odd, but clear: read without a question. Name → (bytes, {field: text})
READ = {
    "text of digits": (cells(PEOPLE="11300"), {"PEOPLE": "11300"}),
    "dots of thousands": (cells(PEOPLE="11.300"), {"PEOPLE": "11.300"}),
    "spaces around": (cells(PEOPLE=" 11 300 "), {"PEOPLE": "11 300"}),
    "whole float": (cells(PEOPLE=11300.0), {"PEOPLE": "11300"}),
    "zero": (cells(PEOPLE=0), {"PEOPLE": "0"}),
    "decimal number": (cells(SHARE=77.5), {"SHARE": "77,5"}),
    "decimal text": (cells(SHARE="77,5"), {"SHARE": "77,5"}),
    "decomposed yes": (cells(PAGE=unicodedata.normalize("NFD", "Có")), {"PAGE": "yes"}),
    "capitals": (cells(PAGE="CÓ "), {"PAGE": "yes"}),
    "decomposed words": (
        cells(WORDS=unicodedata.normalize("NFD", "Thiếu máy tính")),
        {"WORDS": "Thiếu máy tính"},
    ),
    "own sheet beside": (
        form(lambda f: f.book.create_sheet("Nháp của tôi").cell(1, 1, "=1+1")),
        {},
    ),
    "rows sorted whole": (
        form(
            lambda f: f.sheet.move_range(f"A{f.rows['PROV_FILM']}:J{f.rows['PROV_FILM']}", rows=30)
        ),
        {},
    ),
}
