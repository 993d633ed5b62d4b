"""Is an uploaded workbook this agency's and month's template, as the portal gave it out?"""

from portal.agencies.models import Agency
from portal.days import month_label
from portal.names import nfc
from portal.office.incoming import IncomingBook, WorkbookError
from portal.submissions.sheet import Sheet

from .template_layout import (
    HIDDEN,
    MARK,
    SHEET,
    SIGNATURE_ROW,
    STAMP_ROWS,
    TEMPLATE_VERSION,
    Line,
    Stamp,
    digest,
)

NEW_ONE = "Bạn tải mẫu mới ở trang này rồi điền lại."


def read_base_version(book: IncomingBook, sheet: Sheet, lines: list[Line]) -> int:
    """The draft's version that the template was made from; raises WorkbookError, saying which
    template it is, for any other than the present one of `sheet`.
    """
    stamp = read_stamp(book)
    if (stamp.agency, stamp.period) != (sheet.agency.slug, sheet.period.key):
        raise WorkbookError(
            f"Tệp này là mẫu của {whose(stamp, sheet)}. Phiếu đang mở là của {sheet.agency.name}, "
            f"{sheet.period.label}. Bạn chọn đúng tệp, hoặc mở đúng phiếu."
        )
    if stamp.version != str(TEMPLATE_VERSION):
        raise WorkbookError(
            f"Tệp này là mẫu cũ (bản {stamp.version}, nay dùng bản {TEMPLATE_VERSION}). {NEW_ONE}"
        )
    if stamp.layout != digest(lines):
        raise WorkbookError(
            f"Tệp này là mẫu cũ: danh mục chỉ tiêu đã đổi sau khi bạn tải mẫu. {NEW_ONE}"
        )
    return int(stamp.base_version)


def read_stamp(book: IncomingBook) -> Stamp:
    hidden = book.sheets.get(HIDDEN)
    if hidden is None or nfc(hidden.text(1, 2)) != MARK:
        if SHEET in book.sheets:
            raise WorkbookError(
                f"Tệp có trang “{SHEET}” nhưng thiếu trang ẩn “{HIDDEN}” của mẫu, có thể do chép "
                f"sang tệp khác. {NEW_ONE}"
            )
        raise WorkbookError(f"Tệp này không phải mẫu tải từ cổng. {NEW_ONE}")
    stamp = Stamp(**{name: hidden.text(row, 2) for name, row in STAMP_ROWS.items()})
    if not stamp.is_signed_by(hidden.text(SIGNATURE_ROW, 2)):
        raise WorkbookError(
            f"Trang ẩn “{HIDDEN}” của mẫu đã bị sửa nên không biết tệp của phiếu nào. {NEW_ONE}"
        )
    if SHEET not in book.sheets:
        raise WorkbookError(
            f"Tệp thiếu trang “{SHEET}”, có thể đã đổi tên hoặc xóa. Bạn đặt lại tên trang, hoặc "
            "tải mẫu mới."
        )
    return stamp


def whose(stamp: Stamp, sheet: Sheet) -> str:
    day = sheet.period.ends_on
    agency = Agency.objects.named_on(day).filter(slug=stamp.agency).first()
    year, month = stamp.period.split("-")
    return f"{agency.name if agency else stamp.agency}, {month_label(int(year), int(month))}"
