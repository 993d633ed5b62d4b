"""Community teams against their members, province by province, per 10.000 people where known."""

import datetime
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from portal.days import show_date
from portal.figures import show
from portal.submissions.aggregation import Figures, is_reported
from portal.submissions.readings import Member
from portal.ui.charts import (
    POINTS,
    AxisNames,
    Chart,
    SheetDrawing,
    Spot,
    scatter_figure,
    scatter_svg,
)
from portal.ui.tables import NameColumn, NumberColumn, YearbookTable
from provinces.models import Population

TEAMS, MEMBERS = "TEAMS", "TEAM_MEMBERS"
FEWEST = 3  # points; fewer are no picture
PEOPLE = 10_000
ONE_DECIMAL = Decimal("0.1")


@dataclass(frozen=True)
class TeamsRow:
    """A province with figures of its own. `population` None: not known."""

    member: Member
    teams: int
    members: int
    population: int | None = None

    @property
    def name(self) -> str:
        return self.member.printed_name

    @property
    def per_team(self) -> Decimal | None:
        return ratio(self.members, self.teams)

    @property
    def teams_per_people(self) -> Decimal | None:
        return ratio(self.teams * PEOPLE, self.population)

    @property
    def members_per_people(self) -> Decimal | None:
        return ratio(self.members * PEOPLE, self.population)


def ratio(part: int, whole: int | None) -> Decimal | None:
    """With one decimal, half up; None where there is nothing to divide by."""
    return (Decimal(part) / whole).quantize(ONE_DECIMAL, ROUND_HALF_UP) if whole else None


class TeamsTable(YearbookTable):
    name = NameColumn("Địa phương")
    teams = NumberColumn("Số Tổ")
    members = NumberColumn("Số thành viên")
    per_team = NumberColumn("Thành viên một Tổ", decimals=1)


class TeamsPerPeopleTable(TeamsTable):
    population = NumberColumn("Dân số")
    teams_per_people = NumberColumn("Tổ trên 10.000 dân", decimals=1)
    members_per_people = NumberColumn("Thành viên trên 10.000 dân", decimals=1)


def teams_rows(figures: Figures) -> list[TeamsRow]:
    """The provinces that gave both figures themselves; at most one query."""
    if not {TEAMS, MEMBERS} <= figures.indicators.keys():
        return []
    found = []
    for member in figures.members_of(TEAMS):
        both = [figures.reading(code, member.agency_id) for code in (TEAMS, MEMBERS)]
        if all(is_reported(one) and one.amount is not None for one in both):
            found.append((member, both[0].amount, both[1].amount))
    people = populations(figures.moment.day) if len(found) >= FEWEST else {}
    return [TeamsRow(*row, population=people.get(row[0].agency_id)) for row in found]


def populations(day: datetime.date) -> dict[int, int]:
    """The newest known number of people of each province by the day; one query."""
    known = Population.objects.filter(as_of__lte=day).order_by("as_of", "pk")
    return dict(known.values_list("agency_id", "amount"))


def teams_scatter(figures: Figures, day: datetime.date) -> Chart | None:
    """None where fewer than three provinces gave their own figures: see `teams_words`."""
    rows = teams_rows(figures)
    known = [row for row in rows if row.population]
    if len(known) >= FEWEST:
        return per_people_chart(known, figures, day)
    if len(rows) < FEWEST:
        return None
    spots = [Spot(row.name, row.teams, row.members) for row in rows]
    return drawn(
        spots,
        AxisNames("Số Tổ", "Số thành viên"),
        rows=rows,
        title=teams_title(rows),
        caption=f"{rests_on(rows, figures)} tính đến {show_date(day)}.",
        table=TeamsTable(
            sorted(rows, key=lambda row: -row.teams),
            title="Tổ công nghệ số cộng đồng và thành viên theo địa phương",
            unit_line=f"Tính đến {show_date(day)}. Chỉ gồm địa phương có cả hai số.",
        ),
        sheet=("teams", "members"),
    )


def per_people_chart(rows: list[TeamsRow], figures: Figures, day: datetime.date) -> Chart:
    spots = [Spot(row.name, row.teams_per_people, row.members_per_people) for row in rows]
    return drawn(
        spots,
        AxisNames("Số Tổ trên 10.000 dân", "Số thành viên trên 10.000 dân"),
        rows=rows,
        title=per_people_title(rows),
        caption=f"{rests_on(rows, figures)} và biết dân số, tính đến {show_date(day)}.",
        table=TeamsPerPeopleTable(
            sorted(rows, key=lambda row: -row.teams_per_people),
            title="Tổ công nghệ số cộng đồng và thành viên trên 10.000 dân",
            unit_line=f"Tính đến {show_date(day)}. Chỉ gồm địa phương có cả ba số.",
        ),
        sheet=("teams_per_people", "members_per_people"),
    )


def drawn(spots, axes: AxisNames, *, rows, title, caption, table, sheet) -> Chart:
    rise = whole_ratio(rows)
    average = (
        f" Đường đứt: bình quân {show(rise, 1)} thành viên một Tổ của các địa phương này."
        if rise
        else ""
    )
    label = "Tổ công nghệ số cộng đồng và thành viên của từng địa phương"
    return Chart(
        id="to-cong-nghe",
        title=title,
        caption=caption + average,
        svg=scatter_svg(spots, axes, label, rise),
        figure=scatter_figure(spots, axes, rise),
        table=table,
        sheet=SheetDrawing(POINTS, sheet),
    )


def whole_ratio(rows: list[TeamsRow]) -> Decimal | None:
    return ratio(sum(row.members for row in rows), sum(row.teams for row in rows))


def teams_title(rows: list[TeamsRow]) -> str:
    """How large a team is: between which provinces it lies."""
    sized = [row for row in rows if row.per_team is not None]
    if not sized:
        return f"{len(rows)} địa phương báo cáo chưa có Tổ công nghệ số cộng đồng nào"
    sizes = [row.per_team for row in sized]
    least, most = min(sizes), max(sizes)
    if least == most:
        return f"Mỗi Tổ có {show(most, 1)} thành viên ở cả {len(sized)} địa phương có số"
    return (
        f"Mỗi Tổ có từ {show(least, 1)} thành viên ({_at(sized, least)}) "
        f"đến {show(most, 1)} thành viên ({_at(sized, most)})"
    )


def per_people_title(rows: list[TeamsRow]) -> str:
    """Where the teams are densest, beside all of these provinces together."""
    most = max(row.teams_per_people for row in rows)
    names = [row.name for row in rows if row.teams_per_people == most]
    where = names[0] if len(names) == 1 else f"{len(names)} địa phương"
    people = sum(row.population for row in rows)
    whole = ratio(sum(row.teams for row in rows) * PEOPLE, people)
    return (
        f"Trên 10.000 dân, {where} có nhiều Tổ nhất ({show(most, 1)}); "
        f"{len(rows)} địa phương có số tính chung là {show(whole, 1)}"
    )


def _at(rows: list[TeamsRow], size: Decimal) -> str:
    names = [row.name for row in rows if row.per_team == size]
    return names[0] if len(names) == 1 else f"{len(names)} địa phương"


def rests_on(rows: list[TeamsRow], figures: Figures) -> str:
    size = len(figures.members_of(TEAMS))
    return f"Mỗi điểm là một địa phương: {len(rows)}/{size} địa phương có số của chính mình"


def teams_words(figures: Figures) -> str:
    """Why there is no picture: what is known of the provinces, and what was published in all."""
    if not {TEAMS, MEMBERS} <= figures.indicators.keys():
        return ""
    size, own = len(figures.members_of(TEAMS)), len(teams_rows(figures))
    stated = [
        f"{show(figure.amount)} {unit}"
        for figure, unit in ((figures.figure(TEAMS), "Tổ"), (figures.figure(MEMBERS), "thành viên"))
        if figure.statement is not None
    ]
    told = f" {' và '.join(stated)} là số chung cả nước do Cục công bố." if stated else ""
    return f"Mới {own}/{size} địa phương có số Tổ và số thành viên của chính mình.{told}"
