"""A province tells of its experience: drafts, handing in, two who write at once.

A story that was handed in and is changed is a draft again; the centre goes on seeing what was
handed in last, until it is handed in anew.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from portal.accounts.permissions import Access, Capability
from portal.agencies.models import Agency, Side
from portal.submissions.gates import NOT_YOUR_ROLE, Closed

from .models import Story

BLOCKS = ("communication", "training", "teams", "results")
FIELDS = ("title", "as_of", *BLOCKS)
HANDED_IN = "handed_in"


@dataclass(frozen=True)
class Clash:
    """A field that two people changed at once to different words; neither is lost."""

    name: str
    theirs: object


@dataclass(frozen=True)
class Told:
    """A story after saving; with clashes nothing was saved. `merged`: the fields of both sides."""

    story: Story
    merged: Mapping[str, object]
    clashes: tuple[Clash, ...] = ()


def stories_of(agency: Agency):
    return agency.stories.select_related("updated_by")


def may_tell(access: Access, agency: Agency) -> bool:
    return access.can(Capability.REPORT, agency.slug) and agency.side == Side.PROVINCIAL


def require_teller(access: Access, agency: Agency) -> None:
    if not may_tell(access, agency):
        raise Closed(NOT_YOUR_ROLE)


@transaction.atomic
def begin_story(agency: Agency, *, title: str, as_of, access: Access, at) -> Story:
    """A new draft. The same form sent twice begins one story."""
    require_teller(access, agency)
    Agency.objects.select_for_update().get(pk=agency.pk)
    same = agency.stories.filter(title=title, as_of=as_of, handed_in_at=None, version=0).first()
    if same:
        return same
    story = Story(
        agency=agency,
        title=title,
        as_of=as_of,
        created_at=at,
        updated_at=at,
        updated_by=access.user,
    )
    story._history_user = access.user
    story.save()
    return story


@transaction.atomic
def save_story(
    story: Story, said: Mapping, *, base: int, access: Access, at, hand_in: bool = False
) -> Told:
    """Writes the fields. `base`: the version that the typing began from; what another changed
    since then in other fields stays. `hand_in`: to the centre, when nothing clashes."""
    story = Story.objects.select_for_update(of=("self",)).select_related("agency").get(pk=story.pk)
    require_teller(access, story.agency)
    merged, clashes = merge(story, said, base)
    if clashes:
        return Told(story, merged, clashes)
    if any(getattr(story, name) != merged[name] for name in FIELDS):
        write(story, merged, access, at)
    if hand_in:
        hand_over(story, access, at)
    return Told(story, merged)


def merge(story: Story, said: Mapping, base: int) -> tuple[dict, tuple[Clash, ...]]:
    """Field by field: who alone changed it has it; both differently is a clash.

    A base that nobody knows counts as nothing changed by the other: every difference clashes.
    """
    began = story if base == story.version else version_of(story, base)
    merged, clashes = {}, []
    for name in FIELDS:
        mine, theirs = said[name], getattr(story, name)
        before = getattr(began, name) if began else None
        merged[name] = theirs if mine == before else mine
        if mine not in (before, theirs) and (began is None or theirs != before):
            clashes.append(Clash(name, theirs))
    return merged, tuple(clashes)


def version_of(story: Story, version: int):
    return story.history.filter(version=version).order_by("-history_id").first()


def write(story: Story, fields: Mapping, access: Access, at: datetime.datetime) -> None:
    for name in FIELDS:
        setattr(story, name, fields[name])
    story.version += 1
    story.handed_in_at = None
    story.updated_at, story.updated_by = at, access.user
    story._history_user, story._change_reason = access.user, None
    story.save()


def hand_over(story: Story, access: Access, at: datetime.datetime) -> None:
    """Gives the story to the centre as it is. Given already, it stays given since then."""
    if not any(getattr(story, name) for name in BLOCKS):
        raise Closed("Bài chưa có phần nào. Bạn viết ít nhất một phần rồi gửi.")
    if story.handed_in_at is None:
        story.handed_in_at = at
        story._history_user, story._change_reason = access.user, HANDED_IN
        story.save()


def last_handed_in(story: Story):
    """The story as the centre may read it: as handed in last, itself or an older version of it;
    None when it never was."""
    if story.handed_in_at is not None:
        return story
    return story.history.exclude(handed_in_at=None).order_by("-history_id").first()


def last_handed_in_of(stories: list[Story]) -> dict[int, object]:
    """`last_handed_in` of many, by their keys; without a row of those never handed in."""
    found = {story.pk: story for story in stories if story.handed_in_at is not None}
    rest = [story.pk for story in stories if story.pk not in found]
    if rest:
        rows = Story.history.filter(id__in=rest).exclude(handed_in_at=None)
        found |= {row.id: row for row in rows.order_by("history_id")}
    return found
