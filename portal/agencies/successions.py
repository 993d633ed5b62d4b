"""One agency takes over from another: by a merger, a split or a law that renames."""

import datetime

from django.db import transaction

from portal.days import show_date

from .actions import ONE_DAY, AgencyError, end_agency, written
from .models import Agency, Succession


@transaction.atomic
def record_succession(
    predecessor: Agency,
    *,
    successor: Agency,
    takes_over_on: datetime.date,
    carries_figures: bool,
    basis: str,
    by,
) -> Succession:
    """Ends the predecessor the day before and names who goes on; a split is recorded once a part.

    Raises AgencyError when the successor is not there on the day, or the predecessor ended on
    another one.
    """
    check_pair(predecessor, successor, takes_over_on)
    last_day = takes_over_on - ONE_DAY
    if predecessor.in_force_until is None or predecessor.in_force_until > last_day:
        end_agency(predecessor, last_day=last_day, by=by, reason=basis)
    elif predecessor.in_force_until < last_day:
        raise AgencyError(
            f"Cơ quan này đã kết thúc ngày {show_date(predecessor.in_force_until)}: kế thừa từ "
            f"{show_date(predecessor.in_force_until + ONE_DAY)}.",
            "takes_over_on",
        )
    return written(
        Succession(
            predecessor=predecessor,
            successor=successor,
            takes_over_on=takes_over_on,
            carries_figures=carries_figures,
            basis=basis,
        ),
        by,
    )


def check_pair(predecessor, successor, day) -> None:
    if predecessor.pk == successor.pk:
        raise AgencyError("Cơ quan không kế thừa chính mình.", "successor")
    if day <= predecessor.in_force_from:
        raise AgencyError(
            f"Cơ quan trước hoạt động từ {show_date(predecessor.in_force_from)}. "
            "Bạn chọn ngày sau.",
            "takes_over_on",
        )
    if not successor.is_in_force_on(day):
        raise AgencyError("Ngày đó cơ quan kế thừa chưa hoặc không còn hoạt động.", "successor")
    pair = Succession.objects.filter(predecessor=predecessor, successor=successor)
    if pair.exists():
        raise AgencyError("Hai cơ quan này đã được ghi kế thừa.", "successor")
    if predecessor.pk in heirs_of(successor):
        raise AgencyError("Cơ quan trước lại kế thừa cơ quan này, thành vòng tròn.", "successor")


def heirs_of(agency: Agency) -> set[int]:
    """Keys of all that took over from `agency`, in however many steps."""
    pairs = list(Succession.objects.values_list("predecessor_id", "successor_id"))
    found, waiting = set(), [agency.pk]
    while waiting:
        at = waiting.pop()
        new = {after for before, after in pairs if before == at} - found
        found |= new
        waiting += new
    return found
