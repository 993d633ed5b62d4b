"""Workbooks from outside: the gate before any reader sees the file, then a reading in bounds.

The directory of the zip is looked at here, without unpacking anything. The cells are read by
`cell_reading`, in a process of its own with limits on memory, processor and time, so that no file
holds a web worker up for more than SECONDS or makes it grow.
"""

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import BoundedSemaphore
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from . import cell_reading

LARGEST_BYTES = 5 * 1024 * 1024
LARGEST_UNPACKED = 20 * 1024 * 1024
LARGEST_RATIO = 150  # of a part; a sheet of empty bordered cells packs to about a fiftieth
SMALL_PART = 256 * 1024  # whose ratio does not matter
MOST_PARTS = 200
LARGEST_DIRECTORY = 64 * 1024  # bytes of the zip's list of parts
SECONDS = 4.0
READERS_AT_ONCE = 2  # in one web process; each may take some 150 MB for its seconds

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_END, _ZIP64_END = b"PK\x05\x06", b"PK\x06\x07"
_LONGEST_END = 22 + 65_535
_ENCRYPTED_FLAG = 1
_readers = BoundedSemaphore(READERS_AT_ONCE)
_log = logging.getLogger(__name__)


class WorkbookError(ValueError):
    """A file that is not read. `message`: Vietnamese, what it is and what to do."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Cell:
    """A filled cell. `kind`: text, number (plain, with a dot), day (ISO), bool, error, formula."""

    kind: str
    text: str
    is_percent: bool = False


@dataclass(frozen=True)
class IncomingSheet:
    """The filled cells of a sheet by (row, column), both from 1, and what hides or joins some."""

    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[str, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]

    def text(self, row: int, column: int) -> str:
        cell = self.cells.get((row, column))
        return cell.text if cell else ""


@dataclass(frozen=True)
class IncomingBook:
    """`names`: of every sheet in the file's order; `hidden`: of those that nobody sees."""

    names: tuple[str, ...]
    sheets: Mapping[str, IncomingSheet]
    hidden: frozenset[str] = frozenset()


def read_workbook(content: bytes, wanted: Mapping[str, tuple[int, int]]) -> IncomingBook:
    """The cells of the sheets named in `wanted`, each up to its (last row, last column).

    A sheet that the file lacks is absent; `cell_reading.EVERY` in place of names stands for the
    first visible ones. Takes at most about SECONDS. Raises WorkbookError for whatever is no plain
    .xlsx, and for one that cannot be read in bounds.
    """
    check_container(content)
    answer = json.loads(_read_apart(content, wanted))
    sheets = {name: _sheet(sheet) for name, sheet in answer["sheets"].items()}
    return IncomingBook(tuple(answer["names"]), sheets, frozenset(answer["hidden"]))


def _sheet(answer: dict) -> IncomingSheet:
    return IncomingSheet(
        {(row, column): Cell(*rest) for row, column, *rest in answer["cells"]},
        tuple(answer["merged"]),
        frozenset(answer["hidden_rows"]),
        frozenset(answer["hidden_columns"]),
    )


# The gate


def check_container(content: bytes) -> None:
    """Returns for what may be a harmless .xlsx; raises WorkbookError for everything else."""
    check_size(len(content))
    check_kind(content)
    parts = list_parts(content)
    check_parts(parts)
    check_contents({part.filename.lower() for part in parts})


def check_size(size: int) -> None:
    if not size:
        raise WorkbookError("Tệp trống. Bạn chọn lại tệp đã điền.")
    if size > LARGEST_BYTES:
        raise WorkbookError(
            f"Tệp nặng {size / 1024 / 1024:.0f} MB, quá {LARGEST_BYTES // 1024 // 1024} MB. Mẫu đã "
            "điền chỉ vài chục KB: bạn bỏ ảnh và các trang đã thêm, hoặc tải mẫu mới rồi điền lại."
        )


def check_kind(content: bytes) -> None:
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise WorkbookError(
                "Tệp có mật khẩu nên không đọc được. Trong Excel, bạn bỏ mật khẩu (Tệp, Thông tin, "
                "Bảo vệ sổ làm việc), lưu rồi tải lên lại."
            )
        raise WorkbookError(
            "Tệp thuộc dạng Excel cũ (.xls). Bạn mở bằng Excel, chọn Lưu thành “Sổ làm việc Excel "
            "(.xlsx)” rồi tải lên lại."
        )
    if content.startswith(b"%PDF-"):
        raise WorkbookError("Tệp này là PDF. Ở đây nhận mẫu Excel (.xlsx) đã điền.")
    if not content.startswith(b"PK"):
        raise WorkbookError(
            "Tệp này không phải Excel .xlsx (có thể là CSV hoặc trang web đổi tên). Bạn điền vào "
            "mẫu tải từ trang này rồi tải lên."
        )


def list_parts(content: bytes) -> list[ZipInfo]:
    """The parts as the zip lists them; the list's own size is looked at before it is read."""
    broken = WorkbookError(
        "Tệp bị hỏng hoặc chưa tải xong. Bạn mở bằng Excel, lưu lại rồi tải lên."
    )
    tail = content[-_LONGEST_END:]
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise broken
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if _ZIP64_END in tail[max(0, at - 20) : at] or directory == 0xFFFFFFFF:
        raise WorkbookError(
            "Tệp được nén theo kiểu của tệp rất lớn (zip64). Bạn mở bằng Excel, lưu lại rồi tải "
            "lên."
        )
    if directory > LARGEST_DIRECTORY:
        raise too_many_parts()
    try:
        with ZipFile(BytesIO(content)) as archive:
            return archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError) as error:
        raise broken from error


def check_parts(parts: list[ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise too_many_parts()
    if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
        raise WorkbookError("Tệp nén có mật khẩu nên không đọc được. Bạn bỏ mật khẩu rồi tải lên.")
    names = [part.filename.lower() for part in parts]
    if any(map(is_odd_name, names)) or len(set(names)) < len(names):
        raise WorkbookError(
            "Bên trong tệp có đường dẫn lạ hoặc trùng nhau nên không đọc, để giữ an toàn. Bạn tải "
            "mẫu mới rồi điền lại."
        )
    swollen = any(
        part.file_size > SMALL_PART and part.file_size > LARGEST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if swollen or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise too_large()
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise WorkbookError("Tệp nén kiểu lạ. Bạn mở bằng Excel, lưu lại rồi tải lên.")


def is_odd_name(name: str) -> bool:
    return (
        name.startswith("/")
        or ".." in name.split("/")
        or any(char in name for char in "\\:\0")
        or not name.isprintable()
    )


def check_contents(names: set[str]) -> None:
    """`names`: the parts' names in lower case. What a workbook for figures has no need of."""
    for pieces, message in _UNWANTED:
        if any(piece in name for name in names for piece in pieces):
            raise WorkbookError(message)
    if not {"[content_types].xml", "xl/workbook.xml"} <= names:
        raise WorkbookError(
            "Tệp nén này không phải sổ làm việc Excel .xlsx. Bạn chọn lại tệp mẫu đã điền."
        )


_UNWANTED = (
    (
        ("vbaproject", "xl/macrosheets/", "vbadata"),
        "Tệp có macro nên không được nhận. Bạn lưu thành “Sổ làm việc Excel (.xlsx)”, loại không "
        "có macro, rồi tải lên.",
    ),
    (
        ("xl/externallinks/", "xl/connections.xml", "xl/querytables/"),
        "Tệp có liên kết lấy số từ tệp khác nên không được nhận. Trong Excel, bạn vào Dữ liệu, Sửa "
        "liên kết, Ngắt liên kết, lưu rồi tải lên.",
    ),
    (
        ("xl/activex/", "xl/embeddings/", "customui/"),
        "Tệp có đối tượng nhúng nên không được nhận. Bạn tải mẫu mới rồi điền lại.",
    ),
    (
        ("xl/workbook.bin",),
        "Tệp thuộc dạng .xlsb. Bạn chọn Lưu thành “Sổ làm việc Excel (.xlsx)” rồi tải lên.",
    ),
    (("word/document.xml",), "Tệp này là Word. Ở đây nhận mẫu Excel (.xlsx) đã điền."),
    (
        ("meta-inf/manifest.xml",),
        "Tệp thuộc dạng OpenDocument (.ods). Bạn chọn Lưu thành “Excel 2007-365 (.xlsx)” rồi tải "
        "lên.",
    ),
)


def too_many_parts() -> WorkbookError:
    return WorkbookError(
        f"Tệp có hơn {MOST_PARTS} thành phần (trang, ảnh …). Bạn tải mẫu mới rồi điền lại."
    )


def too_large() -> WorkbookError:
    return WorkbookError(
        "Tệp mở ra quá lớn so với một mẫu đã điền nên không đọc. Bạn tải mẫu mới rồi điền lại."
    )


# The reading


def _read_apart(content: bytes, wanted: Mapping[str, tuple[int, int]]) -> bytes:
    """What `cell_reading` answers; raises WorkbookError where it gives up or takes too long."""
    end = time.monotonic() + SECONDS
    if not _readers.acquire(timeout=SECONDS / 2):
        raise WorkbookError("Đang có nhiều tệp được đọc cùng lúc. Bạn tải lên lại sau ít giây.")
    try:
        # An empty environment: what reads a stranger's file knows no secret of ours.
        done = subprocess.run(  # noqa: S603  our own script with our own Python
            [sys.executable, "-I", "-B", str(Path(cell_reading.__file__))],
            input=json.dumps(wanted).encode() + b"\n" + content,
            capture_output=True,
            timeout=end - time.monotonic(),
            env={"PATH": os.environ.get("PATH", ""), "OPENPYXL_LXML": "False"},
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        raise too_large() from expired
    finally:
        _readers.release()
    if done.returncode:
        why = done.stderr[-200:].decode("ascii", "replace")
        _log.info("workbook refused: %s %s", done.returncode, why)
        raise _refusal(done.returncode)
    return done.stdout


def _refusal(status: int) -> WorkbookError:
    if status == cell_reading.FORBIDDEN_XML:
        return WorkbookError(
            "Bên trong tệp có khai báo DTD nên không đọc, để giữ an toàn. Bạn tải mẫu mới rồi điền "
            "lại."
        )
    if status == cell_reading.BROKEN:
        return WorkbookError(
            "Nội dung tệp bị hỏng nên không đọc được. Bạn mở bằng Excel, lưu lại rồi tải lên."
        )
    return too_large()
