"""Reading a figure that a person typed or pasted. A blank is None, never 0."""

import re
from decimal import Decimal

from .grammar import LARGEST, QUALIFIERS, SCALE_SPELLINGS, WHOLE, scaled, strict, tidy
from .refusals import FigureError, not_a_count, not_a_decimal, not_scaled, too_large

_YES_NO = {"": None, "có": True, "yes": True, "không": False, "chưa": False, "no": False}


def read_count(text: str) -> int | None:
    """The count that `text` states, 0 to LARGEST; None for a blank.

    Takes 14464, 14.464 and 14 464 (any single space character), full-width digits, blanks
    around. Raises FigureError for everything else. Source: domain.md A.3, general rules.
    """
    typed = tidy(text)
    if not typed:
        return None
    number = strict(typed)
    if number is None:
        raise not_a_count(typed)
    return _storable(number, typed)


def read_decimal(text: str, decimals: int) -> Decimal | None:
    """The non-negative figure with at most `decimals` digits after a comma; None for a blank.

    "1.234,5" is 1234.5 and "1.234" is 1234. Nothing is rounded: a digit too many raises
    FigureError, and so does whatever `read_count` refuses for another reason.
    """
    typed = tidy(text)
    if not typed:
        return None
    found = re.fullmatch(rf"({WHOLE})(?:,([0-9]+))?", typed)
    whole = strict(found[1]) if found else None
    if whole is None or len(found[2] or "") > decimals:
        raise not_a_decimal(typed, decimals)
    _storable(whole, typed)
    return Decimal(f"{whole}.{found[2]}") if found[2] else Decimal(whole)


def read_qualified(text: str) -> tuple[str, int] | None:
    """A national figure as (qualifier, number): "gần 6 triệu" is ("gần", 6000000).

    The qualifier is one of QUALIFIERS, or "" where none is written; None for a blank. Before a
    scale word (SCALES) stands a number under 1000, a comma being the decimal mark:
    "18,053 triệu". Raises FigureError where the number is unclear or does not come out whole.
    """
    typed = re.sub(" +", " ", tidy(text).lower())
    if not typed:
        return None
    found = re.fullmatch(rf"(?:({'|'.join(QUALIFIERS)}) )?([0-9].*)", typed)
    if not found:
        raise not_a_count(typed)
    return found[1] or "", _number_in_words(found[2])


def read_yes_no(text: str) -> bool | None:
    """True for có, yes; False for không, chưa, no; None for a blank.

    Case and surrounding blanks do not matter. Raises FigureError for everything else: x, 1
    and k mean different things in different offices, and "chưa rõ" is not a no.
    """
    typed = tidy(text)
    if typed.lower() in _YES_NO:
        return _YES_NO[typed.lower()]
    raise FigureError(
        f"Chưa rõ “{typed[:30]}” là có hay không. Bạn nhập Có hoặc Không; chưa biết thì để trống.",
        ("Có", "Không"),
    )


def _number_in_words(typed: str) -> int:
    found = re.fullmatch(rf"(.*[0-9]) ?({'|'.join(SCALE_SPELLINGS)})", typed)
    if not found:
        return _storable(read_count(typed), typed)
    number = scaled(found[1], found[2])
    if number is None:
        raise not_scaled(typed)
    return _storable(number, typed)


def _storable(number: int, typed: str) -> int:
    if number > LARGEST:
        raise too_large(typed)
    return number
