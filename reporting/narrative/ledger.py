"""What became of each proposal: where it was put, how its figure moved, what stands still."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch

from portal.figures import show_signed
from portal.models import Agency
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment
from reporting.editions.models import Stage
from reporting.models import EditionProposal, Proposal, WeeklyEdition

from .proposing import SETTLED, figure_in
from .tracker import newest_first

REPEATED = 2  # editions


@dataclass
class LedgerRow:
    """`now_amount` None: nothing is known of the linked figure now, or none is linked."""

    proposal: Proposal
    today: datetime.date
    label: str = ""
    now_amount: int | None = None
    now_shown: str = ""
    editions: list[WeeklyEdition] = field(default_factory=list)

    @property
    def addressee(self) -> str:
        """The agency's official name of the day, or as worded; empty when nobody is named."""
        agency = self.proposal.agency
        if agency is None:
            return self.proposal.addressee
        return getattr(agency, "official_name", None) or self.proposal.addressee or str(agency)

    @property
    def is_settled(self) -> bool:
        return self.proposal.state in SETTLED

    @property
    def is_overdue(self) -> bool:
        due = self.proposal.deadline
        return due is not None and due < self.today and not self.is_settled

    @property
    def change(self) -> int | None:
        """By how much the figure moved since it was first put; None where either is not known."""
        if self.proposal.first_amount is None or self.now_amount is None:
            return None
        return self.now_amount - self.proposal.first_amount

    @property
    def change_shown(self) -> str:
        if self.change is None:
            return ""
        return show_signed(self.change) if self.change else "không đổi"

    @property
    def is_stuck(self) -> bool:
        """Put again and again while nothing moves: the figure where one is linked and known, else
        the words on its progress."""
        if self.proposal.state != Proposal.State.OPEN or len(self.editions) < REPEATED:
            return False
        return self.change == 0 if self.change is not None else not self.proposal.progress


def ledger(today: datetime.date, proposals: Iterable[Proposal] | None = None) -> list[LedgerRow]:
    """The proposals with what became of them; of all when none are given."""
    rows = with_places(today) if proposals is None else list(proposals)
    is_linked = any(row.indicator for row in rows)
    # All of them: a total may rest on the parts of other indicators.
    figures = Figures(None, Moment(today)) if is_linked else None
    return [row_of(proposal, today, figures) for proposal in rows]


def with_places(today: datetime.date):
    """Proposals with their addressee's name and the editions that put them."""
    put = EditionProposal.objects.exclude(edition__stage=Stage.WITHDRAWN).select_related("edition")
    return Proposal.objects.prefetch_related(
        Prefetch("agency", Agency.objects.named_on(today)), Prefetch("put_in", put)
    )


def row_of(proposal: Proposal, today, figures: Figures | None) -> LedgerRow:
    row = LedgerRow(proposal, today)
    row.editions = newest_first(put.edition for put in proposal.put_in.all())
    if figures and proposal.indicator in figures.indicators:
        indicator = figures.indicators[proposal.indicator]
        row.label = indicator.label or indicator.code
        row.now_amount, row.now_shown = figure_in(figures, proposal.indicator)
    return row
