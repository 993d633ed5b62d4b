"""Changes of who may do what, each in one transaction; simple_history keeps what was before."""

import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from portal.agencies.models import Agency
from portal.days import show_date

from .models import AGENCY_ROLES, Membership, Role, User
from .permissions import Access

LONGEST_DELEGATION = datetime.timedelta(days=366)


class MembershipError(ValueError):
    """The change is refused. `message` says why; `field` is where it is about ("" for none)."""

    def __init__(self, message: str, field: str = ""):
        super().__init__(message)
        self.message = message
        self.field = field


def people_of(agency: Agency):
    """Active users who act or acted for the agency: whom approving may be given to."""
    return (
        User.objects.filter(
            is_active=True, memberships__agency=agency, memberships__role__in=AGENCY_ROLES
        )
        .distinct()
        .order_by("full_name", "pk")
    )


def own_approval(user: User, agency: Agency, day: datetime.date) -> Membership | None:
    """The user's approving role for the agency that nobody lent to them; None without one."""
    return (
        Membership.objects.in_force_on(day)
        .filter(user=user, agency=agency, role=Role.APPROVER, delegated_by=None)
        .first()
    )


def delegations_of(agency: Agency):
    """Every delegation of approving for the agency, newest first."""
    return (
        Membership.objects.filter(agency=agency, delegated_by__isnull=False)
        .select_related("user", "delegated_by")
        .order_by("-in_force_from", "-pk")
    )


def standing_in(access: Access, agency_slug: str) -> Membership | None:
    """The delegation under which the person approves; None for an approving role of one's own."""
    held = list(
        Membership.objects.in_force_on(access.day)
        .filter(user=access.user, agency__slug=agency_slug, role=Role.APPROVER)
        .select_related("delegated_by")
        .order_by("pk")
    )
    if any(membership.delegated_by_id is None for membership in held):
        return None
    return held[0] if held else None


def stands_in_words(access: Access, agency_slug: str) -> str:
    """For whom the person approves, as a receipt says it; empty in one's own right."""
    delegation = standing_in(access, agency_slug)
    return delegation.stands_in_words if delegation else ""


@transaction.atomic
def delegate_approval(
    *,
    agency: Agency,
    to: User,
    since: datetime.date,
    until: datetime.date,
    by: User,
    today: datetime.date,
) -> Membership:
    """Gives `to` the approving role for `agency` from `since` to the end of `until`.

    Only who approves in one's own right on all these days may give it; raises MembershipError.
    """
    User.objects.select_for_update().get(pk=to.pk)
    own = own_approval(by, agency, today)
    if own is None:
        raise MembershipError("Chỉ người được giao vai trò duyệt của cơ quan mới ủy quyền được.")
    check_days(own, since, until, today)
    if to.pk == by.pk:
        raise MembershipError("Bạn chọn một người khác.", "to")
    if not people_of(agency).filter(pk=to.pk).exists():
        raise MembershipError(
            "Người này không làm cho cơ quan, hoặc tài khoản đã ngừng. Bạn chọn trong danh sách.",
            "to",
        )
    check_not_approving(agency, to, since, until)
    membership = Membership(
        user=to,
        role=Role.APPROVER,
        agency=agency,
        unit=own.unit,
        in_force_from=since,
        in_force_until=until,
        delegated_by=by,
    )
    return written(membership, by)


def check_days(own: Membership, since, until, today) -> None:
    if since < today:
        raise MembershipError(
            f"Không ủy quyền lùi ngày. Bạn chọn từ {show_date(today)} trở đi.", "since"
        )
    if until < since:
        raise MembershipError("Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.", "until")
    if until - since > LONGEST_DELEGATION:
        raise MembershipError("Một lần ủy quyền dài nhất một năm.", "until")
    if not (own.is_in_force_on(since) and own.is_in_force_on(until)):
        raise MembershipError(
            f"Vai trò duyệt của bạn chỉ đến hết ngày {show_date(own.in_force_until)}.", "until"
        )


def check_not_approving(agency, user, since, until) -> None:
    days = Q(in_force_until__isnull=True) | Q(in_force_until__gte=since)
    held = Membership.objects.filter(
        days, user=user, agency=agency, role=Role.APPROVER, in_force_from__lte=until
    ).first()
    if held:
        last = f" đến hết {show_date(held.in_force_until)}" if held.in_force_until else ""
        raise MembershipError(
            f"{user} đã có vai trò duyệt từ {show_date(held.in_force_from)}{last}.", "to"
        )


@transaction.atomic
def end_membership(
    membership: Membership, *, by: User, today: datetime.date, reason: str = ""
) -> Membership | None:
    """Ends a role at once: its last day becomes yesterday.

    A role of which no day has passed yet goes altogether; its history stays. Returns the ended
    role, None when it is gone. Raises MembershipError when it was over before.
    """
    held = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if held.in_force_until is not None and held.in_force_until < today:
        raise MembershipError(f"Vai trò này đã hết từ ngày {show_date(held.in_force_until)}.")
    if held.in_force_from >= today:
        held._history_user, held._change_reason = by, reason[:100]
        held.delete()
        return None
    held.in_force_until = today - datetime.timedelta(days=1)
    return written(held, by, reason)


def written(row, by: User, reason: str = ""):
    """Saves a membership or who is in charge, with who did it; refused when somebody else wrote the
    same between the check and the saving."""
    row._history_user, row._change_reason = by, reason[:100]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise MembershipError("Người khác vừa ghi đúng việc này. Bạn tải lại trang.") from error
    return row
