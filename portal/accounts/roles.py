"""Giving and ending dated roles, handing them over; one administrator always stays."""

import datetime

from django.db import transaction
from django.db.models import Q

from portal.agencies.models import Agency
from portal.days import show_date

from .actions import MembershipError, end_membership, written
from .models import AGENCY_ROLES, InCharge, Membership, Role, User

ONE_DAY = datetime.timedelta(days=1)
LAST_ADMINISTRATOR = (
    "Đây là quản trị hệ thống cuối cùng còn đăng nhập được. Bạn giao vai trò này cho người khác "
    "trước."
)


def open_from(day: datetime.date):
    """The condition "still has days from `day` on"."""
    return Q(in_force_until__isnull=True) | Q(in_force_until__gte=day)


@transaction.atomic
def give_role(
    user: User,
    *,
    role: str,
    agency: Agency | None,
    since: datetime.date,
    until: datetime.date | None,
    unit: str = "",
    by: User,
) -> Membership:
    """A role from `since` to the end of `until` (None: until further notice).

    Raises MembershipError for a role without its agency, an agency that is not there on the first
    day, or days on which the person holds the same role already.
    """
    User.objects.select_for_update().get(pk=user.pk)
    check_agency(role, agency, since, until)
    held = Membership.objects.filter(open_from(since), user=user, role=role, agency=agency)
    if until:
        held = held.filter(in_force_from__lte=until)
    if same := held.first():
        raise MembershipError(
            f"{user} đã có vai trò này từ {show_date(same.in_force_from)}"
            f"{ending_in_words(same.in_force_until)}.",
            "role",
        )
    if role == Role.ADMINISTRATOR and not (user.is_staff and user.is_superuser):
        user.is_staff = user.is_superuser = (
            True  # Django's own admin asks for these beside the role
        )
        user._history_user = by
        user.save(update_fields=["is_staff", "is_superuser"])
    days = {"in_force_from": since, "in_force_until": until}
    return written(Membership(user=user, role=role, agency=agency, unit=unit, **days), by)


def ending_in_words(until: datetime.date | None) -> str:
    return f" đến hết {show_date(until)}" if until else ""


def check_agency(role, agency, since, until) -> None:
    if role in AGENCY_ROLES and agency is None:
        raise MembershipError("Vai trò này cần chọn cơ quan.", "agency")
    if role not in AGENCY_ROLES and agency is not None:
        raise MembershipError("Vai trò trung ương thì để trống cơ quan.", "agency")
    if until and until < since:
        raise MembershipError("Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.", "until")
    if agency and not agency.is_in_force_on(since):
        raise MembershipError("Ngày bắt đầu, cơ quan chưa hoặc không còn hoạt động.", "since")


@transaction.atomic
def close_role(membership: Membership, *, last_day: datetime.date, by: User) -> Membership:
    """The role's last day; approving that was lent on its strength ends with it."""
    held = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if last_day < held.in_force_from:
        raise MembershipError(
            f"Vai trò bắt đầu từ {show_date(held.in_force_from)}. Bạn chọn từ ngày đó trở đi.",
            "last_day",
        )
    if held.in_force_until is not None and held.in_force_until <= last_day:
        raise MembershipError(
            f"Vai trò này đã hết ngày {show_date(held.in_force_until)}.", "last_day"
        )
    keep_an_administrator(held, last_day + ONE_DAY)
    held.in_force_until = last_day
    end_loans(held, last_day, by)
    return written(held, by)


def end_loans(membership: Membership, last_day: datetime.date, by: User) -> None:
    if membership.role != Role.APPROVER or membership.delegated_by_id:
        return
    loans = Membership.objects.filter(
        delegated_by=membership.user_id, agency=membership.agency_id, in_force_until__gt=last_day
    )
    for loan in loans:
        end_membership(loan, by=by, today=last_day + ONE_DAY, reason="Người ủy quyền thôi vai trò")


def keep_an_administrator(membership: Membership, day: datetime.date) -> None:
    """Refuses when nobody else who can sign in would administer on `day`."""
    if membership.role == Role.ADMINISTRATOR:
        need_another_administrator(membership.user_id, day)


def need_another_administrator(user_pk: int, day: datetime.date) -> None:
    held = Membership.objects.select_for_update(of=("self",)).filter(role=Role.ADMINISTRATOR)
    others = held.in_force_on(day).exclude(user=user_pk).select_related("user").order_by("pk")
    if not any(m.user.is_active and m.user.has_usable_password() for m in others):
        raise MembershipError(LAST_ADMINISTRATOR)


@transaction.atomic
def hand_over(giver: User, *, to: User, since: datetime.date, by: User) -> list[Membership]:
    """All roles that `giver` has from `since` on, and whom one is in charge of, go to `to`.

    The giver's end the day before. Approving that was lent to the giver ends; it goes to nobody.
    """
    list(User.objects.select_for_update().filter(pk__in=[giver.pk, to.pk]).order_by("pk"))
    if giver.pk == to.pk:
        raise MembershipError("Bạn chọn một người khác.", "to")
    if not to.is_active:
        raise MembershipError("Tài khoản này đã ngừng.", "to")
    roles = Membership.objects.filter(open_from(since), user=giver)
    own = list(roles.filter(delegated_by=None).select_related("agency").order_by("pk"))
    in_charge = list(InCharge.objects.filter(open_from(since), user=giver).order_by("pk"))
    if not own and not in_charge:
        raise MembershipError(f"Từ {show_date(since)}, {giver} không còn vai trò nào để bàn giao.")
    if any(role.role == Role.ADMINISTRATOR for role in own) and not to.has_usable_password():
        need_another_administrator(giver.pk, since)
    for loan in roles.filter(delegated_by__isnull=False):
        end_membership(loan, by=by, today=max(since, loan.in_force_from), reason="Bàn giao")
    new = [moved for role in own if (moved := move_role(role, to, since, by))]
    for charge in in_charge:
        move_charge(charge, to, since, by)
    return new


def move_role(role: Membership, to: User, since, by) -> Membership | None:
    """The receiver's role; None where the receiver holds the same one already."""
    first, until, agency = max(since, role.in_force_from), role.in_force_until, role.agency
    end_loans(role, since - ONE_DAY, by)
    end_before(role, since, by)
    held = Membership.objects.filter(
        open_from(first), user=to, role=role.role, agency=agency, delegated_by=None
    )
    if held.filter(in_force_from__lte=until or datetime.date.max).exists():
        return None
    return give_role(
        to, role=role.role, agency=agency, since=first, until=until, unit=role.unit, by=by
    )


def move_charge(charge: InCharge, to: User, since, by) -> None:
    first, until, agency = max(since, charge.in_force_from), charge.in_force_until, charge.agency_id
    end_before(charge, since, by)
    written(InCharge(user=to, agency_id=agency, in_force_from=first, in_force_until=until), by)


def end_before(row, since: datetime.date, by: User) -> None:
    """Ends the row the day before `since`; one that begins later goes, its history stays."""
    row._history_user = by
    if row.in_force_from >= since:
        row.delete()
        return
    row.in_force_until = since - ONE_DAY
    row.save()


@transaction.atomic
def pass_on(agency: Agency, *, to: Agency | None, since: datetime.date, by: User) -> int:
    """The people's roles for an agency that ends before `since`: ended, and given for `to`.

    Returns how many roles were given. Approving that was lent ends; it goes nowhere. Who is in
    charge of the agency goes on with its successor when that one has nobody.
    """
    given = 0
    roles = Membership.objects.filter(open_from(since), agency=agency).select_related("user")
    for role in list(roles.order_by("delegated_by", "pk")):
        user, held, lent = role.user, role.role, role.delegated_by_id is not None
        first, until, unit = max(since, role.in_force_from), role.in_force_until, role.unit
        end_before(role, since, by)
        has = Membership.objects.filter(open_from(first), user=user, role=held, agency=to)
        if to is None or lent or not user.is_active or has.exists():
            continue
        give_role(user, role=held, agency=to, since=first, until=until, unit=unit, by=by)
        given += 1
    for charge in InCharge.objects.filter(open_from(since), agency=agency):
        keeper = charge.user
        end_before(charge, since, by)
        if to and not InCharge.objects.filter(open_from(since), agency=to).exists():
            written(InCharge(user=keeper, agency=to, in_force_from=since), by)
    return given
