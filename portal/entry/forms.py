"""The month's sheet as boxes on a page: each typed text beside what was found about it.

These objects only arrange; reading and judging happen in `submissions`.
"""

from dataclasses import dataclass
from functools import cached_property

from portal.catalogue.models import ON_PAPER, Evidence, ValueType
from portal.days import show_date
from portal.documents.models import Document, StoredFile
from portal.submissions.answers import NO, YES, choice_of
from portal.submissions.models import TypedAs, ValueState
from portal.submissions.sheet import Part, Question, Sheet

from .boxes import QUESTION_PARTS, UPLOAD, Page, read_pk
from .offered import offer_of


@dataclass(frozen=True)
class QuestionForm:
    question: Question
    page: Page

    def __getattr__(self, name):
        if name in QUESTION_PARTS:
            return self.page.box(self.question.field(name))
        raise AttributeError(name)

    @property
    def indicator(self):
        return self.question.indicator

    @property
    def anchor(self):
        return f"q-{self.question.code}"

    @property
    def template(self):
        if self.question.is_read_only:
            return "entry/_question_read_only.html"
        kind = self.indicator.value_type
        if kind == ValueType.YES_NO:
            return "entry/_question_yes_no.html"
        if kind == ValueType.TEXT:
            return "entry/_question_text.html"
        return f"entry/_question_{'flow' if self.indicator.is_flow else 'number'}.html"

    @property
    def unit(self) -> str:
        """What a figure is counted in; of no meaning beside a yes, a no or a text."""
        return self.indicator.unit if self.indicator.is_number else ""

    @cached_property
    def last_shown(self) -> str:
        """The last accepted value in words; empty when none is known."""
        last = self.question.last
        if last is None:
            return ""
        if last.state == ValueState.NOT_APPLICABLE:
            return "Không áp dụng"
        if last.amount is None:
            return last.text
        shown = self.indicator.show_amount(last.amount)
        return f"{last.qualifier} {shown}".strip()

    @property
    def last_day(self) -> str:
        return show_date(self.question.last.covers_to) if self.question.last else ""

    @property
    def month_begins(self) -> str:
        return show_date(self.question.covers_from) if self.question.last else ""

    @property
    def month_ends(self) -> str:
        return show_date(self.page.ends_on)

    @property
    def has_base(self) -> bool:
        """Whether a cumulative is known to which the month can be added."""
        return self.question.last is not None and self.question.last.amount is not None

    @property
    def worked_out(self) -> str:
        """The cumulative that a typed month comes to; empty when it was typed itself."""
        answer = self.page.answers[self.question.code]
        is_of_month = answer.typed_as == TypedAs.IN_MONTH and not answer.unchanged
        return self.indicator.show_amount(answer.amount) if is_of_month else ""

    @property
    def accumulates_from(self) -> str:
        return show_date(self.indicator.accumulates_from)

    @property
    def definition_id(self) -> str:
        return f"{self.anchor}-def" if self.indicator.definition else ""

    @property
    def query(self):
        """What the centre asked about the figure (OpenQuestion); None when nothing waits."""
        return self.question.query

    @property
    def query_id(self) -> str:
        return f"{self.anchor}-asked" if self.query else ""

    @property
    def hint_ids(self) -> str:
        """The ids of the centre's question and of the definition."""
        return " ".join(filter(None, [self.query_id, self.definition_id]))

    @property
    def described(self) -> str:
        """The ids that describe the question's one box: what was found, then the hints."""
        return " ".join(filter(None, [self.value.described_by, self.hint_ids]))

    @property
    def explain_described(self) -> str:
        return " ".join(filter(None, [self.explain.described_by, self.query_id]))

    @property
    def upload_name(self) -> str:
        return self.question.field(UPLOAD)

    @property
    def input_mode(self):
        return "decimal" if self.indicator.decimals else "numeric"

    @property
    def wants_plan(self):
        return self.indicator.evidence in ON_PAPER

    @property
    def wants_link(self):
        return self.indicator.evidence == Evidence.LINK

    @property
    def wants_events(self):
        return self.indicator.evidence == Evidence.EVENTS

    @property
    def document_kinds(self):
        return Document.Kind.choices

    @property
    def file(self) -> StoredFile | None:
        return self.page.files.get(read_pk(self.doc_file.text))

    @property
    def document_label(self) -> str:
        """The typed document in words: "Kế hoạch 81/KH-UBND, 30/03/2022, UBND tỉnh"."""
        kind = dict(self.document_kinds).get(self.doc_kind.text, "")
        told = [f"{kind} {self.doc_number.text}", self.doc_issued_on.text, self.doc_issuer.text]
        return ", ".join(filter(None, told)).strip()

    @property
    def says_yes(self):
        return self.value.text == YES

    @property
    def says_no(self):
        return self.value.text == NO

    @cached_property
    def offer(self):
        """What the agency's own register gives for the month (Offer); None when nothing."""
        return offer_of(self.question, self.page.answers.get(self.question.code))

    @property
    def boxes(self):
        return [getattr(self, name) for name in QUESTION_PARTS]

    @property
    def has_errors(self):
        return any(box.errors for box in self.boxes)

    @property
    def has_warnings(self):
        """A warning was found: the explanation's box is offered, and stays while it has text."""
        return any(box.warnings for box in self.boxes)

    @property
    def css(self):
        return "field-error" if self.has_errors else "field-warn" if self.has_warnings else ""

    @property
    def is_set_aside(self):
        """Answered by "chưa có số liệu" or "không áp dụng": that small part is shown open."""
        return bool(self.other.text or self.other.errors or self.why.text or self.why.errors)


@dataclass(frozen=True)
class PartForm:
    part: Part
    page: Page

    @property
    def title(self):
        return self.part.section.title

    @property
    def anchor(self):
        return f"part-{self.part.section.code}"

    @property
    def choice(self):
        return self.page.box(self.part.field("choice"))

    @property
    def chosen(self):
        return choice_of(self.part, self.page.texts)

    @property
    def why(self):
        return self.page.box(self.part.field("why"))

    @property
    def can_stay(self):
        return self.part.can_stay

    @property
    def unknown_labels(self) -> str:
        """The questions that keep the part from staying as it was."""
        unknown = [q.indicator.short_label for q in self.part.asked if q.last is None]
        return ", ".join(f"“{label}”" for label in unknown)

    @property
    def described(self) -> str:
        stay = "" if self.can_stay else f"{self.anchor}-stay"
        return " ".join(filter(None, [self.choice.described_by, stay]))

    @property
    def size(self):
        return len(self.part.asked)

    @cached_property
    def questions(self):
        return [QuestionForm(question, self.page) for question in self.part.questions]

    @cached_property
    def asked(self):
        return [form for form in self.questions if not form.question.is_read_only]

    @cached_property
    def answered(self) -> int:
        return sum(self.page.answers[q.code].state is not None for q in self.part.asked)

    @property
    def error_count(self):
        own = len(self.choice.errors) + len(self.why.errors)
        return own + sum(len(box.errors) for form in self.asked for box in form.boxes)

    @property
    def warning_count(self):
        return sum(len(box.warnings) for form in self.asked for box in form.boxes)


@dataclass(frozen=True)
class SheetForm:
    sheet: Sheet
    page: Page

    @cached_property
    def parts(self):
        return [PartForm(part, self.page) for part in self.sheet.parts]

    @property
    def answered(self):
        return self.page.judged.answered

    @property
    def size(self):
        return len(self.sheet.asked)

    @property
    def can_leave_rest(self) -> bool:
        """Some part is answered, and another that can stay is not."""
        return any(part.chosen for part in self.parts) and any(
            part.can_stay and not part.chosen for part in self.parts
        )

    @property
    def error_count(self):
        return len(self.error_items)

    @cached_property
    def error_items(self) -> list[tuple[str, str]]:
        """(anchor, sentence) of every error shown, in the page's order."""
        items = []
        for part in self.parts:
            boxes = [(part.title, part.choice), (part.title, part.why)]
            boxes += [(f.indicator.short_label, box) for f in part.asked for box in f.boxes]
            items += [
                (f"#{box.name}", f"{label}: {problem.message}")
                for label, box in boxes
                for problem in box.errors
            ]
        return items
