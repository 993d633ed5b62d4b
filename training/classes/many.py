"""Many classes into the register at once: judged beside it and each other, written all or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from portal.accounts.permissions import Access
from portal.models import Agency

from .models import TrainingClass
from .pasted import PastedClass
from .proposing import propose_months
from .refusals import ClassError, Resembles, classes_near
from .register import locked, same_as_before, tidied

ANOTHER_NAME = "Nếu là lớp khác, bạn thêm khóa, nhóm hoặc địa điểm vào tên."


@dataclass(frozen=True)
class Outcome:
    """What becomes of a row: written, there already (`is_new` False), refused (`why`), left out."""

    row: PastedClass
    entry: TrainingClass | None = None
    why: tuple[str, ...] = ()
    is_new: bool = True
    is_left_out: bool = False

    @property
    def is_ready(self) -> bool:
        return self.entry is not None and self.is_new


@transaction.atomic
def record_many(
    agency: Agency, rows: Sequence[PastedClass], left_out: set[int], *, access: Access, at
) -> list[Outcome]:
    """Writes every row that is not left out; nothing at all while one of them is refused."""
    held = locked(agency, access)
    outcomes = judged(held, rows, left_out, access, at)
    new = [outcome.entry for outcome in outcomes if outcome.is_ready]
    if new and not any(outcome.why for outcome in outcomes):
        bulk_create_with_history(new, TrainingClass, default_user=access.user, default_date=at)
        propose_months(held, [entry.ends_on for entry in new], at)
    return outcomes


def judged(
    agency: Agency, rows: Sequence[PastedClass], left_out: set[int], access: Access, at
) -> list[Outcome]:
    """What writing the rows would do, beside the register and the rows above; one query."""
    sound = [row.said for row in rows if not row.faults]
    first = min((said["begins_on"] for said in sound), default=None)
    last = max((said["ends_on"] for said in sound), default=None)
    near = classes_near(agency, first, last) if sound else []
    outcomes = []
    for row in rows:
        outcome = judged_row(agency, row, near, row.number in left_out, access, at)
        if outcome.is_ready:
            near.append(outcome.entry)
        outcomes.append(outcome)
    return outcomes


def judged_row(agency, row: PastedClass, near, is_left_out: bool, access, at) -> Outcome:
    if is_left_out or row.faults:
        return Outcome(row, why=() if is_left_out else row.faults, is_left_out=is_left_out)
    said = tidied(row.said)
    try:
        same = same_as_before(near, said, False, at)
    except Resembles as error:
        return Outcome(row, why=(f"{error.told} {ANOTHER_NAME}",))
    except ClassError as error:
        return Outcome(row, why=(error.message,))
    if same:
        return Outcome(row, same, is_new=False)
    return Outcome(
        row, TrainingClass(agency=agency, recorded_by=access.user, recorded_at=at, **said)
    )
