"""The rows of a report in the order in which its approver reads them."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.submissions.models import ValueState

from .checking import CheckPart, CheckRow

ABSENT = (ValueState.NOT_KNOWN, ValueState.NOT_APPLICABLE)


@dataclass(frozen=True)
class SortedRows:
    """Every asked question stands in one list; a warned row is never among the unchanged."""

    changed: tuple[CheckRow, ...]
    absent: tuple[CheckRow, ...]
    unchanged: tuple[CheckRow, ...]
    unanswered: tuple[CheckRow, ...]

    @property
    def warned(self) -> int:
        return sum(bool(row.warnings) for row in (*self.changed, *self.absent))


def sorted_rows(parts: Iterable[CheckPart]) -> SortedRows:
    lists = {name: [] for name in ("changed", "absent", "unchanged", "unanswered")}
    for part in parts:
        for row in part.rows:
            if row.answer is not None:
                lists[list_of(row)].append(row)
    return SortedRows(**{name: tuple(rows) for name, rows in lists.items()})


def list_of(row: CheckRow) -> str:
    if not row.state:
        return "unanswered"
    if row.state in ABSENT:
        return "absent"
    return "unchanged" if row.answer.unchanged and not row.warnings else "changed"
