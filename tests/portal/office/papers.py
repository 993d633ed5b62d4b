"""Papers to set as Word and PDF: a bulletin with everything in it, a report, a letter."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

from portal.office.paper import (
    Align,
    BulletinHead,
    Column,
    Heading,
    Items,
    Manner,
    NationalHead,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Run,
    Signature,
    Table,
)

CREATED = datetime(2022, 9, 30, 10, 0, tzinfo=UTC)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="60" viewBox="0 0 600 60" '
    "font-family=\"Tinos, 'Times New Roman', serif\">"
    '<rect x="0" y="30" width="420" height="10" fill="#0b4f5c"/>'
    '<text x="0" y="20" font-size="14">Quảng Ngãi, Đắk Lắk</text></svg>'
)
ALT = "Hai địa phương đứng đầu: Quảng Ngãi 14.680 & Hà Giang 7.227 lượt."
NOTES = ("Số liệu từ báo cáo của 11 bộ.", "Bộ Xây dựng; Bộ Y tế.", "TP. Hà Nội, Hà Tĩnh.")
COVER = BulletinHead(
    kind="BÁO CÁO CHUYÊN ĐỀ",
    name="Tuần 39/2022",
    purpose="Tài liệu tham khảo phục vụ Ủy ban Quốc gia",
    number="Số: 17/BC-UBQG",
    dated="Ngày 30 tháng 9 năm 2022",
    circulation="LƯU HÀNH NỘI BỘ",
)
NATIONAL = NationalHead(
    superior="BỘ THÔNG TIN VÀ TRUYỀN THÔNG",
    issuer="CỤC CHUYỂN ĐỔI SỐ QUỐC GIA",
    number="Số: 05/BC-CĐSQG",
    place_and_date="Hà Nội, ngày 30 tháng 9 năm 2022",
    subject="Tình hình triển khai Đề án",
    kind="BÁO CÁO",
    addressees=("Thủ tướng Chính phủ",),
)


def text(words: str, **looks) -> Run:
    return Run(words, **looks)


def said(words: str, manner=Manner.BODY) -> Paragraph:
    return Paragraph((Run(words),), manner)


def noted(*words: str) -> Note:
    return Note(tuple(map(Run, words)))


def table(size=3, *, total=True, **options) -> Table:
    columns = (
        Column("TT", Align.CENTRE, 0.1),
        Column("Địa phương", Align.LEFT, 0.5),
        Column("Tự tổ chức", Align.RIGHT, 0.2),
        Column("Tổng số", Align.RIGHT, 0.2),
    )
    rows = tuple((str(i), f"Tỉnh số {i}", "" if i % 2 else "0", f"{i}.348") for i in range(1, size))
    rows += ((str(size), f"Tỉnh số {size}", "", "1.000"),)
    given = {"title": "Bảng 1. Số lượt", "unit": "Đơn vị: lượt", "anchor": "bang-1"}
    foot = ("", "Tổng cộng", "", "116.348") if total else ()
    return Table(columns=columns, rows=rows, total=foot, **{**given, **options})


def picture(**changes) -> Picture:
    given = {"svg": SVG, "alt": ALT, "title": "Hình 1. Hai địa phương dẫn đầu", "unit": "Lượt"}
    return Picture(**{**given, **changes})


BLOCKS = (
    Heading(1, (text("1. Số liệu thống kê"), noted(NOTES[0])), "muc-1"),
    Heading(2, (text("1.1. Ban hành Kế hoạch"),), "muc-1-1"),
    Paragraph(
        (
            text("Đã có "),
            text("05/30", bold=True),
            text(" bộ"),
            noted(NOTES[1]),
            text(" ban hành, xem "),
            text("Bảng 1", href="#bang-1"),
            text(" và "),
            text("nền tảng", italic=True, href="https://onetouch.mic.gov.vn/a?b=1&c=2"),
            text("."),
        )
    ),
    Items(((text("mục gạch"), noted(NOTES[2])), (text("mục hai"),))),
    Items(((text("mục cộng"),),), below=True),
    Items(((text("đề nghị thứ nhất"),), (text("đề nghị thứ hai"),)), numbered=True),
    Items(((text("đếm lại từ đầu"),),), numbered=True),
    table(remark="Ô trống: chưa có số liệu."),
    picture(anchor="hinh-1"),
    Heading(3, (text("a) Chi tiết"),)),
    said("Đoạn không thụt.", Manner.PLAIN),
    said("Trên đây là báo cáo./."),
)


def paper(**changes) -> Paper:
    given = {
        "title": "Báo cáo chuyên đề Tuần 39/2022",
        "head": COVER,
        "blocks": BLOCKS,
        "created": CREATED,
        "creator": "Cục Chuyển đổi số quốc gia",
        "subject": "Nâng cao nhận thức",
        "keywords": ("Đề án 146", "chuyển đổi số"),
        "recipients": ("Như trên", "- Lưu: VT, CSS;"),
        "signature": Signature(("KT. BỘ TRƯỞNG",), "THỨ TRƯỞNG", "Nguyễn Văn An"),
    }
    return Paper(**{**given, **changes})


def report(**changes) -> Paper:
    return paper(head=replace(NATIONAL), draft=True, **changes)


HOSTILE = "Tỉnh A\x00\x0b\x1f]]>&<b>\"'\ud800\ufffe Du\u031b\u0301ng " + "x" * 400


def hostile() -> Paper:
    """The same texts wherever a paper takes one; NFD, control characters, one endless word."""
    words = (text(HOSTILE, bold=True, href='https://a.vn/"onclick=x'), noted(HOSTILE))
    rows = ((HOSTILE, HOSTILE, HOSTILE, HOSTILE),)
    blocks = (
        PageBreak(),
        Heading(1, words, HOSTILE),
        Paragraph(words),
        Items((words,), numbered=True),
        replace(table(title=HOSTILE, unit=HOSTILE, remark=HOSTILE, anchor=HOSTILE), rows=rows),
        picture(title=HOSTILE, alt=HOSTILE, unit=HOSTILE, anchor=HOSTILE),
        Paragraph((text("#", href="javascript:alert(1)"), text("#", href="#không có"))),
        PageBreak(),
        PageBreak(),
        table(title="", unit="", anchor=""),
        PageBreak(),
    )
    head = NationalHead(*(HOSTILE,) * 6, addressees=(HOSTILE, HOSTILE), circulation=HOSTILE)
    signature = Signature((HOSTILE,), HOSTILE, HOSTILE)
    changes = {"title": HOSTILE, "creator": HOSTILE, "subject": HOSTILE, "keywords": (HOSTILE,)}
    return paper(
        head=head, blocks=blocks, recipients=(HOSTILE,), signature=signature, draft=True, **changes
    )


def made_elsewhere(code: str) -> bytes:
    """What a line of Python writes to `out` in a process with another seed for hashes."""
    start = "import sys, django; django.setup(); out = sys.stdout.buffer; "
    names = "from tests.portal.office import papers; "
    seeded = {**os.environ, "PYTHONHASHSEED": "146", "TZ": "America/Lima"}
    ran = subprocess.run(
        [sys.executable, "-c", start + names + code],
        env={**seeded, "DJANGO_SETTINGS_MODULE": "tests.settings_sqlite"},
        capture_output=True,
        check=True,
        timeout=120,
    )
    return ran.stdout


def pages_of(pdf) -> list[str]:
    shown = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return shown.stdout.decode().rstrip("\f").split("\f")
