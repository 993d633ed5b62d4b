"""Community digital teams (Tổ công nghệ số cộng đồng) by province.

Teams and members are stocks on the covered day. A province's own figures and the centre's national
count stand side by side and are never added. Source: Báo cáo chuyên đề Tuần 39/2022, section 1.3;
công văn 793/BTTTT-THH.
"""

from dataclasses import dataclass

from portal.submissions.aggregation import Figures, is_reported
from portal.submissions.readings import Member

ESTABLISHED, TEAMS, MEMBERS, DIRECT = "TEAM_PRO", "TEAMS", "TEAM_MEMBERS", "TEAM_DIRECT_PRO"
CODES = (ESTABLISHED, TEAMS, MEMBERS, DIRECT)


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One province. None in any figure: nothing known."""

    member: Member
    established: int | None
    teams: int | None
    members: int | None
    known: int
    asked: int

    @property
    def name(self) -> str:
        return self.member.printed_name

    @property
    def href(self) -> str:
        return f"/dia-phuong/{self.member.slug}/"

    @property
    def established_shown(self) -> str:
        return "" if self.established is None else "Có" if self.established else "Chưa"

    @property
    def answered(self) -> str:
        return f"{self.known}/{self.asked}"


def provinces_on(figures: Figures) -> list[Member]:
    """The provinces that any indicator asks on the day, by the Vietnamese alphabet."""
    members = {
        member.agency_id: member
        for code, indicator in figures.indicators.items()
        if indicator.asked_of_id and indicator.asked_of.side == "provincial"
        for member in figures.members_of(code)
    }
    return sorted(members.values(), key=lambda member: member.sort_key)


def team_rows(
    figures: Figures, counts: dict[int, tuple[int, int]], region: str = ""
) -> list[TeamRow]:
    """A row for each province, of one region when its code is given."""
    regions = {m.agency_id: group for group in figures.regions for m in group.members}
    rows = []
    for member in provinces_on(figures):
        group = regions.get(member.agency_id)
        if region and (group is None or group.code != region):
            continue
        amounts = [amount_of(figures, code, member) for code in (ESTABLISHED, TEAMS, MEMBERS)]
        known, asked = counts[member.agency_id]
        rows.append(TeamRow(member, *amounts, known, asked))
    return rows


def amount_of(figures: Figures, code: str, member: Member) -> int | None:
    reading = figures.reading(code, member.agency_id)
    return reading.amount if is_reported(reading) else None
