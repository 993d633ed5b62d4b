"""One weekly report put together: its lines, notes, tables and picture, from what is known.

A draft is worked out as of its day and as known now (or at `known_at`); nothing is stored here.
"""

from dataclasses import dataclass
from functools import cached_property

from portal.days import show_date
from portal.figures import pad, show
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel
from portal.submissions.readings import Moment
from portal.ui.charts import Chart
from portal.ui.tables import YearbookTable
from training.charts import leaders_chart
from training.figures import CENTRAL, CODES, PROVINCIAL, training_rows, training_totals
from training.tables import ministry_table, province_table

from . import lines
from .models import WeeklyEdition
from .sentences import FigureText, Footnotes, NoteMark, Text


@dataclass(frozen=True)
class Block:
    """A numbered section of the report with its lines."""

    number: str
    title: str
    lines: tuple[lines.Line, ...]

    @property
    def anchor(self) -> str:
        return f"muc-{self.number.replace('.', '-')}"


@dataclass(frozen=True)
class EditionContent:
    edition: WeeklyEdition
    figures: Figures
    heading_mark: NoteMark | None
    plan: Block
    awareness: Block
    skills: Block
    total: lines.Line | None
    teams: tuple[lines.Line, ...]
    other: Block
    notes: tuple
    ministries: YearbookTable
    provinces: YearbookTable
    chart: Chart | None

    @property
    def blocks(self):
        return [block for block in (self.plan, self.awareness, self.skills, self.other) if block]

    @property
    def tables(self) -> list[YearbookTable]:
        return [self.ministries, self.provinces]

    @cached_property
    def all_lines(self) -> list[lines.Line]:
        skills = [self.total] if self.total else []
        return [
            *self.plan.lines,
            *self.awareness.lines,
            *skills,
            *self.teams,
            *self.other.lines,
        ]


def build(edition: WeeklyEdition) -> EditionContent:
    """The whole statistical part of an edition; five queries whatever the number of agencies.

    `edition` comes from `load_edition`, with its pinned rows at hand.
    """
    figures = Figures(None, Moment(edition.as_of, edition.known_at))
    notes = Footnotes()
    heading_mark = completeness_mark(figures, notes)
    ministries = training_rows(figures, CENTRAL, pins(edition, CENTRAL.total))
    provinces = training_rows(figures, PROVINCIAL, pins(edition, PROVINCIAL.total))
    plan = only([lines.count_line("1.1", lines.PLAN, figures, notes)])
    awareness = only(
        [lines.count_line("1.2", spec, figures, notes) for spec in lines.AWARENESS]
        + [lines.single_line("1.2", code, text, figures) for code, text in lines.SINGLES]
    )
    teams = tuple(lines.team_lines("1.3", figures, notes))
    generic = tuple(lines.generic_lines("1.4", figures, {*lines.NAMED, *CODES}))
    return EditionContent(
        edition=edition,
        figures=figures,
        heading_mark=heading_mark,
        plan=Block("1.1", "Ban hành Kế hoạch triển khai Đề án", plan),
        awareness=Block("1.2", "Nâng cao nhận thức về chuyển đổi số", awareness),
        skills=Block("1.3", "Phổ cập kỹ năng và phát triển nguồn nhân lực chuyển đổi số", ()),
        total=total_line(ministries, provinces, figures),
        teams=teams,
        other=Block("1.4", "Chỉ tiêu khác", generic),
        notes=tuple(notes.notes),
        ministries=ministry_table(
            ministries, edition.as_of, title=MINISTRIES_TITLE, prefix="bang-1"
        ),
        provinces=province_table(provinces, edition.as_of, title=PROVINCES_TITLE, prefix="bang-2"),
        chart=leaders_chart(provinces, edition.as_of, id="bieu-do-1"),
    )


MINISTRIES_TITLE = (
    "Bảng 1. Lượt cán bộ, công chức, viên chức được bồi dưỡng, tập huấn, theo bộ, ngành"
)
PROVINCES_TITLE = (
    "Bảng 2. Lượt cán bộ, công chức, viên chức được bồi dưỡng, tập huấn, theo địa phương"
)


def only(found) -> tuple:
    return tuple(line for line in found if line is not None)


def pins(edition: WeeklyEdition, table: str) -> dict[int, int]:
    return {row.agency_id: row.position for row in edition.pinned_rows.all() if row.table == table}


def total_line(ministries, provinces, figures: Figures) -> lines.Line | None:
    """ "Tổng cộng 117.158 lượt …, gồm 810 lượt của … và 116.348 lượt của …"."""
    parts = [
        (training_totals(rows).amount, figures.indicators[codes.total])
        for rows, codes in ((ministries, CENTRAL), (provinces, PROVINCIAL))
        if rows and training_totals(rows).amount is not None
    ]
    if not parts:
        return None
    segments = [
        Text("Tổng cộng "),
        FigureText(show(sum(amount for amount, _ in parts))),
        Text(" lượt cán bộ, công chức, viên chức được bồi dưỡng, tập huấn về chuyển đổi số: "),
    ]
    for i, (amount, indicator) in enumerate(parts):
        if i:
            segments.append(Text(" và "))
        segments += [
            FigureText(show(amount), indicator.code),
            Text(f" lượt của {indicator.asked_of.short_name}"),
        ]
    segments.append(Text("."))
    return lines.Line("1.3", tuple(segments), ())


def completeness_mark(figures: Figures, notes: Footnotes) -> NoteMark | None:
    """On whose reports the figures rest: as the centre stated for the day, else counted."""
    stated = [figures.statement(c) for c in lines.COMPLETENESS if c in figures.indicators]
    day = figures.moment.day
    if len(stated) == len(lines.COMPLETENESS) and all(s and s.covers_to == day for s in stated):
        central, provincial = (reading.amount for reading in stated)
        source = f" Số cơ quan do Cục công bố, tính đến {show_date(day)}."
    else:
        central, provincial = reporting_agencies(figures)
        source = ""
        if not central and not provincial:
            return None
    return notes.mark(
        f"Số liệu tổng hợp từ báo cáo của {pad(central)} bộ, ngành và {pad(provincial)} tỉnh, "
        f"thành phố trực thuộc Trung ương.{source}"
    )


def reporting_agencies(figures: Figures) -> tuple[int, int]:
    """How many agencies of each side have an own accepted report among the figures used."""
    used = {
        "central": set(),
        "provincial": set(),
        "enterprise": set(),
    }
    for code, indicator in figures.indicators.items():
        if indicator.asked_of_id:
            for member in figures.members_of(code):
                reading = figures.reading(code, member.agency_id)
                if reading and reading.channel == Channel.AGENCY:
                    used[indicator.asked_of.side].add(member.agency_id)
    return len(used["central"]), len(used["provincial"])


def load_edition(week_year: int, week: int) -> WeeklyEdition | None:
    """The current correction of the week's report with its pinned rows; None when there is none."""
    return (
        WeeklyEdition.objects.current_corrections()
        .filter(week_year=week_year, week=week)
        .prefetch_related("pinned_rows")
        .order_by("-number")
        .first()
    )
