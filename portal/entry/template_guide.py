"""The page of the Excel template that says how to fill it in, with every definition."""

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from portal.office.cell_text import clean
from portal.office.lettering import lines_in
from portal.office.sheet import BODY, FACE, HEADING, HIGHEST_ROW, LINE, PADDING
from portal.submissions.sheet import Sheet

HOW_TO = (
    "Mỗi phần có một hàng tên phần. Ở cột “Câu trả lời khác” của hàng đó, bạn chọn “Không thay "
    "đổi” (giữ cả phần như kỳ trước), “Cập nhật” hoặc “Chưa có số liệu” (ghi vì sao ở cột bên "
    "cạnh). Nhập số vào phần nào thì phần đó là cập nhật.",
    "Trong phần cập nhật, ô để trống là giữ nguyên số kỳ trước.",
    "Chỉ tiêu cộng dồn: điền một trong hai cột “Phát sinh trong kỳ” hoặc “Lũy kế”; cổng tính cột "
    "kia. Không phát sinh thì ghi 0. Chưa có số kỳ trước thì ghi lũy kế.",
    "Chưa có số liệu hoặc không áp dụng: để trống ô số, chọn ở cột “Câu trả lời khác” và ghi vì "
    "sao.",
    "Số nguyên ghi 11300 hoặc 11.300. Số lẻ ghi sau dấu phẩy: 77,5. Ngày ghi ngày/tháng/năm: "
    "30/03/2022.",
    "Không dùng công thức, không gộp ô, không ẩn, thêm, bớt hay đổi chỗ hàng và cột. Cần tính thì "
    "bạn tính ở tệp khác rồi ghi kết quả.",
    "Tệp PDF của văn bản đính kèm trên cổng, sau khi đưa số liệu vào phiếu.",
    "Xong, bạn vào phiếu trên cổng, chọn “Tải tệp Excel đã điền lên”. Cổng cho xem các thay đổi "
    "trước; chưa bấm “Đưa vào phiếu” thì chưa có gì được lưu.",
)
COLUMNS = (("STT", 6), ("Chỉ tiêu", 40), ("Khái niệm, cách tính", 55), ("Ví dụ", 45))

_thin = Side(style="thin", color="FF76827F")
_BOX = Border(left=_thin, right=_thin, top=_thin, bottom=_thin)
_WRAPPED = Alignment(vertical="top", wrap_text=True)


def add_guide(guide: Worksheet, sheet: Sheet) -> None:
    widths = [width for _, width in COLUMNS]
    for letter, width in zip("ABCD", widths, strict=True):
        guide.column_dimensions[letter].width = width
    write(guide, 1, 1, "Cách điền phiếu", size=HEADING, is_bold=True, is_wrapped=False)
    for row, text in enumerate(HOW_TO, 2):
        write(guide, row, 1, f"{row - 1}.")
        write(guide, row, 2, text)
        guide.merge_cells(start_row=row, end_row=row, start_column=2, end_column=4)
        guide.row_dimensions[row].height = lines_in(text, sum(widths[1:]) - 4) * LINE[BODY] + 4
    add_definitions(guide, sheet, len(HOW_TO) + 4, widths)
    guide.page_setup.orientation, guide.page_setup.paperSize = "landscape", 9
    guide.page_setup.fitToWidth, guide.page_setup.fitToHeight = 1, 0
    guide.sheet_properties.pageSetUpPr.fitToPage = True
    guide.sheet_view.showGridLines = False
    guide.protection.sheet = True


def add_definitions(guide: Worksheet, sheet: Sheet, row: int, widths: list[int]) -> None:
    title = "Khái niệm của từng chỉ tiêu"
    write(guide, row - 1, 1, title, size=HEADING, is_bold=True, is_wrapped=False)
    for column, (head, _) in enumerate(COLUMNS, 1):
        write(guide, row, column, head, is_bold=True).border = _BOX
    for place, question in enumerate(sheet.asked, row + 1):
        indicator = question.indicator
        unit = f" ({indicator.unit})" if indicator.unit else ""
        told = (
            str(question.number),
            f"{indicator.label}{unit}",
            indicator.definition,
            indicator.worked_example,
        )
        for column, text in enumerate(told, 1):
            write(guide, place, column, text).border = _BOX
        pairs = zip(told, widths, strict=True)
        lines = max(lines_in(text, width - PADDING) for text, width in pairs)
        guide.row_dimensions[place].height = min(lines * LINE[BODY] + 6, HIGHEST_ROW)


def write(guide, row, column, text, *, size=BODY, is_bold=False, is_wrapped=True):
    cell = guide.cell(row, column)
    cell.value = clean(text) or None
    if cell.value:
        cell.data_type = "s"
    cell.font = Font(name=FACE, size=size, bold=is_bold)
    if is_wrapped:
        cell.alignment = _WRAPPED
    return cell
