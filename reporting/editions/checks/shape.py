"""Whether the report is whole and in order: its heads, its parts, its numbers of sections."""

from collections.abc import Iterator

from portal.days import show_date
from reporting.editions.models import Layout, Slot
from reporting.editions.report import Piece, Report

from .finding import BLOCK, WARN, Finding, found
from .wording import day_of

PARTS = "Phần còn thiếu"
ORDER = "Đánh số"
LETTERS = "abcdđeghiklmnopqrstuvxy"


def parts(report: Report) -> Iterator[Finding]:
    """What a report cannot be issued without, and what it usually has."""
    identity = report.identity
    heads = [("issuer", "Chưa có cơ quan ban hành."), ("symbol", "Chưa có ký hiệu văn bản.")]
    if identity.layout == Layout.NATIONAL:
        heads.append(("place", "Chưa có địa danh."))
    for name, text in heads:
        value = identity.document_number.partition("/")[2] if name == "symbol" else None
        if not (value if name == "symbol" else getattr(identity, name)).strip():
            yield missing(f"{name}", f"{text} Bạn điền ở phần đầu văn bản.", BLOCK, "identity")
    if not identity.topic.strip():
        yield missing("topic", "Chưa có chuyên đề. Bạn điền ở phần đầu văn bản.", BLOCK, "identity")
    sources = {block.source for block in report.body}
    if Slot.OPENING not in sources:
        yield missing(Slot.OPENING, "Chưa có phần mở đầu. Bạn viết phần này.", BLOCK)
    if not any(block.kind == "points" and block.source == "proposals" for block in report.body):
        yield missing(Slot.PROPOSALS, "Chưa có đề xuất, kiến nghị nào. Bạn chọn từ sổ đề xuất.")
    if not report.recipients:
        yield missing(Slot.RECIPIENTS, "Chưa ghi nơi nhận.")
    if not report.abstract:
        yield missing(
            Slot.ABSTRACT,
            "Chưa có tóm tắt. Không có tóm tắt thì sau này không mở được trang công khai.",
        )
    if identity.corrects and not report.corrected:
        yield missing("corrected", "Bản đính chính chưa khác bản trước ở chỗ nào.", BLOCK)


def missing(name: str, text: str, level: str = WARN, source: str = "") -> Finding:
    return found("thieu", name, level, PARTS, "Toàn báo cáo", text, source=source or name)


def future(report: Report, today) -> Iterator[Finding]:
    """Figures cannot cover to a day that has not come."""
    as_of = day_of(report.identity.as_of)
    if as_of > today:
        yield found(
            "ngay-chua-toi",
            str(as_of),
            BLOCK,
            "Kỳ số liệu",
            "Phần đầu văn bản",
            f"Ngày tính số liệu {show_date(as_of)} chưa tới. Bạn đợi đến ngày đó, hoặc sửa ngày.",
            source="identity",
        )


def numbering(report: Report) -> Iterator[Finding]:
    """Sections one after another; footnotes from 1 on, each marked once in the order of text."""
    for number, expected in misnumbered(report):
        yield found(
            "so-muc",
            f"{number}|{expected}",
            BLOCK,
            ORDER,
            f"Mục {number}",
            f"Mục {number} đứng ở chỗ của mục {expected}. Đây là lỗi của phần mềm, bạn báo quản "
            "trị hệ thống.",
        )
    marks = [piece.note for piece in pieces_of(report) if piece.note]
    if marks != [note.number for note in report.notes]:
        yield found(
            "so-chu-thich",
            ",".join(map(str, marks)),
            BLOCK,
            ORDER,
            "Chú thích",
            "Chú thích không được đánh dấu lần lượt, mỗi chú thích một lần. Đây là lỗi của phần "
            "mềm, bạn báo quản trị hệ thống.",
        )


def misnumbered(report: Report) -> Iterator[tuple[str, str]]:
    counts = [0, 0, 0]
    for block in report.body:
        if block.kind != "heading" or not block.number:
            continue
        counts[block.level - 1] += 1
        counts[block.level :] = [0] * (3 - block.level)
        expected = ".".join(map(str, counts[: block.level]))
        if block.level == 3:
            expected = f"{LETTERS[counts[2] - 1]})"
        if block.number != expected:
            yield block.number, expected


def pieces_of(report: Report) -> Iterator[Piece]:
    for block in report.body:
        yield from block.pieces
        for item in block.items:
            yield from item
