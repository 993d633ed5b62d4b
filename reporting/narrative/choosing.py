"""Which provinces' stories an edition tells, in what order, and how short.

What is printed is the edition's own copy; the province confirms it, and a later change of the copy
takes the confirmation back.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from portal.accounts.permissions import Access
from portal.submissions.gates import Closed
from provinces.models import Story
from provinces.telling import BLOCKS, last_handed_in
from reporting.editions.lifecycle import record
from reporting.editions.markup import tidy_lines
from reporting.editions.models import EditionEvent
from reporting.editions.writing import held, reopened
from reporting.models import EditionStory, WeeklyEdition

MOST_STORIES = 3
NOTHING_LEFT = "Bài phải còn ít nhất một phần. Không in bài này thì bỏ cả bài ra."


@dataclass(frozen=True)
class Clash:
    """A block that two editors shortened at once, differently."""

    name: str
    theirs: str


@dataclass(frozen=True)
class Shortened:
    """After saving; with clashes nothing was saved. `merged`: the blocks of both."""

    row: EditionStory
    merged: Mapping[str, str]
    clashes: tuple[Clash, ...] = ()


@transaction.atomic
def choose(edition: WeeklyEdition, story: Story, *, access: Access, at) -> EditionStory:
    """Puts a story last, whole as it was handed in. Chosen already, it stays as it is."""
    edition = held(edition, access)
    rows = list(edition.stories.all())
    there = next((row for row in rows if row.story_id == story.pk), None)
    if there:
        return there
    told = last_handed_in(story)
    if told is None:
        raise Closed("Địa phương chưa gửi bài này về Cục, nên chưa chọn được.")
    if len(rows) >= MOST_STORIES:
        raise Closed(f"Báo cáo in nhiều nhất {MOST_STORIES} bài. Bạn bỏ một bài ra trước.")
    edition = reopened(edition, access, at, "bài của địa phương")
    row = EditionStory(edition=edition, story=story, position=len(rows) + 1)
    for name in BLOCKS:
        setattr(row, name, getattr(told, name))
    row._history_user = access.user
    row.save()
    note(edition, f"chọn bài: {told.title}", access, at)
    return row


@transaction.atomic
def leave_out(row: EditionStory, *, access: Access, at) -> None:
    edition = held(row.edition, access)
    edition = reopened(edition, access, at, "bài của địa phương")
    row._history_user = access.user
    row.delete()
    place_in_order(list(edition.stories.all()))
    note(edition, f"bỏ bài: {row.story.title}", access, at)


@transaction.atomic
def move(row: EditionStory, up: bool, *, access: Access, at) -> bool:
    """One place up or down; False when it stands there at the end already."""
    edition = held(row.edition, access)
    rows = list(edition.stories.all())
    at_now = next((i for i, one in enumerate(rows) if one.pk == row.pk), None)
    if at_now is None or not 0 <= (to := at_now + (-1 if up else 1)) < len(rows):
        return False
    edition = reopened(edition, access, at, "thứ tự bài của địa phương")
    rows[at_now], rows[to] = rows[to], rows[at_now]
    place_in_order(rows)
    note(edition, "thứ tự bài của địa phương", access, at)
    return True


def place_in_order(rows) -> None:
    for place, row in enumerate(rows, 1):
        if row.position != place:
            type(row).objects.filter(pk=row.pk).update(position=place)


@transaction.atomic
def shorten(
    row: EditionStory, said: Mapping[str, str], *, base: int, access: Access, at
) -> Shortened:
    """Writes the blocks; an empty one is left out. `base`: the version that the typing began from;
    a block that another editor alone changed since then stays theirs."""
    edition = held(row.edition, access)
    row = EditionStory.objects.select_for_update().get(pk=row.pk)
    merged, clashes = merge(row, {name: tidy_lines(said[name]) for name in BLOCKS}, base)
    if clashes:
        return Shortened(row, merged, clashes)
    if not any(merged.values()):
        raise Closed(NOTHING_LEFT)
    if all(getattr(row, name) == merged[name] for name in BLOCKS):
        return Shortened(row, merged)
    reopened(edition, access, at, "bài của địa phương")
    for name in BLOCKS:
        setattr(row, name, merged[name])
    row.version += 1
    take_back(row)
    row._history_user = access.user
    row.save()
    return Shortened(row, merged)


def merge(row: EditionStory, said: Mapping[str, str], base: int):
    """Block by block: who alone changed it has it; both differently is a clash."""
    began = row if base == row.version else older(row, base)
    merged, clashes = {}, []
    for name, mine in said.items():
        theirs = getattr(row, name)
        before = getattr(began, name) if began else None
        merged[name] = theirs if mine == before else mine
        if mine not in (before, theirs) and theirs != before:
            clashes.append(Clash(name, theirs))
    return merged, tuple(clashes)


def older(row: EditionStory, version: int):
    return row.history.filter(version=version).order_by("-history_id").first()


def take_back(row: EditionStory) -> None:
    """What was confirmed is not what will be printed: asking begins anew."""
    row.asked_at = row.confirmed_at = row.confirmed_by = None
    row.answer = ""


def note(edition, what: str, access: Access, at: datetime.datetime) -> None:
    record(edition, EditionEvent.Kind.EDITED, by=access.user, at=at, note=what)
