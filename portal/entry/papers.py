"""A month's sheet as a document to sign: its rows in order, its remarks, where it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.accounts.models import Membership, Role, User
from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.models import ValueType
from portal.days import show_date
from portal.submissions.drafting import load_draft
from portal.submissions.models import IndicatorValue, Revision, State, Submission, ValueState
from portal.submissions.register import revision_values
from portal.submissions.sheet import Question, Sheet, load_sheet
from portal.submissions.signing import newest_revision
from portal.submissions.validation import judge

from .boxes import Page
from .checking import CheckRow, check_parts
from .forms import SheetForm
from .posting import files_of

OPEN = (State.DRAFT, State.RETURNED, State.AWAITING_APPROVAL)


@dataclass(frozen=True)
class PaperRow:
    number: int
    label: str
    unit: str
    last: str
    in_month: str
    shown: str
    is_text: bool
    remarks: tuple[str, ...] = ()

    @property
    def remark(self) -> str:
        """All remarks as one sentence."""
        return "; ".join(remark.rstrip(".; ") for remark in self.remarks) + "."


@dataclass(frozen=True)
class Paper:
    """`revision` None: a draft, in its `version`; `unanswered`: how many questions are open."""

    parts: list[tuple[str, list[PaperRow]]]
    version: int
    unanswered: int = 0
    revision: Revision | None = None
    signer: User | None = field(default=None)

    @property
    def remarks(self) -> list[PaperRow]:
        return [row for _, rows in self.parts for row in rows if row.remarks]

    @property
    def signer_title(self) -> list[str]:
        """The lines over the signature: a deputy signs for the chief (KT.)."""
        title = self.signer.position if self.signer else ""
        if not title:
            return ["THỦ TRƯỞNG ĐƠN VỊ"]
        if title.lower().startswith("phó "):
            return [f"KT. {title[4:].upper()}", title.upper()]
        return [title.upper()]


def paper_of(agency: Agency, period: ReportingPeriod, report: Submission) -> Paper:
    """What was sent when the report is with the centre, what is typed while it is open."""
    sheet = load_sheet(agency, period, report)
    signer = signer_of(agency, period)
    if report.state not in OPEN:
        revision = newest_revision(report)
        parts = sent_parts(sheet, revision_values(revision, period.ends_on))
        return Paper(parts, report.version, revision=revision, signer=signer)
    texts = load_draft(report).texts()
    judged, files = judge(sheet, texts), files_of(agency, texts)
    page = Page(texts, judged, period.ends_on, show_all=True, files=files)
    parts = [
        (part.form.title, [draft_row(row) for row in part.rows if row.answer is not None])
        for part in check_parts(SheetForm(sheet, page))
    ]
    left = len(sheet.asked) - judged.answered
    return Paper(parts, report.version, unanswered=left, signer=signer)


def signer_of(agency: Agency, period: ReportingPeriod) -> User | None:
    """The agency's own approver at the month's end, whose title stands over the signature."""
    held = (
        Membership.objects.in_force_on(period.ends_on)
        .filter(agency=agency, role=Role.APPROVER, delegated_by=None)
        .select_related("user")
        .order_by("pk")
        .first()
    )
    return held.user if held else None


def draft_row(row: CheckRow) -> PaperRow:
    answer, indicator = row.answer, row.form.indicator
    document = row.form.document_label if answer.new_document else str(answer.document or "")
    return PaperRow(
        number=row.form.question.number,
        label=indicator.label,
        unit=(indicator.unit or "") if indicator.is_number else "",
        last=row.form.last_shown,
        in_month=row.in_month,
        shown=row.shown,
        is_text=is_long(indicator, row.state),
        remarks=remarks(answer.note, answer.explanation, document, row.link),
    )


def sent_parts(sheet: Sheet, values: Iterable[IndicatorValue]):
    """The revision's values under the sheet's parts, whatever became of the catalogue since."""
    questions = {question.indicator.pk: question for question in sheet.asked}
    parts: dict[str, list[PaperRow]] = {}
    for number, value in enumerate(values, 1):
        rows = parts.setdefault(value.indicator.section.title, [])
        rows.append(sent_row(number, value, questions.get(value.indicator_id)))
    return list(parts.items())


def sent_row(number: int, value: IndicatorValue, question: Question | None) -> PaperRow:
    link = value.text if value.amount is not None else ""
    document = ""
    if value.evidence:
        paper = value.evidence
        told = [str(paper), show_date(paper.issued_on), paper.issuer]
        document = ", ".join(filter(None, told))
    return PaperRow(
        number=number,
        label=value.label,
        unit=(value.unit or "") if value.indicator.is_number else "",
        last=last_shown(value, question),
        in_month=value.in_month_shown,
        shown=value.shown,
        is_text=is_long(value.indicator, value.state),
        remarks=remarks(value.note, value.explanation, document, link),
    )


def last_shown(value: IndicatorValue, question: Question | None) -> str:
    last = question.last if question else None
    if value.base_amount is not None:
        return value.indicator.show_amount(value.base_amount)
    if last is None or last.state == ValueState.NOT_APPLICABLE:
        return ""
    return last.text if last.amount is None else value.indicator.show_amount(last.amount)


def is_long(indicator, state: str) -> bool:
    return indicator.value_type == ValueType.TEXT and state == ValueState.REPORTED


def remarks(note: str, explanation: str, document: str, link: str) -> tuple[str, ...]:
    return tuple(filter(None, (note, explanation, document, link)))
