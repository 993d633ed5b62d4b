"""What is known as of a day, and what it adds up to.

Two clocks in every read: a value covers days up to `covers_to` and was known from its revision's
acceptance on. Of each agency and indicator the newest value counts; an older month's value carries
forward until a newer one is accepted, and each figure says how old its oldest part is. A blank is
in no sum. One value is found by one index step, so history's length costs nothing.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import F, FilteredRelation, Q

from portal.catalogue.models import Combine, Indicator
from portal.dated import in_force
from portal.documents.models import Document

from .over_time import Course, Over, newest_and_course
from .readings import Beside, Member, Moment, Reading, SetOnDay, newest_readings
from .sets import sets_on
from .totals import PrintedSource, Total, compose_total, counts, gathered, is_reported


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


class Figures:
    """Everything known about some indicators at a moment; asks the database three times in all.

    `codes` None: every indicator in force on the day. Codes that the catalogue does not hold on
    the day are simply absent from `indicators`. `counted`: {code: whether the count of the named
    agencies is printed (True) or the published one (False)}, where an editor chose; others take
    the published count until every agency's value is known.
    """

    def __init__(
        self,
        codes: Iterable[str] | None,
        moment: Moment,
        *,
        with_regions: bool = False,
        every_set: bool = False,
        counted: Mapping[str, bool] | None = None,
        over: Over | None = None,
        beside: Beside | None = None,
    ):
        self.moment = moment
        self.counted = counted or {}
        self.scope: frozenset[int] | None = None  # of agencies; see scoping.within
        self.course: Course | None = None  # of the figures named by `over`
        self.indicators = self._load_indicators(codes)
        sets = {i.asked_of.code for i in self.indicators.values() if i.asked_of_id}
        self.beside = beside
        self.sets = sets_on(
            moment.day, sets, with_regions=with_regions, every_set=every_set, beside=beside
        )
        self._codes = {i.pk: code for code, i in self.indicators.items()}
        self._named: dict[tuple[str, int], Reading] = {}
        self._stated: dict[str, Reading] = {}
        self._load_readings(over)

    def _load_indicators(self, codes):
        day = self.moment.day
        chosen = Indicator.objects.in_force_on(day)
        if codes is not None:
            chosen = chosen.filter(code__in=set(codes))
        found = (
            chosen.alias(
                wording=FilteredRelation("versions", condition=in_force(day, "versions__")),
                rule=FilteredRelation(
                    "publication_rules", condition=Q(publication_rules__in_force_from__lte=day)
                ),
            )
            .annotate(
                label=F("wording__label"),
                short_label=F("wording__short_label"),
                unit=F("wording__unit"),
                definition=F("wording__definition"),
                rule_channel=F("rule__channel"),
                rule_from=F("rule__in_force_from"),
                rule_until=F("rule__in_force_until"),
                rule_basis=F("rule__basis"),
            )
            .select_related("asked_of", "section")
            .order_by("section__position", "position", "code", "rule__pk")
        )
        return gathered(found, day)

    def _load_readings(self, over: Over | None):
        asked = list(self._codes), self.moment, self._printed_channels()
        if over is None:
            found = newest_readings(*asked)
        else:
            followed = [pk for pk, code in self._codes.items() if code in over.codes]
            found, self.course = newest_and_course(*asked, followed, over.window)
        for reading in (as_of_its_evidence(one, self.moment.day) for one in found):
            code = self._codes[reading.indicator_id]
            if reading.agency_id is None:
                self._stated[code] = reading
            else:
                self._named[code, reading.agency_id] = reading

    def _printed_channels(self):
        """(indicator, channel) of those whose publication rule names the printed source.

        A rule on a whole chooses among its parts, not among what was stated of the whole.
        """
        wholes = {indicator.part_of_id for indicator in self.indicators.values()}
        return [
            (indicator.pk, indicator.printed.channel)
            for indicator in self.indicators.values()
            if indicator.printed and indicator.pk not in wholes
        ]

    def printed_source(self, code: str) -> PrintedSource | None:
        """The rule of publication in force for an indicator; None where there is none."""
        found = self.indicators.get(code)
        return found.printed if found else None

    def members_of(self, code: str) -> list[Member]:
        indicator = self.indicators[code]
        if not indicator.asked_of_id or indicator.asked_of.code not in self.sets:
            return []
        return self.sets[indicator.asked_of.code].members

    def reading(self, code: str, agency_id: int) -> Reading | None:
        return self._named.get((code, agency_id))

    def keep_readings(self, is_kept: Callable[[str, int | None], bool]) -> None:
        """Leaves only the readings of which `is_kept` (code, agency or None) is true."""
        self._named = {key: one for key, one in self._named.items() if is_kept(*key)}
        self._stated = {code: one for code, one in self._stated.items() if is_kept(code, None)}
        if self.course:
            self.course = self.course.kept(self._codes, is_kept)

    def all_readings(self) -> list[Reading]:
        """Every reading that the figures are worked out from."""
        return [*self._named.values(), *self._stated.values()]

    def statement(self, code: str) -> Reading | None:
        """The count, total or national figure stated without naming agencies."""
        return self._stated.get(code)

    def amount(self, code: str, agency_id: int) -> int | None:
        reading = self._named.get((code, agency_id))
        return reading.amount if reading else None

    def figure(self, code: str) -> Figure:
        """The indicator's figure by its own rule of combining; see `Figure`.

        An indicator whose parts are loaded too reads as each agency's total over them.
        """
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
        statement = self._printed_statement(code, members, unknown)
        rests_on = [statement] if statement else known
        days = [reading.covers_to for reading in rests_on]
        figure = Figure(
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
        parts = self.parts_of(code)
        return self._over_parts(figure, members, parts) if parts else figure

    def _printed_statement(self, code: str, members, unknown) -> Reading | None:
        """The count without names where it is what stands in print."""
        by_names = bool(members) and self.counted.get(code, not unknown)
        return None if by_names else self._stated.get(code)

    def parts_of(self, code: str) -> list[str]:
        """The loaded indicators that `code` is the sum of, in the catalogue's order."""
        whole = self.indicators[code]
        return [part for part, i in self.indicators.items() if i.part_of_id == whole.pk]

    def _over_parts(self, figure: Figure, members: list[Member], parts: list[str]) -> Figure:
        """`figure` with each agency's total over its parts; a count without names stays."""
        if figure.statement is not None:
            return figure
        totals = {
            m.agency_id: self.total(figure.indicator.code, parts, m.agency_id) for m in members
        }
        known = [m for m in members if totals[m.agency_id].amount is not None]
        summed = [totals[m.agency_id] for m in known]
        amount = sum(total.amount for total in summed) if summed else None
        return replace(
            figure,
            amount=amount,
            named_amount=amount,
            known=len(known),
            oldest=min((total.oldest for total in summed), default=None),
            newest=max((total.newest for total in summed), default=None),
            done=tuple(known),
            not_done=(),
            not_applicable=(),
            unknown=tuple(m for m in members if totals[m.agency_id].amount is None),
        )

    def total(self, code: str, part_codes: Iterable[str], agency_id: int) -> Total:
        """One agency's total of `code` over its parts; see `compose_total`."""
        codes = list(part_codes)
        taken = set(self.counted_parts(code, codes))
        return compose_total(
            self._named.get((code, agency_id)),
            [self._named.get((part, agency_id)) for part in codes],
            [part in taken for part in codes],
        )

    def counted_parts(self, code: str, part_codes: Iterable[str]) -> list[str]:
        """Those of the parts that the total of `code` counts by its rule of publication.

        Without a rule all of them, also those that the catalogue does not hold on the day.
        """
        rule, found = self.printed_source(code), self.indicators
        if rule is None:
            return list(part_codes)
        return [p for p in part_codes if p in found and counts(rule.channel, found[p].source)]

    @property
    def regions(self) -> list[SetOnDay]:
        """The regions, when they were asked for, in their order."""
        return [group for group in self.sets.values() if group.is_region]


def as_of_its_evidence(reading: Reading, day: datetime.date) -> Reading:
    """A yes reads as a no when its document is over by the day, or is of no counting kind."""
    if reading.evidence_id is None or reading.amount != 1:
        return reading
    over = reading.evidence_until is not None and reading.evidence_until < day
    counts = Document.kind_counts(reading.evidence_kind, reading.evidence_ruling)
    return reading if counts and not over else reading._replace(amount=0)


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
