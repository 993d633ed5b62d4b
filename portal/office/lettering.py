"""How much room a text takes in Times New Roman, near enough to set a column or a row by.

Office programs draw the letters; a file must say beforehand how wide a column and how high a row
is. Widths are in digits of the same size, the unit of a workbook's columns.
"""

import math
import unicodedata
from functools import lru_cache

_BOLD = 1.07
_WIDE = 2.0  # a letter of another script
# Widths of the face's letters in thousandths of its size; a digit has 500.
_FACE = {
    250: " .,",
    278: "ijlt/:;\\|'",
    333: "fr()[]-I!“”‘’°`",
    389: "sJ",
    444: 'acez?"',
    500: "bdghknopquvxy0123456789–_*$#",
    556: "FPS+=<>",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYw&",
    778: "mM%",
    921: "W@",
    1000: "—…",
}
_WIDTHS = {letter: width / 500 for width, letters in _FACE.items() for letter in letters}
_STROKED = str.maketrans("đĐơƠưƯ", "dDoOuU")


@lru_cache(maxsize=2_000)
def _letter_width(letter: str) -> float:
    plain = unicodedata.normalize("NFD", letter.translate(_STROKED))[0].translate(_STROKED)
    if unicodedata.combining(plain):
        return 0.0
    return _WIDTHS.get(plain, 1.2 if plain.isascii() else _WIDE)


def width_of(text: str, *, is_bold: bool = False) -> float:
    """The width of a text on one line, in digits of its own size."""
    width = sum(map(_letter_width, text))
    return width * _BOLD if is_bold else width


def balancing_side(text: str, size: float, room: float) -> float:
    """The room to leave on either side of a bold centred title so that its lines are alike.

    `size`, `room` and the answer in points; 0 for a title of one line.
    """
    whole = max(width_of(line, is_bold=True) for line in text.split("\n")) * size / 2
    lines = math.ceil(whole / room)
    if lines < 2:
        return 0.0
    slack = longest_word(text, is_bold=True) * size / 2 * 0.7
    return max(room - whole / lines - slack, 0.0) / 2


def longest_word(text: str, *, is_bold: bool = False) -> float:
    return max((width_of(word, is_bold=is_bold) for word in text.split()), default=0.0)


def lines_in(text: str, room: float, *, is_bold: bool = False) -> int:
    """On how many lines a text comes out where `room` digits stand in a line; 1 for ""."""
    return sum(_wrapped(line, room, is_bold) for line in text.split("\n"))


def _wrapped(line: str, room: float, is_bold: bool) -> int:
    space = _letter_width(" ")
    lines, used = 1, 0.0
    for word in line.split():
        width = width_of(word, is_bold=is_bold)
        if used and used + space + width > room:
            lines, used = lines + 1, 0.0
        if width > room:  # broken inside, over as many lines as it takes
            lines += math.ceil(width / room) - 1
            width %= room
        used += (space if used else 0.0) + width
    return lines


def broken(text: str, room: float, *, is_bold: bool = False) -> list[str]:
    """The text's lines where `room` digits stand in a line; a longer word is broken inside."""
    lines = [""]
    for word in (part for whole in text.split() for part in _pieces(whole, room, is_bold)):
        joined = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(joined, is_bold=is_bold) > room:
            lines.append(word)
        else:
            lines[-1] = joined
    return [line for line in lines if line]


def _pieces(word: str, room: float, is_bold: bool) -> list[str]:
    """A word as it is, or where it is longer than a line, cut where each line ends."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and width_of(pieces[-1] + letter, is_bold=is_bold) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces
