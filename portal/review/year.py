"""A year at a glance: where every agency stood in each of up to 48 months, by the register's rules.

Read in five queries whatever the number of months and agencies; the rules of who is expected and
what is received are those of `portal.submissions.register`.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.db.models import F
from django.utils import timezone

from portal.agencies.models import AgencyName, AgencySet, AgencySetMember
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.models import Source
from portal.submissions.models import Channel, Submission
from portal.submissions.register import (
    Rate,
    in_charge_on,
    is_on_time,
    is_overdue,
    is_received,
    rate,
    received_at,
    standing_facts,
)

MOST_MONTHS = 48


class Cell(NamedTuple):
    """One agency's month; the same few of them make up the whole table."""

    state: str | None
    is_received: bool
    is_on_time: bool
    overdue_days: bool  # only whether; named as a standing's, so that one filter reads both

    @property
    def is_late(self) -> bool:
        return self.is_received and not self.is_on_time


@lru_cache
def cell(state, received, on_time, overdue) -> Cell:
    return Cell(state, received, on_time, overdue)


class Dates(NamedTuple):
    """From and until of something in force; until None: until further notice."""

    start: datetime.date
    end: datetime.date | None

    def hold(self, day: datetime.date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class AgencyOn:
    """An agency as a month found it: what filters and groups read."""

    pk: int
    slug: str
    side: str
    name: str
    kind: str
    region_code: str
    region: str
    in_charge_id: int | None
    in_charge_name: str | None


@dataclass(frozen=True)
class Row:
    """`cells`: one a month, None where the agency was not expected. `agencies`: as each of those
    months found it, at the same places; `agency` the latest of them."""

    agency: AgencyOn
    agencies: tuple[AgencyOn | None, ...]
    cells: tuple[Cell | None, ...]

    @property
    def rate(self) -> Rate:
        return rate(cell for cell in self.cells if cell)


@dataclass(frozen=True)
class Year:
    """Months oldest first; rows in the agencies' official order."""

    periods: tuple[ReportingPeriod, ...]
    rows: tuple[Row, ...]

    def only(self, holds) -> "Year":
        return Year(self.periods, tuple(row for row in self.rows if holds(row)))

    def column(self, at: int) -> list[tuple[AgencyOn, Cell]]:
        """The expected agencies of one month with their cells."""
        return [(row.agencies[at], row.cells[at]) for row in self.rows if row.cells[at]]

    @property
    def rates(self) -> list[Rate]:
        return [rate(c for _, c in self.column(at)) for at in range(len(self.periods))]


def months_until(last: tuple[int, int], count: int, today: datetime.date) -> list[ReportingPeriod]:
    """The begun months up to `last`, at most `count`, oldest first."""
    year, month = last
    first = year * 12 + month - count  # months since year 0, counted from 0
    begun = ReportingPeriod.objects.begun(today).filter(year__lte=year)
    begun = begun.filter(year__gte=first // 12)
    return [p for p in reversed(begun) if first <= p.year * 12 + p.month - 1 < year * 12 + month]


def year_of(periods: Iterable[ReportingPeriod], now: datetime.datetime) -> Year:
    """Everyone's standing in these months. `now` is also the day of who is in charge."""
    periods = tuple(periods)
    expected, regions = expected_spans(), regions_by_agency()
    reports = reports_of(periods)
    rows = []
    for pk, names in names_by_agency(now).items():
        found = tuple(
            agency_on(names, regions[pk], period.ends_on)
            if is_expected(expected[pk], period.ends_on)
            else None
            for period in periods
        )
        if any(found):
            cells = tuple(
                cell_of(period, reports.get((pk, period.pk)), now) if agency else None
                for period, agency in zip(periods, found, strict=True)
            )
            rows.append(Row([a for a in found if a][-1], found, cells))
    return Year(periods, tuple(rows))


def expected_spans() -> dict[int, set[Dates]]:
    """Agency → when some agency-supplied indicator asks it: `expected_agencies` for all days.

    A span is what its three dates have in common: the agency's, its membership's, the indicator's.
    """
    dates = ("in_force_from", "in_force_until")
    rows = (
        AgencySetMember.objects.filter(agency_set__indicators__source=Source.AGENCY)
        .values_list(
            "agency_id",
            *(f"agency__{name}" for name in dates),
            *dates,
            *(f"agency_set__indicators__{name}" for name in dates),
        )
        .order_by()
        .distinct()
    )
    spans: dict[int, set[Dates]] = defaultdict(set)
    for pk, *ends in rows:
        until = min((end for end in ends[1::2] if end), default=None)
        spans[pk].add(Dates(max(ends[::2]), until))
    return spans


def is_expected(spans: set[Dates], day: datetime.date) -> bool:
    return any(span.hold(day) for span in spans)


def names_by_agency(now: datetime.datetime) -> dict[int, list[tuple]]:
    """Agency → its names with their dates, in official order, each with who is in charge today."""
    day = timezone.localtime(now).date()
    rows = (
        AgencyName.objects.annotate(
            slug=F("agency__slug"), side=F("agency__side"), **in_charge_on(day, "agency_id")
        )
        .order_by("agency__side", "agency__position", "agency_id", "in_force_from")
        .values_list(
            *("in_force_from", "in_force_until", "name", "kind"),
            *("agency_id", "slug", "side", "in_charge_id", "in_charge_name"),
        )
    )
    names: dict[int, list[tuple]] = defaultdict(list)
    for start, end, *rest in rows:
        names[rest[2]].append((Dates(start, end), *rest))
    return names


def regions_by_agency() -> dict[int, list[tuple]]:
    rows = (
        AgencySetMember.objects.filter(agency_set__purpose=AgencySet.Purpose.REGION)
        .order_by("agency_set__position", "pk")
        .values_list(
            *("agency_id", "in_force_from", "in_force_until"),
            *("agency_set__code", "agency_set__name"),
        )
    )
    regions: dict[int, list[tuple]] = defaultdict(list)
    for pk, start, end, code, name in rows:
        regions[pk].append((Dates(start, end), code, name))
    return regions


def agency_on(names: list[tuple], regions: list[tuple], day: datetime.date) -> AgencyOn:
    """The agency under its name and in its region of the day; empty where none is in force."""
    name, kind = next((row[1:3] for row in names if row[0].hold(day)), ("", ""))
    code, region = next((row[1:] for row in regions if row[0].hold(day)), ("", ""))
    return known_agency(name, kind, code, region, *names[0][3:])


@lru_cache(maxsize=4096)
def known_agency(name, kind, code, region, pk, slug, side, person, person_name) -> AgencyOn:
    """The same months find the same agency."""
    return AgencyOn(pk, slug, side, name or slug, kind, code, region, person, person_name)


def reports_of(periods: Iterable[ReportingPeriod]) -> dict[tuple[int, int], tuple]:
    """(agency, month) → the facts that the register's rules read."""
    rows = (
        Submission.objects.filter(channel=Channel.AGENCY, period__in=[p.pk for p in periods])
        .annotate(**standing_facts())
        .values_list(
            *("agency_id", "period_id", "state", "first_sent_at"),
            *("has_accepted", "newest_counts", "counted_from"),
        )
    )
    return {row[:2]: row[2:] for row in rows}


def cell_of(period: ReportingPeriod, facts, now: datetime.datetime) -> Cell:
    state, first_sent_at, has_accepted, newest_counts, counted_from = facts or NOTHING_BEGUN
    received = is_received(state, has_accepted, newest_counts)
    at = received_at(first_sent_at, counted_from) if received else None
    overdue = is_overdue(period, received, now)
    return cell(state, received, is_on_time(at, period.due_at), overdue)


NOTHING_BEGUN = (None, None, False, None, None)
