"""One statistical line: how it is worded as usual and as chosen, and what may be chosen of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import prefetch_related_objects

from portal.catalogue.models import Combine
from portal.figures import fraction, show
from portal.submissions.aggregation import Figure, Figures
from reporting.editions.body import compose
from reporting.editions.choices import Choices
from reporting.editions.content import CHOSEN, figures_of
from reporting.editions.models import CountUsed, LineChoice
from reporting.editions.report import Note
from reporting.editions.snapshot import WRITTEN, note_of, report_figure
from reporting.lines import Line
from reporting.models import WeeklyEdition
from reporting.outputs.page import Part
from reporting.sentences import FigureText, NoteMark, Segment

from .crosscheck import Check, checks_of
from .text_page import Asked


@dataclass(frozen=True)
class SeenLine:
    """A line as it would be printed, with the notes that it marks."""

    line: Line
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]
    figures: Figures

    @property
    def checks(self) -> list[Check]:
        codes = [figure.indicator.code for figure in self.line.figures]
        found = (report_figure(self.figures, code, None) for code in codes)
        return [check for figure in found for check in checks_of(figure)]

    @property
    def asked(self) -> Asked:
        return Asked(self.figures.indicators)


@dataclass(frozen=True)
class LinePage:
    """`usual`: the line by the choices of names and counts, in the usual words."""

    edition: WeeklyEdition
    code: str
    choices: Choices
    read: dict = field(default_factory=dict)

    def seen(self, choices: Choices) -> SeenLine | None:
        """The line by other choices; None when nothing is known of its figure."""
        figures = self.figures_by(choices)
        content, body = compose(self.edition, figures, choices)
        line = next((line for line in content.all_lines if line.key == self.code), None)
        if line is None:
            return None
        blocks = tuple(block for block in body if block.source == f"line:{self.code}")
        marked = {segment.number for segment in line.segments if isinstance(segment, NoteMark)}
        notes = tuple(note_of(note, content) for note in content.notes if note.number in marked)
        return SeenLine(line, (Part("lines", lines=blocks),), notes, figures)

    def figures_by(self, choices: Choices) -> Figures:
        """The figures by the counts that were chosen; read once for one choice of counts."""
        key = tuple(sorted(choices.counted.items()))
        if key not in self.read:
            self.read[key] = figures_of(self.edition, choices)
        return self.read[key]

    @cached_property
    def printed(self) -> SeenLine | None:
        return self.seen(self.choices)

    @cached_property
    def usual(self) -> SeenLine | None:
        return self.seen(in_usual_words(self.choices, self.code))

    def of_choice(self, code: str) -> LineChoice:
        return self.choices.rows.get(code) or LineChoice(edition=self.edition, code=code)


def line_page(edition: WeeklyEdition, code: str) -> LinePage:
    prefetch_related_objects([edition], *CHOSEN, *WRITTEN)
    return LinePage(edition, code, Choices.of(edition))


def in_usual_words(choices: Choices, code: str) -> Choices:
    row = choices.rows.get(code)
    if row is None or not row.wording:
        return choices
    plain = LineChoice(code=code, names=row.names, order=row.order, count=row.count)
    return Choices({**choices.rows, code: plain})


def with_chosen(choices: Choices, chosen: Mapping[str, Mapping]) -> Choices:
    """The edition's choices with those of one line as they were just posted; not stored."""
    rows = {code: LineChoice(code=code, **facts) for code, facts in chosen.items()}
    return Choices({**choices.rows, **rows})


def in_braces(segments: tuple[Segment, ...]) -> str:
    """A sentence with the names of its figures in place of them; its marks find their way back."""
    return "".join(
        f"{{{segment.token}}}" if isinstance(segment, FigureText) else segment.text
        for segment in segments
    )


def names_in(segments: tuple[Segment, ...]) -> dict[str, str]:
    """{a figure's name in braces: what it is now}, in the sentence's order."""
    return {one.token: one.text for one in segments if isinstance(one, FigureText)}


def lists_names(figure: Figure) -> bool:
    """Whether there are agencies behind the figure that a note could name."""
    return figure.indicator.combine == Combine.COUNT_YES and figure.indicator.asked_of_id


def counts_offered(figures: Figures, figure: Figure) -> list[tuple[str, str]]:
    """Both counts with what they rest on, where there are two to choose from; else nothing."""
    stated = figures.statement(figure.indicator.code)
    if stated is None or not figure.indicator.asked_of_id or stated.amount is None:
        return []
    source = stated.source_text or "Cục công bố"
    known = f"{show(figure.known)} cơ quan có số"
    if figure.size is not None:
        known = f"{show(figure.known)}/{show(figure.size)} cơ quan có số"
    return [
        (CountUsed.AUTOMATIC, CountUsed.AUTOMATIC.label),
        (CountUsed.STATED, f"{amount_of(figure, stated.amount)}: {source}"),
        (CountUsed.NAMED, f"{amount_of(figure, figure.named_amount)}: đếm từ báo cáo, {known}"),
    ]


def amount_of(figure: Figure, amount: int | None) -> str:
    if amount is None:
        return "Chưa có"
    if figure.indicator.combine == Combine.COUNT_YES and figure.size is not None:
        return fraction(amount, figure.size)
    return figure.indicator.show_amount(amount)


def unknown_only(line: Line) -> Iterator[Figure]:
    """Figures of which some agencies are unknown and none has reported that it has not."""
    for figure in line.figures:
        if lists_names(figure) and figure.unknown and not figure.not_done:
            yield figure
