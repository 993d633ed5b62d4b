"""Why a text is not one clear figure: what to tell the reader and which value to offer.

Each reason is a row of _REASONS, and the first row that fits speaks. A value is offered only as
a button for the reader to press; none is ever taken over by itself.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from .grammar import LARGEST, LONGEST, SCALE_SPELLINGS, WHOLE, scaled, strict
from .printing import show


class FigureError(ValueError):
    """A text that is not one clear figure.

    `message`: Vietnamese, what is wrong and what to do. `suggestions`: the likely values as
    the reader would type them ("11.300"); often empty.
    """

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()):
        super().__init__(message)
        self.message = message
        self.suggestions = suggestions


def not_a_count(typed: str) -> FigureError:
    """The reason why a tidy text is no count."""
    if re.search(r"[\t\n\v\f\r\x85\u2028\u2029]", typed):
        return FigureError("Nội dung dán vào có nhiều ô hoặc nhiều dòng. Ô này nhận một số.")
    if len(typed) > LONGEST:
        return FigureError(f"{_quote(typed)} dài hơn một con số. Ô này nhận một số.")
    if not typed.isprintable():
        return FigureError(f"{_quote(typed)} có ký tự ẩn do dán từ nơi khác. Bạn gõ lại số này.")
    if re.fullmatch(_AMBIGUOUS_COMMA, typed):
        return _comma_question(typed)
    reason = next(row for row in _REASONS if re.fullmatch(row.pattern, typed, re.IGNORECASE))
    likely = reason.likely(typed)
    wrong = reason.wrong.format(typed=_quote(typed))
    if likely is None or likely > LARGEST:
        return FigureError(f"{wrong} {reason.advice}")
    return FigureError(f"{wrong} Nếu là {show(likely)}, bạn nhập {_ways(likely)}.", (show(likely),))


def not_a_decimal(typed: str, decimals: int) -> FigureError:
    """The reason why a tidy text is no figure with at most `decimals` digits after the comma."""
    if not decimals:
        return not_a_count(typed)
    if decimals < 3 and re.fullmatch(_AMBIGUOUS_COMMA, typed):
        return _comma_question(typed)
    if re.fullmatch(rf"({WHOLE}),[0-9]+", typed):
        advice = f"Bạn nhập nhiều nhất {decimals} chữ số."
        return FigureError(f"{_quote(typed)} có quá nhiều chữ số sau dấu phẩy. {advice}")
    if re.fullmatch(rf"(0|[1-9][0-9]*)\.[0-9]{{1,{decimals}}}", typed):
        likely = typed.replace(".", ",")
        return FigureError(f"Phần thập phân viết sau dấu phẩy. Bạn nhập {likely}.", (likely,))
    if re.fullmatch(r"[0-9., ]+", typed):
        return FigureError(f"Chưa rõ {_quote(typed)} là số nào. Bạn nhập như 1.234,5.")
    return not_a_count(typed)


def not_scaled(typed: str) -> FigureError:
    """A number before nghìn, triệu or tỷ that could be read in two ways."""
    advice = "Bạn nhập như 6,5 triệu hoặc 6.500.000."
    return FigureError(f"Chưa rõ {_quote(typed)} là bao nhiêu. {advice}")


def too_large(typed: str) -> FigureError:
    limit = f"lớn hơn {show(LARGEST)}, mức lớn nhất ghi được"
    return FigureError(f"{_quote(typed)} {limit}. Bạn xem lại số chữ số.")


# The likely value, where there is one


def _none(typed: str) -> int | None:
    return None


def _zero(typed: str) -> int | None:
    return 0


def _number_inside(typed: str) -> int | None:
    if any(char.isnumeric() and not char.isascii() for char in typed):  # 10² is not 10
        return None
    return strict(re.sub(r"^[^0-9]+|[^0-9]+$", "", typed))


def _groups_joined(typed: str) -> int | None:
    groups = re.fullmatch(r"[1-9][0-9]{0,2}([., ]+[0-9]{3}){1,6}", typed)
    return int(re.sub(r"[., ]", "", typed)) if groups else None


def _without_zero_fraction(typed: str) -> int | None:
    whole = re.sub(r"[.,]0+$", "", typed)
    number = strict(whole)
    return _groups_joined(whole) if number is None else number


def _letters_as_digits(typed: str) -> int | None:
    return strict(typed.translate(str.maketrans("OolLiI|", "0011111")))


def _without_leading_zeros(typed: str) -> int | None:
    return strict(typed.lstrip("0") or "0")


def _written_out(typed: str) -> int | None:
    found = re.fullmatch(rf"[^0-9]*([0-9.,]+) ?({_SCALE_WORD})?", typed.lower())
    if not found:
        return None
    word = {"k": "nghìn", "tr": "triệu"}.get(found[2], found[2])
    return scaled(found[1], word) if word else strict(found[1])


# The reasons


class _Reason(NamedTuple):
    pattern: str  # of the whole text, in either case
    wrong: str  # what is wrong; {typed} is the text in quotes
    advice: str = "Bạn nhập số nguyên, ví dụ 11300 hoặc 11.300."  # where no value is likely
    likely: Callable[[str], int | None] = _none


_SCALE_WORD = "|".join([*SCALE_SPELLINGS, "k", "tr"])
_AMBIGUOUS_COMMA = r"[1-9][0-9]{0,2},[0-9]{3}"
_REASONS = (
    _Reason(r"=.*", "{typed} là công thức.", "Bạn nhập kết quả của công thức."),
    _Reason(r".*[%‰].*", "{typed} là tỷ lệ, còn ô này nhận số lượng."),
    _Reason(
        r"chưa.*|n/?a|null|none|\?+",
        "{typed} không phải số.",
        "Nếu chưa có số liệu, bạn để trống ô này và ghi lý do.",
    ),
    _Reason(
        r"[-–—−_.…/]+|ko|kh?|không( có| phát sinh)?",
        "Chưa rõ {typed} là không phát sinh hay chưa có số liệu. Chưa có thì bạn để trống.",
        likely=_zero,
    ),
    _Reason(
        r"[-–—−] *[0-9].*|\([0-9., ]+\)",
        "Ô này không nhận số âm.",
        "Nếu lũy kế giảm, bạn nhập số lũy kế mới và ghi lý do.",
    ),
    _Reason(r"\+.*", "Chưa rõ {typed} là số của kỳ hay phần tăng thêm.", likely=_number_inside),
    _Reason(
        r"[0-9.,]+e[-+]?[0-9]+",
        "{typed} là số Excel viết gọn, có thể đã mất các chữ số cuối.",
        "Bạn nhập đủ các chữ số.",
    ),
    _Reason(
        r"(gần|hơn|khoảng|trung bình|trên|dưới|chừng|độ|~|≈).*[0-9].*",
        "{typed} là số ước lượng, còn ô này chỉ nhận con số.",
        likely=_written_out,
    ),
    _Reason(
        rf".*[0-9] ?({_SCALE_WORD})\b.*", "{typed} chưa viết đủ các chữ số.", likely=_written_out
    ),
    _Reason(
        r"(?=.*[0-9])(?=.*[oli|])[0-9oli|., ]+",
        "{typed} có chữ giống số (O giống 0, l giống 1).",
        likely=_letters_as_digits,
    ),
    _Reason(
        r"[0-9][0-9., ]*[.,]0{1,2}",
        "Số đếm không có phần thập phân.",
        likely=_without_zero_fraction,
    ),
    _Reason(
        r"[1-9][0-9]{0,2}(,[0-9]{3})+",
        "Các nhóm ba chữ số ngăn bằng dấu chấm, không bằng dấu phẩy.",
        likely=_groups_joined,
    ),
    _Reason(
        r"[1-9][0-9]{0,2}([., ]+[0-9]{3})+",
        "{typed} ngăn các nhóm ba chữ số mỗi chỗ một kiểu.",
        likely=_groups_joined,
    ),
    _Reason(r"[0-9., ]*,[0-9., ]*", "{typed} có phần thập phân, còn số đếm thì không."),
    _Reason(
        r"0[0-9]+", "{typed} có số 0 ở đầu, giống mã hoặc số hiệu.", likely=_without_leading_zeros
    ),
    _Reason(r"[0-9.]*", "Dấu chấm trong {typed} không ngăn đúng ba chữ số.", likely=_number_inside),
    _Reason(r"[0-9. ]*", "Khoảng trống trong {typed} không ngăn đúng ba chữ số."),
    _Reason(r".*[0-9] *[^0-9., ]+ *[0-9].*", "{typed} không phải là một con số."),
    _Reason(r"[^0-9]*[0-9][0-9., ]*[^0-9]*", "{typed} có cả chữ.", likely=_number_inside),
    _Reason(r".*", "{typed} không phải số."),
)


# The wording


def _comma_question(typed: str) -> FigureError:
    """The question of LOOK.md: “11,300” in words, and as a decimal."""
    whole, rest = typed.split(",")
    number, rest = int(whole + rest), rest.rstrip("0")
    decimal = f"{whole} phẩy {rest}" if rest else whole
    question = f"Chưa rõ {_quote(typed)} là {_in_words(number)} hay {decimal}."
    return FigureError(f"{question} Bạn nhập {_ways(number)}.", (show(number),))


def _ways(number: int) -> str:
    return str(number) if number < 1000 else f"{number} hoặc {show(number)}"


def _quote(typed: str) -> str:
    visible = "".join(char if char.isprintable() else "\ufffd" for char in typed[:31])
    return f"“{visible}”" if len(typed) <= 30 else f"“{visible[:29]}…”"


def _in_words(number: int) -> str:
    """A number from 1000 to 999999 in Vietnamese words."""
    thousands, rest = divmod(number, 1000)
    words = f"{_hundreds_in_words(thousands)} nghìn"
    return f"{words} {_hundreds_in_words(rest, after_thousands=True)}" if rest else words


def _hundreds_in_words(number: int, after_thousands: bool = False) -> str:
    digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = [digits[hundreds], "trăm"] if hundreds or after_thousands else []
    if tens:
        words += ["mười"] if tens == 1 else [digits[tens], "mươi"]
    elif ones and words:
        words.append("linh")
    changed = {1: "mốt", 4: "tư", 5: "lăm"} if tens > 1 else {5: "lăm"} if tens else {}
    return " ".join(words + ([changed.get(ones, digits[ones])] if ones else []))
