"""A target's way in one sentence, with nothing in it that is not known."""

from collections.abc import Callable

from portal.days import show_date

from .pacing import Course, Rate, Standing

Show = Callable[[int], str]  # an amount with its unit: "5.435 lượt"


def in_words(course: Course, show: Show, unit: str) -> str:
    """`show` prints an amount in the target's own unit; `unit` names what is not known."""
    nothing = f"chưa có số liệu về số {unit}" if unit else "chưa có số liệu"
    match course.standing:
        case Standing.NOT_BEGUN:
            return f"Tính từ ngày {show_date(course.begins_on)}, chưa bắt đầu."
        case Standing.UNKNOWN if course.day > course.due_on:
            return f"Đã hết hạn, {nothing}."
        case Standing.UNKNOWN:
            return f"{nothing[0].upper()}{nothing[1:]}."
        case Standing.MISSED:
            known = show_date(course.newest.day)
            return f"Đã hết hạn; theo số liệu đến ngày {known} còn thiếu {show(course.missing)}."
        case Standing.REACHED:
            return reached(course, show)
        case Standing.REACHED_LATE:
            return reached_late(course, show, nothing)
    words = [to_come(course, show), *([recent(course.recent, show)] if course.recent else [])]
    return "; ".join(words) + "."


def reached(course: Course, show: Show) -> str:
    first = course.reached_at
    early = (course.due_on - first.day).days
    when = f"sớm {early} ngày so với hạn" if early else "đúng ngày cuối của hạn"
    over = course.newest.amount - course.amount
    beyond = f", đến nay vượt {show(over)}" if over else ""
    return f"Đã đạt theo số liệu đến ngày {show_date(first.day)}, {when}{beyond}."


def reached_late(course: Course, show: Show, nothing: str) -> str:
    first = course.reached_at
    late = (first.day - course.due_on).days
    at_the_end = nothing if course.newest is None else f"còn thiếu {show(course.missing)}"
    day = show_date(first.day)
    return f"Đến hạn {at_the_end}; đạt theo số liệu đến ngày {day}, muộn {late} ngày."


def to_come(course: Course, show: Show) -> str:
    """ "Cần thêm 5.435 lượt, trung bình 2.700 lượt mỗi tháng đến hết năm 2022"."""
    missing = f"Cần thêm {show(course.missing)}"
    if course.needed_a_month is not None:
        return f"{missing}, trung bình {show(course.needed_a_month)} mỗi tháng đến {end(course)}"
    if course.days_left:
        return f"{missing} trong {course.days_left} ngày còn lại"
    return f"{missing}, đã là ngày cuối"


def end(course: Course) -> str:
    due = course.due_on
    return f"hết năm {due.year}" if (due.month, due.day) == (12, 31) else f"hết {show_date(due)}"


def recent(rate: Rate, show: Show) -> str:
    span = f"từ {show_date(rate.since)} đến {show_date(rate.until)}"
    if rate.change < 0:
        return f"{span} giảm {show(-rate.change)}"
    if rate.change == 0:
        return f"{span} không tăng"
    if rate.a_month == 0:
        return f"{span} tăng {show(rate.change)}"
    return f"{span} trung bình {show(rate.a_month)} mỗi tháng"
