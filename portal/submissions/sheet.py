"""A month's sheet for one agency: the questions that the catalogue asks of it, with last values."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery

from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.models import Indicator, Rule, Section, Source
from portal.dated import in_force
from portal.documents.models import AwarenessEvent, Document

from .models import IndicatorValue, Submission
from .proposals import FigureProposal, Proposed
from .questions import OpenQuestion, open_questions
from .readings import READING_COLUMNS, Moment, Reading, known_values, newest

DOCUMENT_COLUMNS = [field.attname for field in Document._meta.concrete_fields]


@dataclass(frozen=True)
class Question:
    """One indicator asked of the agency; `last` is its newest accepted value before this month.

    `query`: what the centre asked about it when it returned the report; None when nothing waits.
    `proposed`: what the agency's own register gives for the month; None when it gives nothing.
    """

    number: int
    indicator: Indicator
    last: Reading | None
    last_document: Document | None
    query: OpenQuestion | None = None
    proposed: Proposed | None = None

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def is_read_only(self) -> bool:
        return self.indicator.source != Source.AGENCY

    def field(self, part: str) -> str:
        return f"{self.indicator.code}-{part}"

    @property
    def covers_from(self) -> datetime.date | None:
        """The first day of a flow's in-month figure: the day after the base's last."""
        return self.last.covers_to + datetime.timedelta(days=1) if self.last else None


@dataclass(frozen=True)
class Part:
    section: Section
    questions: tuple[Question, ...]

    def field(self, part: str) -> str:
        return f"part-{self.section.code}-{part}"

    @cached_property
    def asked(self) -> list[Question]:
        return [question for question in self.questions if not question.is_read_only]

    @property
    def can_stay(self) -> bool:
        """Whether *Không thay đổi* is possible: every question has a last value."""
        return all(question.last for question in self.asked)


@dataclass(frozen=True)
class Sheet:
    agency: Agency
    period: ReportingPeriod
    parts: tuple[Part, ...]
    rules: tuple[Rule, ...]

    @cached_property
    def asked(self) -> list[Question]:
        return [question for part in self.parts for question in part.asked]

    @cached_property
    def asked_about(self) -> list[Question]:
        """The questions about whose figures the centre asked something."""
        return [question for question in self.asked if question.query]

    @cached_property
    def by_code(self) -> dict[str, Question]:
        return {question.code: question for question in self.asked}


def load_sheet(
    agency: Agency,
    period: ReportingPeriod,
    submission: Submission | None,
    *,
    proposals: bool = False,
) -> Sheet:
    """The sheet of `agency` for `period`, as the catalogue stands on the month's last day.

    `submission`'s own values are left out of the last values, so that a correction starts from the
    month before. Two queries, however many indicators; one more for a report that was sent before.
    `proposals`: whether to look for what the agency's registers give.
    """
    asked = asked_indicators(agency, period)
    rows = list(with_proposals(asked, agency, period) if proposals else asked)
    indicators = list({indicator.pk: indicator for indicator in rows}.values())
    last = last_readings(agency, period, indicators, submission)
    queries = open_questions(submission)
    by_section: dict[Section, list[Question]] = {}
    number = 0
    for indicator in indicators:
        number += indicator.source == Source.AGENCY
        reading, document = last.get(indicator.pk, (None, None))
        query, proposed = queries.get(indicator.pk), proposed_for(indicator, period)
        question = Question(number, indicator, reading, document, query, proposed)
        by_section.setdefault(indicator.section, []).append(question)
    parts = tuple(
        Part(section, tuple(questions))
        for section, questions in by_section.items()
        if any(not question.is_read_only for question in questions)
    )
    return Sheet(agency, period, parts, tuple(rules_of(rows)))


def proposed_for(indicator: Indicator, period: ReportingPeriod) -> Proposed | None:
    """What `with_proposals` found for the month, where it was looked for; no query."""
    if getattr(indicator, "proposed", None) is None:
        return None
    words, href = indicator.proposed_words, indicator.proposed_href
    return Proposed(indicator.proposed, words, href, period.starts_on)


def rules_of(rows: list[Indicator]) -> Iterator[Rule]:
    """The rules in force between figures that the agency itself reports; no query."""
    reported = {row.pk: row for row in rows if row.source == Source.AGENCY}
    for row in rows:
        if row.pk not in reported or row.rule_pk is None:
            continue
        if row.rule_right is not None and row.rule_right not in reported:
            continue
        yield Rule(
            pk=row.rule_pk,
            left=row,
            operator=row.rule_operator,
            right=reported.get(row.rule_right),
            limit=row.rule_limit,
            severity=row.rule_severity,
            message=row.rule_message,
        )


def asked_indicators(agency: Agency, period: ReportingPeriod):
    """What the agency is asked, with its wording; one row for each rule that begins there."""
    day = period.ends_on
    return (
        Indicator.objects.in_force_on(day)
        .filter(
            in_force(day, "asked_of__memberships__"),
            asked_of__memberships__agency=agency,
            source__in=[Source.AGENCY, Source.PLATFORM],
        )
        .alias(
            wording=FilteredRelation("versions", condition=in_force(day, "versions__")),
            rule=FilteredRelation("rules_left", condition=in_force(day, "rules_left__")),
            own_note=FilteredRelation("counting_notes", condition=Q(counting_notes__agency=agency)),
        )
        .annotate(
            label=F("wording__label"),
            short_label=F("wording__short_label"),
            unit=F("wording__unit"),
            definition=F("wording__definition"),
            worked_example=F("wording__worked_example"),
            counting_note=F("own_note__text"),
            rule_pk=F("rule__pk"),
            rule_operator=F("rule__operator"),
            rule_right=F("rule__right_id"),
            rule_limit=F("rule__limit"),
            rule_severity=F("rule__severity"),
            rule_message=F("rule__message"),
            events_recorded=Subquery(count_of_events(agency, day)),
        )
        .select_related("section")
        .order_by("section__position", "section_id", "position", "code", "rule_pk")
    )


def with_proposals(indicators, agency: Agency, period: ReportingPeriod):
    """The same query with what the agency's registers give for the month."""
    proposals = FigureProposal.objects.filter(agency=agency, period=period)
    own = proposals.filter(indicator=OuterRef("pk")).order_by()
    return indicators.annotate(
        proposed=Subquery(own.values("in_month")),
        proposed_words=Subquery(own.values("words")),
        proposed_href=Subquery(own.values("href")),
    )


def count_of_events(agency: Agency, day: datetime.date):
    """How many events the agency has recorded up to `day`, as a query of one number."""
    events = AwarenessEvent.objects.standing().filter(agency=agency, held_on__lte=day)
    return events.order_by().values("agency").annotate(number=Count("pk")).values("number")


def last_readings(
    agency, period, indicators, submission
) -> dict[int, tuple[Reading, Document | None]]:
    """Indicator → its last known value with the document behind it; one query."""
    values = known_values(Moment(period.ends_on)).filter(agency=agency)
    values = values.exclude(indicator__source=Source.AGENCY, covers_to=period.ends_on)
    if submission is not None and submission.pk:
        values = values.exclude(revision__submission=submission)
    latest = (
        Indicator.objects.filter(pk__in=[indicator.pk for indicator in indicators])
        .annotate(newest=Subquery(newest(values.filter(indicator=OuterRef("pk")))))
        .order_by()
        .values("newest")
    )
    rows = IndicatorValue.objects.filter(pk__in=latest).values_list(
        *READING_COLUMNS, *(f"evidence__{name}" for name in DOCUMENT_COLUMNS)
    )
    found = {}
    for row in rows:
        reading = Reading._make(row[: len(READING_COLUMNS)])
        document = None
        if reading.evidence_id:
            document = Document.from_db(None, DOCUMENT_COLUMNS, row[len(READING_COLUMNS) :])
        found[reading.indicator_id] = reading, document
    return found
