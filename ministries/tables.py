"""Central bodies side by side."""

from dataclasses import dataclass

from portal.days import show_date
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Member
from portal.ui.tables import Column, NameColumn, RankColumn, YearbookTable


@dataclass(frozen=True, slots=True)
class MinistryRow:
    member: Member
    kind: str
    known: int
    asked: int

    @property
    def name(self) -> str:
        return self.member.official_name

    @property
    def href(self) -> str:
        return f"/bo-nganh/{self.member.slug}/"

    @property
    def answered(self) -> str:
        return f"{self.known}/{self.asked}"


class MinistryTable(YearbookTable):
    rank = RankColumn()
    name = NameColumn("Cơ quan", href="href")
    kind = Column("Loại")
    answered = Column("Chỉ tiêu có số", css="num")


def ministries_on(figures: Figures) -> list[Member]:
    """The central bodies that any indicator asks on the day, in official order."""
    members = {
        member.agency_id: member
        for code, indicator in figures.indicators.items()
        if indicator.asked_of_id and indicator.asked_of.side == "central"
        for member in figures.members_of(code)
    }
    return sorted(members.values(), key=lambda member: (member.position, member.agency_id))


def ministry_list_table(rows: list[MinistryRow], day, **options) -> MinistryTable:
    return MinistryTable(
        rows,
        title="Bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ",
        unit_line=f"Thứ tự chính thức, tính đến {show_date(day)}.",
        css="stack",
        **options,
    )
