"""Figures in answers: one box read strictly, a flow from its month or its cumulative."""

from portal.catalogue.models import ValueType
from portal.figures import FigureError, read_count, read_decimal

from .answers import Answer, Texts
from .models import TypedAs, ValueState


def read_amount(answer: Answer, texts: Texts, part: str) -> int | None:
    """The stored amount typed in one box; None when blank, or (with a fault) unreadable."""
    text = texts.get(answer.question.field(part), "")
    indicator = answer.question.indicator
    try:
        if indicator.value_type == ValueType.DECIMAL:
            number = read_decimal(text, indicator.decimals)
            return None if number is None else int(number.scaleb(indicator.decimals))
        return read_count(text)
    except FigureError as error:
        answer.fault(part, error.message, error.suggestions)
        return None


def read_number(answer: Answer, texts: Texts) -> None:
    if answer.question.indicator.is_flow:
        read_flow(answer, texts)
        return
    answer.amount = read_amount(answer, texts, "value")
    answer.state = ValueState.REPORTED if answer.amount is not None else None


def read_flow(answer: Answer, texts: Texts) -> None:
    """In-month or cumulative, either typed; both typed must agree. No base: cumulative only."""
    indicator, base = answer.question.indicator, answer.base_amount
    month, total = read_amount(answer, texts, "month"), read_amount(answer, texts, "total")
    if answer.has_fault:
        return
    if base is None and total is None:
        answer.fault("total", "Chưa biết lũy kế kỳ trước nên cần nhập số lũy kế đến hết kỳ này.")
        return
    if base is None and month is not None and month > total:
        answer.fault(
            "month",
            f"Trong kỳ {indicator.show_amount(month)} lớn hơn lũy kế "
            f"{indicator.show_amount(total)}. Bạn sửa một trong hai ô.",
        )
        return
    if base is not None and None not in (month, total) and base + month != total:
        right = indicator.show_amount(base + month)
        answer.fault(
            "total",
            f"Lũy kế kỳ trước {indicator.show_amount(base)} cộng {indicator.show_amount(month)} là "
            f"{right}, không phải {indicator.show_amount(total)}. Bạn sửa một trong hai ô.",
            (right,),
        )
        return
    answer.state = ValueState.REPORTED
    answer.typed_as = TypedAs.IN_MONTH if total is None else TypedAs.CUMULATIVE
    answer.amount = base + month if total is None else total
    answer.in_month = answer.amount - base if base is not None else month
