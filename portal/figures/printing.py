"""Figures as the portal and the weekly report print them. "" for what is not known."""

from decimal import ROUND_HALF_UP, Decimal

from .grammar import SCALES

_VIETNAMESE_MARKS = str.maketrans(",.", ".,")


def show(number: int | Decimal | None, decimals: int = 0) -> str:
    """116348 as "116.348", Decimal("76.05") with one decimal as "76,1" (half up), -28 as "-28"."""
    if number is None:
        return ""
    if type(number) is int and not decimals:
        return f"{number:,}".replace(",", ".")
    if isinstance(number, float):
        raise TypeError("a figure is an int or a Decimal, never a float")
    rounded = Decimal(number).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if not rounded:
        rounded = abs(rounded)  # no "-0"
    return f"{rounded:,f}".translate(_VIETNAMESE_MARKS)


def show_signed(number: int | None) -> str:
    """A change: "+2.640", "−28" with a true minus sign, "0"."""
    if number is None:
        return ""
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return sign + show(abs(number))


def show_percent(part: int | None, whole: int | None, decimals: int = 1) -> str:
    """The share of `part` in `whole`, rounded half up: "76,1%"; "" where there is no share."""
    if part is None or not whole:
        return ""
    return show(Decimal(part) * 100 / whole, decimals) + "%"


def pad(number: int | None) -> str:
    """A count in administrative prose: 5 as "05", 41 as "41". Negative raises ValueError."""
    if number is None:
        return ""
    if number < 0:
        raise ValueError("a count in prose is never negative")
    return f"0{number}" if number < 10 else show(number)


def fraction(part: int | None, whole: int | None) -> str:
    """How many of how many, as the report prints it: "05/30", "41/63"; "" if either is unknown."""
    return "" if part is None or whole is None else f"{pad(part)}/{pad(whole)}"


def show_qualified(qualifier: str, number: int | None, scale: str | None = None) -> str:
    """The inverse of `read_qualified`: ("gần", 6000000) as "gần 6 triệu". Never rounds.

    `scale`: a key of SCALES, or "" for plain digits. Left out, a qualified number prints in
    triệu or tỷ where three decimals hold it exactly (18.053.000 as "18,053 triệu"), and
    plainly otherwise; a number without qualifier is exact and prints plainly.
    """
    if number is None:
        return ""
    if scale is None:
        scale = _natural_scale(number) if qualifier else ""
    return " ".join(filter(None, [qualifier, _show_in(number, scale), scale]))


def _natural_scale(number: int) -> str:
    for word in ("tỷ", "triệu"):
        if number >= SCALES[word] and number % (SCALES[word] // 1000) == 0:
            return word
    return ""


def _show_in(number: int, scale: str) -> str:
    whole, rest = divmod(number, SCALES.get(scale, 1))
    digits = len(str(SCALES.get(scale, 1))) - 1
    return show(whole) + (f",{rest:0{digits}d}".rstrip("0") if rest else "")
