"""The ledger of proposals: put into an edition, worded for it, taken out, settled."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from portal.accounts.permissions import Access, Capability
from portal.submissions.aggregation import Figures
from portal.submissions.gates import Closed
from portal.submissions.readings import Moment
from reporting.editions.body import shown_figure
from reporting.editions.lifecycle import NOT_YOUR_RIGHT, record
from reporting.editions.models import EditionEvent
from reporting.editions.writing import held, reopened
from reporting.models import EditionProposal, Proposal, WeeklyEdition

from .choosing import place_in_order

FIELDS = ("text", "agency", "addressee", "deadline", "indicator", "state", "progress")
SETTLED = (Proposal.State.DONE, Proposal.State.DROPPED)


class Taken(Exception):
    """Somebody else changed it meanwhile; nothing was saved. `now`: as it is."""

    def __init__(self, now):
        self.now = now


@transaction.atomic
def save_proposal(
    proposal: Proposal | None, said: Mapping, *, base: int, access: Access, at
) -> Proposal:
    """Writes the ledger's row, a new one for None. Editions keep the words they were given."""
    if not access.can(Capability.EDIT_EDITION):
        raise Closed(NOT_YOUR_RIGHT)
    if proposal is None:
        row = Proposal(created_at=at)
    else:
        row = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if all(getattr(row, name) == said[name] for name in FIELDS):
            return row
        if row.version != base:
            raise Taken(row)
        row.version += 1
    relinked = row.indicator != said["indicator"]
    for name in FIELDS:
        setattr(row, name, said[name])
    if relinked:
        remember_first(row)
    row.updated_at = at
    row._history_user = access.user
    row.save()
    return row


def remember_first(row: Proposal, edition: WeeklyEdition | None = None) -> None:
    """Notes the linked figure as of the edition that put the proposal first, once there is one."""
    row.first_amount, row.first_shown = None, ""
    if edition is None and row.pk:
        put = row.put_in.select_related("edition").order_by("edition__as_of", "edition_id").first()
        edition = put.edition if put else None
    if edition is None or not row.indicator:
        return
    figures = Figures(None, Moment(edition.as_of, edition.known_at))
    row.first_amount, row.first_shown = figure_in(figures, row.indicator)


def figure_in(figures: Figures, code: str) -> tuple[int | None, str]:
    """A figure's amount and how it is printed; (None, "") when nothing is known."""
    if code not in figures.indicators:
        return None, ""
    shown = shown_figure(figures, code)
    return figures.figure(code).amount, shown.text if shown else ""


@transaction.atomic
def put(edition: WeeklyEdition, proposal: Proposal, *, access: Access, at) -> EditionProposal:
    """Puts a proposal last, in the ledger's words. Put already, it stays as it is."""
    edition = held(edition, access)
    rows = list(edition.proposals.all())
    there = next((row for row in rows if row.proposal_id == proposal.pk), None)
    if there:
        return there
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.state in SETTLED:
        raise Closed(f"Đề xuất này đã ghi “{proposal.get_state_display()}”, nên không nêu lại.")
    edition = reopened(edition, access, at, "đề xuất, kiến nghị")
    if proposal.indicator and not proposal.put_in.exists():
        remember_first(proposal, edition)
        proposal._history_user = access.user
        proposal.save()
    row = EditionProposal.objects.create(
        edition=edition, proposal=proposal, position=len(rows) + 1, text=proposal.text
    )
    note(edition, "thêm đề xuất", row, access, at)
    return row


@transaction.atomic
def put_new(edition: WeeklyEdition, said: Mapping, *, access: Access, at) -> EditionProposal:
    """A new proposal, in the ledger and in the edition. The same form sent twice puts one."""
    edition = held(edition, access)
    same = edition.proposals.filter(proposal__text=said["text"], proposal__version=0).first()
    if same:
        return same
    proposal = save_proposal(None, said, base=0, access=access, at=at)
    return put(edition, proposal, access=access, at=at)


@transaction.atomic
def take_out(row: EditionProposal, *, access: Access, at) -> None:
    """Out of this edition; the ledger keeps it."""
    edition = held(row.edition, access)
    edition = reopened(edition, access, at, "đề xuất, kiến nghị")
    EditionProposal.objects.filter(pk=row.pk).delete()
    place_in_order(list(edition.proposals.all()))
    note(edition, "bỏ đề xuất", row, access, at)


@transaction.atomic
def move(row: EditionProposal, up: bool, *, access: Access, at) -> bool:
    edition = held(row.edition, access)
    rows = list(edition.proposals.all())
    at_now = next((i for i, one in enumerate(rows) if one.pk == row.pk), None)
    if at_now is None or not 0 <= (to := at_now + (-1 if up else 1)) < len(rows):
        return False
    edition = reopened(edition, access, at, "thứ tự đề xuất")
    rows[at_now], rows[to] = rows[to], rows[at_now]
    place_in_order(rows)
    note(edition, "thứ tự đề xuất", row, access, at)
    return True


@transaction.atomic
def reword(row: EditionProposal, text: str, *, began: str, access: Access, at) -> bool:
    """Other words in this edition alone. `began`: the words that the typing began from."""
    edition = held(row.edition, access)
    row = EditionProposal.objects.select_for_update().get(pk=row.pk)
    if row.text == text:
        return False
    if row.text != began:
        raise Taken(row)
    edition = reopened(edition, access, at, "đề xuất, kiến nghị")
    row.text = text
    row.save()
    note(edition, "đổi lời đề xuất", row, access, at)
    return True


def note(edition, what: str, row, access: Access, at: datetime.datetime) -> None:
    text = f"{what}: {row.text[:120]}"
    record(edition, EditionEvent.Kind.EDITED, by=access.user, at=at, note=text)
