"""A month's sheet for one agency: the questions that the catalogue asks of it, with last values."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, FilteredRelation, OuterRef, Subquery

from portal.agencies.models import Agency
from portal.catalogue.models import Indicator, ReportingPeriod, Rule, Section, Source
from portal.dated import in_force
from portal.documents.models import Document

from .aggregation import READING_COLUMNS, Moment, Reading, known_values, newest
from .models import IndicatorValue, Submission


@dataclass(frozen=True)
class Question:
    """One indicator asked of the agency; `last` is its newest accepted value before this month."""

    number: int
    indicator: Indicator
    last: Reading | None
    last_document: Document | None

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
    def by_code(self) -> dict[str, Question]:
        return {question.code: question for question in self.asked}


def load_sheet(agency: Agency, period: ReportingPeriod, submission: Submission | None) -> Sheet:
    """The sheet of `agency` for `period`, as the catalogue stands on the month's last day.

    `submission`'s own values are left out of the last values, so that a correction starts from the
    month before. Four queries, however many indicators.
    """
    indicators = list(asked_indicators(agency, period))
    last = last_readings(agency, period, indicators, submission)
    documents = Document.objects.in_bulk([r.evidence_id for r in last.values() if r.evidence_id])
    by_section: dict[Section, list[Question]] = {}
    asked = 0
    for indicator in indicators:
        asked += indicator.source == Source.AGENCY
        reading = last.get(indicator.pk)
        document = documents.get(reading.evidence_id) if reading else None
        question = Question(asked, indicator, reading, document)
        by_section.setdefault(indicator.section, []).append(question)
    parts = tuple(
        Part(section, tuple(questions))
        for section, questions in by_section.items()
        if any(not question.is_read_only for question in questions)
    )
    rules = Rule.objects.in_force_on(period.ends_on).filter(
        left__in=[i.pk for i in indicators if i.source == Source.AGENCY]
    )
    return Sheet(agency, period, parts, tuple(rules.select_related("left", "right")))


def asked_indicators(agency: Agency, period: ReportingPeriod):
    day = period.ends_on
    return (
        Indicator.objects.in_force_on(day)
        .filter(
            in_force(day, "asked_of__memberships__"),
            asked_of__memberships__agency=agency,
            source__in=[Source.AGENCY, Source.PLATFORM],
        )
        .alias(wording=FilteredRelation("versions", condition=in_force(day, "versions__")))
        .annotate(
            label=F("wording__label"),
            short_label=F("wording__short_label"),
            unit=F("wording__unit"),
            definition=F("wording__definition"),
            worked_example=F("wording__worked_example"),
        )
        .select_related("section")
        .order_by("section__position", "section_id", "position", "code")
    )


def last_readings(agency, period, indicators, submission) -> dict[int, Reading]:
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
    rows = IndicatorValue.objects.filter(pk__in=latest).values_list(*READING_COLUMNS)
    return {reading.indicator_id: reading for reading in map(Reading._make, rows)}
