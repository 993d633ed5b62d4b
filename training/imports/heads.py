"""Which column of an export is what, by the words of its head in any order and case. Pure.

Lượt, người and hoàn thành are three things: a head that counts persons is never taken for lượt.
What is not clear is asked.
"""

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum

from portal.days import DateError, read_date
from portal.names import nfc, search_key

from .grid import Grid, GridLine

SEARCHED_LINES = 30
NAMES = (
    {"co", "quan"}, {"don", "vi"}, {"dia", "phuong"}, {"bo", "nganh"}, {"tinh", "thanh"},
)  # fmt: skip
NAMES_ALONE = {"ten", "tinh", "tp", "thanh", "pho", "bo", "nganh", "cac", "va", "truc", "thuoc"}
OF_A_PERIOD = re.compile(r"phat sinh|trong ky|trong thang|thang nay|ky nay|trong tuan|tuan nay")
_OTHER = re.compile(
    r"ty le|\bti le|chua hoan thanh|truy cap|dang ky|ghi chu|\bma\b|so nguoi|hoc vien|don vi tinh"
)
_SAID_DAY = r"[0-9]{1,2}\s*[/.-]\s*[0-9]{1,2}\s*[/.-]\s*[0-9]{4}"
_UNTIL = re.compile(rf"đến(?: hết)?(?: ngày)?:?\s*(?P<day>{_SAID_DAY})", re.IGNORECASE)
_ANY_DAY = re.compile(rf"(?<![0-9])(?P<day>{_SAID_DAY})(?![0-9])")
_IN_WORDS = re.compile(
    r"ngày\s+(?P<d>[0-9]{1,2})\s+tháng\s+(?P<m>[0-9]{1,2})\s+năm\s+(?P<y>[0-9]{4})", re.IGNORECASE
)
_ISO = re.compile(
    r"(?<![0-9])(?P<y>20[0-9]{2})[-_.]?(?P<m>[01][0-9])[-_.]?(?P<d>[0-3][0-9])(?![0-9])"
)


class Role(StrEnum):
    NAME = "name"
    COURSE = "course"
    PARTICIPANTS = "participants"
    COMPLETIONS = "completions"


@dataclass(frozen=True)
class Columns:
    """Numbers of the columns from 1; None where the file has none. Rows begin after `head_line`."""

    head_line: int
    name: int
    participants: int
    course: int | None = None
    completions: int | None = None


def role_of(head: str) -> Role | None:
    """What a column's head says that it holds; None for what is not needed or not clear."""
    key = search_key(head)
    words = set(key.split())
    if not words or "%" in head or _OTHER.search(key) or OF_A_PERIOD.search(key):
        return None
    if {"hoan", "thanh"} <= words:
        return Role.COMPLETIONS
    if "luot" in words or words in ({"tong", "so"}, {"tong", "cong"}):
        return Role.PARTICIPANTS
    if {"khoa", "hoc"} <= words or words in ({"khoa"}, {"ten", "khoa"}, {"lop"}, {"ten", "lop"}):
        return Role.COURSE
    if any(pair <= words for pair in NAMES) or words <= NAMES_ALONE:
        return Role.NAME
    return None


def find_columns(grid: Grid) -> Columns | None:
    """The columns by the first line that reads as a head, or that does with the line under it."""
    lines = grid.lines[:SEARCHED_LINES]
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else None
        found = (below and columns_over_two(line, below)) or columns_in(line.texts, line.number)
        if found:
            return found
    return None


def columns_over_two(upper: GridLine, lower: GridLine) -> Columns | None:
    """The columns of a head that takes two lines; None where the lower one is no part of it."""
    if upper.width < 2 or any(re.search("[0-9]", text) for text in (*upper.texts, *lower.texts)):
        return None
    found = columns_in(joined(upper, lower), lower.number)
    if not found or lower.text(found.name) not in ("", upper.text(found.name)):
        return None
    return found


def columns_in(heads, line: int) -> Columns | None:
    """The columns that heads name, each role by one column only; None where that is not so."""
    held: dict[Role, list[int]] = {role: [] for role in Role}
    for column, head in enumerate(heads, 1):
        role = role_of(head)
        if role:
            held[role].append(column)
    held[Role.PARTICIPANTS] = the_whole(held[Role.PARTICIPANTS], heads)
    counts = {role: len(columns) for role, columns in held.items()}
    is_clear = counts[Role.NAME] == counts[Role.PARTICIPANTS] == 1
    if not is_clear or counts[Role.COURSE] > 1 or counts[Role.COMPLETIONS] > 1:
        return None
    course, completions = (next(iter(held[r]), None) for r in (Role.COURSE, Role.COMPLETIONS))
    return Columns(line, held[Role.NAME][0], held[Role.PARTICIPANTS][0], course, completions)


def the_whole(columns: list[int], heads) -> list[int]:
    """Of several columns of participations the cumulative one, where one head alone says so."""
    if len(columns) < 2:
        return columns
    whole = [n for n in columns if re.search("luy ke|tong", search_key(heads[n - 1]))]
    return whole if len(whole) == 1 else columns


def joined(upper: GridLine, lower: GridLine) -> list[str]:
    """A title over several columns is said of each of them; one merged down is said once."""
    heads, over = [], ""
    for column in range(1, max(len(upper.texts), len(lower.texts)) + 1):
        above, below = upper.text(column), lower.text(column)
        over = above or over
        if not below or below == above:
            heads.append(above)
        else:
            heads.append(f"{above or over} {below}")
    return heads


def proposed_day(titles: list[str], file_name: str) -> datetime.date | None:
    """The day that the lines over the head name, or else the file's name; None where unclear."""
    text = " ".join(map(nfc, titles))
    for pattern in (_UNTIL, _IN_WORDS, _ANY_DAY, _ISO):
        days = _days(pattern, text)
        if days:
            return days.pop() if len(days) == 1 else None
    for pattern in (_ANY_DAY, _ISO):
        days = _days(pattern, nfc(file_name).replace("_", " "))
        if len(days) == 1:
            return days.pop()
    return None


def _days(pattern: re.Pattern, text: str) -> set[datetime.date]:
    days = set()
    for found in pattern.finditer(text):
        parts = found.groupdict()
        said = parts.get("day") or f"{parts['d']}/{parts['m']}/{parts['y']}"
        try:
            days.add(read_date(re.sub(r"\s*[/.-]\s*", "/", said)))
        except DateError:
            continue
    return days
