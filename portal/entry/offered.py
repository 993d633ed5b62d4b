"""A month's figure that the agency's own register gives, offered beside the box; never typed in."""

from dataclasses import dataclass

from portal.days import show_date
from portal.submissions.answers import Answer
from portal.submissions.sheet import Question

KEPT_AS_BEFORE = "Phiếu đang giữ nguyên số kỳ trước, tức là trong kỳ không phát sinh."
THE_SAME = "Phiếu đang ghi đúng số này."


@dataclass(frozen=True)
class Offer:
    """`text`: what taking it over types into the month's box; empty where it cannot be taken.

    `hint`: why not, or how it stands to what the sheet says; empty when there is nothing to say.
    `differs`: the sheet says another figure for the same days.
    """

    words: str
    href: str
    text: str = ""
    hint: str = ""
    differs: bool = False


def offer_of(question: Question, answer: Answer | None) -> Offer | None:
    """None when the register gives nothing. Only a figure of the box's very days can be taken."""
    given = question.proposed
    if given is None or answer is None or not question.indicator.is_flow:
        return None
    if question.covers_from not in (None, given.begins_on):
        box, book = show_date(question.covers_from), show_date(given.begins_on)
        hint = f"Ô này tính từ {box}, sổ tính từ {book}: bạn xem sổ rồi tự nhập."
        return Offer(given.words, given.href, hint=hint)
    said = said_of_month(answer)
    if said == given.in_month:
        return Offer(given.words, given.href, hint=THE_SAME)
    show = question.indicator.show_amount
    if said is None:
        return Offer(given.words, given.href, show(given.in_month))
    hint = KEPT_AS_BEFORE if answer.unchanged else f"Phiếu ghi {show(said)}."
    return Offer(given.words, given.href, show(given.in_month), hint, differs=True)


def said_of_month(answer: Answer) -> int | None:
    """What the sheet says of the month alone; None when it says nothing, or nothing of the month.

    An unchanged cumulative says that nothing was added.
    """
    return answer.in_month if answer.is_reported else None
