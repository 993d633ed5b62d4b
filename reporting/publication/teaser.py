"""What the public may know of a published report: its name, its abstract, a few national figures.

A teaser is made of the frozen text alone. Nothing of who did or did not do something, no table and
no file is in it: the report itself circulates within its own bounds.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, Q

from reporting.editions.models import EditionEvent, Stage
from reporting.editions.report import Block, Report
from reporting.models import Snapshot, WeeklyEdition

# The only figures that are public: national totals and counts that the Committee's own site
# published with Tuần 39/2022; each says how many were counted, none says who. Label None: the
# figure's own; the sum of both training tables is no indicator, so its name stands here.
PUBLIC_FIGURES: dict[str, str | None] = {
    "PLAN_MIN": None,
    "PLAN_PRO": None,
    "TRAIN_ALL": "Lượt cán bộ, công chức, viên chức được bồi dưỡng, tập huấn về chuyển đổi số",
    "TEAMS": None,
    "TEAM_MEMBERS": None,
    "TEAM_OT": None,
}
KEPT_TEASERS = 100  # in one process; a frozen text never changes, so what was read of it stands


@dataclass(frozen=True)
class PublicFigure:
    label: str
    shown: str
    unit: str


@dataclass(frozen=True)
class Teaser:
    """`abstract`: paragraphs; `figures` as the report printed them."""

    abstract: tuple[str, ...]
    figures: tuple[PublicFigure, ...]
    coverage: tuple[datetime.date | None, datetime.date | None]


@dataclass(frozen=True)
class PublicEdition:
    edition: WeeklyEdition
    teaser: Teaser

    @property
    def summary(self) -> str:
        return " ".join(self.teaser.abstract)


def public_editions():
    """The editions with a public page: published, opened to the public, corrected by no other."""
    newer = WeeklyEdition.objects.filter(
        year=OuterRef("year"),
        number=OuterRef("number"),
        correction__gt=OuterRef("correction"),
        stage=Stage.PUBLISHED,
    )
    shown = Q(events__kind__in=(EditionEvent.Kind.PUBLISHED, EditionEvent.Kind.SHOWN))
    return (
        WeeklyEdition.objects.filter(
            ~Exists(newer), stage=Stage.PUBLISHED, is_public=True, snapshot__isnull=False
        )
        .annotate(shown_at=Max("events__at", filter=shown))
        .order_by("-issued_on", "-year", "-number")
    )


def public_edition(year: int, number: int) -> WeeklyEdition | None:
    """The public edition of a numbered report in its correction in force, or None."""
    return public_editions().filter(year=year, number=number).first()


_kept: dict[str, Teaser] = {}


def with_teasers(editions: Iterable[WeeklyEdition]) -> list[PublicEdition]:
    """Each with its teaser: one query for the hashes, one for the texts not read yet."""
    editions = list(editions)
    rows = Snapshot.objects.filter(edition__in=[e.pk for e in editions])
    hashes = dict(rows.values_list("edition_id", "sha256"))
    read = {sha256: _kept.get(sha256) for sha256 in hashes.values()}
    unread = [pk for pk, sha256 in hashes.items() if read[sha256] is None]
    if unread:
        texts = rows.filter(edition__in=unread).values_list("sha256", "text")
        read |= {sha256: teaser_of(Report.read(text)) for sha256, text in texts}
        _kept.update(read)
        for sha256 in list(_kept)[:-KEPT_TEASERS]:
            _kept.pop(sha256, None)
    return [PublicEdition(edition, read[hashes[edition.pk]]) for edition in editions]


def teaser_of(report: Report) -> Teaser:
    return Teaser(
        tuple(text for block in report.abstract for text in lines_of(block) if text),
        tuple(public_figures(report)),
        tuple(datetime.date.fromisoformat(day) if day else None for day in report.coverage),
    )


def lines_of(block: Block) -> list[str]:
    items = ("".join(piece.text for piece in item) for item in block.items)
    return [block.text.strip(), *(item.strip() for item in items)]


def public_figures(report: Report):
    printed = first_printed(report)
    for code, label in PUBLIC_FIGURES.items():
        figure = report.figures.get(code)
        shown = figure.shown if figure else printed.get(code, "")
        if shown:
            unit = figure.unit if figure else "lượt"
            yield PublicFigure(label or figure.label, shown, unit)


def first_printed(report: Report) -> dict[str, str]:
    """A figure's code → how the text prints it first."""
    found: dict[str, str] = {}
    for block in report.body:
        for pieces in (block.pieces, *block.items):
            for piece in pieces:
                if piece.is_figure:
                    found.setdefault(piece.code, piece.text)
    return found
