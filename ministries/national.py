"""National single figures and counts without names: what the centre states, with source and day.

Examples: followers of the Zalo channel, contest entries, "gần 500" episodes, 43/63 provinces that
held events. Each statement is kept; the newest of a day is the one that counts.
"""

from dataclasses import dataclass

from portal.catalogue.models import Combine, Indicator
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Reading


@dataclass(frozen=True)
class NationalRow:
    """One indicator that is stated without naming agencies. `reading` None: not stated yet.

    `size`: how many agencies a count is out of; None for a total, or where it is not published.
    """

    indicator: Indicator
    reading: Reading | None
    size: int | None

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
        )
        for code, indicator in figures.indicators.items()
    ]
    singles = [row for row in rows if not row.is_count]
    return singles, [row for row in rows if row.is_count and row.reading]
