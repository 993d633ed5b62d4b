"""Is what stands behind a yes plausible? One rule a function, as in `validation`."""

from urllib.parse import urlsplit

from portal.catalogue.models import ON_PAPER, Evidence
from portal.days import show_date
from portal.documents.models import Document
from portal.documents.numbers import read_document_number

from .answers import Answer, Severity
from .sheet import Sheet
from .surroundings import gives_link


def check_plan_document(answer: Answer, sheet: Sheet) -> None:
    """A plan is dated from the indicator's first day to the month's end; a công văn is no plan."""
    document = answer.new_document
    if document is None:
        return
    earliest = answer.question.indicator.in_force_from
    if document.issued_on < earliest:
        answer.fault(
            "doc_issued_on",
            f"Ngày {show_date(document.issued_on)} trước ngày ban hành Đề án "
            f"({show_date(earliest)}). Bạn kiểm tra lại văn bản.",
        )
    if document.issued_on > sheet.period.ends_on:
        answer.fault(
            "doc_issued_on",
            f"Ngày {show_date(document.issued_on)} sau ngày chốt số liệu "
            f"({show_date(sheet.period.ends_on)}). Văn bản này ghi vào kỳ sau.",
        )
    is_letter = read_document_number(document.number).is_letter
    if document.kind == Document.Kind.LETTER or is_letter:
        answer.complain(
            Severity.WARNING,
            "doc_number",
            f"{document.number} có dạng công văn; công văn không được tính là Kế hoạch. Nếu đây "
            "là Kế hoạch, bạn giải trình để Cục xác định.",
        )


def check_standing_document(answer: Answer, sheet: Sheet) -> None:
    """A yes that rests on an earlier document needs it still in force."""
    if answer.question.indicator.evidence not in ON_PAPER or not answer.amount:
        return
    if answer.new_document is not None:
        return
    document = answer.document
    if document is None and answer.unchanged:
        answer.complain(
            Severity.NOTICE,
            "value",
            "Đã ghi nhận từ kỳ trước nhưng chưa có số, ngày và tệp văn bản. Bạn bổ sung khi có.",
        )
    elif document is not None and not document.is_in_force_on(sheet.period.ends_on):
        answer.fault(
            "doc_number",
            f"Văn bản {document.number} đã hết hiệu lực. Bạn ghi văn bản thay thế, hoặc chọn "
            "“Chưa”.",
        )


def check_events(answer: Answer, sheet: Sheet) -> None:
    """A yes that events prove wants one on record."""
    indicator = answer.question.indicator
    if indicator.evidence == Evidence.EVENTS and answer.amount and not indicator.events_recorded:
        answer.complain(
            Severity.NOTICE,
            "value",
            f"Chưa ghi sự kiện nào tính đến {show_date(sheet.period.ends_on)}; bạn ghi ít nhất một "
            "sự kiện khi có.",
        )


def check_link_host(answer: Answer, sheet: Sheet) -> None:
    """A state body's page stands under .gov.vn."""
    if not gives_link(answer) or answer.unchanged:
        return
    try:
        host = urlsplit(answer.text).hostname or ""
    except ValueError:
        host = ""
    if not host.endswith(".gov.vn"):
        answer.complain(
            Severity.NOTICE,
            "link",
            "Địa chỉ không thuộc tên miền .gov.vn. Nếu đúng là trang của cơ quan, bạn để nguyên.",
        )
