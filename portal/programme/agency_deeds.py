"""What an administrator may do with an agency, each with its form and the action behind it."""

from portal.accounts import roles
from portal.agencies import actions
from portal.agencies.models import Agency, AgencySetMember
from portal.days import show_date

from .agency_forms import (
    AliasForm,
    CodeForm,
    CorrectNameForm,
    EndForm,
    FactsForm,
    JoinForm,
    LeaveForm,
    MoveAliasForm,
    RenameForm,
)
from .deeds import Deed
from .people_forms import agencies_on

FACTS = ("position", "letterhead", "needs_approval", "one_person")
NAMES = ("kind", "name", "printed_name", "official_name")


def change(agency, *, by, today, **facts) -> str:
    actions.change_agency(agency, by=by, **facts)
    return "Đã ghi thông tin của cơ quan."


def rename(agency, *, by, today, since, **names) -> str:
    new = actions.rename_agency(agency, since=since, by=by, **names)
    return f"Từ {show_date(since)}, cơ quan tên là {new.name}."


def correct_name(agency, *, by, today, which, **names) -> str:
    name = actions.correct_name(which, by=by, **names)
    return f"Đã sửa tên: {name.name}."


def set_code(agency, *, by, today, **facts) -> str:
    code = actions.set_code(agency, by=by, **facts)
    return f"{code.get_scheme_display()} từ {show_date(code.in_force_from)}: {code.code}."


def add_alias(agency, *, by, today, text) -> str:
    return f"Đã thêm cách viết {actions.add_alias(agency, text=text, by=by).text}."


def move_alias(agency, *, by, today, alias, to) -> str:
    return f"Từ nay “{actions.move_alias(alias, to=to, by=by).text}” là {to.name}."


def join_set(agency, *, by, today, **facts) -> str:
    member = actions.join_set(agency, by=by, **facts)
    return f"Từ {show_date(member.in_force_from)}, cơ quan thuộc {member.agency_set.name}."


def leave_set(agency, *, by, today, member, last_day) -> str:
    actions.leave_set(member, last_day=last_day, by=by)
    return f"Sau {show_date(last_day)}, cơ quan không còn thuộc {member.agency_set.name}."


def end(agency, *, by, today, last_day, reason) -> str:
    """The people's roles end with the agency; nobody reports for it afterwards."""
    actions.end_agency(agency, last_day=last_day, by=by, reason=reason)
    roles.pass_on(agency, to=None, since=last_day + actions.ONE_DAY, by=by)
    return f"Cơ quan kết thúc hoạt động sau ngày {show_date(last_day)}."


def open_members(agency: Agency, today):
    return AgencySetMember.objects.filter(roles.open_from(today), agency=agency).select_related(
        "agency_set"
    )


def last_name(agency: Agency) -> dict:
    newest = agency.names.order_by("-in_force_from").first()
    if newest is None:
        return {}
    return {"which": newest.pk, **{name: getattr(newest, name) for name in NAMES}}


def deeds_for(agency: Agency, today) -> tuple[Deed, ...]:
    is_over = agency.in_force_until is not None and agency.in_force_until < today
    return (CHANGE, CORRECT, ALIAS, MOVE_ALIAS) if is_over else DEEDS


CHANGE = Deed(
    "change",
    "Sửa thứ tự, đơn vị lập báo cáo, cách duyệt",
    "Ghi thông tin",
    FactsForm,
    change,
    lambda agency, today: {"initial": {name: getattr(agency, name) for name in FACTS}},
    is_versioned=True,
)
RENAME = Deed(
    "rename",
    "Đổi tên từ một ngày",
    "Ghi tên mới",
    RenameForm,
    rename,
    lambda agency, today: {
        "side": agency.side,
        "initial": {"kind": last_name(agency).get("kind")},
    },
    hint="Số liệu và phiếu trước ngày đó vẫn mang tên cũ.",
)
CORRECT = Deed(
    "correct",
    "Sửa lỗi trong một tên",
    "Sửa tên",
    CorrectNameForm,
    correct_name,
    lambda agency, today: {
        "side": agency.side,
        "names": agency.names.order_by("-in_force_from"),
        "initial": last_name(agency),
    },
    hint="Chỉ khi tên bị ghi sai; cơ quan đổi tên thì dùng “Đổi tên từ một ngày”.",
)
CODE = Deed("code", "Ghi mã mới", "Ghi mã", CodeForm, set_code)
ALIAS = Deed("alias", "Thêm cách viết khác", "Thêm cách viết", AliasForm, add_alias)
MOVE_ALIAS = Deed(
    "move-alias",
    "Chuyển một cách viết sang cơ quan khác",
    "Chuyển cách viết",
    MoveAliasForm,
    move_alias,
    lambda agency, today: {
        "aliases": agency.aliases.order_by("text"),
        "agencies": agencies_on(today).exclude(pk=agency.pk),
    },
    hint="Khi cách viết bị ghi nhầm cho cơ quan này.",
)
JOIN = Deed(
    "join",
    "Đưa vào một phạm vi hoặc vùng",
    "Đưa vào",
    JoinForm,
    join_set,
    lambda agency, today: {"agency": agency},
    hint="Phạm vi quyết định chỉ tiêu được hỏi và mẫu số trong báo cáo.",
)
LEAVE = Deed(
    "leave",
    "Đưa ra khỏi một phạm vi hoặc vùng",
    "Đưa ra",
    LeaveForm,
    leave_set,
    lambda agency, today: {"members": open_members(agency, today)},
)
END = Deed(
    "end",
    "Kết thúc hoạt động",
    "Kết thúc hoạt động",
    EndForm,
    end,
    hint="Tên, mã, phạm vi và vai trò của người dùng kết thúc cùng ngày; phiếu đã có chỉ còn xem "
    "được. Có cơ quan kế thừa thì dùng “Ghi kế thừa”.",
    danger=True,
)
DEEDS = (CHANGE, RENAME, CORRECT, CODE, ALIAS, MOVE_ALIAS, JOIN, LEAVE, END)
