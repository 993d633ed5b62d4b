"""The national overview as of a day: every figure with its denominator, its date and its names."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.urls import reverse

from portal.accounts.permissions import Access
from portal.submissions.aggregation import Figure, Figures
from portal.submissions.reaching import Reached
from portal.submissions.scoping import left_unnamed
from portal.ui.charts import Chart
from reporting import lines
from reporting.completeness import Completeness, completeness
from training.figures import CENTRAL, PROVINCIAL, training_rows

from .coverage import criteria, plan_lists
from .filters import Filters, Ground
from .headlines import Headline, Known, headlines
from .last_edition import LastEdition
from .own import Own, own_boards
from .pictures.board import Board
from .pictures.shelf import picture
from .remarks import Remark, remarks
from .surroundings import View, surroundings
from .targets import national_targets
from .trust import Fact, trust

SHELF = 8  # saved views that are named on the page; the others stand on their own page


@dataclass(frozen=True)
class Overview:
    filters: Filters
    known: Known
    edition: LastEdition | None
    views: list[View]
    own: list[Own]
    headlines: list[Headline]
    remarks: list[Remark]
    trust: list[Fact]
    completeness: Completeness
    criteria: list[dict]
    plan: Chart | None
    plan_lists: list
    regions: Chart | None
    leaders: Chart | None
    trend: Chart | None
    targets: list[Reached]

    @property
    def day(self):
        return self.filters.day

    @property
    def first_views(self) -> list[View]:
        return self.views[:SHELF]


def build_overview(on: Ground, access: Access) -> Overview:
    """Everything on the page; six queries with the ground's three, whatever the number of
    agencies and indicators."""
    figures, day = on.figures, on.filters.day
    around = surroundings(access.user, day, figures.scope)
    board = Board(figures, on.filters.query)
    known = known_of(on, board, completeness(figures), around.edition)
    country = known
    if figures is not on.whole:
        country = known_of(on, Board(on.whole), known.complete, None)
    unnamed = len(left_unnamed(on.whole, figures)) if known.is_scoped else 0
    return Overview(
        filters=on.filters,
        known=known,
        edition=around.edition,
        views=around.views,
        own=own_boards(on.whole, country, access.agencies),
        headlines=headlines(known),
        remarks=remarks(known),
        trust=trust(figures, known.complete, around, unnamed, board_address(access)),
        completeness=known.complete,
        criteria=criteria(known.figures, known.names),
        plan=without_table(picture("ke-hoach", board)),
        plan_lists=plan_lists(known.figures.get("PLAN_PRO")),
        regions=picture("theo-vung", board),
        leaders=picture("dung-dau", board),
        trend=picture("luy-ke", board),
        targets=national_targets(on.whole) if figures is on.whole else [],
    )


def without_table(chart: Chart | None) -> Chart | None:
    """The lists of names beside the grid say the same as its table."""
    return replace(chart, table=None) if chart else None


def known_of(on: Ground, board: Board, complete: Completeness, edition) -> Known:
    figures = board.figures
    return Known(
        day=on.filters.day,
        figures=known_figures(figures),
        ministries=training_rows(figures, CENTRAL),
        provinces=board.provinces,
        complete=complete,
        edition=edition,
        names=names_page(on.filters),
        is_scoped=figures.scope is not None,
    )


def known_figures(figures: Figures) -> dict[str, Figure]:
    """The figures that the page names, as far as the catalogue holds them."""
    wanted = (lines.NAMED | {CENTRAL.total, PROVINCIAL.total}) & figures.indicators.keys()
    return {code: figures.figure(code) for code in wanted}


def names_page(filters: Filters) -> Callable[[str], str]:
    """The address of the names behind a figure, of the same agencies and day."""
    return lambda code: f"/tong-quan/chi-tieu/{code}/{filters.query}"


def board_address(access: Access) -> str:
    return reverse("review:board_current") if access.can("review") else ""
