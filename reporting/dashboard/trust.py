"""Whether the figures can be trusted: how complete, how old, what is carried on, what is asked."""

from dataclasses import dataclass

from portal.days import show_date
from portal.figures import show, show_percent
from portal.submissions.aggregation import Figures
from reporting.completeness import Completeness

from .last_edition import age
from .surroundings import Surroundings

MOST_NAMES = 6


@dataclass(frozen=True)
class Fact:
    label: str
    words: str
    href: str = ""
    link: str = ""


def trust(
    figures: Figures, complete: Completeness, around: Surroundings, unnamed: int, following: str
) -> list[Fact]:
    """At most five facts. `unnamed`: how many published figures could not be split by the scope;
    `following`: the address of the month's board, empty for who may not open it."""
    found = [
        completeness_fact(complete, following),
        age_fact(figures),
        carried_fact(figures, complete),
        unnamed_fact(figures, unnamed),
        asked_fact(around),
    ]
    return [fact for fact in found if fact]


def completeness_fact(complete: Completeness, following: str) -> Fact:
    if not complete.expected:
        return Fact("Đầy đủ", complete.source)
    rate = show_percent(complete.received, complete.expected)
    words = f"{show(complete.received)}/{show(complete.expected)} cơ quan đã báo cáo, đạt {rate}."
    missing = complete.missing
    if missing:
        names = ", ".join(agency.printed_name for agency in missing[:MOST_NAMES])
        rest = f" và {show(len(missing) - MOST_NAMES)} cơ quan khác" * (len(missing) > MOST_NAMES)
        words += f" {complete.source} Chưa nhận được của {names}{rest}."
    else:
        words += f" {complete.source}"
    return Fact("Đầy đủ", words, following, "Bảng theo dõi" if following else "")


def age_fact(figures: Figures) -> Fact | None:
    days = [reading.covers_to for reading in figures.all_readings()]
    if not days:
        return Fact("Tuổi số liệu", "Chưa có số liệu nào đến ngày này.")
    behind = (figures.moment.day - min(days)).days
    words = f"{age(min(days), max(days))}."
    if behind:
        words += f" Số cũ nhất đã {show(behind)} ngày tuổi."
    return Fact("Tuổi số liệu", words)


def carried_fact(figures: Figures, complete: Completeness) -> Fact | None:
    """How many named figures are of a time before the one that is counted as complete."""
    named = [reading for reading in figures.all_readings() if reading.agency_id is not None]
    if not named or complete.covers is None:
        return None
    carried = sum(reading.covers_to < complete.covers for reading in named)
    if not carried:
        return Fact("Mang sang", "Không có số nào của kỳ trước.")
    return Fact(
        "Mang sang",
        f"{show(carried)}/{show(len(named))} số của từng cơ quan là số trước ngày "
        f"{show_date(complete.covers)}, giữ nguyên vì chưa có số mới hơn.",
    )


def unnamed_fact(figures: Figures, unnamed: int) -> Fact | None:
    if unnamed:
        return Fact(
            "Không tách được",
            f"{show(unnamed)} chỉ tiêu Cục công bố một số chung, không kèm tên cơ quan. Trong phạm "
            "vi đang xem chỉ đếm các cơ quan đã có tên.",
        )
    stated = [
        code
        for code, indicator in figures.indicators.items()
        if indicator.asked_of_id and figures.statement(code) and figures.figure(code).statement
    ]
    if not stated:
        return None
    return Fact(
        "Số không kèm tên",
        f"{show(len(stated))} chỉ tiêu in số Cục công bố, vì chưa biết đủ từng cơ quan.",
    )


def asked_fact(around: Surroundings) -> Fact:
    waiting = [
        (around.returned, "phiếu đang trả lại để hỏi"),
        (around.disputes, "ý kiến về số của nền tảng chưa trả lời"),
    ]
    words = ", ".join(f"{show(count)} {what}" for count, what in waiting if count)
    return Fact("Đang hỏi lại", f"Hôm nay còn {words}." if words else "Hôm nay không còn gì.")
