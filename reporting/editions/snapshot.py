"""From living data to a report: what a draft shows now, and what freezing keeps."""

import tomllib
from dataclasses import replace
from functools import cache
from itertools import chain

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects

from portal.catalogue.models import Combine
from portal.days import show_date
from portal.submissions.aggregation import Figure, Figures
from portal.ui.charts import Chart
from portal.ui.charts.standing import standing_svg
from portal.ui.tables import NameColumn, NumberColumn, RankColumn, YearbookTable
from reporting.lines import covered_days, is_central
from reporting.models import EditionProposal, EditionStory, WeeklyEdition
from reporting.sentences import Footnote, listed

from .body import compose, shown_figure, with_news
from .changes import changes_between
from .choices import Choices
from .content import CHOSEN, EditionContent, figures_of, with_choices
from .correcting import corrected_between
from .earlier import corrected_by, last_issued, late_since
from .explaining import explanations_of
from .markup import read_markup
from .models import Slot
from .notices import late_names, with_notices
from .report import (
    Block,
    Identity,
    Note,
    Piece,
    Report,
    ReportChart,
    ReportFigure,
    ReportTable,
    TableColumn,
)
from .sources import Sources, parts_of, sources_of

WRITTEN = (
    "texts",
    Prefetch("stories", EditionStory.objects.select_related("story__agency")),
    Prefetch("proposals", EditionProposal.objects.order_by("position", "pk")),
)


def ready_to_report(editions):
    """Editions with everything at hand that `report_of` reads of them."""
    return with_choices(editions).prefetch_related(*WRITTEN)


def living_report(edition: WeeklyEdition, *, with_provenance: bool = False) -> Report:
    """`report_of` for an edition that was found without what it reads of it."""
    prefetch_related_objects([edition], *CHOSEN, *WRITTEN)
    return report_of(edition, with_provenance=with_provenance)


def report_of(edition: WeeklyEdition, *, with_provenance: bool = False) -> Report:
    """The edition as of its day and as known now (or at its `known_at`).

    `edition` comes from `ready_to_report`. `with_provenance`: every figure's parts with the
    revisions they stand in, at the price of one more query; freezing and the JSON file want it.
    """
    figures = figures_of(edition, Choices.of(edition))
    content, body = compose(edition, figures)
    report = plain_report(edition, figures, content, body, with_provenance)
    earlier = last_issued(edition)
    old = corrected_by(edition)
    changes = compared(report, earlier.report, figures) if earlier else None
    news = changes["sentences"] if changes else ()
    corrects = old.named(edition) if old else None
    said = with_news(body, earlier.label if earlier else "", news)
    whole = replace(report, body=tuple(said))
    corrected = tuple(corrected_between(whole, old.report)) if old else ()
    late = tuple(late_since(earlier, edition)) if earlier else ()
    body = with_notices(body, corrects, corrected, late_names(late, printed_names(figures)))
    return replace(
        report,
        identity=replace(report.identity, corrects=corrects),
        body=tuple(with_news(body, earlier.label if earlier else "", news)),
        changes=changes,
        corrected=corrected,
        late=late,
    )


def compared(report: Report, earlier: Report, figures: Figures) -> dict:
    return changes_between(report, earlier, explanations_of(figures))


def plain_report(edition, figures: Figures, content, body, with_provenance: bool) -> Report:
    """The report by itself, before it is compared with those before it."""
    sources = sources_of(figures) if with_provenance else None
    basis = content.basis
    return Report(
        identity=identity_of(edition),
        body=tuple(body),
        notes=tuple(note_of(note, content) for note in content.notes),
        tables=tuple(report_table(table) for table in content.tables if table.rows),
        charts=(report_chart(content.chart, "bang-2"),) if content.chart else (),
        figures={code: report_figure(figures, code, sources) for code in figures.indicators},
        completeness=vars(basis) if basis else {},
        coverage=coverage_of(content),
        abstract=tuple(abstract_of(edition, figures)),
        recipients=recipients_of(edition),
        revisions=sources.revisions if sources else {},
        agencies=agencies_of(figures),
        software=software(),
    )


def agencies_of(figures: Figures) -> dict[str, str]:
    """Both names of every agency that is asked, with its key."""
    members = [member for group in figures.sets.values() for member in group.members]
    return {
        name: member.slug
        for member in members
        for name in (member.printed_name, member.official_name)
    }


def printed_names(figures: Figures) -> dict[str, str]:
    """The printed name of every agency that is asked, by its key."""
    return {m.slug: m.printed_name for group in figures.sets.values() for m in group.members}


@cache
def software() -> str:
    """The portal's version, as its project file says it."""
    project = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    return tomllib.loads(project)["project"]["version"]


def iso(day) -> str | None:
    return day.isoformat() if day else None


def identity_of(edition: WeeklyEdition) -> Identity:
    return Identity(
        year=edition.year,
        number=edition.numbered,
        document_number=edition.document_number,
        week_year=edition.week_year,
        week=edition.week,
        key=edition.key,
        label=str(edition),
        as_of=edition.as_of.isoformat(),
        known_at=iso(edition.known_at),
        issued_on=iso(edition.issued_on),
        topic=edition.topic,
        circulation=edition.circulation,
        layout=edition.layout,
        issuer=edition.issuer,
        superior=edition.superior,
        place=edition.place,
        purpose=edition.purpose,
        is_draft=edition.is_living,
    )


def note_of(note: Footnote, content: EditionContent) -> Note:
    mark = content.heading_mark
    is_basis = mark is not None and mark.number == note.number
    kind = "basis" if is_basis else "names" if note.names else "text"
    return Note(note.number, note.text, note.names, kind)


COLUMN_KINDS = ((RankColumn, "rank"), (NumberColumn, "number"), (NameColumn, "name"))


def report_table(table: YearbookTable) -> ReportTable:
    columns = tuple(
        TableColumn(
            bound.name,
            str(bound.header),
            next((kind for cls, kind in COLUMN_KINDS if isinstance(bound.column, cls)), "text"),
            getattr(bound.column, "decimals", 0),
        )
        for bound in table.columns
    )
    basis = table.plain_basis()
    total = table.raw_total()
    return ReportTable(
        id=table.prefix,
        title=table.title,
        unit_line=table.unit_line,
        columns=columns,
        rows=tuple(map(tuple, table.raw_rows())),
        total=tuple(total) if total is not None else None,
        total_label=table.total_label,
        basis=tuple(text for _, text, _ in basis) if basis is not None else None,
        basis_label=table.basis_label,
    )


def report_chart(chart: Chart, table: str) -> ReportChart:
    return ReportChart(
        id=chart.id,
        title=chart.title,
        caption=chart.caption,
        alt=f"{chart.title}. {chart.caption}",
        svg=chart.svg,
        standing=standing_svg(chart),
        key=tuple(chart.key),
        figure=chart.figure,
        table=table,
    )


def report_figure(figures: Figures, code: str, sources: Sources | None) -> ReportFigure:
    figure = figures.figure(code)
    indicator = figure.indicator
    shown = shown_figure(figures, code)
    return ReportFigure(
        code=code,
        label=indicator.label,
        unit=indicator.unit or "",
        shown=shown.text if shown else "",
        amount=figure.amount,
        size=figure.size,
        known=figure.known,
        is_count=indicator.combine == Combine.COUNT_YES,
        qualifier=figure.qualifier,
        decimals=indicator.decimals,
        named_amount=figure.named_amount,
        is_stated=figure.statement is not None,
        source=source_of(figure),
        oldest=iso(figure.oldest),
        newest=iso(figure.newest),
        done=names_in(figure, figure.done),
        not_done=names_in(figure, figure.not_done),
        not_applicable=names_in(figure, figure.not_applicable),
        unknown=names_in(figure, figure.unknown),
        parts=parts_of(figures, figure, sources) if sources else (),
    )


def source_of(figure: Figure) -> str:
    """Where the figure comes from, its qualifier, and the age of its oldest part."""
    parts = []
    if figure.qualifier:
        parts.append(f"Số “{figure.qualifier}”")
    if figure.statement is not None:
        parts.append(figure.statement.source_text or "Cục công bố")
        if figure.known:
            parts.append(f"trong đó nêu tên {figure.known} cơ quan")
    elif figure.size is not None:
        parts.append(f"{figure.known}/{figure.size} cơ quan có số")
    if figure.oldest != figure.newest:
        parts.append(f"số cũ nhất tính đến {show_date(figure.oldest)}")
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def names_in(figure: Figure, members) -> tuple[str, ...]:
    return listed(members, official=is_central(members, figure)) if members else ()


def coverage_of(content: EditionContent) -> tuple[str | None, str | None]:
    """The oldest and newest day that any printed figure covers to."""
    rows = chain(content.ministries.data, content.provinces.data)
    totals = [row.total for row in rows if row.total.oldest]
    oldest, newest = covered_days(content.all_lines)
    oldest = min((day for day in (oldest, *(t.oldest for t in totals)) if day), default=None)
    newest = max((day for day in (newest, *(t.newest for t in totals)) if day), default=None)
    return iso(oldest), iso(newest)


def abstract_of(edition: WeeklyEdition, figures: Figures) -> list[Block]:
    """The teaser's text; a footnote in it has no place there and is left out."""

    def figure_piece(code: str) -> Piece | None:
        shown = shown_figure(figures, code)
        return Piece(shown.text, code=code) if shown else None

    text = next((row.text for row in edition.texts.all() if row.slot == Slot.ABSTRACT), "")
    blocks = read_markup(text, figure_piece, lambda note: 0, Slot.ABSTRACT)
    return [replace(b, pieces=tuple(p for p in b.pieces if p.note is None)) for b in blocks]


def recipients_of(edition: WeeklyEdition) -> tuple[str, ...]:
    text = next((row.text for row in edition.texts.all() if row.slot == Slot.RECIPIENTS), "")
    return recipients_in(text)


def recipients_in(text: str) -> tuple[str, ...]:
    """Who a document goes to: a line each, without the dash and stop that print puts there."""
    return tuple(line.strip(" -;.") for line in text.splitlines() if line.strip(" -;."))
