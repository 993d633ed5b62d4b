"""People: new ones, their particulars, whether their account works."""

import datetime
import re

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from portal.days import show_date
from portal.names import search_key

from .actions import MembershipError
from .models import Membership, Role, User
from .roles import need_another_administrator

IDLE_AFTER = datetime.timedelta(days=45)
JUST_TAKEN = "Vừa có người thêm tài khoản như thế. Bạn xem lại danh sách."


def idle_from(today: datetime.date) -> datetime.datetime:
    """Who signed in last before this instant has not been here for 45 days."""
    day = today - IDLE_AFTER + datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def stays_away(today: datetime.date) -> Q:
    """The condition; of who never signed in it counts from when the account was made."""
    line = idle_from(today)
    return Q(last_login__lt=line) | Q(last_login=None, date_joined__lt=line)


def username_from(email: str) -> str:
    """From the address before the @, without accents; made unique by its domain, then a number."""
    local, _, domain = email.lower().partition("@")
    stem = re.sub(r"[^a-z0-9]+", ".", search_key(local)).strip(".")[:60] or "nguoi"
    place = re.sub(r"[^a-z0-9]+", "", domain.partition(".")[0])[:30]
    wanted = [stem, *([f"{stem}.{place}"] if place else [])]
    taken = set(User.objects.filter(username__istartswith=stem).values_list("username", flat=True))
    taken = {name.lower() for name in taken}
    numbered = (f"{wanted[-1]}.{number}" for number in range(2, len(taken) + 3))
    free = [name for name in wanted if name not in taken]
    return free[0] if free else next(name for name in numbered if name not in taken)


def check_email(email: str, user: User | None = None) -> None:
    others = User.objects.filter(email__iexact=email)
    if user:
        others = others.exclude(pk=user.pk)
    if same := others.first():
        raise MembershipError(f"Địa chỉ này là của {same} ({same.username}).", "email")


@transaction.atomic
def add_person(*, email: str, full_name: str, position: str, phone: str, by: User) -> User:
    """A person without a password: the link of the invitation sets one."""
    check_email(email)
    user = User(
        username=username_from(email),
        email=email,
        full_name=full_name,
        position=position,
        phone=phone,
    )
    user.set_unusable_password()
    user._history_user = by
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise MembershipError(JUST_TAKEN, "email") from None
    return user


@transaction.atomic
def change_person(user: User, *, email: str, by: User, **facts) -> User:
    """Particulars only; a new address ends every link that was sent to the old one."""
    check_email(email, user)
    user.email = email
    for name, value in facts.items():
        setattr(user, name, value)
    user._history_user = by
    user.save()
    return user


@transaction.atomic
def deactivate(user: User, *, today: datetime.date, by: User) -> User:
    """Closes the account at once; roles stay as they are and work again when it is reopened."""
    if not user.is_active:
        raise MembershipError("Tài khoản này đã ngừng.")
    if holds_administration(user, today):
        need_another_administrator(user.pk, today)
    return set_active(user, False, by)


@transaction.atomic
def reactivate(user: User, *, by: User) -> User:
    if user.is_active:
        raise MembershipError("Tài khoản này đang hoạt động.")
    return set_active(user, True, by)


def set_active(user: User, is_active: bool, by: User) -> User:
    user.is_active = is_active
    user._history_user = by
    user.save()
    return user


def holds_administration(user: User, today: datetime.date) -> bool:
    return Membership.objects.in_force_on(today).filter(user=user, role=Role.ADMINISTRATOR).exists()


def idle_in_words(user: User, today: datetime.date) -> str:
    """Why an account is flagged, as `stays_away` decides; empty for one in use or just made."""
    last = user.last_login or user.date_joined
    if last >= idle_from(today):
        return ""
    if user.last_login is None:
        return "Chưa đăng nhập lần nào"
    return f"Không đăng nhập từ {show_date(timezone.localtime(last).date())}"
