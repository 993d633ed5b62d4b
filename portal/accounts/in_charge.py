"""Who at the centre looks after which agencies, from a day on."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from portal.agencies.models import Agency
from portal.days import show_date

from .actions import MembershipError, written
from .models import InCharge, Membership, Role, User
from .roles import end_before, open_from


def may_be_in_charge(day: datetime.date):
    """Active people who review on `day`."""
    reviewing = Membership.objects.in_force_on(day).filter(role=Role.DATA_MANAGER)
    return User.objects.filter(is_active=True, pk__in=reviewing.values("user")).order_by(
        "full_name", "pk"
    )


@transaction.atomic
def put_in_charge(
    user: User | None, agencies: Iterable[Agency], *, since: datetime.date, by: User
) -> int:
    """`user` (None: nobody) looks after `agencies` from `since`; who did so ends the day before.

    Returns how many changed. Later assignments give way too: the newest word counts.
    """
    if user and not may_be_in_charge(since).filter(pk=user.pk).exists():
        raise MembershipError(f"Ngày {show_date(since)}, {user} không quản trị số liệu.", "user")
    agencies, changed = list(agencies), 0
    held = InCharge.objects.select_for_update(of=("self",)).filter(
        open_from(since), agency__in=agencies
    )
    of_agency = {}
    for row in held.order_by("in_force_from"):
        of_agency.setdefault(row.agency_id, []).append(row)
    for agency in agencies:
        rows = of_agency.get(agency.pk, [])
        if is_so_already(rows, user, since):
            continue
        for row in rows:
            end_before(row, since, by)
        if user:
            written(InCharge(user=user, agency=agency, in_force_from=since), by)
        changed += 1
    return changed


def is_so_already(rows: list[InCharge], user: User | None, since: datetime.date) -> bool:
    if user is None:
        return not rows
    only = rows[0] if len(rows) == 1 else None
    return bool(
        only
        and only.user_id == user.pk
        and only.in_force_from <= since
        and only.in_force_until is None
    )
