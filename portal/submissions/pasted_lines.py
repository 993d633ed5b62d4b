"""One pasted line taken apart: its cells, or a name and what is said of it. Nothing is read yet.

A tab, a pipe or a semicolon parts cells for certain ("hard"). A line parted by a colon, a dash or
spaces is "soft": a space inside what follows the name may be the edge of a column, so a reader
must ask where a figure holds one.
"""

import re
import unicodedata
from dataclasses import dataclass

from portal.names import nfc, search_key

_LETTER = r"[^\W\d_]"
_WIDE_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " "))
_UNSEEN = "\u200b\u200e\u200f\u2060\ufeff"
# A chat's stamp before a message: "[09:30 15/11/2022] Phạm Thu Hà: "
_STAMP = re.compile(r"^\s*\[[0-9:/,. -]{5,40}\]\s*[^:]{1,60}:\s*")
_BULLET = re.compile(r"^\s*(?:[-–—+•·*▪●○►✓✔]\s+|[•·▪●○►✓✔])")
_RANK = re.compile(rf"^(?P<rank>\d{{1,3}})(?P<mark>\s*[.)/:–-]\s*|\s+)(?={_LETTER})")
_SAID = "gần|hơn|khoảng|trung bình|trên|dưới|chừng|độ|tăng|giảm|thêm|trừ|âm|lũy kế|luỹ kế|phát sinh"
_BEFORE_FIGURE = re.compile(
    rf"\s+(?=(?:(?:{_SAID})\s+){{0,3}}(?:[-–—=]\s+|[-+−–~≈<>≥≤(]+\s?)?[0-9０-９])", re.IGNORECASE
)
_DASH_BETWEEN = re.compile(r"^[-–—=]\s+(?=[0-9０-９])")
_RANK_CELL = re.compile(r"\(?(?:[IVXL]{1,6}|[0-9]{1,3})\s*[.)]*")
_QUOTED_CELL = re.compile(r'(?:^|(?<=\t))"((?:[^"\t]|"")*+)"(?=\t|\r?$)', re.MULTILINE)


@dataclass(frozen=True)
class Cells:
    """`texts` of one line. `rank`: the number taken off its front, with the mark behind it."""

    texts: tuple[str, ...]
    is_soft: bool = False
    rank: str = ""


def has_letter(text: str) -> bool:
    return re.search(_LETTER, text) is not None


def has_digit(text: str) -> bool:
    return any(char.isnumeric() for char in text)


def trimmed(text: str) -> str:
    """`text` composed, without blanks or invisible marks around; what is inside stays as it is."""
    return unicodedata.normalize("NFC", text).strip().strip(_UNSEEN).strip()


def clean_name(text: str) -> str:
    """A name as written, without a rank before it or the marks that part it from its figure."""
    bare = re.sub(rf"^\s*[0-9]{{1,3}}\s*[.)]\s*(?={_LETTER})", "", nfc(text))
    return re.sub(r"^[\s.:;,•*–-]+|[\s.:;,=–-]+$", "", bare)


def lines_of(text: str) -> list[str]:
    """The block's lines; a cell that Excel put in quotes because it holds a line break is one."""
    if "\t" in text:
        text = _QUOTED_CELL.sub(lambda found: " ".join(found[1].replace('""', '"').split()), text)
    return text.splitlines()


def split_line(line: str) -> list[Cells]:
    """The rows of a line: one, or several where a message lists "tên: số; tên: số"."""
    for mark in ("\t", "|"):
        if mark in line:
            return [_hard(line, mark)]
    line = _STAMP.sub("", line)
    if ";" not in line:
        return [_soft(line)]
    pieces = []
    for piece in filter(str.strip, line.split(";")):
        pieces.append(_soft(piece))
        if len(pieces[-1].texts) <= 1 or not has_letter(pieces[-1].texts[0]):
            return [_hard(line, ";")]
    return pieces


def _hard(line: str, mark: str) -> Cells:
    texts = [trimmed(cell) for cell in line.split(mark)]
    if mark == "|" and not texts[0]:
        texts = texts[1:]
    while texts and not texts[-1]:
        texts.pop()
    return Cells(tuple(texts))


def _soft(line: str) -> Cells:
    text = trimmed(_BULLET.sub("", line.translate(_WIDE_SPACES)))
    rank = ""
    if found := _RANK.match(text):
        rank, text = found[0].strip(), text[found.end() :]
    return Cells(tuple(_parted(text)), is_soft=True, rank=rank)


def _parted(text: str) -> list[str]:
    name, colon, said = text.partition(":")
    if colon and has_letter(name):
        said = said.strip()
        return [name, _ended(said)] if said else [name]
    if len(wide := re.split(r" {2,}", text)) > 1:
        return [_undashed(cell) for cell in wide if cell not in ("-", "–", "—", "=", "")]
    letter = re.search(_LETTER, text)
    gap = _BEFORE_FIGURE.search(text, letter.end()) if letter else None
    return [text[: gap.start()], _undashed(text[gap.end() :])] if gap else [text]


def _undashed(text: str) -> str:
    return _ended(_DASH_BETWEEN.sub("", text))


def _ended(said: str) -> str:
    """Without the punctuation that ends a line; a dot behind a figure may belong to it."""
    return re.sub(rf"(?<={_LETTER})[.,]+$", "", said.rstrip(" ;"))


# What a cell may be


def is_rank(text: str) -> bool:
    return _RANK_CELL.fullmatch(text) is not None


def is_ruler(texts: tuple[str, ...]) -> bool:
    """A line of dashes under a head, as Markdown and some mails draw it."""
    return any(texts) and all(re.fullmatch(r"[\s:=_+-]*", text) for text in texts)


_TOTALS = re.compile("(tong|cong)( cong| so| chung)?|total|toan quoc|ca nuoc")
_NAME_HEADS = {
    *("ten", "ten co quan", "ten don vi", "ten dia phuong", "ten tinh", "ten chi tieu", "noi dung"),
    *("co quan", "don vi", "dia phuong", "tinh", "tinh thanh", "tinh tp", "tinh thanh pho"),
    *("bo nganh", "chi tieu", "tinh thanh pho truc thuoc trung uong", "don vi bao cao", "tieu chi"),
}
_RANK_HEADS = {"tt", "stt", "so tt", "so thu tu"}


def is_total(name: str) -> bool:
    return _TOTALS.fullmatch(search_key(name)) is not None


def is_head(texts: tuple[str, ...]) -> bool:
    """Whether the first or second cell is the title of a column of names or of numbering."""
    keys = [search_key(text) for text in texts[:2]]
    return any(key in _NAME_HEADS or key in _RANK_HEADS for key in keys)


def is_numbering(texts: tuple[str, ...]) -> bool:
    """The line under a head that numbers its columns: (1) (2) (3=1+2), or A B 1 2."""
    cells = [text for text in texts if text]
    return len(cells) > 1 and all(re.fullmatch(r"\(?[A-E0-9](=.{1,12})?\)?", c) for c in cells)


def role_of(head: str) -> str:
    """What a column's head says that it holds: rank, unit, note, month, total, or nothing: ""."""
    key = search_key(head)
    if key in _RANK_HEADS:
        return "rank"
    if key in ("don vi tinh", "dvt", "don vi do"):
        return "unit"
    if key.startswith("ghi chu"):
        return "note"
    month = re.search(r"phat sinh|trong ky|trong thang|thang nay|ky nay|^thang [0-9]", key)
    total = re.search(r"luy ke|cong don|den nay", key)
    if bool(month) == bool(total):
        return ""
    return "month" if month else "total"
