"""Is what was answered plausible? A visible list of one-rule functions, errors apart from warnings.

Errors block sending; a warning is answered with an explanation that stays with the figure; a
notice only informs. Sources: domain notes on Tuần 39 (A.3) and the catalogue's own rule rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from portal.catalogue.models import Rule, ValueType
from portal.figures import show_percent

from .answers import (
    NOT_KNOWN,
    UNCHANGED,
    Answer,
    Problem,
    Severity,
    choice_of,
    has_typing,
)
from .evidence_checks import (
    check_events,
    check_link_host,
    check_plan_document,
    check_standing_document,
)
from .explaining import ask_for_explanation, check_centre_question
from .models import TypedAs
from .reading_answers import read_answers
from .sheet import Sheet
from .surroundings import CHECKS_AROUND, Surroundings

LARGEST_JUMP_PERCENT = 50


@dataclass(frozen=True)
class Judged:
    """A sheet's answers and everything that was found about them."""

    answers: tuple[Answer, ...]
    problems: tuple[Problem, ...]

    def of(self, severity: Severity) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == severity]

    @property
    def errors(self) -> list[Problem]:
        return self.of(Severity.ERROR)

    @property
    def warnings(self) -> list[Problem]:
        return self.of(Severity.WARNING)

    @property
    def answered(self) -> int:
        return sum(answer.state is not None for answer in self.answers)

    @property
    def is_complete(self) -> bool:
        return self.answered == len(self.answers)

    @cached_property
    def by_field(self) -> dict[str, list[Problem]]:
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            found.setdefault(problem.field, []).append(problem)
        return found

    @property
    def can_be_sent(self) -> bool:
        return self.is_complete and not self.errors


def judge(
    sheet: Sheet,
    texts: Mapping[str, str],
    look_around: Callable[[Sheet, list[Answer]], Surroundings] | None = None,
) -> Judged:
    """Reads and checks a whole sheet; changes nothing.

    Asks the database nothing, unless `look_around` (before sending) compares with other agencies.
    """
    answers = read_answers(sheet, texts)
    check_each(sheet, answers)
    compare(sheet, answers, look_around)
    for answer in answers:
        check_centre_question(answer)
        ask_for_explanation(answer)
    problems = [problem for answer in answers for problem in answer.problems]
    problems += unanswered_parts(sheet, answers)
    problems += unused_typing(sheet, texts)
    return Judged(tuple(answers), tuple(dict.fromkeys(problems)))


def judge_sent(sheet: Sheet, answers: list[Answer], look_around) -> None:
    """Puts to the answers of a sent report what its preparer was warned of and told."""
    check_each(sheet, answers)
    compare(sheet, answers, look_around)


def check_each(sheet: Sheet, answers: list[Answer]) -> None:
    for answer in answers:
        if answer.state is None or answer.has_fault:
            continue
        for check in CHECKS:
            check(answer, sheet)


def compare(sheet: Sheet, answers: list[Answer], look_around) -> None:
    """With other agencies (when `look_around` is given), and with each other."""
    around = look_around(sheet, answers) if look_around else Surroundings()
    for answer in answers:
        for check in CHECKS_AROUND:
            check(answer, around)
    check_rules(sheet, answers)


def unanswered_parts(sheet: Sheet, answers: list[Answer]) -> list[Problem]:
    """One error for each part that nothing was said about yet."""
    silent = {a.question.code for a in answers if a.state is None and not a.problems}
    return [
        Problem(
            Severity.ERROR,
            part.field("choice"),
            "Phần này chưa trả lời. Bạn chọn một trong ba ô của phần, hoặc nhập số.",
        )
        for part in sheet.parts
        if any(question.code in silent for question in part.asked)
    ]


def unused_typing(sheet: Sheet, texts: Mapping[str, str]) -> list[Problem]:
    """One notice for each part whose choice leaves something typed inside it unused."""
    return [
        Problem(
            Severity.NOTICE,
            part.field("choice"),
            "Số đã nhập trong phần này không được gửi. Muốn dùng, bạn chọn “Cập nhật”.",
        )
        for part in sheet.parts
        if choice_of(part, texts) in (UNCHANGED, NOT_KNOWN)
        and any(has_typing(question, texts) for question in part.asked)
    ]


def check_fall(answer: Answer, sheet: Sheet) -> None:
    """A cumulative may fall only with a reason; the month then comes out negative."""
    if answer.question.indicator.is_flow and (answer.in_month or 0) < 0:
        show = answer.question.indicator.show_amount
        answer.complain(
            Severity.WARNING,
            answer.main_part,
            f"Lũy kế giảm {show(-answer.in_month)} so với kỳ trước ({show(answer.base_amount)}). "
            "Nếu đúng, bạn ghi lý do.",
        )


def check_jump(answer: Answer, sheet: Sheet) -> None:
    """A change beyond ±50 % of the last value is probably right, but wants a word."""
    last = answer.question.last
    if answer.unchanged or not answer.question.indicator.is_number or not last or not last.amount:
        return
    if answer.amount is None or (answer.in_month or 0) < 0:
        return
    change = answer.amount - last.amount
    if abs(change) * 100 > LARGEST_JUMP_PERCENT * last.amount:
        show = answer.question.indicator.show_amount
        verb = "tăng" if change > 0 else "giảm"
        answer.complain(
            Severity.WARNING,
            answer.main_part,
            f"{show(answer.amount)} {verb} {show_percent(abs(change), last.amount)} so với kỳ trước"
            f" ({show(last.amount)}). Nếu đúng, bạn ghi lý do để người kiểm tra đọc.",
        )


def check_round_number(answer: Answer, sheet: Sheet) -> None:
    """A count that ends in 00 is often an estimate (11 of 35 self-run figures of Tuần 39)."""
    indicator = answer.question.indicator
    is_count = indicator.is_flow and indicator.value_type == ValueType.COUNT
    if answer.unchanged or not is_count or (answer.in_month or 0) < 0:
        return
    typed = answer.in_month if answer.typed_as == TypedAs.IN_MONTH else answer.amount
    if typed and typed % 100 == 0:
        answer.complain(
            Severity.NOTICE,
            answer.main_part,
            f"{indicator.show_amount(typed)} là số tròn trăm. Nếu là số ước tính, bạn thay bằng số "
            "đếm được.",
        )


CHECKS = (
    check_fall,
    check_jump,
    check_plan_document,
    check_standing_document,
    check_events,
    check_round_number,
    check_link_host,
)


def is_at_least(left, right, limit):
    return left >= right


def is_at_most(left, right, limit):
    return left <= right


def is_backed(left, right, limit):
    return not left or bool(right)


def is_yes_iff_positive(left, right, limit):
    return bool(left) == (right > 0)


def is_ratio_at_most(left, right, limit):
    return left <= limit * right


OPERATORS = {
    Rule.Operator.AT_LEAST: is_at_least,
    Rule.Operator.AT_MOST: is_at_most,
    Rule.Operator.NEEDS: is_backed,
    Rule.Operator.YES_IFF_POSITIVE: is_yes_iff_positive,
    Rule.Operator.RATIO_AT_MOST: is_ratio_at_most,
}


def check_rules(sheet: Sheet, answers: list[Answer]) -> None:
    """The catalogue's cross-checks; a rule with an unknown side says nothing."""
    known = {answer.question.code: answer for answer in answers if answer.amount is not None}
    for rule in sheet.rules:
        left = known.get(rule.left.code)
        if left is None:
            continue
        right = known.get(rule.right.code) if rule.right else None
        right_amount = right.amount if right else rule.limit
        if right_amount is None or (rule.right and right is None):
            continue
        if not OPERATORS[rule.operator](left.amount, right_amount, rule.limit):
            left.complain(Severity(rule.severity), left.main_part, rule.message)


def value_fields(answer: Answer, sheet: Sheet) -> dict:
    """The stored columns of an answered question, before evidence is attached."""
    question = answer.question
    indicator, last = question.indicator, question.last
    has_base = indicator.is_flow and answer.is_reported and answer.base_amount is not None
    covers_from = sheet.period.starts_on
    if indicator.is_flow:
        covers_from = question.covers_from if has_base else indicator.accumulates_from
    return {
        "indicator": indicator,
        "agency": sheet.agency,
        "covers_from": covers_from,
        "covers_to": sheet.period.ends_on,
        "state": answer.state,
        "amount": answer.amount if answer.is_reported else None,
        "text": answer.text if answer.is_reported else "",
        "typed_as": answer.typed_as if answer.is_reported else "",
        "in_month": answer.in_month if answer.is_reported else None,
        "base_amount": answer.base_amount if has_base else None,
        "base_id": last.value_id if has_base else None,
        "unchanged": answer.unchanged,
        "note": answer.note[:500],
        "explanation": answer.explanation[:500],
        "qualifier": last.qualifier if answer.unchanged and last else "",
    }
