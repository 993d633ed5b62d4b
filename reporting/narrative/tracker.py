"""Who has told what, and who was printed when: for choosing fairly."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Prefetch

from portal.submissions.readings import Member
from portal.submissions.sets import sets_on
from provinces.models import Story
from provinces.telling import last_handed_in_of
from reporting.editions.models import Stage
from reporting.models import EditionStory, WeeklyEdition

PROVINCES = "provinces"


@dataclass
class Told:
    """A story as handed in last, and the editions that print it."""

    story: Story
    shown: object
    editions: list[WeeklyEdition]


@dataclass
class ProvinceRow:
    """A province of the day; `editions`: those that told of it, newest first."""

    member: Member
    region: str
    told: list[Told] = field(default_factory=list)
    editions: list[WeeklyEdition] = field(default_factory=list)

    @property
    def last(self) -> WeeklyEdition | None:
        return self.editions[0] if self.editions else None


@dataclass(frozen=True)
class Tracker:
    rows: list[ProvinceRow]
    regions: list
    region: str

    @property
    def told(self) -> list[tuple[ProvinceRow, Told]]:
        """Every story handed in, the one handed in last first."""
        pairs = [(row, one) for row in self.rows for one in row.told]
        return sorted(pairs, key=lambda pair: pair[1].shown.handed_in_at, reverse=True)

    @property
    def never(self) -> int:
        return sum(not row.editions for row in self.rows)


def track(day: datetime.date, region: str = "") -> Tracker:
    """The provinces of the day with their stories; of one region when its code is known."""
    sets = sets_on(day, {PROVINCES}, with_regions=True)
    members = sets[PROVINCES].members if PROVINCES in sets else ()
    regions = [group for group in sets.values() if group.is_region]
    region_of = {m.agency_id: group for group in regions for m in group.members}
    region = region if region in {group.code for group in regions} else ""
    told = told_by_agency()
    rows = []
    for member in sorted(members, key=lambda one: one.sort_key):
        group = region_of.get(member.agency_id)
        if region and (group is None or group.code != region):
            continue
        own = told.get(member.agency_id, [])
        row = ProvinceRow(member, group.name if group else "")
        row.told = [one for one in own if one.shown is not None]
        row.editions = newest_first(edition for one in own for edition in one.editions)
        rows.append(row)
    return Tracker(rows, regions, region)


def told_by_agency() -> dict[int, list[Told]]:
    printed = EditionStory.objects.exclude(edition__stage=Stage.WITHDRAWN)
    printed = printed.select_related("edition")
    stories = list(Story.objects.prefetch_related(Prefetch("printed_in", printed)))
    shown = last_handed_in_of(stories)
    found = defaultdict(list)
    for story in stories:
        editions = newest_first(row.edition for row in story.printed_in.all())
        found[story.agency_id].append(Told(story, shown.get(story.pk), editions))
    return found


def newest_first(editions) -> list[WeeklyEdition]:
    """Each report once, by its newest correction."""
    found: dict[tuple, WeeklyEdition] = {}
    for edition in editions:
        key = (edition.year, edition.number) if edition.number else ("pk", edition.pk)
        kept = found.get(key)
        if kept is None or edition.correction > kept.correction:
            found[key] = edition
    return sorted(found.values(), key=lambda e: (e.as_of, e.pk), reverse=True)
