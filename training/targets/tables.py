"""The plans of agencies and how far each has come, those behind first."""

import datetime

from portal.days import show_date
from portal.names import sort_key
from portal.submissions.pacing import Standing
from portal.submissions.reaching import Reached
from portal.ui.tables import (
    Column,
    DateColumn,
    NameColumn,
    PercentColumn,
    RankColumn,
    YearbookTable,
)

AGENCY_PAGES = {"central": "/bo-nganh/", "provincial": "/dia-phuong/"}
EACH_ITS_UNIT = "Mỗi mục tiêu tính bằng đơn vị của mình. Ô trống: chưa có số liệu."
# Who is behind comes first, who need not hurry last.
ORDER = (
    Standing.MISSED,
    Standing.BEHIND,
    Standing.UNKNOWN,
    Standing.ON_PACE,
    Standing.REACHED_LATE,
    Standing.REACHED,
    Standing.NOT_BEGUN,
)


class PlanTable(YearbookTable):
    rank = RankColumn()
    agency = NameColumn("Cơ quan", href="page")
    label = Column("Chỉ tiêu")
    words = Column("Mục tiêu")
    amount = Column("Đã đạt", css="num")
    share = PercentColumn("Tỷ lệ")
    time_gone = PercentColumn("Thời gian đã qua")
    as_of = DateColumn("Số đến ngày")
    pace = Column("Nhịp độ")


def behind_first(targets: list[Reached]) -> list[Reached]:
    """By standing; within it the widest gap between the time gone and what is reached."""
    return sorted(
        targets,
        key=lambda one: (
            ORDER.index(one.standing),
            -(one.time_gone - (one.share or 0)),
            sort_key(one.agency),
        ),
    )


def plan_table(targets: list[Reached], day: datetime.date, **options) -> PlanTable:
    rows = [
        {
            "agency_id": one.agency_id,
            "agency": one.agency,
            "page": page_of(one),
            "words": one.words,
            "label": one.label,
            "amount": f"{one.shown} {one.unit}".strip() if one.shown else None,
            "share": one.share,
            "time_gone": one.time_gone,
            "as_of": one.as_of,
            "pace": pace_words(one),
        }
        for one in behind_first(targets)
    ]
    agencies = len({one.agency_id for one in targets})
    return PlanTable(
        rows,
        title="Mục tiêu của từng cơ quan",
        unit_line=f"{agencies} cơ quan có mục tiêu. Tính đến {show_date(day)}. {EACH_ITS_UNIT}",
        empty_text="Chưa cơ quan nào có mục tiêu.",
        css="stack wide",
        **options,
    )


def pace_words(one: Reached) -> str:
    return one.pace if one.share is None else f"{one.standing_words}. {one.pace}"


def page_of(one: Reached) -> str:
    place = AGENCY_PAGES.get(one.side)
    return f"{place}{one.agency_slug}/" if place and one.agency_slug else ""
