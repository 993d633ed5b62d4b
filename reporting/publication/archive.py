"""All weekly reports by year: each in its correction in force, the others folded under it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, F, OuterRef
from django.urls import reverse

from portal.accounts.permissions import Access
from portal.names import search_key
from reporting.editions.files import OFFERED
from reporting.editions.reading import current_first, readable_by, report_key
from reporting.editions.words import asked_words
from reporting.models import EditionFile, Snapshot, WeeklyEdition

from .around import FileLine, newer_than, state_of

A_PAGE = 52  # reports: a year of weeks


@dataclass
class Entry:
    """One report: `edition` the correction in force, `others` the rest of its corrections."""

    edition: WeeklyEdition
    others: list["Entry"]
    state: tuple[str, str]
    files: tuple[FileLine, ...] = ()

    @property
    def url(self) -> str:
        """Its permanent address; of a draft without a number the page of its week."""
        edition = self.edition
        if edition.number is None:
            return f"{reverse('reporting:edition', args=[edition.key])}?ban={edition.pk}"
        return reverse("reporting:edition_numbered", args=[edition.year, edition.numbered])


def entries(access: Access, *, text: str = "", year: int | None = None) -> list[Entry]:
    """The reports that may be read, the newest first; one query.

    `text`: its words stand in the topic or in the frozen text of the correction in force, with or
    without accents, each at the beginning of a word.
    """
    words = asked_words(text)
    editions = readable_by(access).annotate(speaks=speaks_of(words))
    if year is not None:
        editions = editions.filter(year=year)
    newest = editions.order_by("-year", F("number").desc(nulls_first=True))
    found = []
    for number, group in groupby(current_first(newest), key=report_key):
        family = list(group)
        if number[1] is None:
            found += [entry_of(edition, [edition]) for edition in family]
        else:
            found.append(entry_of(family[0], family))
    return [entry for entry in found if not words or speaks(entry.edition, words)]


def speaks_of(words: list[str]):
    """Whether the frozen text holds every word."""
    snapshots = Snapshot.objects.filter(edition=OuterRef("pk"))
    for word in words:
        snapshots = snapshots.filter(words__contains=f" {word}")
    return Exists(snapshots)


def speaks(edition: WeeklyEdition, words: list[str]) -> bool:
    topic = f" {search_key(f'{edition.topic} {edition} {edition.document_number}')}"
    return edition.speaks or all(f" {word}" in topic for word in words)


def entry_of(edition: WeeklyEdition, family: list[WeeklyEdition]) -> Entry:
    others = [
        Entry(other, [], state_of(other, newer_than(other, family)))
        for other in family
        if other is not edition
    ]
    return Entry(edition, others, state_of(edition, newer_than(edition, family)))


def years_of(access: Access) -> list[int]:
    years = readable_by(access).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def with_files(page: list[Entry]) -> list[Entry]:
    """Puts the issued files' addresses to the entries of one page; one query."""
    frozen = {entry.edition.pk: entry for entry in page if not entry.edition.is_living}
    rows = EditionFile.objects.filter(snapshot__edition__in=list(frozen), format__in=OFFERED)
    made: dict[int, set[str]] = {}
    for pk, format in rows.values_list("snapshot__edition_id", "format"):
        made.setdefault(pk, set()).add(format)
    for pk, formats in made.items():
        entry = frozen[pk]
        entry.files = tuple(lines_of(entry.edition, formats))
    return page


def lines_of(edition: WeeklyEdition, formats: set[str]) -> Iterator[FileLine]:
    for format in OFFERED:
        if format in formats:
            values = [edition.year, edition.numbered, format]
            yield FileLine(format.label, format, reverse("reporting:numbered_file", args=values))
