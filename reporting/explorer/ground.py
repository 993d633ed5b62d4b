"""What may be looked up: the months, the indicators with their wording, the agencies in their time.

Everything holds for a stretch of days, not for one: an agency that was merged away in the middle
keeps its row, and counts in the denominators of its own days only.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.db import connection

from portal.agencies.models import AgencySet
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.models import Combine, Indicator
from portal.days import show_date

# Written out, as in `portal.submissions.readings`: putting them together took Django longer than
# PostgreSQL took to answer.
CATALOGUE = """
    SELECT i.*, s.title AS section_title, o.short_name AS asked_name, o.size_known,
        w.label, w.short_label, w.unit,
        r.in_force_from AS rule_from, r.in_force_until AS rule_until, r.channel AS rule_channel
    FROM portal_indicator i
    JOIN portal_section s ON s.id = i.section_id
    LEFT JOIN portal_agencyset o ON o.id = i.asked_of_id
    LEFT JOIN portal_indicator whole ON whole.id = i.part_of_id
    LEFT JOIN portal_indicatorversion w ON w.indicator_id = i.id AND w.in_force_from <= %s
    LEFT JOIN portal_publicationrule r ON r.indicator_id = i.id AND r.in_force_from <= %s
    WHERE i.in_force_from <= %s AND (i.in_force_until IS NULL OR i.in_force_until >= %s) {chosen}
    ORDER BY s.position, i.position, i.code, w.in_force_from, r.id"""

MEMBERS = """
    SELECT m.agency_set_id, m.in_force_from, m.in_force_until, m.agency_id, a.slug, a.side,
        n.name, n.printed_name, n.official_name, o.position, a.position, n.sort_key,
        n.in_force_from, o.purpose
    FROM portal_agencysetmember m
    JOIN portal_agencyset o ON o.id = m.agency_set_id
    JOIN portal_agency a ON a.id = m.agency_id
    LEFT JOIN portal_agencyname n ON n.agency_id = a.id AND n.in_force_from <= %s
    WHERE m.in_force_from <= %s AND (m.in_force_until IS NULL OR m.in_force_until >= %s)
    AND m.agency_set_id IN ({sets})"""

NATION = None  # stands for an agency's id where a figure is the whole country's


class Column(NamedTuple):
    """The day that figures are read as of; `since`: the first day of its month, if it is one."""

    key: str
    label: str
    since: datetime.date | None
    day: datetime.date


class Party(NamedTuple):
    """An agency under its newest name of the stretch; without id: the whole country."""

    agency_id: int | None
    slug: str
    side: str
    name: str
    printed_name: str
    official_name: str
    place: tuple
    sort_key: str


WHOLE_COUNTRY = Party(NATION, "", "", "Cả nước", "Cả nước", "Cả nước", (-1,), "")


def months_begun(today: datetime.date) -> list[Column]:
    """Every reporting month that has begun, oldest first; one query."""
    rows = ReportingPeriod.objects.begun(today).order_by("year", "month")
    return [
        Column(f"{year}-{month:02d}", f"{month}/{year}", starts_on, ends_on)
        for year, month, starts_on, ends_on in rows.values_list(
            "year", "month", "starts_on", "ends_on"
        )
    ]


def day_column(day: datetime.date) -> Column:
    return Column(show_date(day), show_date(day), None, day)


@dataclass
class Asked:
    """An indicator with its newest wording of the stretch and its rules of publication."""

    indicator: Indicator
    label: str
    short_label: str
    unit: str
    section_title: str
    scope_name: str = ""
    rules: list[tuple[datetime.date, datetime.date | None, str]] = field(default_factory=list)
    parts: list["Asked"] = field(default_factory=list)

    @cached_property
    def pk(self) -> int:
        return self.indicator.pk

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def name(self) -> str:
        """The short label, with whom it asks where another indicator is called the same."""
        return f"{self.short_label} ({self.scope_name})" if self.scope_name else self.short_label

    @property
    def has_size(self) -> bool:
        """Whether the number of agencies asked is published ("09 tập đoàn" has none)."""
        return self.indicator.size_known is not False

    @property
    def set_id(self) -> int | None:
        return self.indicator.asked_of_id

    @property
    def unit_shown(self) -> str:
        return self.unit if self.indicator.is_number else ""

    def channel_on(self, day: datetime.date) -> str:
        """The channel that a rule of publication prints on the day; "" for the newest of any."""
        for since, until, channel in self.rules:
            if since <= day and (until is None or day <= until):
                return channel
        return ""

    def parts_on(self, day: datetime.date) -> list["Asked"]:
        return [part for part in self.parts if part.indicator.is_in_force_on(day)]


def asked_between(
    first: datetime.date, last: datetime.date, codes: Sequence[str] | None = None
) -> dict[str, Asked]:
    """The catalogue of the stretch by code, in its order, wholes with their parts; one query.

    `codes`: only these and what they are the sum of.
    """
    marks = ", ".join(["%s"] * len(codes)) if codes else "NULL"
    chosen = "" if codes is None else f"AND (i.code IN ({marks}) OR whole.code IN ({marks}))"
    rows = CATALOGUE.format(chosen=chosen)
    found: dict[str, Asked] = {}
    for row in Indicator.objects.raw(rows, [last, last, last, first, *[*(codes or ())] * 2]):
        asked = found.setdefault(row.code, Asked(row, "", "", "", row.section_title))
        asked.label, asked.short_label = row.label or row.code, row.short_label or row.code
        asked.unit = row.unit or ""
        rule = (row.rule_from, row.rule_until, row.rule_channel)
        if row.rule_channel and rule not in asked.rules:
            asked.rules.append(rule)
    by_key = {asked.pk: asked for asked in found.values()}
    for asked in found.values():
        whole = by_key.get(asked.indicator.part_of_id)
        if whole is not None and whole.indicator.combine == Combine.SUM:
            whole.parts.append(asked)
    _tell_apart(found.values())
    return found


def _tell_apart(found: Iterable[Asked]) -> None:
    """Indicators of one short label are called after the set that they ask."""
    called = Counter(asked.short_label for asked in found)
    for asked in found:
        if called[asked.short_label] > 1 and asked.indicator.asked_of_id:
            asked.scope_name = asked.indicator.asked_name


class Spell(NamedTuple):
    since: datetime.date
    until: datetime.date | None

    def holds(self, day: datetime.date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class Parties:
    """The agencies of some sets between two days, and on which of the days they were members."""

    def __init__(self, set_ids: set[int], first: datetime.date, last: datetime.date):
        self.parties: dict[int, Party] = {}
        self._spells: dict[tuple[int, int], list[Spell]] = defaultdict(list)
        self._named_from: dict[int, datetime.date] = {}
        if set_ids:
            for row in self._rows(set_ids, first, last):
                self._take(*row)

    def _rows(self, set_ids, first, last):
        """One query: a row for each membership and each name of its agency."""
        sql = MEMBERS.format(sets=", ".join(["%s"] * len(set_ids)))
        with connection.cursor() as cursor:
            cursor.execute(sql, [last, last, first, *set_ids])
            return cursor.fetchall()

    def _take(self, set_id, since, until, agency_id, slug, side, *rest):
        name, printed, official, set_position, position, sort_key, named_from, purpose = rest
        spell = Spell(since, until)
        if spell not in self._spells[set_id, agency_id]:
            self._spells[set_id, agency_id].append(spell)
        known = self.parties.get(agency_id)
        is_newer = known is None or (
            named_from is not None and named_from > self._named_from[agency_id]
        )
        place = (set_position, position, agency_id)
        if purpose == AgencySet.Purpose.REGION:
            place = (10**6, position, agency_id)
        if known is not None:
            place = min(place, known.place)
        if is_newer:
            self._named_from[agency_id] = named_from or datetime.date.min
            names = (name or slug, printed or slug, official or slug)
            known = Party(agency_id, slug, side, *names, place, sort_key or "")
        self.parties[agency_id] = known._replace(place=place)

    def of_set(self, set_id: int, days) -> set[int]:
        """Those who were members on any of the days."""
        return {
            agency_id
            for (of_set, agency_id), spells in self._spells.items()
            if of_set == set_id and any(spell.holds(day) for spell in spells for day in days)
        }
