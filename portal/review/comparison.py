"""One revision read against what was known before it, and against similar agencies."""

from dataclasses import dataclass, field

from portal.submissions.answers import Answer, Problem, Severity
from portal.submissions.models import IndicatorValue, Submission
from portal.submissions.register import worded_values
from portal.submissions.sent_answers import judged_values
from portal.submissions.sheet import Sheet, load_sheet

from .neighbours import Place, places


@dataclass(frozen=True)
class Typed:
    """What a reviewer typed: questions by indicator's code, and a note; `faults` by field."""

    questions: dict[str, str] = field(default_factory=dict)
    note: str = ""
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not self.note.strip() and not any(t.strip() for t in self.questions.values())


def question_field(code: str) -> str:
    return f"hoi-{code}"


@dataclass(frozen=True)
class ComparedValue:
    """`answer`: the value with what was found about it; None where the month asks no more."""

    value: IndicatorValue
    answer: Answer | None
    last_amount: int | None
    last_text: str
    place: Place | None
    typed: str = ""
    fault: str = ""

    @property
    def field(self) -> str:
        return question_field(self.value.indicator.code)

    @property
    def shown(self) -> str:
        return self.value.shown

    @property
    def last_shown(self) -> str:
        if self.last_amount is None:
            return self.last_text
        return self.value.indicator.show_amount(self.last_amount)

    @property
    def query(self):
        """The question of the last return about this figure; None when there was none."""
        return self.answer.question.query if self.answer else None

    def of(self, severity: Severity) -> list[Problem]:
        return [p for p in self.answer.problems if p.severity == severity] if self.answer else []

    @property
    def warnings(self) -> list[Problem]:
        return self.of(Severity.WARNING)

    @property
    def notices(self) -> list[Problem]:
        return self.of(Severity.NOTICE)

    @property
    def wants_reading(self) -> bool:
        """Whether something is to be explained, was asked about, or was left out."""
        said = self.value.explanation or self.value.note
        return bool(said or self.warnings or self.query)

    @property
    def is_changed(self) -> bool:
        return not self.value.unchanged or self.wants_reading


def values_by_revision(report: Submission) -> dict[int, list[IndicatorValue]]:
    """Number of a revision → its values in the sheet's order, of all revisions; one query."""
    values = IndicatorValue.objects.filter(revision__submission=report).select_related("revision")
    found: dict[int, list[IndicatorValue]] = {}
    for value in worded_values(values, report.period.ends_on):
        found.setdefault(value.revision.number, []).append(value)
    return found


def compared(report: Submission, values: list[IndicatorValue], typed: Typed):
    """Each value of a revision beside the newest value known before this report."""
    agency, period = report.agency, report.period
    sheet = load_sheet(agency, period, report)
    return compared_values(sheet, values, places(agency, values, period.ends_on), typed)


def compared_values(sheet: Sheet, values, placed, typed: Typed) -> list[ComparedValue]:
    last = {question.indicator.pk: question.last for question in sheet.asked}
    answers = judged_values(sheet, values)
    rows = []
    for value in values:
        before, code = last.get(value.indicator_id), value.indicator.code
        rows.append(
            ComparedValue(
                value,
                answers.get(value.indicator_id),
                before.amount if before else None,
                before.text if before else "",
                placed.get(value.indicator_id),
                typed.questions.get(code, ""),
                typed.faults.get(question_field(code), ""),
            )
        )
    return rows
