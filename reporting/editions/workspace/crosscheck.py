"""Whether a figure and the lists behind it agree, said beside its line."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.figures import show
from reporting.editions.report import ReportFigure


@dataclass(frozen=True)
class Check:
    """`is_wrong`: the two do not agree, which the frozen report must not say."""

    text: str
    is_wrong: bool = False


def checks_of(figure: ReportFigure) -> Iterator[Check]:
    """A count against its list, and the four groups against the denominator.

    A figure without agencies behind it (a national one) has nothing to compare.
    """
    if not figure.is_count:
        if figure.size is not None and not figure.is_stated:
            known = f"{show(figure.known)}/{show(figure.size)}"
            yield Check(f"{figure.shown}: {known} cơ quan có số.")
        return
    if figure.is_stated:
        if figure.named_amount is None:
            yield Check(f"{figure.shown}: số Cục công bố; chưa nêu tên nơi nào.")
            return
        yield Check(f"{figure.shown}: số Cục công bố; {named_of(figure)}.")
    else:
        is_wrong = len(figure.done) != figure.amount
        sign = "≠" if is_wrong else "="
        names = show(len(figure.done))
        count = show(figure.amount or 0)
        yield Check(f"{figure.shown}: danh sách {names} {sign} số đếm {count}.", is_wrong)
    if figure.size is not None:
        yield whole_of(figure)


def named_of(figure: ReportFigure) -> str:
    return f"trong các cơ quan đã báo cáo có {show(figure.named_amount)} nơi đã thực hiện"


def whole_of(figure: ReportFigure) -> Check:
    groups = (
        ("đã thực hiện", figure.done),
        ("báo cáo là chưa", figure.not_done),
        ("không áp dụng", figure.not_applicable),
        ("chưa ghi nhận", figure.unknown),
    )
    said = [f"{show(len(names))} {words}" for words, names in groups if names]
    total = sum(len(names) for _, names in groups)
    is_wrong = total != figure.size
    sign = "≠" if is_wrong else "="
    words = " + ".join(said) or "0"
    return Check(f"{figure.shown}: {words} {sign} mẫu số {show(figure.size)}.", is_wrong)
