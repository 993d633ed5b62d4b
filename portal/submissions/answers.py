"""What an answer is: a figure, unchanged, nothing known, not applicable, with what was found.

Read from typed text in `reading_answers`; whether it is plausible is judged in `validation`.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal.documents.models import Document

from .models import TypedAs, ValueState
from .sheet import Part, Question

YES, NO = "yes", "no"
UPDATE, UNCHANGED, NOT_KNOWN = "update", "unchanged", "not_known"
NOT_APPLICABLE = "not_applicable"
DOCUMENT_PARTS = ("doc_kind", "doc_number", "doc_issued_on", "doc_issuer", "doc_file")


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True)
class Problem:
    """Something to mend (error), to explain (warning) or to know (notice), at one field."""

    severity: Severity
    field: str
    message: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewDocument:
    """A document as typed into the sheet; stored as a Document when the report is sent."""

    kind: str
    number: str
    issued_on: datetime.date
    file_id: int | None
    issuer: str = ""


@dataclass
class Answer:
    """One question's answer. `state` None: not answered yet. Amounts as stored."""

    question: Question
    state: str | None = None
    amount: int | None = None
    text: str = ""
    typed_as: str = ""
    in_month: int | None = None
    unchanged: bool = False
    note: str = ""
    explanation: str = ""
    document: Document | None = None
    new_document: NewDocument | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_reported(self) -> bool:
        return self.state == ValueState.REPORTED

    @property
    def has_fault(self) -> bool:
        return any(problem.severity == Severity.ERROR for problem in self.problems)

    @property
    def base_amount(self) -> int | None:
        """The cumulative that a flow's month was added to; None when no base was known."""
        last = self.question.last
        return last.amount if last and self.question.indicator.is_flow else None

    def fault(self, part: str, message: str, suggestions=()) -> None:
        self.complain(Severity.ERROR, part, message, suggestions)

    def complain(self, severity: Severity, part: str, message: str, suggestions=()) -> None:
        self.problems.append(
            Problem(severity, self.question.field(part), message, tuple(suggestions))
        )

    @property
    def main_part(self) -> str:
        """The box that what is found about the figure stands at: the one that was typed in."""
        if not self.question.indicator.is_flow:
            return "value"
        return "month" if self.typed_as == TypedAs.IN_MONTH and not self.unchanged else "total"


Texts = Mapping[str, str]


def choice_of(part: Part, texts: Texts) -> str:
    """What was chosen for a part; typing inside it without a choice means an update."""
    chosen = texts.get(part.field("choice"), "")
    if chosen or not any(has_typing(question, texts) for question in part.asked):
        return chosen
    return UPDATE


def has_typing(question: Question, texts: Texts) -> bool:
    parts = ("month", "total", "value", "link", *DOCUMENT_PARTS)
    return any(texts.get(question.field(part), "").strip() for part in parts)
