"""The newest known values, found by one index step each.

Two clocks: a value covers days up to `covers_to`, and was known from its revision's acceptance on
until the revision was superseded. A later statement that nothing is known hides no earlier value;
a correction of the same report does.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.db.models import Q

from .models import IndicatorValue, ValueState
from .value_rows import Condition, rows_where

RECENT = datetime.timedelta(days=100)
CARRIED = (ValueState.REPORTED, ValueState.NOT_APPLICABLE)


class Moment(NamedTuple):
    """The two clocks. `known_at` None: everything known now."""

    day: datetime.date
    known_at: datetime.datetime | None = None


class Reading(NamedTuple):
    """The newest known value of an indicator for one agency (or, without agency, a statement).

    `counts_as_received`: False where the centre entered it and the agency has not reported.
    """

    indicator_id: int
    agency_id: int | None
    state: str
    amount: int | None
    text: str
    qualifier: str
    covers_from: datetime.date | None
    covers_to: datetime.date
    value_id: int
    submission_id: int
    channel: str
    source_text: str
    evidence_id: int | None
    evidence_until: datetime.date | None
    evidence_kind: str | None
    evidence_ruling: bool | None
    counts_as_received: bool


READING_COLUMNS = (
    "indicator_id",
    "agency_id",
    "state",
    "amount",
    "text",
    "qualifier",
    "covers_from",
    "covers_to",
    "pk",
    "revision__submission_id",
    "revision__submission__channel",
    "revision__submission__source_text",
    "evidence_id",
    "evidence__effective_until",
    "evidence__kind",
    "evidence__ruling",
    "revision__counts_as_received",
)


class Member(NamedTuple):
    """An agency that belongs to a set on the day, under its names of that day."""

    agency_id: int
    slug: str
    name: str
    printed_name: str
    official_name: str
    position: int
    sort_key: str
    kind: str = ""


def known_values(moment: Moment):
    """Values accepted and not superseded by the instant, covering days up to the day."""
    values = IndicatorValue.objects.filter(covers_to__lte=moment.day, state__in=CARRIED)
    if moment.known_at is None:
        return values.filter(revision__accepted_at__isnull=False, revision__superseded_at=None)
    return values.filter(
        Q(revision__superseded_at=None) | Q(revision__superseded_at__gt=moment.known_at),
        revision__accepted_at__lte=moment.known_at,
    )


def newest(values):
    """The key of the newest of `values`, as a subquery."""
    return values.order_by("-covers_to", "-revision__accepted_at", "-pk").values("pk")[:1]


# The search for the newest keys is written out: built from querysets it took Django longer to put
# together than PostgreSQL to answer (`make bench`, aggregation). It is looked for among the last
# months first, because an index step reads all of a key's entries on its page and would cost more
# with every year; a union is what makes PostgreSQL work the keys out before looking rows up.

NEWEST_VALUE = """(
    SELECT v.id FROM portal_indicatorvalue v
    JOIN portal_revision r ON r.id = v.revision_id
    JOIN portal_submission s ON s.id = r.submission_id
    WHERE v.indicator_id = i.id AND {whose} AND v.covers_to <= %s {since}
    AND v.state IN (%s, %s) AND {known} {rules}
    ORDER BY v.covers_to DESC, r.accepted_at DESC, v.id DESC LIMIT 1)"""

NEWEST_OF_MEMBERS = """
    SELECT COALESCE({recent}, {ever}) FROM portal_agencysetmember m
    JOIN portal_indicator i ON i.asked_of_id = m.agency_set_id
    WHERE i.id IN ({indicators}) AND m.in_force_from <= %s
    AND (m.in_force_until IS NULL OR m.in_force_until >= %s)"""

NEWEST_STATEMENTS = "SELECT {ever} FROM portal_indicator i WHERE i.id IN ({indicators})"

# The same as `known_values`, of every value of a stretch that ends on the moment's day.
IN_STRETCH = """portal_indicatorvalue.indicator_id IN ({indicators}) AND {whose}
    AND portal_indicatorvalue.covers_to > %s AND portal_indicatorvalue.covers_to <= %s
    AND portal_indicatorvalue.state IN (%s, %s) AND {known}"""

KNOWN_NOW = "{r}.accepted_at IS NOT NULL AND {r}.superseded_at IS NULL"
KNOWN_THEN = "{r}.accepted_at <= %s AND ({r}.superseded_at IS NULL OR {r}.superseded_at > %s)"
NAMED = "portal_indicatorvalue.agency_id IS NOT NULL"
OF_MEMBER, OF_NOBODY = "v.agency_id = m.agency_id", "v.agency_id IS NULL"


@dataclass(frozen=True)
class KeySearch:
    """The search for the newest keys of some indicators at a moment.

    `channels`: of these indicators only values of that channel count (publication rules).
    """

    indicators: list[int]
    moment: Moment
    channels: tuple[tuple[int, str], ...] = ()

    def newest_value(self, whose: str, since: datetime.date | None = None) -> tuple[str, list]:
        known, instants = self.known("r")
        rules = "".join(" AND (i.id <> %s OR s.channel = %s)" for _ in self.channels)
        sql = NEWEST_VALUE.format(
            whose=whose, known=known, rules=rules, since="AND v.covers_to > %s" if since else ""
        )
        ruled = [part for channel in self.channels for part in channel]
        day = self.moment.day
        return sql, [day, *([since] if since else []), *CARRIED, *instants, *ruled]

    def known(self, revisions: str) -> Condition:
        """Accepted and not superseded by the instant; `revisions`: what the table is called."""
        if self.moment.known_at is None:
            return KNOWN_NOW.format(r=revisions), []
        instant = connection.ops.adapt_datetimefield_value(self.moment.known_at)
        return KNOWN_THEN.format(r=revisions), [instant, instant]

    @property
    def places(self) -> str:
        return ", ".join(["%s"] * len(self.indicators)) or "NULL"

    def of_members(self, asked_on: datetime.date) -> tuple[str, list]:
        """Keys for every agency that the indicators ask on `asked_on`."""
        recent, recent_parameters = self.newest_value(OF_MEMBER, self.moment.day - RECENT)
        ever, parameters = self.newest_value(OF_MEMBER)
        sql = NEWEST_OF_MEMBERS.format(recent=recent, ever=ever, indicators=self.places)
        dates = [asked_on, asked_on]
        return sql, [*recent_parameters, *parameters, *self.indicators, *dates]

    def of_statements(self) -> tuple[str, list]:
        """Keys of what was stated without naming agencies."""
        ever, parameters = self.newest_value(OF_NOBODY)
        sql = NEWEST_STATEMENTS.format(ever=ever, indicators=self.places)
        return sql, [*parameters, *self.indicators]

    def stretch(self, since: datetime.date, whose: str, agencies=()) -> Condition:
        """Every known value that covers to a day after `since` and up to the moment's."""
        known, instants = self.known("portal_revision")
        sql = IN_STRETCH.format(indicators=self.places, whose=whose, known=known)
        return sql, [*self.indicators, *agencies, since, self.moment.day, *CARRIED, *instants]


def of_keys(*searches: tuple[str, list], union="UNION ALL") -> Condition:
    """The values whose keys the searches find."""
    sql = f" {union} ".join(search for search, _ in searches)
    parameters = [parameter for _, parameters in searches for parameter in parameters]
    return f"portal_indicatorvalue.id IN ({sql})", parameters


def newest_readings(
    indicators: list[int], moment: Moment, channels: Iterable[tuple[int, str]] = ()
) -> list[Reading]:
    """The newest reading of each agency asked, and of each statement without agency; one query."""
    search = KeySearch(indicators, moment, tuple(channels))
    keys = of_keys(search.of_members(moment.day), search.of_statements())
    return [Reading._make(row) for row in rows_where(READING_COLUMNS, keys)]


def readings_over(indicators: list[int], since: datetime.date, moment: Moment) -> list[Reading]:
    """Every known named value that covers to a day after `since`, and each agency's one before.

    One query. What stood on any day of the stretch follows by carrying forward.
    """
    earlier = KeySearch(indicators, Moment(since, moment.known_at))
    within = KeySearch(indicators, moment).stretch(since, NAMED)
    rows = rows_where(READING_COLUMNS, within, of_keys(earlier.of_members(moment.day)))
    return [Reading._make(row) for row in rows]


@dataclass(frozen=True)
class SetOnDay:
    """A set of agencies as it stood on a day, its members in official order."""

    code: str
    name: str
    is_region: bool
    members: list[Member]
    side: str = ""
    short_name: str = ""


class Beside(NamedTuple):
    """What a higher floor keeps of the members' agencies, read along with them.

    `columns`: paths from the agency; `rows`: by agency their values, Nones where it keeps nothing.
    """

    columns: tuple[str, ...]
    rows: dict[int, tuple]
