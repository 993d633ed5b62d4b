"""The platform's exports that a nightly program puts into a folder: each taken in once, and stored
where nothing about it is in doubt.

Nothing in the folder is moved, renamed or removed. A file that is still being written waits for
the next run. What is told has no names of people and no figures in it.
"""

import datetime
import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from .csv_text import LARGEST_BYTES
from .grid import GridError
from .models import PlatformImport
from .plan import Plan
from .storing import NotReady, store
from .taking_in import Closed, Stage, take_in

ENDINGS = (".xlsx", ".csv")
QUIET = 60  # seconds without a change, before a file counts as whole
MOST_FILES = 200


class Fate(StrEnum):
    STORED = "stored"
    WAITS = "waits"  # a draft for a person
    KNOWN = "known"  # the same file was taken in before
    WRITING = "writing"
    REFUSED = "refused"


@dataclass(frozen=True)
class Told:
    """What became of one file. `why`: Vietnamese, without figures or names."""

    file_name: str
    fate: Fate
    batch: int | None = None
    why: str = ""

    @property
    def wants_a_person(self) -> bool:
        return self.fate in (Fate.WAITS, Fate.REFUSED)


def new_files(folder: Path) -> list[Path]:
    """The folder's own exports, oldest name first; links and what lies deeper are left alone."""
    found = [
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in ENDINGS
        and not path.name.startswith((".", "~$"))
        and not path.is_symlink()
        and path.is_file()
    ]
    return found[:MOST_FILES]


def take_in_folder(
    folder: Path, *, as_of: datetime.date | None, at: datetime.datetime, quiet: float = QUIET
) -> Iterator[Told]:
    """Takes in every new file of `folder`, one by one; a fault of one does not stop the others."""
    for path in new_files(folder):
        yield take_in_path(path, as_of=as_of, at=at, quiet=quiet)


def take_in_path(path: Path, *, as_of, at, quiet: float) -> Told:
    try:
        content = whole_content(path, quiet)
    except OSError as error:
        return Told(path.name, Fate.REFUSED, why=f"Không mở được tệp: {error.strerror}.")
    if content is None:
        return Told(path.name, Fate.WRITING, why="Tệp đang được ghi, để lần sau.")
    if len(content) > LARGEST_BYTES:
        return Told(path.name, Fate.REFUSED, why="Tệp quá 5 MB.")
    known = known_import(content)
    if known:
        return Told(path.name, Fate.KNOWN, known)
    try:
        taken = take_in(
            content, path.name, as_of=as_of, today=at.date(), by=None, at=at, by_command=True
        )
    except GridError as error:
        return Told(path.name, Fate.REFUSED, why=error.message)
    if not taken.is_new:
        return Told(path.name, Fate.KNOWN, taken.batch.pk)
    return finish(path.name, taken.batch, at)


def whole_content(path: Path, quiet: float) -> bytes | None:
    """The file's bytes; None while someone may be writing it: changed lately, or while read."""
    before = path.stat()
    if time.time() - before.st_mtime < quiet:
        return None
    with path.open("rb") as opened:
        content = opened.read(LARGEST_BYTES + 1)
        after = os.fstat(opened.fileno())
    is_same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    is_whole = len(content) == min(after.st_size, LARGEST_BYTES + 1)
    return content if is_same and is_whole else None


def known_import(content: bytes) -> int | None:
    """The import that the same bytes made before, whatever became of it."""
    sha256 = hashlib.sha256(content).hexdigest()
    return PlatformImport.objects.filter(sha256=sha256).values_list("pk", flat=True).last()


def finish(file_name: str, batch: PlatformImport, at) -> Told:
    """Stores a draft in which nothing is in doubt; says why a person is needed otherwise."""
    why = doubt_about(batch, at.date())
    if why:
        return Told(file_name, Fate.WAITS, batch.pk, why)
    try:
        store(batch, seen=None, by=None, at=at)
    except (NotReady, Closed):
        return Told(file_name, Fate.WAITS, batch.pk, "Số liệu vừa thay đổi trong lúc nhập.")
    return Told(file_name, Fate.STORED, batch.pk)


def doubt_about(batch: PlatformImport, today: datetime.date) -> str:
    """The first thing that a person must look at; empty where there is none."""
    if not batch.name_column:
        return "Chưa rõ cột nào là gì."
    if batch.doubts:
        return "Có điều cần xem trong tệp (dòng ẩn, tổng không khớp, ngày khác nhau)."
    plan = Plan(batch, list(batch.rows.all()), today=today)
    if plan.faults:
        return f"Có {len(plan.faults)} chỗ phải trả lời."
    if plan.warnings:
        return "Có điều cần xem: khóa học lặp lại, hoặc hoàn thành nhiều hơn tham gia."
    later = PlatformImport.objects.filter(stage=Stage.STORED, as_of__gt=batch.as_of)
    if later.exists():
        return "Đã có lần nhập tính đến ngày muộn hơn."
    return ""
