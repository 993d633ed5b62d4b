"""What was asked about a report before, and what the agency answered each time."""

from dataclasses import dataclass

from portal.submissions.models import IndicatorValue, Revision
from portal.submissions.questions import ValueQuestion


@dataclass(frozen=True)
class Outcome:
    """A question, the figure it was about, and the figure of the next revision.

    `after` None: the next revision says nothing about it.
    """

    question: ValueQuestion
    before: IndicatorValue
    after: IndicatorValue | None

    @property
    def label(self) -> str:
        return self.before.label or self.before.indicator.code

    @property
    def is_changed(self) -> bool:
        return said(self.before) != said(self.after)

    @property
    def explanation(self) -> str:
        """What the answer adds in words; what stood before the question is no answer."""
        if self.after is None:
            return ""
        old = (self.before.explanation, self.before.note)
        new = (self.after.explanation, self.after.note)
        return " ".join(text for text in new if text and text not in old)


def said(value: IndicatorValue | None):
    if value is None:
        return None
    return value.state, value.amount, value.text, value.evidence_id


def outcomes(revision: Revision, values: dict[int, list[IndicatorValue]]) -> list[Outcome]:
    """The questions of earlier revisions, the oldest first; none for a first revision.

    `values`: number of a revision → its values, worded (`comparison.values_by_revision`).
    """
    if revision.number == 1:
        return []
    questions = (
        ValueQuestion.objects.filter(
            revision__submission=revision.submission_id, revision__number__lt=revision.number
        )
        .select_related("asked_by", "revision")
        .order_by("revision__number", "indicator__section__position", "indicator__position")
    )
    by_place = {(n, v.indicator_id): v for n, held in values.items() for v in held}
    found = []
    for question in questions:
        number, indicator = question.revision.number, question.indicator_id
        before = by_place[number, indicator]
        found.append(Outcome(question, before, by_place.get((number + 1, indicator))))
    return found
