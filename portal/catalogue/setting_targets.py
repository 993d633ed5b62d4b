"""A target is set or struck, each with who did it; a wrong one is struck and set anew."""

import datetime

from django.db import transaction

from portal.agencies.models import Agency
from portal.days import show_date

from .changes import Refused, written
from .models import Indicator, ValueType
from .targets import Target


@transaction.atomic
def add_target(target: Target, *, by) -> Target:
    """Writes an unsaved target; raises Refused, saying beside which field what is wrong."""
    indicator = Indicator.objects.select_for_update(of=("self",)).get(pk=target.indicator_id)
    if not target.amount:
        raise Refused("Mức phải đạt lớn hơn 0.", "amount")
    if target.due_on < target.counts_from:
        begins = show_date(target.counts_from)
        raise Refused(f"Ngày hết hạn phải từ {begins}, ngày bắt đầu tính, trở đi.", "due_on")
    check_indicator(indicator, target.agency, target)
    twins = Target.objects.filter(
        indicator=indicator, agency=target.agency, due_on=target.due_on, struck_at=None
    )
    if twins.exists():
        raise Refused(
            f"Đã có mục tiêu của chỉ tiêu này đến hết ngày {show_date(target.due_on)}. Muốn đổi "
            "mức thì bạn bỏ mục tiêu đó trước.",
            "due_on",
        )
    return written(target, by, target.basis)


def check_indicator(indicator: Indicator, agency: Agency | None, target: Target) -> None:
    """Only a count can be a target; an agency's own only of what the agency is asked."""
    if indicator.value_type != ValueType.COUNT:
        raise Refused("Chỉ đặt mục tiêu cho chỉ tiêu là số đếm.", "indicator")
    if agency is None:
        return
    asked = indicator.asked_of_id and indicator.asked_of.memberships.filter(agency=agency)
    if not asked or not any(begins_by(member, target.due_on) for member in asked):
        raise Refused("Chỉ tiêu này không hỏi cơ quan đã chọn.", "indicator")


def begins_by(member, day: datetime.date) -> bool:
    return member.in_force_from <= day


@transaction.atomic
def strike_target(target: Target, *, reason: str, by, at: datetime.datetime) -> Target:
    """The target no longer stands from `at` on; it and the reason stay to be read."""
    row = Target.objects.select_for_update(of=("self",)).get(pk=target.pk)
    if row.struck_at is not None:
        raise Refused("Mục tiêu này đã bỏ.")
    row.struck_at, row.struck_reason = at, reason
    return written(row, by, reason)
