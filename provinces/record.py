"""What a province's page has of its own: its stories, and how many people live there."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from portal.agencies.models import Side
from portal.days import show_date
from portal.figures import show
from portal.submissions.record.answers import Door
from portal.submissions.record.page import Profile
from portal.submissions.record.rows import Row, part

from .models import Population, Story

STORY, HANDED_IN, PEOPLE = "story", "handed_in", "people"


def parts(slug: str, day: datetime.date) -> Iterable:
    stories = Story.objects.filter(agency__slug=slug, as_of__lte=day)
    yield part(STORY, stories, key="pk", since="as_of", at="handed_in_at", title="title")
    yield part(
        HANDED_IN,
        Story.history.filter(id__in=stories.values("pk"), handed_in_at__isnull=False),
        key="id",
        since="as_of",
        at="handed_in_at",
        title="title",
        number="history_id",
    )
    yield part(
        PEOPLE,
        Population.objects.filter(agency__slug=slug, as_of__lte=day),
        since="as_of",
        number="amount",
        title="source",
    )


@dataclass(frozen=True)
class StoryLine:
    """A story as the reader may know it: handed in last, or the own people's draft.

    `handed_in_at` None: never handed in. `is_changed`: its people have changed it since.
    """

    title: str
    as_of: datetime.date
    handed_in_at: datetime.datetime | None
    is_changed: bool
    href: str


def story_lines(rows: Mapping[str, list[Row]], slug: str, is_own: bool) -> list[StoryLine]:
    """Handed in ones for everyone, drafts for the province's own people; newest day first."""
    given = {row.key: row for row in sorted(rows[HANDED_IN], key=lambda row: row.number)}
    found = []
    for row in rows[STORY]:
        last = row if row.at else given.get(row.key)
        if last is None and not is_own:
            continue
        shown = row if is_own else last
        found.append(
            StoryLine(
                title=shown.title,
                as_of=shown.since,
                handed_in_at=last.at if last else None,
                is_changed=is_own and last is not row and last is not None,
                href=reverse("provinces:story", args=[slug, row.key]) if is_own else "",
            )
        )
    return sorted(found, key=lambda story: (story.as_of, story.title), reverse=True)


def people_words(rows: Mapping[str, list[Row]]) -> str:
    """ "1.362.900 người (ngày 31/12/2021; nguồn: …)"; empty where it is not known."""
    newest = max(rows[PEOPLE], key=lambda row: row.since, default=None)
    if newest is None:
        return ""
    return f"{show(newest.number)} người (ngày {show_date(newest.since)}; nguồn: {newest.title})"


def own_part(profile: Profile) -> dict:
    return {"stories": story_lines(profile.rows, profile.identity.slug, profile.is_own)}


def own_facts(profile: Profile) -> list[tuple[str, str]]:
    said = people_words(profile.rows)
    return [("Dân số", said)] if said else []


DOOR = Door(
    side=Side.PROVINCIAL,
    template="provinces/province.html",
    kind="Hồ sơ địa phương",
    further=parts,
    own_part=own_part,
    own_facts=own_facts,
)
