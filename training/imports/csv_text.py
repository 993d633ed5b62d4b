"""A text file of separated cells, as any of the programs in use here writes one. Pure.

Encodings: UTF-8 and UTF-16 with or without their mark, else Windows-1258. Cells are parted by a
comma, a semicolon or a tab, whichever parts most lines alike; quoted cells may hold all of them.
"""

import csv
import io
import re
from collections import Counter
from itertools import islice

from portal.names import looks_legacy

from .grid import MOST_COLUMNS, MOST_ROWS, Grid, GridError, GridLine

LARGEST_BYTES = 5 * 1024 * 1024
LONGEST_CELL = 20_000  # characters
SEPARATORS = ",;\t"
SAMPLE_LINES = 40

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAYS_SEPARATOR = re.compile(r"\ufeff?sep=(?P<mark>[,;\t])\r?\n", re.IGNORECASE)


def read_csv(content: bytes) -> Grid:
    """Every line that holds something, with its number in the file; raises GridError."""
    if len(content) > LARGEST_BYTES:
        raise GridError(
            f"Tệp nặng {len(content) / 1024 / 1024:.0f} MB, quá {LARGEST_BYTES // 1024 // 1024} MB."
            " Bạn kết xuất lại chỉ gồm các cột cần nhập."
        )
    text = decoded(content)
    if not text.strip():
        raise GridError("Tệp trống. Bạn chọn lại tệp kết xuất.")
    said = _SAYS_SEPARATOR.match(text)
    mark = said["mark"] if said else separator_of(text)
    doubts = ()
    if looks_legacy(text[:20_000]):
        doubts = ("Chữ trong tệp giống phông cũ (TCVN3, VNI), không phải Unicode.",)
    skipped = 1 if said else 0
    body = text[said.end() :] if said else text
    return Grid(tuple(_lines(body, mark, skipped)), doubts=doubts, separator=mark)


def decoded(content: bytes) -> str:
    """The file's text; raises GridError for what is no text in any of the encodings."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "")
    for name in [encoding] if encoding else _unmarked(content):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise GridError(
        "Tệp không phải văn bản đọc được (có ký tự lạ bên trong). Bạn kết xuất lại thành .xlsx "
        "hoặc .csv mã UTF-8."
    )


def _unmarked(content: bytes) -> list[str]:
    """Encodings worth trying, the likeliest first; UTF-16 shows by a zero in every other byte."""
    head = content[:4000]
    zeros_even, zeros_odd = head[::2].count(0), head[1::2].count(0)
    if max(zeros_even, zeros_odd) * 4 > len(head) // 2:
        return ["utf-16-le" if zeros_odd > zeros_even else "utf-16-be"]
    return ["utf-8", "cp1258"]


def separator_of(text: str) -> str:
    """The mark that parts the most of the first lines into the same number of cells."""

    def parted_alike(mark: str) -> tuple[int, int]:
        try:
            lines = list(islice(_reader(text, mark), SAMPLE_LINES))
        except csv.Error:
            return 0, 0
        widths = Counter(len(line) for line in lines if len(line) > 1)
        width, alike = max(widths.items(), key=lambda found: found[::-1], default=(0, 0))
        return alike, width

    return max(SEPARATORS, key=parted_alike)


def _reader(text: str, mark: str):
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)


def _lines(text: str, mark: str, skipped: int):
    csv.field_size_limit(LONGEST_CELL)
    reader, before, count = _reader(text, mark), 0, 0
    try:
        for cells in reader:
            first, before = before + 1 + skipped, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if count > MOST_ROWS:
                raise GridError.too_many_rows()
            if len(cells) > MOST_COLUMNS and any(cell.strip() for cell in cells[MOST_COLUMNS:]):
                raise GridError(f"Dòng {first} có hơn {MOST_COLUMNS} ô. Bạn bỏ bớt cột.")
            yield GridLine(first, tuple(cell.strip() for cell in cells[:MOST_COLUMNS]))
    except csv.Error as error:
        raise GridError(
            f"Không tách được các ô từ dòng {before + 1 + skipped}: dấu ngoặc kép không khớp, hoặc "
            "ô quá dài. Bạn mở tệp, sửa dòng này rồi tải lên lại."
        ) from error
