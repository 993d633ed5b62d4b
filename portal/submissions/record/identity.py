"""Who an agency is: names, codes, whom it took over from and who took over, each with its days."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery

from portal.agencies.models import Agency, AgencyCode, AgencyName, CodeScheme, Kind, Succession

from .rows import Row, part, yes

AGENCY, NAME, CODE, BEFORE, AFTER = "agency", "name", "code", "before", "after"


def parts(slug: str) -> Iterable:
    yield part(
        AGENCY,
        Agency.objects.filter(slug=slug),
        key="pk",
        since="in_force_from",
        until="in_force_until",
        word="side",
    )
    yield part(
        NAME,
        AgencyName.objects.filter(agency__slug=slug),
        since="in_force_from",
        until="in_force_until",
        word="kind",
        title="official_name",
        more="name",
    )
    yield part(
        CODE,
        AgencyCode.objects.filter(agency__slug=slug),
        since="in_force_from",
        until="in_force_until",
        word="scheme",
        title="code",
    )
    for kind, own, other in (
        (BEFORE, "successor", "predecessor"),
        (AFTER, "predecessor", "successor"),
    ):
        yield part(
            kind,
            Succession.objects.filter(**{f"{own}__slug": slug}),
            since="takes_over_on",
            title=name_about(OuterRef(f"{other}__pk"), OuterRef("takes_over_on"), kind),
            more="basis",
            link=f"{other}__slug",
            flag=yes(Q(carries_figures=True)),
        )


def name_about(agency, day, kind: str) -> Subquery:
    """The name that a predecessor had last before the day, a successor first from it on."""
    names = AgencyName.objects.filter(agency=agency)
    if kind == BEFORE:
        names = names.filter(in_force_from__lt=day).order_by("-in_force_from")
    else:
        names = names.order_by("in_force_from")
    return Subquery(names.values("official_name")[:1])


@dataclass(frozen=True)
class Succeeded:
    """One step of a succession. `carries`: the record says that figures go along."""

    name: str
    slug: str
    on: datetime.date
    basis: str
    carries: bool


@dataclass(frozen=True)
class Identity:
    """An agency through all its time; what holds on a day is picked out of it."""

    pk: int
    slug: str
    side: str
    in_force_from: datetime.date
    in_force_until: datetime.date | None
    names: tuple[Row, ...]
    codes: tuple[Row, ...]
    before: tuple[Succeeded, ...]
    after: tuple[Succeeded, ...]

    def kind_on(self, day: datetime.date) -> str:
        """ "Tỉnh", "Cơ quan thuộc Chính phủ"; empty where no name is in force."""
        found = next((row.word for row in self.names if holds(row, day)), "")
        return Kind(found).label if found else ""

    def codes_on(self, day: datetime.date) -> list[tuple[str, str]]:
        """(what kind of code, the code), in the order of the schemes."""
        found = {row.word: row.title for row in self.codes if holds(row, day)}
        return [(scheme.label, found[scheme]) for scheme in CodeScheme if scheme in found]

    def earlier_names(self, day: datetime.date) -> list[Row]:
        """Official names that were over by the day, newest first, each once."""
        own = next((row.title for row in self.names if holds(row, day)), "")
        over = [row for row in self.names if row.until and row.until < day and row.title != own]
        return sorted(over, key=lambda row: row.since, reverse=True)


def holds(row: Row, day: datetime.date) -> bool:
    return row.since <= day and (row.until is None or day <= row.until)


def identity_of(rows: Mapping[str, list[Row]], slug: str) -> Identity | None:
    """None where there is no such agency."""
    if not rows[AGENCY]:
        return None
    own = rows[AGENCY][0]
    return Identity(
        pk=own.key,
        slug=slug,
        side=own.word,
        in_force_from=own.since,
        in_force_until=own.until,
        names=tuple(rows[NAME]),
        codes=tuple(rows[CODE]),
        before=succeeded(rows[BEFORE]),
        after=succeeded(rows[AFTER]),
    )


def succeeded(rows: list[Row]) -> tuple[Succeeded, ...]:
    return tuple(
        Succeeded(row.title or row.link, row.link, row.since, row.more, bool(row.flag))
        for row in sorted(rows, key=lambda row: (row.since, row.link))
    )
