"""The workbook's sheet of remarks: what the report is, its notes, sources, what is new or late."""

import datetime
from collections.abc import Iterator

from portal.days import show_date, show_instant
from portal.office.sheet_rows import Section
from reporting.editions.report import Report, ReportFigure

BLANKS = (
    "Ô trống: chưa có số liệu, không phải là 0. Cơ quan chưa có số không được tính vào tổng.",
    "Số 0: cơ quan đã báo cáo là không có.",
    "Phân số, ví dụ 4/6: số cơ quan đã làm trên số cơ quan được giao; phần còn lại gồm cả "
    "cơ quan đã báo cáo là chưa và cơ quan chưa có số liệu.",
    "Số in trong báo cáo có thể kèm chữ (gần, hơn, khoảng) hoặc thêm số 0 phía trước (05); "
    "trong bảng tính là số nguyên vẹn.",
)


def sections_of(report: Report) -> Iterator[Section]:
    """Sections without rows are left out when they are written."""
    yield Section("Về báo cáo này", tuple(about(report)))
    yield Section("Cách đọc các ô", marked(BLANKS))
    yield Section(
        "Chú thích trong báo cáo",
        tuple((str(note.number), note.text) for note in report.notes),
    )
    yield Section(
        "Nguồn của từng số liệu",
        tuple(source_row(i, figure) for i, figure in enumerate(known(report), 1)),
        labels=("TT", "Số liệu", "Nguồn, tính đến ngày"),
    )
    changes = report.changes or {}
    against = changes.get("against", {}).get("label", "")
    yield Section(f"Điểm mới so với {against}", marked(changes.get("sentences", ())))
    yield Section(
        "Đính chính",
        tuple(
            (str(i), row["place"], f"{row['before'] or '(không có)'} → {row['after'] or '(bỏ)'}")
            for i, row in enumerate(report.corrected, 1)
        ),
        labels=("TT", "Chỗ đính chính", "Đã in → nay là"),
    )
    yield Section("Đến sau khi báo cáo trước đã chốt", tuple(late_rows(report)), LATE_LABELS)


LATE_LABELS = ("TT", "Cơ quan", "Biên nhận, thời điểm tiếp nhận")


def marked(texts) -> tuple[tuple[str, str], ...]:
    return tuple((str(i), text) for i, text in enumerate(texts, 1))


def about(report: Report) -> Iterator[tuple[str, str, str]]:
    identity = report.identity
    yield "", "Báo cáo", f"Báo cáo chuyên đề {identity.label}"
    yield "", "Chuyên đề", identity.topic
    yield "", "Số, ký hiệu", identity.document_number
    if identity.issued_on:
        yield "", "Ngày ban hành", day_text(identity.issued_on)
    yield "", "Số liệu tính đến ngày", day_text(identity.as_of)
    if any(report.coverage):
        oldest, newest = (day_text(day) if day else "" for day in report.coverage)
        covered = oldest if oldest == newest else f"từ {oldest} đến {newest}"
        yield "", "Các số liệu được tính đến ngày", covered
    if text := report.completeness.get("text"):
        yield "", "Mức độ đầy đủ", text
    if corrects := identity.corrects:
        yield "", "Đính chính báo cáo", f"{corrects['document_number']}: {corrects['reason']}"
    yield from origin(report)


def origin(report: Report) -> Iterator[tuple[str, str, str]]:
    """How to check that this is the issued file; a draft is of no fixed text."""
    if report.identity.is_draft:
        yield "", "Tình trạng", "Dự thảo, số liệu còn có thể thay đổi"
    else:
        known_at = datetime.datetime.fromisoformat(report.identity.known_at)
        yield "", "Số liệu chốt lúc", show_instant(known_at)
        yield "", "SHA-256 của dữ liệu JSON", report.sha256
    yield "", "Phiên bản phần mềm", report.software


def known(report: Report) -> Iterator[ReportFigure]:
    return (figure for figure in report.figures.values() if figure.amount is not None)


def source_row(number: int, figure: ReportFigure) -> tuple[str, str, str]:
    shown = f"{figure.label}: {figure.shown} {figure.unit}".rstrip()
    days = ""
    if figure.newest:
        days = f"tính đến {day_text(figure.newest)}"
        if figure.oldest and figure.oldest != figure.newest:
            days = f"tính đến các ngày từ {day_text(figure.oldest)} đến {day_text(figure.newest)}"
    return str(number), shown, "; ".join(filter(None, (figure.source, days)))


def late_rows(report: Report) -> Iterator[tuple[str, str, str]]:
    names = {key: name for name, key in reversed(report.agencies.items())}
    for i, row in enumerate(report.late, 1):
        at = show_instant(datetime.datetime.fromisoformat(row["accepted_at"]))
        yield str(i), names.get(row["agency"], row["agency"]), f"{row['receipt']}, {at}"


def day_text(text: str) -> str:
    return show_date(datetime.date.fromisoformat(text))
