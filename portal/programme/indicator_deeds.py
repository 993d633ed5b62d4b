"""What can be done with an indicator: each a form and the action behind it."""

import datetime

from portal.catalogue import indicators
from portal.catalogue.indicators import WORDS, Wording
from portal.catalogue.models import Indicator, IndicatorVersion
from portal.days import show_date, show_date_padded

from .deeds import Deed
from .indicator_forms import ColumnsForm, CorrectForm, EndForm, RewordForm, SureForm

KEPT = "Số đã báo cáo vẫn giữ nguyên."


def deeds_for(indicator: Indicator, newest: IndicatorVersion, today: datetime.date) -> list[Deed]:
    """`newest`: the words that hold last; they are what the forms begin with."""
    worded = {name: getattr(newest, name) for name in WORDS}

    def reword_form(target, today):
        return {"unit": newest.unit, "initial": worded}

    def correct(target, *, by, today, reason, **words):
        indicators.correct_wording(newest, Wording(**words), by=by, reason=reason)
        return "Đã sửa lời văn."

    deeds = [
        Deed(
            "reword", "Lời văn mới từ một ngày", "Dùng lời văn mới", RewordForm, reword,
            reword_form,
            hint="Lời văn cũ kết thúc ngày trước đó và vẫn xem lại được. Đơn vị tính không đổi.",
            is_versioned=True,
        ),
        Deed(
            "correct", "Sửa lỗi chữ trong lời văn mới nhất", "Lưu", CorrectForm, correct,
            lambda target, today: {"initial": worded}, is_versioned=True,
            hint="Chỉ để sửa chữ viết sai. Đổi nội dung câu hỏi thì bạn dùng lời văn mới từ một"
            " ngày.",
        ),
        Deed(
            "columns", "Sửa phần, minh chứng, phạm vi", "Lưu", ColumnsForm, change, columns_now,
            hint="Đã có số liệu thì phạm vi được hỏi không đổi nữa.", is_versioned=True,
        ),
        Deed(
            "end", "Kết thúc", "Lưu ngày kết thúc", EndForm, end, end_now,
            hint=f"Sau ngày này các phiếu không hỏi nữa. {KEPT}", is_versioned=True,
        ),
    ]  # fmt: skip
    if indicator.in_force_from > today:
        deeds.append(
            Deed(
                "withdraw", "Bỏ chỉ tiêu chưa bắt đầu", "Bỏ chỉ tiêu này", SureForm, withdraw,
                hint=f"Chỉ tiêu bắt đầu từ {show_date(indicator.in_force_from)}, chưa ai được hỏi.",
                is_versioned=True, danger=True,
            )
        )  # fmt: skip
    return deeds


def reword(target, *, by, today, since, reason, **words):
    indicators.reword_indicator(target, Wording(**words), since=since, by=by, reason=reason)
    return f"Lời văn mới dùng từ {show_date(since)}."


def columns_now(target, today):
    initial = {
        "section": target.section_id,
        "asked_of": target.asked_of_id,
        "evidence": target.evidence,
        "accumulates_from": show_date_padded(target.accumulates_from),
        "part_of": target.part_of_id,
    }
    return {"initial": initial, "indicator": target, "day": today}


def change(target, *, by, today, reason, **columns):
    indicators.change_indicator(target, columns, by=by, reason=reason)
    return "Đã lưu."


def end_now(target, today):
    return {"initial": {"until": show_date_padded(target.in_force_until)}}


def end(target, *, by, today, until, reason):
    indicators.end_indicator(target, until=until, reason=reason, by=by)
    return f"Hỏi đến hết {show_date(until)}." if until else "Chỉ tiêu tiếp tục được hỏi."


def withdraw(target, *, by, today):
    indicators.withdraw_indicator(target, today=today, by=by)
    return f"Đã bỏ chỉ tiêu {target.code}."
