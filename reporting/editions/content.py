"""One weekly report put together: its lines, notes, tables and picture, from what is known.

A draft is worked out as of its day and as known now (or at `known_at`); nothing is stored here.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import F

from portal.figures import show
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment
from portal.ui.charts import Chart
from portal.ui.tables import YearbookTable
from reporting import lines
from reporting.sentences import FigureText, Footnotes, NoteMark, Text
from training.charts import leaders_chart
from training.figures import CENTRAL, CODES, PROVINCIAL, training_rows, training_totals
from training.tables import ministry_table, province_table

from .basis import Basis, basis_of
from .choices import Choices, reworded
from .models import WeeklyEdition
from .reading import current_first


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
    """The statistical part. `footnotes` goes on numbering the notes of the texts behind it."""

    edition: WeeklyEdition
    figures: Figures
    footnotes: Footnotes
    basis: Basis | None
    heading_mark: NoteMark | None
    plan: Block
    awareness: Block
    skills: Block
    total: lines.Line | None
    teams: tuple[lines.Line, ...]
    other: Block
    ministries: YearbookTable
    provinces: YearbookTable
    chart: Chart | None

    @property
    def notes(self) -> tuple:
        return tuple(self.footnotes.notes)

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


def figures_of(edition: WeeklyEdition, choices: Choices) -> Figures:
    """What is known as of the edition's day and instant, by the counts that its editor chose."""
    return Figures(None, Moment(edition.as_of, edition.known_at), counted=choices.counted)


def build(
    edition: WeeklyEdition,
    figures: Figures | None = None,
    notes: Footnotes | None = None,
    choices: Choices | None = None,
) -> EditionContent:
    """The whole statistical part of an edition; five queries whatever the number of agencies.

    `edition` comes from `load_edition`, with its pinned rows and choices at hand. `notes`: the
    footnotes of what stands before it. `choices` None: the edition's own.
    """
    choices = choices or Choices.of(edition)
    figures = figures or figures_of(edition, choices)
    notes = notes if notes is not None else Footnotes()
    basis = basis_of(figures)
    heading_mark = notes.mark(basis.text) if basis else None
    ministries = training_rows(figures, CENTRAL, pins(edition, CENTRAL.total))
    provinces = training_rows(figures, PROVINCIAL, pins(edition, PROVINCIAL.total))
    plan = [lines.count_line("1.1", lines.PLAN, figures, notes, choices)]
    awareness = [
        lines.count_line("1.2", spec, figures, notes, choices) for spec in lines.AWARENESS
    ] + [lines.single_line("1.2", code, text, figures) for code, text in lines.SINGLES]
    teams = lines.team_lines("1.3", figures, notes, choices)
    generic = lines.generic_lines("1.4", figures, {*lines.NAMED, *CODES}, notes, choices)
    return EditionContent(
        edition=edition,
        figures=figures,
        footnotes=notes,
        basis=basis,
        heading_mark=heading_mark,
        plan=Block("1.1", "Ban hành Kế hoạch triển khai Đề án", worded(plan, choices)),
        awareness=Block("1.2", "Nâng cao nhận thức về chuyển đổi số", worded(awareness, choices)),
        skills=Block("1.3", "Phổ cập kỹ năng và phát triển nguồn nhân lực chuyển đổi số", ()),
        total=total_line(ministries, provinces, figures),
        teams=worded(teams, choices),
        other=Block("1.4", "Chỉ tiêu khác", worded(generic, choices)),
        ministries=ministry_table(
            ministries, edition.as_of, title=MINISTRIES_TITLE, prefix="bang-1"
        ),
        provinces=province_table(provinces, edition.as_of, title=PROVINCES_TITLE, prefix="bang-2"),
        chart=leaders_chart(provinces, edition.as_of, id="bieu-do-1"),
    )


TABLES = (CENTRAL, PROVINCIAL)
TRAINED = "TRAIN_ALL"  # the sum of both tables, which is no indicator of its own
MINISTRIES_TITLE = (
    "Bảng 1. Lượt cán bộ, công chức, viên chức được bồi dưỡng, tập huấn, theo bộ, ngành"
)
PROVINCES_TITLE = (
    "Bảng 2. Lượt cán bộ, công chức, viên chức được bồi dưỡng, tập huấn, theo địa phương"
)


def worded(found, choices: Choices) -> tuple[lines.Line, ...]:
    """The lines that there are, in the editor's words where there are any."""
    kept = [line for line in found if line is not None]
    return tuple(
        replace(line, segments=reworded(choices.wording(line.key), line.segments))
        if choices.wording(line.key)
        else line
        for line in kept
    )


def pins(edition: WeeklyEdition, table: str) -> dict[int, int]:
    return {row.agency_id: row.position for row in edition.pinned_rows.all() if row.table == table}


def total_line(ministries, provinces, figures: Figures) -> lines.Line | None:
    """ "Tổng cộng 117.158 lượt …, gồm 810 lượt của … và 116.348 lượt của …"."""
    parts = [
        (training_totals(rows).amount, figures.indicators[codes.total])
        for rows, codes in zip((ministries, provinces), TABLES, strict=True)
        if rows and training_totals(rows).amount is not None
    ]
    if not parts:
        return None
    segments = [
        Text("Tổng cộng "),
        FigureText(show(sum(amount for amount, _ in parts)), TRAINED),
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


def trained(figures: Figures) -> FigureText | None:
    """The sum of both tables (lượt); None when neither has a figure."""
    found = [training_totals(training_rows(figures, codes)).amount for codes in TABLES]
    known = [amount for amount in found if amount is not None]
    return FigureText(show(sum(known)), TRAINED) if known else None


CHOSEN = ("pinned_rows", "line_choices")


def with_choices(editions):
    """What `build` wants at hand: pinned rows and the editor's choices."""
    return editions.prefetch_related(*CHOSEN)


def current_of_week(editions, week_year: int, week: int) -> WeeklyEdition | None:
    """Of the week's reports among `editions` the one with the highest number, in the correction
    in force, as on its page; a draft without a number comes last. None when there is none."""
    found = editions.filter(week_year=week_year, week=week)
    return current_first(found.order_by(F("number").desc(nulls_last=True))).first()


def load_edition(week_year: int, week: int) -> WeeklyEdition | None:
    """The week's current report, ready for `build`; None when there is none."""
    return current_of_week(with_choices(WeeklyEdition.objects.all()), week_year, week)
