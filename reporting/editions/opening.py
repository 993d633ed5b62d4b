"""Opening an edition: a new week's draft, or a correction of what was frozen."""

import datetime

from django.db import transaction

from portal.accounts.permissions import Access, Capability
from portal.submissions.gates import Closed
from reporting.models import (
    EditionProposal,
    EditionStory,
    EditionText,
    LineChoice,
    PinnedRow,
    Proposal,
    WeeklyEdition,
)

from .lifecycle import NOT_YOUR_RIGHT, Kind, locked, pass_through, record
from .models import Slot

CARRIED_SLOTS = (Slot.OPENING, Slot.CLOSING, Slot.RECIPIENTS)  # the same from week to week
SETTLED = (Proposal.State.DONE, Proposal.State.DROPPED)
FIELDS_OF_A_SERIES = (
    "symbol",
    "topic",
    "circulation",
    "layout",
    "issuer",
    "superior",
    "place",
    "purpose",
)


@transaction.atomic
def open_edition(
    *, week: tuple[int, int], as_of: datetime.date, access: Access, at, topic: str = ""
) -> WeeklyEdition:
    """A draft for a week, filled in from the last edition: heads, standing texts, the proposals
    that are not settled. `as_of` is not checked against the week: a report may look further back.
    """
    if not access.can(Capability.EDIT_EDITION):
        raise Closed(NOT_YOUR_RIGHT)
    last = WeeklyEdition.objects.current_corrections().order_by("-as_of", "-pk").first()
    carried = {name: getattr(last, name) for name in FIELDS_OF_A_SERIES} if last else {}
    if topic:
        carried["topic"] = topic
    edition = WeeklyEdition.objects.create(
        year=as_of.year, week_year=week[0], week=week[1], as_of=as_of, **carried
    )
    if last:
        copy_texts(last, edition, CARRIED_SLOTS, by=access.user, at=at)
        copy_choices(last, edition)
        put_again(last, edition)
    record(edition, Kind.CREATED, by=access.user, at=at)
    return edition


@transaction.atomic
def open_correction(edition, *, reason: str, access: Access, at) -> WeeklyEdition:
    """A draft under the same number with the next letter, holding all that the old one said.

    The old one stays as it is; it is superseded once the correction is published.
    """
    old = locked(edition)
    pass_through("correct", old, access)
    newest = WeeklyEdition.objects.filter(year=old.year, number=old.number)
    if newest.filter(correction__gt=old.correction).exists():
        raise Closed("Báo cáo này đã có bản đính chính mới hơn. Bạn mở bản đó.")
    new = WeeklyEdition.objects.get(pk=old.pk)
    new.pk, new.correction = None, old.correction + 1
    new.stage, new.known_at, new.issued_on, new.is_public = "draft", None, None, False
    new.correction_reason = reason[:300]
    new.save(force_insert=True)
    copy_texts(old, new, Slot.values, by=access.user, at=at)
    copy_choices(old, new)
    for rows in (PinnedRow, EditionStory, EditionProposal):
        copy_rows(rows, old, new)
    record(old, Kind.CORRECTED, by=access.user, at=at, note=reason)
    record(new, Kind.CREATED, by=access.user, at=at, note=f"Đính chính số {old.document_number}")
    return new


def copy_texts(old, new, slots, *, by, at) -> None:
    for text in old.texts.filter(slot__in=slots):
        EditionText.objects.create(
            edition=new, slot=text.slot, text=text.text, updated_at=at, updated_by=by
        )


def copy_choices(old, new) -> None:
    """Which names and counts are printed goes on; the wording of a line was for its week."""
    for choice in old.line_choices.all():
        LineChoice.objects.create(
            edition=new,
            code=choice.code,
            names=choice.names,
            order=choice.order,
            count=choice.count,
            wording=choice.wording if new.number is not None else "",
        )


def put_again(old, new) -> None:
    """The last edition's proposals that are not settled, in their order."""
    rows = old.proposals.exclude(proposal__state__in=SETTLED)
    for position, row in enumerate(rows.order_by("position", "pk"), 1):
        EditionProposal.objects.create(
            edition=new, proposal=row.proposal, position=position, text=row.text
        )


def copy_rows(model, old, new) -> None:
    for row in model.objects.filter(edition=old):
        row.pk, row.edition = None, new
        row.save(force_insert=True)
