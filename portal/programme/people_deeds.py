"""What an administrator may do with a person, each with its form and the action behind it."""

from django.db.models import F, OuterRef, Subquery

from portal.accounts import links, people, roles
from portal.accounts.actions import MembershipError
from portal.accounts.models import Membership, User
from portal.agencies.models import AgencyName
from portal.days import show_date

from .deeds import Deed
from .people_forms import EndRoleForm, HandOverForm, NothingForm, PersonForm, RoleFields


def deeds_for(person: User) -> tuple[Deed, ...]:
    if not person.is_active:
        return (CHANGE, REACTIVATE)
    waiting = () if person.has_usable_password() else (INVITE,)
    return (*waiting, GIVE, END, HAND_OVER, CHANGE, DEACTIVATE)


def change(person, *, by, today, **facts) -> str:
    people.change_person(person, by=by, **facts)
    return f"Đã ghi thông tin của {person}."


def give(person, *, by, today, **facts) -> str:
    role = roles.give_role(person, by=by, **facts)
    return (
        f"Đã giao {person} vai trò {role.get_role_display().lower()} từ "
        f"{show_date(role.in_force_from)}."
    )


def end(person, *, by, today, membership, last_day) -> str:
    role = roles.close_role(membership, last_day=last_day, by=by)
    return (
        f"{person} thôi vai trò {role.get_role_display().lower()} sau ngày {show_date(last_day)}."
    )


def hand_over(person, *, by, today, to, since) -> str:
    roles.hand_over(person, to=to, since=since, by=by)
    return f"Từ {show_date(since)}, {to} nhận mọi vai trò của {person}."


def invite(person, *, by, today) -> str:
    links.renew_invitation(person)
    if not links.send_invitation(person):
        raise MembershipError("Máy chủ thư chưa nhận thư. Bạn thử lại sau ít phút.")
    return f"Đã gửi lại thư mời tới {person.email}. Đường dẫn cũ không dùng được nữa."


def deactivate(person, *, by, today) -> str:
    people.deactivate(person, today=today, by=by)
    return f"Tài khoản của {person} đã ngừng."


def reactivate(person, *, by, today) -> str:
    people.reactivate(person, by=by)
    return f"Tài khoản của {person} hoạt động trở lại."


def open_roles(person: User, today):
    """The roles that still run, each with `of`: its agency's newest name."""
    names = AgencyName.objects.filter(agency=OuterRef("agency")).order_by("-in_force_from")
    return (
        Membership.objects.filter(roles.open_from(today), user=person)
        .annotate(of=Subquery(names.values("name")[:1]))
        .order_by(F("agency").asc(nulls_first=True), "role", "pk")
    )


def facts_of(person: User, today) -> dict:
    names = ("email", "full_name", "position", "phone")
    return {"initial": {name: getattr(person, name) for name in names}}


CHANGE = Deed(
    "change",
    "Sửa thông tin",
    "Ghi thông tin",
    PersonForm,
    change,
    facts_of,
    hint="Đổi địa chỉ thư thì các đường dẫn đã gửi hết dùng được.",
    is_versioned=True,
)
GIVE = Deed(
    "give", "Giao vai trò", "Giao vai trò", RoleFields, give, lambda p, today: {"today": today}
)
END = Deed(
    "end",
    "Kết thúc vai trò",
    "Kết thúc vai trò",
    EndRoleForm,
    end,
    lambda person, today: {"roles": open_roles(person, today), "today": today},
    hint="Việc duyệt thay mà người này đã ủy quyền cũng kết thúc cùng ngày.",
)
HAND_OVER = Deed(
    "hand-over",
    "Bàn giao cho người khác",
    "Bàn giao",
    HandOverForm,
    hand_over,
    lambda person, today: {"person": person, "today": today},
    hint="Mọi vai trò và việc phụ trách chuyển sang người nhận; của người giao kết thúc ngày "
    "trước.",
)
INVITE = Deed(
    "invite",
    "Gửi lại thư mời",
    "Gửi lại thư mời",
    NothingForm,
    invite,
    hint="Người này chưa đặt mật khẩu. Thư mới làm đường dẫn cũ hết dùng được.",
)
DEACTIVATE = Deed(
    "deactivate",
    "Ngừng tài khoản",
    "Ngừng tài khoản",
    NothingForm,
    deactivate,
    hint="Người này không đăng nhập được nữa, ngay lập tức. Vai trò giữ nguyên, mở lại được.",
    danger=True,
)
REACTIVATE = Deed(
    "reactivate",
    "Mở lại tài khoản",
    "Mở lại tài khoản",
    NothingForm,
    reactivate,
    is_open=True,
)
