"""National single figures and counts without names: what the centre states, with source and day.

Examples: followers of the Zalo channel, contest entries, "gần 500" episodes, 43/63 provinces that
held events. Each statement is kept; the newest of a day is the one that counts.
"""

from dataclasses import dataclass

from portal.catalogue.models import Combine, Indicator
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel, IndicatorValue
from portal.submissions.readings import Reading


@dataclass(frozen=True)
class NationalRow:
    """One indicator that is stated without naming agencies. `reading` None: not stated yet.

    `size`: how many agencies a count is out of; None for a total, or where it is not published.
    `named`: what the agencies known by name give; None when none is known. Never added.
    """

    indicator: Indicator
    reading: Reading | None
    size: int | None
    named: int | None = None

    @property
    def is_count(self) -> bool:
        return self.indicator.asked_of_id is not None


def national_rows(figures: Figures) -> tuple[list[NationalRow], list[NationalRow]]:
    """(single figures, counts and totals of a set that were stated), in the catalogue's order."""
    rows = [
        NationalRow(
            indicator,
            figures.statement(code),
            figures.figure(code).size if indicator.combine == Combine.COUNT_YES else None,
            figures.figure(code).named_amount if indicator.asked_of_id else None,
        )
        for code, indicator in figures.indicators.items()
    ]
    singles = [row for row in rows if not row.is_count]
    return singles, [row for row in rows if row.is_count and row.reading]


@dataclass(frozen=True)
class Statement:
    """One wording of a figure. `stands`: nothing later was said for its day and source."""

    value: IndicatorValue
    stands: bool

    @property
    def submission(self):
        return self.value.revision.submission

    @property
    def revision(self):
        return self.value.revision

    @property
    def can_be_corrected(self) -> bool:
        return self.stands and self.submission.channel == Channel.CENTRE


def statements_of(indicator: Indicator) -> list[Statement]:
    """Every statement of the figure, the newest day first; a repeated one is told once."""
    values = (
        IndicatorValue.objects.filter(indicator=indicator, agency=None)
        .exclude(revision__accepted_at=None)
        .select_related("revision__submission", "revision__sent_by")
        .order_by("-covers_to", "-revision__submission", "revision__number")
    )
    told: list[Statement] = []
    for value in values:
        value.indicator = indicator
        stands = value.revision.superseded_at is None
        last = told[-1] if told else None
        of_one = last and last.submission.pk == value.revision.submission_id
        if of_one and same_words(last.value, value):
            told[-1] = Statement(last.value, stands)
            continue
        told.append(Statement(value, stands))
    return told


def same_words(one: IndicatorValue, other: IndicatorValue) -> bool:
    return (one.state, one.amount, one.qualifier) == (other.state, other.amount, other.qualifier)
