"""Who can be compared on a day, and who of them is asked for: agencies of one side only."""

from dataclasses import dataclass

from portal.agencies.models import Side
from portal.days import show_date
from portal.submissions.aggregation import Figures
from portal.submissions.beside import group_of
from portal.submissions.readings import Member
from portal.submissions.sets import SetOnDay

from .query import DAY, Query, box_of

SIDES = (Side.PROVINCIAL, Side.CENTRAL)
ELSEWHERE = "Địa phương khác"  # in no region on the day


@dataclass(frozen=True)
class Choice:
    """One agency that a box offers."""

    member: Member
    side: str


@dataclass(frozen=True)
class Chosen:
    """The agencies side by side; empty `members`: nothing to show.

    `group`: the region or set that holds all of them, so that one column can stand for it.
    """

    members: tuple[Member, ...]
    side: str
    group: SetOnDay | None


def choices_on(figures: Figures) -> list[Choice]:
    """Every agency that an indicator asks on the day, provinces by name, then central bodies."""
    found: dict[int, Choice] = {}
    for code, indicator in figures.indicators.items():
        if indicator.asked_of_id and indicator.asked_of.side in SIDES:
            for member in figures.members_of(code):
                found.setdefault(member.agency_id, Choice(member, indicator.asked_of.side))
    return sorted(found.values(), key=lambda one: (SIDES.index(one.side), *order_of(one)))


def order_of(one: Choice) -> tuple:
    if one.side == Side.PROVINCIAL:
        return (one.member.sort_key, one.member.agency_id)
    return (one.member.position, one.member.agency_id)


def offered(figures: Figures, choices: list[Choice]) -> list[tuple[str, list[tuple[str, str]]]]:
    """(heading, [(slug, name)]) of the boxes: region by region, then the central bodies."""
    provinces = [one.member for one in choices if one.side == Side.PROVINCIAL]
    names = {one.agency_id: (one.slug, one.printed_name) for one in provinces}
    groups, placed = [], set()
    for region in figures.regions:
        inside = [one.agency_id for one in provinces if one in region.members]
        if inside:
            groups.append((region.name, [names[key] for key in inside]))
            placed |= set(inside)
    rest = [pair for key, pair in names.items() if key not in placed]
    if rest:
        groups.append((ELSEWHERE if placed else str(Side.PROVINCIAL.label), rest))
    central = [(one.member.slug, one.member.name) for one in choices if one.side == Side.CENTRAL]
    if central:
        groups.append((str(Side.CENTRAL.label), central))
    return groups


def choose(query: Query, figures: Figures, choices: list[Choice]) -> Chosen:
    """The asked agencies; a stranger and a mixture of the sides are refused in the query."""
    by_slug = {one.member.slug: one for one in choices}
    found = []
    for at, slug in enumerate(query.slugs):
        if slug in by_slug:
            found.append(by_slug[slug])
        else:
            query.refuse(
                box_of(at),
                f"Ngày {show_date(query.day)} không có cơ quan “{slug}”. Bạn chọn trong danh sách.",
            )
    if not choices:
        query.refuse(
            DAY,
            f"Ngày {show_date(query.day)} chưa có cơ quan nào được hỏi. Bạn chọn ngày muộn hơn.",
        )
    sides = {one.side for one in found}
    if len(sides) > 1:
        query.refuse("", mixture(found))
    if len(sides) != 1 or query.faults_of(DAY):
        return Chosen((), "", None)
    members = tuple(one.member for one in found)
    return Chosen(members, sides.pop(), shared_group(figures, members))


def mixture(found: list[Choice]) -> str:
    named = {side: next(one.member.name for one in found if one.side == side) for side in SIDES}
    return (
        f"{named[Side.PROVINCIAL]} là địa phương, {named[Side.CENTRAL]} là bộ, ngành: hai khối có "
        "chỉ tiêu khác nhau nên không so sánh được. Bạn giữ một khối."
    )


def shared_group(figures: Figures, members: tuple[Member, ...]) -> SetOnDay | None:
    groups = [group_of(figures, member.agency_id) for member in members]
    codes = {group.code if group else None for group in groups}
    return groups[0] if len(codes) == 1 else None
