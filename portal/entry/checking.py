"""The answers of a sheet as they will be sent, one row a question, for the page before sending."""

from dataclasses import dataclass

from portal.submissions.answers import Answer
from portal.submissions.models import ValueState

from .forms import PartForm, QuestionForm, SheetForm


@dataclass(frozen=True)
class CheckRow:
    """One question beside its answer; `answer` None for a figure that a platform supplies."""

    form: QuestionForm
    answer: Answer | None

    @property
    def state(self) -> str:
        return self.answer.state or "" if self.answer else ValueState.REPORTED

    @property
    def shown(self) -> str:
        """What the answer says, in words; empty when there is none yet."""
        if self.answer is None:
            return self.form.last_shown
        if self.state in (ValueState.NOT_KNOWN, ValueState.NOT_APPLICABLE):
            return ValueState(self.state).label
        if self.answer.amount is None:
            return self.answer.text
        return self.form.indicator.show_amount(self.answer.amount)

    @property
    def in_month(self) -> str:
        """A flow's part of the month; empty when it is not known or nothing changed."""
        if self.answer is None or self.answer.unchanged or self.answer.in_month is None:
            return ""
        return self.form.indicator.show_change(self.answer.in_month)

    @property
    def link(self) -> str:
        return self.answer.text if self.answer and self.answer.amount is not None else ""

    @property
    def warnings(self):
        return [problem for box in self.form.boxes for problem in box.warnings]

    @property
    def notices(self):
        return [problem for box in self.form.boxes for problem in box.notices]

    @property
    def errors(self):
        return [problem for box in self.form.boxes for problem in box.errors]


@dataclass(frozen=True)
class CheckPart:
    form: PartForm
    rows: tuple[CheckRow, ...]


def check_parts(form: SheetForm) -> list[CheckPart]:
    answers = form.page.answers
    return [
        CheckPart(part, tuple(CheckRow(q, answers.get(q.question.code)) for q in part.questions))
        for part in form.parts
    ]
