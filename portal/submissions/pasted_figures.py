"""Figures of a pasted block: each cell read by the reader that forms use, totals checked."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from portal.catalogue.models import Indicator, ValueType
from portal.figures import FigureError, read_count, read_decimal, read_yes_no, show

from .pasting import Kind, PastedRow


def read_pasted(text: str, indicator: Indicator, *, is_soft: bool = False) -> int | None:
    """The stored amount of one cell: a count, a scaled decimal, yes 1 or no 0; None for a blank.

    The indicator's own unit (its `unit` of the day) may stand behind the figure. Raises
    FigureError for whatever the reader refuses.
    """
    if indicator.value_type == ValueType.YES_NO:
        said = read_yes_no(text)
        return None if said is None else int(said)
    return read_figure(text, decimals=indicator.decimals, unit=indicator.unit, is_soft=is_soft)


def read_figure(
    text: str, *, decimals: int = 0, unit: str = "", is_soft: bool = False
) -> int | None:
    """A number scaled by `decimals`. Another word than `unit` is refused: lượt are not người.

    In a soft row a space between digits is asked about: one figure, or two columns?
    """
    bare = without_unit(text, unit)
    if is_soft and re.search(r"[0-9０-９]\s+[0-9０-９]", bare):
        raise _one_or_two(bare)
    if not decimals:
        return read_count(bare)
    number = read_decimal(bare, decimals)
    return None if number is None else int(number.scaleb(decimals))


def without_unit(text: str, unit: str) -> str:
    if not unit:
        return text
    composed = unicodedata.normalize("NFC", text)
    found = re.fullmatch(rf"(.*[0-9])\s*{re.escape(unit)}\s*", composed, re.IGNORECASE | re.DOTALL)
    return found[1] if found else text


def _one_or_two(text: str) -> FigureError:
    likely = []
    for part in [text, *text.split()]:
        try:
            likely.append(show(read_count(part)))
        except FigureError:
            continue
    shown = " ".join(text.split())[:30]
    question = f"Chưa rõ “{shown}” là một số hay hai số. Bạn nhập số cần ghi."
    return FigureError(question, tuple(dict.fromkeys(likely)))


def total_remarks(
    rows: Iterable[PastedRow],
    column: int,
    amounts: Mapping[int, int | None],
    shown: Callable[[int], str] = show,
) -> list[str]:
    """What is to be said of the block's totals in one column; nothing where they are right.

    `amounts`: row's number → what its cell in the column was read as, None where it was refused.
    A total may be that of all rows above it, or of those since the total before.
    """
    remarks, above, since, is_whole = [], [], [], True
    for row in rows:
        written = row.values[column] if column < len(row.values) else ""
        amount = amounts.get(row.number)
        if row.kind == Kind.TOTAL and written:
            remarks.append(_remark(row, written, amount, (above, since), is_whole, shown))
            since = []
        elif row.kind == Kind.UNCLEAR or (row.kind == Kind.ROW and written and amount is None):
            is_whole = False
        elif row.kind == Kind.ROW and amount is not None:
            above.append(amount)
            since.append(amount)
    return [remark for remark in remarks if remark]


def _remark(row, written, amount, sums, is_whole, shown) -> str:
    if amount is None or not is_whole:
        return f"Chưa so được “{row.name}” ({written}) vì còn dòng chưa đọc được."
    if amount in map(sum, sums):
        return ""
    return (
        f"“{row.name}” ghi {shown(amount)}, các dòng cộng lại là {shown(sum(sums[0]))}. "
        "Bạn xem còn thiếu dòng nào hoặc số nào chép sai."
    )
