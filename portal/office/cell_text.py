"""Which texts a workbook can hold, and as what.

Nothing that a reporter typed may damage a file or act in the reader's Office: what XML or Excel
cannot hold is taken out, and no text is ever a formula.
"""

import re
import unicodedata

LONGEST_TEXT = 32_767  # characters in a cell; Excel's limit
LONGEST_SHEET_NAME = 31
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\s]+")
_ACTING = ("=", "+", "-", "@", "\t", "\r")


def writable(text: str) -> str:
    """The text composed, with "\\n" between lines and without what XML cannot hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", text))


def clean(text: str) -> str:
    """The text as `writable`, cut with "…" where a cell ends."""
    text = writable(text)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def would_act(text: str) -> bool:
    """Whether Office would take the text for a formula once someone edits its cell."""
    return text.startswith(_ACTING)


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel accepts: at most 31 characters, none of []:*?/\\, not one of `taken`.

    `taken`: the names in use, in lower case; Excel does not tell case apart. A name without
    anything usable becomes "Trang".
    """
    usable = _NOT_IN_SHEET_NAMES.sub(_joint, clean(wanted)).strip(" '-")
    name = _cut(usable, LONGEST_SHEET_NAME) or "Trang"
    if name.lower() == "history":  # Excel keeps this one for itself
        name += " 1"
    number, unique = 1, name
    while unique.lower() in taken:
        number += 1
        ending = f" ({number})"
        unique = _cut(name, LONGEST_SHEET_NAME - len(ending)) + ending
    return unique


def _joint(found: re.Match) -> str:
    return " " if found[0].isspace() else "-"


def _cut(name: str, length: int) -> str:
    """Shortened to so many UTF-16 units, which is how Excel counts."""
    while len(name.encode("utf-16-le")) > 2 * length:
        name = name[:-1]
    return name.rstrip(" '-")
