"""The inputs of the sheet's page: their names, their texts, and what was found at each."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from portal.documents.models import StoredFile
from portal.submissions.answers import DOCUMENT_PARTS, Answer
from portal.submissions.sheet import Sheet
from portal.submissions.validation import Judged, Problem, Severity

QUESTION_PARTS = ("month", "total", "value", "link", *DOCUMENT_PARTS, "other", "why", "explain")
PART_PARTS = ("choice", "why")
UPLOAD = "doc_upload"


def field_names(sheet: Sheet) -> list[str]:
    """Every field that the sheet's page may post; anything else is ignored."""
    names = [part.field(name) for part in sheet.parts for name in PART_PARTS]
    return names + [question.field(name) for question in sheet.asked for name in QUESTION_PARTS]


def read_pk(text: str) -> int | None:
    """A row's key as posted; None for anything that is none."""
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else None


@dataclass(frozen=True)
class Box:
    """One input: its text and the problems found at it."""

    name: str
    text: str
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self):
        return [p for p in self.problems if p.severity == Severity.ERROR]

    @property
    def warnings(self):
        return [p for p in self.problems if p.severity == Severity.WARNING]

    @property
    def notices(self):
        return [p for p in self.problems if p.severity == Severity.NOTICE]

    @property
    def css(self):
        return "is-invalid" if self.errors else "is-warning" if self.warnings else ""

    @property
    def described_by(self):
        return f"{self.name}-msg" if self.problems else ""


@dataclass(frozen=True)
class Page:
    """What the boxes are made from: typed texts, findings, and whether blanks count as faults."""

    texts: Mapping[str, str]
    judged: Judged
    ends_on: datetime.date
    show_all: bool
    extra: Mapping[str, Problem] = field(default_factory=dict)
    files: Mapping[int, StoredFile] = field(default_factory=dict)

    @cached_property
    def answers(self) -> dict[str, Answer]:
        return {answer.question.code: answer for answer in self.judged.answers}

    def box(self, name: str) -> Box:
        text = self.texts.get(name, "")
        found = self.judged.by_field.get(name, [])
        shown = [p for p in found if self.show_all or text or p.severity != Severity.ERROR]
        if name in self.extra:
            shown = [*shown, self.extra[name]]
        return Box(name, text, tuple(shown))
