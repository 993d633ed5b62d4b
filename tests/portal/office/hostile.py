"""Workbooks that nobody should send, made when asked for: name → (bytes, what the refusal says)."""

import io
import random
import struct
import warnings
import zipfile
import zlib
from functools import partial

from openpyxl import Workbook

SHEET = "Phiếu"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FORM = "xl/worksheets/sheet1.xml"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
TOO_LARGE = "quá lớn so với một mẫu"
BROKEN = "bị hỏng"
PATHS = "đường dẫn lạ hoặc trùng nhau"
MB = 1024 * 1024


def plain(value="x") -> bytes:
    """A harmless workbook."""
    book = Workbook()
    book.active.title = SHEET
    book.active["A1"] = value
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def rezipped(parts=(), *, without=(), content=None, compression=zipfile.ZIP_DEFLATED) -> bytes:
    """The harmless workbook with `parts` (name → bytes) put in, over those of the same name."""
    parts, into = dict(parts), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content or plain())) as old:
        kept = {name: old.read(name) for name in old.namelist() if name not in without}
    with zipfile.ZipFile(into, "w", compression) as new:
        for name, part in (kept | parts).items():
            new.writestr(name, part)
    return into.getvalue()


def sheet_xml(rows: str, after: str = "", head: str = "") -> bytes:
    return f"{head}<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def with_sheet(rows: str, after: str = "", head: str = "") -> bytes:
    return rezipped({FORM: sheet_xml(rows, after, head)})


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  the same bytes every time


def numbers(rows: int, columns: int) -> str:
    digits = chance(146)

    def row() -> str:
        return "".join(f"<c><v>{digits.randrange(10**6)}</v></c>" for _ in range(columns))

    return "".join(f"<row>{row()}</row>" for _ in range(rows))


def patched(content: bytes, mark: bytes, offset: int, value: bytes) -> bytes:
    """Every header that begins with `mark`, with `value` written at its `offset`."""
    raw, at = bytearray(content), content.find(mark)
    while at >= 0:
        raw[at + offset : at + offset + len(value)] = value
        at = content.find(mark, at + 4)
    return bytes(raw)


LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def encrypted_entries() -> bytes:
    flag = struct.pack("<H", 1)
    return patched(patched(plain(), LOCAL, 6, flag), CENTRAL, 8, flag)


def zip64_end() -> bytes:
    content = plain()
    at = content.rfind(END)
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, 2**40, 1)
    return content[:at] + locator + content[at:]


def zip64_sizes() -> bytes:
    return patched(plain(), CENTRAL, 24, b"\xff\xff\xff\xff")


def lying_sizes() -> bytes:
    """Each part says that it is 10 bytes long."""
    return patched(plain(), CENTRAL, 24, struct.pack("<L", 10))


def quine_of_parts() -> bytes:
    """One packed megabyte that a thousand entries of the directory point to."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(MB)) + packer.flush()
    name, sizes = b"x", struct.pack("<LLL", zlib.crc32(bytes(MB)), len(packed), MB)
    head = struct.pack("<HHHHH", 20, 0, 8, 0, 33)
    body = LOCAL + head + sizes + struct.pack("<HH", len(name), 0) + name + packed
    entry = CENTRAL + struct.pack("<H", 20) + head + sizes
    entry += struct.pack("<HHHHHLL", len(name), 0, 0, 0, 0, 0, 0) + name
    directory = entry * 1000
    end = END + struct.pack("<HHHHLLH", 0, 0, 1000, 1000, len(directory), len(body), 0)
    return body + directory + end


def twice(name: str) -> bytes:
    into = io.BytesIO(plain())
    with warnings.catch_warnings(), zipfile.ZipFile(into, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(name, b"<x/>")
    return into.getvalue()


def doctype(declaration: str, encoding="utf-8") -> bytes:
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [{declaration}]>'
    xml += (
        f'<worksheet {MAIN}><sheetData><row><c t="str"><v>1</v></c></row></sheetData></worksheet>'
    )
    return rezipped({FORM: xml.encode(encoding)})


TYPES = "[Content_Types].xml"
STRINGS_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def shared_strings(items: str) -> bytes:
    """Eight cells in each of 300 rows that all show the first of the shared strings."""
    with zipfile.ZipFile(io.BytesIO(plain())) as archive:
        types = archive.read(TYPES).decode().replace("</Types>", STRINGS_TYPE)
    row = "<row>" + '<c t="s"><v>0</v></c>' * 8 + "</row>"
    return rezipped(
        {
            TYPES: types.encode(),
            "xl/sharedStrings.xml": f"<sst {MAIN}>{items}</sst>".encode(),
            FORM: sheet_xml(row * 300),
        }
    )


BILLION = "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "lol">' for n in range(10)
)
ODD_NAMES = ("../../etc/passwd", "/etc/passwd", "xl\\..\\evil.xml", "C:/evil.xml", "xl/\x07.xml")

# What is refused by looking at the file's outside.
AT_THE_GATE = {
    "empty": (lambda: b"", "Tệp trống"),
    "fifty megabytes": (lambda: b"PK\x03\x04" + bytes(50 * MB), "nặng 50 MB, quá 5 MB"),
    "just over five megabytes": (lambda: plain() + bytes(5 * MB), "quá 5 MB"),
    "old xls": (lambda: OLE + bytes(512) + "Workbook".encode("utf-16-le"), "Excel cũ (.xls)"),
    "very old xls": (lambda: OLE + bytes(600), "Excel cũ (.xls)"),
    "password": (
        lambda: OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
        "Tệp có mật khẩu",
    ),
    "csv renamed": (lambda: "STT,Chỉ tiêu\n1,5\n".encode(), "không phải Excel .xlsx"),
    "web page renamed": (lambda: b"<html><table></table></html>", "không phải Excel .xlsx"),
    "pdf renamed": (lambda: b"%PDF-1.7\n%%EOF", "Tệp này là PDF"),
    "random bytes": (lambda: chance(1).randbytes(9000), "không phải Excel .xlsx"),
    "zip head only": (lambda: b"PK\x03\x04", BROKEN),
    "truncated": (lambda: plain()[:2500], BROKEN),
    "end cut off": (lambda: plain()[:-10], BROKEN),
    "directory overwritten": (lambda: patched(plain(), CENTRAL, 0, b"XXXX"), BROKEN),
    "zip64 end": (zip64_end, "zip64"),
    "zip64 sizes": (zip64_sizes, TOO_LARGE),
    "encrypted entries": (encrypted_entries, "nén có mật khẩu"),
    "too many parts": (
        lambda: rezipped({f"xl/media/{n}.png": b"x" for n in range(300)}),
        "hơn 200 thành phần",
    ),
    "too many sheets": (
        lambda: rezipped({f"xl/worksheets/sheet{n}.xml": b"<x/>" for n in range(2, 400)}),
        "hơn 200 thành phần",
    ),
    "one megabyte a thousand times": (quine_of_parts, "hơn 200 thành phần"),
    "bomb of one part": (lambda: rezipped({"xl/media/a.xml": bytes(15 * MB)}), TOO_LARGE),
    "bomb of many parts": (
        lambda: rezipped(
            {f"xl/media/{n}.bin": chance(n).randbytes(20_000) * 40 for n in range(40)}
        ),
        TOO_LARGE,
    ),
    "stored too large": (
        lambda: rezipped({"a.bin": b"ab" * 3 * MB}, compression=zipfile.ZIP_STORED),
        "quá 5 MB",
    ),
    "bzip2": (lambda: rezipped(compression=zipfile.ZIP_BZIP2), "nén kiểu lạ"),
    "lzma": (lambda: rezipped(compression=zipfile.ZIP_LZMA), "nén kiểu lạ"),
    "part twice": (partial(twice, FORM), PATHS),
    "part twice in another case": (lambda: rezipped({"XL/Workbook.xml": b"<x/>"}), PATHS),
    **{f"name {name!r}": (partial(rezipped, {name: b"x"}), PATHS) for name in ODD_NAMES},
    "macros": (lambda: rezipped({"xl/vbaProject.bin": b"x"}), "macro"),
    "macros elsewhere": (lambda: rezipped({"xl/other/VBAPROJECT.BIN": b"x"}), "macro"),
    "excel 4 macros": (lambda: rezipped({"xl/macrosheets/sheet1.xml": b"x"}), "macro"),
    "external link": (
        lambda: rezipped({"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        "liên kết lấy số từ tệp khác",
    ),
    "connection": (lambda: rezipped({"xl/connections.xml": b"<x/>"}), "liên kết lấy số"),
    "embedded object": (lambda: rezipped({"xl/embeddings/oleObject1.bin": b"x"}), "nhúng"),
    "activex": (lambda: rezipped({"xl/activeX/activeX1.xml": b"x"}), "nhúng"),
    "xlsb": (
        lambda: rezipped({"xl/workbook.bin": b"x"}, without=["xl/workbook.xml"]),
        ".xlsb",
    ),
    "word": (
        lambda: rezipped({"word/document.xml": b"x"}, without=["xl/workbook.xml"]),
        "Tệp này là Word",
    ),
    "ods": (
        lambda: rezipped({"META-INF/manifest.xml": b"x"}, without=["xl/workbook.xml"]),
        ".ods",
    ),
    "any zip": (
        lambda: rezipped(without=["xl/workbook.xml", "[Content_Types].xml"]),
        "không phải sổ làm việc",
    ),
}

# What only the reading in its own process finds out.
WHEN_READ = {
    "doctype": (partial(doctype, ""), "khai báo DTD"),
    "entity": (partial(doctype, '<!ENTITY a "b">'), "khai báo DTD"),
    "a billion laughs": (partial(doctype, BILLION), "khai báo DTD"),
    "external entity": (
        partial(doctype, '<!ENTITY a SYSTEM "file:///etc/passwd">'),
        "khai báo DTD",
    ),
    "doctype in utf-16": (partial(doctype, "", "utf-16"), "khai báo DTD"),
    "doctype in the workbook part": (
        lambda: rezipped({"xl/workbook.xml": b"<!DOCTYPE x><workbook/>"}),
        "khai báo DTD",
    ),
    "sizes that lie": (lying_sizes, BROKEN),
    "checksum": (lambda: patched(plain(), CENTRAL, 16, b"\0\0\0\0"), BROKEN),
    "xml cut off": (lambda: rezipped({FORM: sheet_xml("<row>")[:-30]}), BROKEN),
    "not xml": (lambda: rezipped({"xl/workbook.xml": b"\0\1\2"}), BROKEN),
    "no rels": (lambda: rezipped(without=["xl/_rels/workbook.xml.rels"]), BROKEN),
    "cell twice": (
        lambda: with_sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
        BROKEN,
    ),
    "row twice": (
        lambda: with_sheet(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'
        ),
        BROKEN,
    ),
    "cell nowhere": (lambda: with_sheet('<row><c r="@@@"><v>1</v></c></row>'), BROKEN),
    "string that is not there": (
        lambda: with_sheet('<row><c t="s"><v>999999</v></c></row>'),
        BROKEN,
    ),
    "number that is none": (lambda: with_sheet("<row><c><v>nan</v></c></row>"), BROKEN),
    "number of 5000 digits": (lambda: with_sheet(f"<row><c><v>{'9' * 5000}</v></c></row>"), BROKEN),
    "a million rows": (
        lambda: with_sheet("".join(f'<row r="{n}" ht="1"/>' for n in range(1, 400_000, 3))),
        TOO_LARGE,
    ),
    "many cells": (lambda: with_sheet(numbers(400, 1500)), TOO_LARGE),
    "one endless row": (lambda: with_sheet(numbers(1, 700_000)), TOO_LARGE),
    "string used by every cell": (
        lambda: shared_strings(f"<si><t>{'ệ' * 50_000}</t></si>"),
        TOO_LARGE,
    ),
    "many shared strings": (
        lambda: shared_strings("".join(f"<si><t>{n * 7919}</t></si>" for n in range(600_000))),
        TOO_LARGE,
    ),
    "styles without end": (
        lambda: rezipped(
            {
                "xl/styles.xml": f"<styleSheet {MAIN}><cellXfs>".encode()
                + b"".join(b'<xf numFmtId="%d" fontId="0"/>' % (n * 7919) for n in range(400_000))
                + b"</cellXfs></styleSheet>"
            }
        ),
        TOO_LARGE,
    ),
    "deep nesting": (
        lambda: rezipped({FORM: f"<worksheet {MAIN}>".encode() + b"<a>" * 80_000}),
        BROKEN,
    ),
}
HOSTILE = AT_THE_GATE | WHEN_READ
