"""The reader's own agency first: its figures, and its place among the others."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.accounts.permissions import Grant
from portal.agencies.models import Side
from portal.figures import show
from portal.submissions.aggregation import Figures
from portal.submissions.profile import show_reading
from portal.submissions.readings import Member
from training.figures import TrainingRow

from .headlines import Known

MOST = 3  # agencies of one person
PAGES = {Side.CENTRAL.value: "/bo-nganh/", Side.PROVINCIAL.value: "/dia-phuong/"}
SHOWN = {
    Side.CENTRAL.value: ("PLAN_MIN", "EVENT_MIN", "WEBPAGE_MIN"),
    Side.PROVINCIAL.value: ("PLAN_PRO", "TEAM_PRO", "TEAMS", "TEAM_MEMBERS"),
}


@dataclass(frozen=True)
class Own:
    """`places`: sentences; `facts`: (what, how it stands); an unknown is said to be so."""

    name: str
    href: str
    trained: str
    places: list[str]
    facts: list[tuple[str, str]]


def own_boards(figures: Figures, known: Known, agencies: Iterable[Grant]) -> list[Own]:
    """A board for each agency that the reader acts for and that reports on the day.

    `figures` and `known`: of the whole country.
    """
    ids = [grant.agency_id for grant in agencies][:MOST]
    found = []
    for side, rows in (
        (Side.CENTRAL.value, known.ministries),
        (Side.PROVINCIAL.value, known.provinces),
    ):
        found += [board(figures, side, rows, row) for row in rows if row.agency_id in ids]
    return found


def board(figures: Figures, side: str, rows: list[TrainingRow], row: TrainingRow) -> Own:
    member = row.member
    return Own(
        name=member.printed_name,
        href=f"{PAGES[side]}{member.slug}/",
        trained=trained(row),
        places=places(figures, side, rows, row),
        facts=facts(figures, SHOWN[side], member),
    )


def trained(row: TrainingRow) -> str:
    """ "4.993 lượt: 428 tự tổ chức, 4.565 trên One Touch"; what is not known is said."""
    if row.amount is None:
        return "Chưa ghi nhận số lượt bồi dưỡng."
    parts = ((row.self_run, "tự tổ chức"), (row.one_touch, "trên One Touch"))
    known = [f"{show(amount)} {words}" for amount, words in parts if amount is not None]
    unknown = [words for amount, words in parts if amount is None]
    told = f": {', '.join(known)}" if known else ""
    if known and unknown:
        told += f"; chưa ghi nhận số {unknown[0]}"
    return f"{show(row.amount)} lượt{told}."


def places(figures: Figures, side: str, rows: list[TrainingRow], row: TrainingRow) -> list[str]:
    """ "Thứ 7/63 địa phương theo tổng lượt": among those whose total is known."""
    if row.amount is None:
        return []
    what = "bộ, ngành" if side == Side.CENTRAL else "địa phương"
    found = [f"Thứ {place(row, rows)} {what} theo tổng lượt"]
    for region in figures.regions:
        ids = {member.agency_id for member in region.members}
        if row.agency_id in ids:
            there = [other for other in rows if other.agency_id in ids]
            found.append(f"thứ {place(row, there)} của vùng {region.name}")
    return found


def place(row: TrainingRow, rows: list[TrainingRow]) -> str:
    """ "7/63": equal totals share a place; those without a total have none."""
    known = [other.amount for other in rows if other.amount is not None]
    return f"{1 + sum(amount > row.amount for amount in known)}/{len(known)}"


def facts(figures: Figures, codes: Iterable[str], member: Member) -> list[tuple[str, str]]:
    found = []
    for code in codes:
        if code not in figures.indicators:
            continue
        indicator = figures.indicators[code]
        reading = figures.reading(code, member.agency_id)
        shown = "chưa ghi nhận"
        if reading is not None and indicator.is_number:
            shown = show_reading(indicator, reading)
        elif reading is not None:
            shown = show_reading(indicator, reading) if reading.amount is None else yes(reading)
        found.append((indicator.short_label, shown))
    return found


def yes(reading) -> str:
    return "đã có" if reading.amount else "báo cáo là chưa"
