"""What is known as of a day, and what it adds up to.

Two clocks in every read: a value covers days up to `covers_to` and was known from its revision's
acceptance on. Of each agency and indicator the newest value counts; an older month's value carries
forward until a newer one is accepted, and each figure says how old its oldest part is. A blank is
in no sum. One value is found by one index step, so history's length costs nothing.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from portal.agencies.models import AgencySet, AgencySetMember
from portal.catalogue.models import Combine, Indicator
from portal.dated import in_force
from portal.documents.models import Document

from .models import IndicatorValue, ValueState

CARRIED = (ValueState.REPORTED, ValueState.NOT_APPLICABLE)
RECENT = datetime.timedelta(days=100)


class Moment(NamedTuple):
    """The two clocks. `known_at` None: everything known now."""

    day: datetime.date
    known_at: datetime.datetime | None = None


class Reading(NamedTuple):
    """The newest known value of an indicator for one agency (or, without agency, a statement)."""

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
    return values.order_by("-covers_to", "-revision__accepted_at", "-pk").values("pk")[:1]


def newest_of_members(indicators, day: datetime.date, values):
    """Keys of the newest of `values` of every agency that `indicators` ask on the day.

    Looked for among the last months first: an index step reads all of a key's entries on its page,
    so without a lower bound each would cost more with every year of history.
    """
    of_member = values.filter(
        indicator=OuterRef("agency_set__indicators"), agency=OuterRef("agency_id")
    )
    recent = of_member.filter(covers_to__gt=day - RECENT)
    return (
        AgencySetMember.objects.in_force_on(day)
        .filter(agency_set__indicators__in=indicators)
        .annotate(newest=Coalesce(Subquery(newest(recent)), Subquery(newest(of_member))))
        .order_by()
        .values("newest")
    )


def readings_of(keys, more_keys):
    """The rows of both sets of keys.

    PostgreSQL works a union out first and then looks the rows up by key; a subquery that is no
    union it joins with the whole history.
    """
    values = IndicatorValue.objects.filter(pk__in=keys.union(more_keys, all=True))
    return values.order_by().values_list(*READING_COLUMNS)


def readings_query(indicators, moment: Moment, channel_rules: Q = Q()):  # noqa: B008
    """One query for the newest value of each agency asked, and of each statement without agency."""
    values = known_values(moment).filter(channel_rules)
    named = newest_of_members(indicators, moment.day, values)
    stated = (
        Indicator.objects.filter(pk__in=indicators)
        .annotate(newest=Subquery(newest(values.filter(indicator=OuterRef("pk"), agency=None))))
        .order_by()
        .values("newest")
    )
    return readings_of(named, stated)


def readings_over(indicators, since: datetime.date, moment: Moment) -> list[Reading]:
    """Every known named value that covers to a day after `since`, and each agency's one before.

    One query. What stood on any day of the stretch follows by carrying forward.
    """
    earlier = known_values(Moment(since, moment.known_at))
    before = newest_of_members(indicators, moment.day, earlier)
    within = known_values(moment).filter(
        indicator__in=indicators, covers_to__gt=since, agency__isnull=False
    )
    rows = readings_of(before, within.order_by().values("pk"))
    return [Reading._make(row) for row in rows]


@dataclass(frozen=True)
class SetOnDay:
    """A set of agencies as it stood on a day, its members in official order."""

    code: str
    name: str
    is_region: bool
    members: list[Member]


def sets_on(
    day: datetime.date, set_codes: Iterable[str], *, with_regions: bool = False
) -> dict[str, SetOnDay]:
    """The chosen sets (and every region) with their members on `day`; one query.

    A set without members on the day is absent.
    """
    chosen = Q(agency_set__code__in=set(set_codes))
    if with_regions:
        chosen |= Q(agency_set__purpose=AgencySet.Purpose.REGION)
    rows = (
        AgencySetMember.objects.in_force_on(day)
        .filter(chosen)
        .alias(
            dated_name=FilteredRelation("agency__names", condition=in_force(day, "agency__names__"))
        )
        .order_by("agency_set__position", "agency__position", "agency_id")
        .values_list(
            "agency_set__code",
            "agency_set__name",
            "agency_set__purpose",
            "agency_id",
            "agency__slug",
            F("dated_name__name"),
            F("dated_name__printed_name"),
            F("dated_name__official_name"),
            "agency__position",
            F("dated_name__sort_key"),
        )
    )
    sets: dict[str, SetOnDay] = {}
    for code, name, purpose, *member in rows:
        if code not in sets:
            sets[code] = SetOnDay(code, name, purpose == AgencySet.Purpose.REGION, [])
        sets[code].members.append(Member(*member))
    return sets


@dataclass(frozen=True)
class Figure:
    """One aggregated figure with what it rests on.

    `amount` None: nothing known. `statement`: the published count or total that is printed because
    not every agency's value is known; then `named_amount` is what the named ones give, never added.
    `known` of `size` agencies have a value; `size` None: a national figure, or a set whose size is
    not published. `oldest`, `newest`: the days that its parts cover to.
    """

    indicator: Indicator
    amount: int | None
    size: int | None
    known: int
    named_amount: int | None
    statement: Reading | None
    oldest: datetime.date | None
    newest: datetime.date | None
    done: tuple[Member, ...] = ()
    not_done: tuple[Member, ...] = ()
    not_applicable: tuple[Member, ...] = ()
    unknown: tuple[Member, ...] = ()

    @property
    def qualifier(self) -> str:
        return self.statement.qualifier if self.statement else ""

    @property
    def is_complete(self) -> bool:
        return not self.unknown


@dataclass(frozen=True)
class Total:
    """An agency's total over its parts: `parts` in the indicators' order, None where not known.

    `amount` None: neither the total nor any part is known. `is_stated`: the total as published,
    until every part is known for a day not before it.
    """

    amount: int | None
    parts: tuple[int | None, ...]
    is_stated: bool
    oldest: datetime.date | None
    newest: datetime.date | None

    @property
    def parts_known(self) -> int:
        return sum(part is not None for part in self.parts)


class Figures:
    """Everything known about some indicators at a moment; asks the database three times in all.

    `codes` None: every indicator in force on the day. Codes that the catalogue does not hold on
    the day are simply absent from `indicators`.
    """

    def __init__(self, codes: Iterable[str] | None, moment: Moment, *, with_regions: bool = False):
        self.moment = moment
        self.indicators = self._load_indicators(codes)
        sets = {i.asked_of.code for i in self.indicators.values() if i.asked_of_id}
        self.sets = sets_on(moment.day, sets, with_regions=with_regions)
        self._codes = {i.pk: code for code, i in self.indicators.items()}
        self._named: dict[tuple[str, int], Reading] = {}
        self._stated: dict[str, Reading] = {}
        self._load_readings()

    def _load_indicators(self, codes):
        day = self.moment.day
        chosen = Indicator.objects.in_force_on(day)
        if codes is not None:
            chosen = chosen.filter(code__in=set(codes))
        found = (
            chosen.alias(
                wording=FilteredRelation("versions", condition=in_force(day, "versions__")),
                rule=FilteredRelation(
                    "publication_rules", condition=in_force(day, "publication_rules__")
                ),
            )
            .annotate(
                label=F("wording__label"),
                short_label=F("wording__short_label"),
                unit=F("wording__unit"),
                printed_channel=F("rule__channel"),
            )
            .select_related("asked_of", "section")
            .order_by("section__position", "position", "code")
        )
        return {indicator.code: indicator for indicator in found}

    def _load_readings(self):
        pks = [indicator.pk for indicator in self.indicators.values()]
        if not pks:
            return
        for row in readings_query(pks, self.moment, self._channel_rules()):
            reading = self._as_of_its_evidence(Reading._make(row))
            code = self._codes[reading.indicator_id]
            if reading.agency_id is None:
                self._stated[code] = reading
            else:
                self._named[code, reading.agency_id] = reading

    def _channel_rules(self) -> Q:
        rules = Q()
        for indicator in self.indicators.values():
            if indicator.printed_channel:
                rules &= ~Q(indicator=indicator) | Q(
                    revision__submission__channel=indicator.printed_channel
                )
        return rules

    def _as_of_its_evidence(self, reading: Reading) -> Reading:
        """A yes reads as a no when its document is over by the day, or of no counting kind."""
        if reading.evidence_id is None or reading.amount != 1:
            return reading
        over = reading.evidence_until is not None and reading.evidence_until < self.moment.day
        counts = Document.kind_counts(reading.evidence_kind, reading.evidence_ruling)
        return reading if counts and not over else reading._replace(amount=0)

    def members_of(self, code: str) -> list[Member]:
        indicator = self.indicators[code]
        if not indicator.asked_of_id or indicator.asked_of.code not in self.sets:
            return []
        return self.sets[indicator.asked_of.code].members

    def reading(self, code: str, agency_id: int) -> Reading | None:
        return self._named.get((code, agency_id))

    def statement(self, code: str) -> Reading | None:
        """The count, total or national figure stated without naming agencies."""
        return self._stated.get(code)

    def amount(self, code: str, agency_id: int) -> int | None:
        reading = self._named.get((code, agency_id))
        return reading.amount if reading else None

    def figure(self, code: str) -> Figure:
        """The indicator's figure by its own rule of combining; see `Figure`."""
        indicator = self.indicators[code]
        members = self.members_of(code)
        done, not_done, not_applicable, unknown, known = [], [], [], [], []
        for member in members:
            reading = self._named.get((code, member.agency_id))
            if reading is None:
                unknown.append(member)
            elif is_reported(reading):
                known.append(reading)
                (done if reading.amount else not_done).append(member)
            else:
                not_applicable.append(member)
        named_amount = combine(indicator.combine, known)
        statement = self._stated.get(code)
        if statement is not None and members and not unknown:
            statement = None
        rests_on = [statement] if statement else known
        days = [reading.covers_to for reading in rests_on]
        return Figure(
            indicator=indicator,
            amount=statement.amount if statement else named_amount,
            size=size_of(indicator, members),
            known=len(known),
            named_amount=named_amount,
            statement=statement,
            oldest=min(days, default=None),
            newest=max(days, default=None),
            done=tuple(done),
            not_done=tuple(not_done),
            not_applicable=tuple(not_applicable),
            unknown=tuple(unknown),
        )

    def total(self, code: str, part_codes: Iterable[str], agency_id: int) -> Total:
        """One agency's total of `code` over its parts; see `compose_total`."""
        return compose_total(
            self._named.get((code, agency_id)),
            [self._named.get((part, agency_id)) for part in part_codes],
        )

    @property
    def regions(self) -> list[SetOnDay]:
        """The regions, when they were asked for, in their order."""
        return [group for group in self.sets.values() if group.is_region]

    @cached_property
    def sources(self) -> set[str]:
        """The documents and channels that the readings came from."""
        readings = [*self._named.values(), *self._stated.values()]
        return {reading.source_text or reading.channel for reading in readings}


def compose_total(stated: Reading | None, parts: list[Reading | None]) -> Total:
    """A total as stated, or derived from its parts, never both.

    The parts supersede a stated total once every part is known for a day not before it. Without a
    stated total the known parts are summed, and the total says how many they are.
    """
    known = [reading for reading in parts if is_reported(reading)]
    days = [reading.covers_to for reading in known]
    complete = bool(parts) and len(known) == len(parts)
    is_stated = is_reported(stated) and not (complete and min(days) >= stated.covers_to)
    if is_stated:
        amount, days = stated.amount, [stated.covers_to]
    else:
        amount = sum(reading.amount for reading in known) if known else None
    return Total(
        amount=amount,
        parts=tuple(reading.amount if reading else None for reading in parts),
        is_stated=is_stated,
        oldest=min(days, default=None),
        newest=max(days, default=None),
    )


def is_reported(reading: Reading | None) -> bool:
    return reading is not None and reading.state == ValueState.REPORTED


def size_of(indicator: Indicator, members: list[Member]) -> int | None:
    if not indicator.asked_of_id or not indicator.asked_of.size_known:
        return None
    return len(members)


def combine(rule: str, known: list[Reading]) -> int | None:
    """Known readings by an indicator's rule; None when nothing is known."""
    if rule == Combine.COUNT_YES:
        return sum(reading.amount == 1 for reading in known) if known else None
    amounts = [reading.amount for reading in known if reading.amount is not None]
    if not amounts:
        return None
    if rule == Combine.SUM:
        return sum(amounts)
    return max(known, key=lambda reading: reading.covers_to).amount
