"""Checks across indicators and which source is printed: added, changed, ended, with history."""

import datetime

from django.db import transaction

from portal.days import show_date
from portal.names import search_key

from .changes import Refused, days_for_new, written
from .models import Indicator, PublicationRule, Rule, ValueType

OF_NUMBERS = (Rule.Operator.AT_LEAST, Rule.Operator.AT_MOST, Rule.Operator.RATIO_AT_MOST)


@transaction.atomic
def add_rule(rule: Rule, *, by) -> Rule:
    """Adds an unsaved check from its first day on; its code comes from its two sides."""
    check_sides(rule)
    sides = [rule.left.code, *([rule.right.code] if rule.right else [])]
    base = search_key(" ".join([*sides, rule.operator])).replace(" ", "-")[:54]
    taken = set(Rule.objects.filter(code__startswith=base).values_list("code", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    rule.code = next(code for code in (base, *numbered) if code not in taken)
    return written(rule, by)


def check_sides(rule: Rule) -> None:
    """What each comparison needs to have on its two sides; raises Refused."""
    left, right, operator = rule.left, rule.right, rule.operator
    if right is not None and right.pk == left.pk:
        raise Refused("Hai bên là cùng một chỉ tiêu.", "right")
    if right is not None and right.asked_of_id != left.asked_of_id:
        raise Refused("Hai chỉ tiêu hỏi hai phạm vi khác nhau nên không cùng một phiếu.", "right")
    if operator in OF_NUMBERS:
        if not (left.is_number and (right is None or right.is_number)):
            raise Refused("Phép so này chỉ dùng cho chỉ tiêu là số.", "operator")
        if operator == Rule.Operator.RATIO_AT_MOST and (right is None or rule.limit is None):
            raise Refused("Phép chia cần cả chỉ tiêu bên phải và giới hạn.", "limit")
        if right is None and rule.limit is None:
            raise Refused("Bạn chọn chỉ tiêu bên phải hoặc ghi một giới hạn.", "right")
        return
    if left.value_type != ValueType.YES_NO or right is None:
        raise Refused("Phép so này cần chỉ tiêu Có hoặc chưa ở bên trái và một bên phải.", "right")
    wants_number = operator == Rule.Operator.YES_IFF_POSITIVE
    if wants_number != right.is_number or (not wants_number and not is_yes_no(right)):
        wanted = "một chỉ tiêu là số" if wants_number else "một chỉ tiêu Có hoặc chưa"
        raise Refused(f"Bên phải phải là {wanted}.", "right")


def is_yes_no(indicator: Indicator) -> bool:
    return indicator.value_type == ValueType.YES_NO


@transaction.atomic
def change_rule(
    rule: Rule, *, message: str, severity: str, limit: int | None, by, reason=""
) -> Rule:
    row = held(rule)
    row.message, row.severity, row.limit = message, severity, limit
    check_sides(row)
    return written(row, by, reason)


@transaction.atomic
def end_rule(rule: Rule, *, until: datetime.date | None, by, reason="") -> Rule:
    """Checks no more after `until`; None takes an end back. Sheets already sent are not touched."""
    row = held(rule)
    if until is not None and until < row.in_force_from:
        begins = show_date(row.in_force_from)
        raise Refused(f"Quy tắc bắt đầu từ {begins}, không kết thúc trước đó.", "until")
    row.in_force_until = until
    return written(row, by, reason)


def held(rule: Rule) -> Rule:
    rows = Rule.objects.select_related("left", "right").select_for_update(of=("self",))
    return rows.get(pk=rule.pk)


@transaction.atomic
def print_source(
    indicator: Indicator, *, channel: str, since: datetime.date, basis: str, by
) -> PublicationRule:
    """From `since` on the figures of `channel` are printed; the rule before ends the day before.

    Frozen editions keep what they printed.
    """
    Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    until = days_for_new(indicator.publication_rules.all(), since, by, basis)
    rule = PublicationRule(
        indicator=indicator, channel=channel, basis=basis, in_force_from=since, in_force_until=until
    )
    return written(rule, by, basis)


@transaction.atomic
def end_source(rule: PublicationRule, *, until: datetime.date, by, reason="") -> PublicationRule:
    """After `until` the newest figure of any source is printed again."""
    row = PublicationRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if until < row.in_force_from:
        begins = show_date(row.in_force_from)
        raise Refused(f"Quy tắc bắt đầu từ {begins}, không kết thúc trước đó.", "until")
    if row.in_force_until is not None and row.in_force_until <= until:
        raise Refused(f"Quy tắc này đã hết hiệu lực từ sau {show_date(row.in_force_until)}.")
    row.in_force_until = until
    return written(row, by, reason)
