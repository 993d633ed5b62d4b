"""Changes of agencies, each in one transaction; simple_history keeps what was before.

Nothing that was in force is deleted: a name, a code or a place in a set ends on a day. What has no
history of its own (codes, spellings) is told in the agency's.
"""

import datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from portal.days import show_date
from portal.names import fold, search_key

from .models import (
    Agency,
    AgencyAlias,
    AgencyCode,
    AgencyName,
    AgencySet,
    AgencySetMember,
    Kind,
    Side,
)

ONE_DAY = datetime.timedelta(days=1)
KINDS_OF_SIDE = {
    Side.CENTRAL: (Kind.MINISTRY, Kind.MINISTERIAL, Kind.GOVERNMENT),
    Side.PROVINCIAL: (Kind.PROVINCE, Kind.MUNICIPALITY),
    Side.ENTERPRISE: (Kind.CORPORATION,),
}


class AgencyError(ValueError):
    """The change is refused. `message` says why; `field` is where it is about ("" for none)."""

    def __init__(self, message: str, field: str = ""):
        super().__init__(message)
        self.message = message
        self.field = field


def written(row, by, reason: str = ""):
    """Saves `row` with who did it; `reason` (at most 100 characters) goes into its history.

    Refused when somebody else wrote the same between the check and the saving.
    """
    row._history_user, row._change_reason = by, reason[:100]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AgencyError("Người khác vừa ghi đúng nội dung này. Bạn tải lại trang.") from error
    return row


@transaction.atomic
def create_agency(
    *,
    side: str,
    kind: str,
    name: str,
    printed_name: str,
    official_name: str,
    in_force_from: datetime.date,
    position: int,
    sets,
    by,
) -> Agency:
    """A new agency with its first name, in the `sets` from its first day."""
    check_name(side, kind, name, in_force_from)
    agency = Agency(
        slug=free_slug(name), side=side, position=position or 0, in_force_from=in_force_from
    )
    written(agency, by)
    names = {"name": name, "printed_name": printed_name, "official_name": official_name}
    written(AgencyName(agency=agency, kind=kind, in_force_from=in_force_from, **names), by)
    for agency_set in sets:
        join_set(agency, agency_set=agency_set, since=in_force_from, by=by)
    return agency


def free_slug(name: str) -> str:
    """The address of an agency of that name; numbered when another has it."""
    stem = slugify(search_key(name))[:50] or "co-quan"
    taken = set(Agency.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)


def check_name(side, kind, name, day, agency: Agency | None = None) -> None:
    if kind not in KINDS_OF_SIDE[side]:
        raise AgencyError(f"Loại này không thuộc khối {Side(side).label}.", "kind")
    others = AgencyName.objects.in_force_on(day).filter(search_key=search_key(name))
    others = others.exclude(agency=agency) if agency else others
    same = [other for other in others if fold(other.name) == fold(name)]
    if same:
        raise AgencyError(f"Ngày {show_date(day)} đã có cơ quan tên {same[0].name}.", "name")


@transaction.atomic
def change_agency(agency: Agency, *, by, **facts) -> Agency:
    """Writes `facts` (position, letterhead, needs_approval, one_person)."""
    for name, value in facts.items():
        setattr(agency, name, value)
    return written(agency, by)


@transaction.atomic
def rename_agency(agency: Agency, *, since: datetime.date, kind: str, by, **names) -> AgencyName:
    """A new name from `since`; the name of that day ends the day before."""
    check_alive(agency, since, "since")
    check_name(agency.side, kind, names["name"], since, agency)
    later = agency.names.filter(in_force_from__gte=since).order_by("in_force_from").first()
    if later:
        raise AgencyError(
            f"Đã có tên {later.name} từ ngày {show_date(later.in_force_from)}. Bạn sửa tên đó, "
            "hoặc chọn ngày sau.",
            "since",
        )
    present = agency.names.in_force_on(since).first()
    until = present.in_force_until if present else agency.in_force_until
    if present:
        present.in_force_until = since - ONE_DAY
        written(present, by)
    new = AgencyName(agency=agency, kind=kind, in_force_from=since, in_force_until=until, **names)
    return written(new, by)


@transaction.atomic
def correct_name(row: AgencyName, /, *, kind: str, by, **names) -> AgencyName:
    """Puts a dated name right without touching its days: a slip, no renaming."""
    check_name(row.agency.side, kind, names["name"], row.in_force_from, row.agency)
    row.kind = kind
    for field, value in names.items():
        setattr(row, field, value)
    return written(row, by)


def check_alive(agency: Agency, day: datetime.date, field: str) -> None:
    if not agency.is_in_force_on(day):
        until = agency.in_force_until
        ended = f" đến hết {show_date(until)}" if until else ""
        raise AgencyError(
            f"Cơ quan hoạt động từ {show_date(agency.in_force_from)}{ended}. Bạn chọn ngày khác.",
            field,
        )


@transaction.atomic
def set_code(agency: Agency, *, scheme: str, code: str, since: datetime.date, by) -> AgencyCode:
    """The agency's code in a scheme from `since`; the one before ends the day before."""
    check_alive(agency, since, "since")
    same = AgencyCode.objects.filter(scheme=scheme, code=code).exclude(agency=agency)
    holder = next((held for held in same if may_meet(held, since)), None)
    if holder:
        raise AgencyError("Mã này đang là của một cơ quan khác trong những ngày đó.", "code")
    if agency.codes.filter(scheme=scheme, in_force_from__gte=since).exists():
        raise AgencyError("Đã có mã từ ngày này hoặc sau đó. Bạn chọn ngày sau.", "since")
    for held in agency.codes.in_force_on(since).filter(scheme=scheme):
        held.in_force_until = since - ONE_DAY
        held.save()
    new = AgencyCode(agency=agency, scheme=scheme, code=code, in_force_from=since)
    written(new, by)
    written(agency, by, f"{new.get_scheme_display()}: {code} từ {show_date(since)}")
    return new


def may_meet(row, since: datetime.date) -> bool:
    """Whether a dated row still has days from `since` on."""
    return row.in_force_until is None or row.in_force_until >= since


@transaction.atomic
def add_alias(agency: Agency, *, text: str, by) -> AgencyAlias:
    """A spelling that means this agency from now on; one that means another is refused."""
    folded = fold(text)
    if not search_key(text):
        raise AgencyError("Bạn ghi cách viết có chữ.", "text")
    taken = AgencyAlias.objects.filter(folded=folded).first()
    if taken:
        whose = "cơ quan này" if taken.agency_id == agency.pk else "một cơ quan khác"
        raise AgencyError(f"Cách viết này đã được ghi cho {whose}.", "text")
    named = AgencyName.objects.filter(search_key=search_key(text)).exclude(agency=agency)
    if any(fold(name.name) == folded for name in named):
        raise AgencyError("Đây là tên của một cơ quan khác.", "text")
    alias = written(AgencyAlias(agency=agency, text=text), by)
    written(agency, by, f"Thêm cách viết “{alias.text}”")
    return alias


@transaction.atomic
def move_alias(alias: AgencyAlias, *, to: Agency, by) -> AgencyAlias:
    """The spelling means `to` from now on; it was put down for the wrong agency."""
    before = alias.agency
    if before.pk == to.pk:
        raise AgencyError("Cách viết này đã là của cơ quan đó.", "to")
    alias.agency = to
    alias.save()
    written(before, by, f"Chuyển cách viết “{alias.text}” sang cơ quan khác")
    written(to, by, f"Nhận cách viết “{alias.text}” từ cơ quan khác")
    return alias


@transaction.atomic
def join_set(agency: Agency, *, agency_set: AgencySet, since: datetime.date, by) -> AgencySetMember:
    """Into a scope or region from `since`; raises AgencyError when it is in already."""
    check_alive(agency, since, "since")
    if agency_set.side != agency.side:
        raise AgencyError("Phạm vi này là của khối khác.", "agency_set")
    held = agency.set_memberships.filter(agency_set=agency_set)
    if any(may_meet(row, since) for row in held):
        raise AgencyError("Cơ quan đã ở trong phạm vi này vào ngày đó hoặc sau đó.", "agency_set")
    new = AgencySetMember(
        agency=agency,
        agency_set=agency_set,
        in_force_from=since,
        in_force_until=agency.in_force_until,
    )
    return written(new, by)


@transaction.atomic
def leave_set(member: AgencySetMember, *, last_day: datetime.date, by) -> AgencySetMember:
    """Out of a scope or region after `last_day`; what was counted until then stays."""
    return end_row(member, last_day, by, "last_day")


def end_row(row, last_day: datetime.date, by, field: str = "last_day"):
    if last_day < row.in_force_from:
        raise AgencyError(
            f"Bắt đầu từ {show_date(row.in_force_from)} nên không kết thúc trước ngày đó.", field
        )
    row.in_force_until = last_day
    return written(row, by)


@transaction.atomic
def end_agency(agency: Agency, *, last_day: datetime.date, by, reason: str = "") -> Agency:
    """The agency's last day; its names, codes and places in sets end with it."""
    if last_day < agency.in_force_from:
        raise AgencyError(
            f"Cơ quan hoạt động từ {show_date(agency.in_force_from)}. Bạn chọn ngày sau.",
            "last_day",
        )
    if agency.in_force_until is not None and agency.in_force_until <= last_day:
        raise AgencyError(f"Cơ quan đã kết thúc ngày {show_date(agency.in_force_until)}.")
    for rows in (agency.names, agency.codes, agency.set_memberships):
        for row in rows.all():
            if row.in_force_from > last_day:
                raise AgencyError(
                    f"Đã ghi {row._meta.verbose_name} từ {show_date(row.in_force_from)}. "
                    "Bạn chọn ngày kết thúc sau ngày đó.",
                    "last_day",
                )
            if may_meet(row, last_day + ONE_DAY):
                row.in_force_until = last_day
                written(row, by, reason)
    agency.in_force_until = last_day
    return written(agency, by, reason)
