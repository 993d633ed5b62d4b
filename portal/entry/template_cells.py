"""One cell of an uploaded template as the text that its field would have been typed with."""

from collections.abc import Mapping
from datetime import date as _date

from openpyxl.utils import get_column_letter

from portal.days import show_date_padded
from portal.figures import FigureError, read_count, read_decimal, show
from portal.names import fold
from portal.office.incoming import Cell
from portal.submissions.drafting import LONGEST_TEXT

from .template_layout import Input, Kind

LONGEST_LINE = 500


class CellFault(ValueError):
    """What is wrong with one cell's content, in words."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


def place(row: int, column: int) -> str:
    """F7"""
    return f"{get_column_letter(column)}{row}"


def read_cell(cell: Cell | None, box: Input) -> str:
    """The field's text: of a list the value that its word stands for, "" for a blank.

    Numbers are not judged here: an Excel 1234.5 becomes the text "1234,5", for the one reader of
    all figures. Raises CellFault for what is not a typed value at all.
    """
    if cell is None or not cell.text.strip():
        return ""
    if cell.kind in REFUSED:
        raise CellFault(REFUSED[cell.kind].format(shown=shown(cell.text)))
    if cell.kind == "day":
        return day_text(cell, box)
    if cell.kind == "number":
        return number_text(cell, box)
    if box.kind == Kind.LIST:
        return chosen(cell.text, box.choices)
    longest = LONGEST_TEXT if box.kind == Kind.TEXT else LONGEST_LINE
    if len(cell.text) > longest:
        raise CellFault(f"Chữ dài quá {show(longest)} ký tự. Bạn rút gọn.")
    return cell.text


REFUSED = {
    "formula": "Ô này có công thức {shown}. Bạn ghi kết quả thay cho công thức.",
    "error": "Ô này đang báo lỗi {shown} của Excel. Bạn ghi lại giá trị.",
    "bool": "Ô này đang là giá trị đúng/sai ({shown}) của Excel. Bạn ghi lại giá trị.",
}


def day_text(cell: Cell, box: Input) -> str:
    if box.kind != Kind.DAY:
        raise CellFault(
            f"Excel đã đổi nội dung ô này thành ngày {shown(cell.text)}. Bạn ghi lại, thêm dấu "
            "nháy đơn ' ở đầu để Excel giữ nguyên."
        )
    try:
        return show_date_padded(_date.fromisoformat(cell.text))
    except ValueError:
        return cell.text


def number_text(cell: Cell, box: Input) -> str:
    if cell.is_percent and box.kind.is_number:
        raise CellFault(
            "Ô này đang định dạng phần trăm nên chưa rõ là bao nhiêu. Bạn đổi định dạng ô thành Số "
            "hoặc Văn bản rồi ghi lại, ví dụ 77,5."
        )
    if box.kind == Kind.LIST:
        return chosen(cell.text, box.choices)
    return cell.text.replace(".", ",")


def chosen(text: str, choices) -> str:
    words = {fold(word): value for value, word in choices}
    if fold(text) in words:
        return words[fold(text)]
    listed = ", ".join(f"“{word}”" for _, word in choices)
    raise CellFault(f"{shown(text)} không có trong danh sách. Bạn chọn {listed}, hoặc để trống.")


def shown(text: str) -> str:
    visible = "".join(char if char.isprintable() else "\ufffd" for char in text[:40])
    return f"“{visible}”" if len(text) <= 40 else f"“{visible}…”"


def as_before(box: Input, text: str, base: Mapping[str, str]) -> str:
    """`text`, or the text that the template was made with where both are the same figure."""
    before = base.get(box.field, "")
    if box.kind.is_number and text and before and figure(text) == figure(before) is not None:
        return before
    return text


def figure(text: str):
    for read in (read_count, lambda typed: read_decimal(typed, 4)):
        try:
            return read(text)
        except FigureError:
            continue
    return None
