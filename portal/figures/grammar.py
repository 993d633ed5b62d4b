"""What a clear Vietnamese figure looks like, and nothing about why another text is not one."""

import re
import unicodedata
from decimal import Decimal

LARGEST = 999_999_999_999  # the largest figure the portal stores
LONGEST = 100  # characters; a longer text is no figure and is not looked at closely
QUALIFIERS = ("gần", "hơn", "khoảng", "trung bình")  # part of the value in Tuần 39
SCALES = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}
SCALE_SPELLINGS = {**SCALES, "ngàn": 10**3, "tỉ": 10**9}

# Digits alone, or groups of three parted by one kind of mark; no zero in front.
WHOLE = r"0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+"
# Before a scale word: a group mark or a last 0 after the comma would allow two readings.
_BEFORE_SCALE = r"(0|[1-9][0-9]{0,2})(,[0-9]{0,8}[1-9])?"

_AROUND = " \t\r\n\u200b\u200e\u2060\ufeff"  # harmless around a figure, never inside it
_SPACES = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
# Full-width forms and the spaces, one by one: NFKC would also turn 10² into 102.
_PLAIN = str.maketrans("０１２３４５６７８９．，" + _SPACES, "0123456789.," + " " * len(_SPACES))


def tidy(text: str) -> str:
    """`text` composed, with plain digits and spaces, without blanks around."""
    return unicodedata.normalize("NFC", text).translate(_PLAIN).strip(_AROUND)


def strict(typed: str) -> int | None:
    """The whole number that a tidy text states without any doubt, else None."""
    if len(typed) > LONGEST or not re.fullmatch(WHOLE, typed):
        return None
    return int(re.sub("[. ]", "", typed))


def scaled(typed: str, word: str) -> int | None:
    """`typed` times a scale word, a comma being the decimal mark: "6,5" triệu is 6500000.

    None where the number is unclear or does not come out whole.
    """
    if not re.fullmatch(_BEFORE_SCALE, typed):
        return None
    number = Decimal(typed.replace(",", ".")) * SCALE_SPELLINGS[word]
    return int(number) if number == int(number) else None
