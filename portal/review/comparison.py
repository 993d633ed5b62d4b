"""One revision read against what was known before it."""

from dataclasses import dataclass

from portal.submissions.models import IndicatorValue, Revision
from portal.submissions.register import revision_values
from portal.submissions.sheet import load_sheet


@dataclass(frozen=True)
class ComparedValue:
    value: IndicatorValue
    last_amount: int | None
    last_text: str

    @property
    def shown(self) -> str:
        return self.value.shown

    @property
    def last_shown(self) -> str:
        if self.last_amount is None:
            return self.last_text
        return self.value.indicator.show_amount(self.last_amount)

    @property
    def wants_reading(self) -> bool:
        """Whether the reporter had something to explain or to leave out."""
        return bool(self.value.explanation or self.value.note)

    @property
    def is_changed(self) -> bool:
        return not self.value.unchanged


def compared(revision: Revision, agency, period) -> list[ComparedValue]:
    """Each value of a revision beside the newest value known before this report."""
    sheet = load_sheet(agency, period, revision.submission)
    last = {question.indicator.pk: question.last for question in sheet.asked}
    rows = []
    for value in revision_values(revision, period.ends_on):
        before = last.get(value.indicator_id)
        rows.append(
            ComparedValue(value, before.amount if before else None, before.text if before else "")
        )
    return rows
