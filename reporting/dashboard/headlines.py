"""The headline figures: each with its denominator, what it rests on, and what moved."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from portal.days import show_date
from portal.figures import fraction, show, show_percent
from portal.submissions.aggregation import Figure
from reporting import lines
from reporting.completeness import Completeness
from training.figures import TrainingRow, covered_days, training_totals

from .last_edition import LastEdition, age


@dataclass(frozen=True)
class Headline:
    """`links`: (words, address) to the names behind it; `change`, `basis`: empty if not known."""

    label: str
    value: int | None
    of: int | None
    note: str
    change: str = ""
    basis: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Known:
    """What the headlines are made of. `names(code)`: the address of the names behind a figure."""

    day: datetime.date
    figures: dict[str, Figure]
    ministries: list[TrainingRow]
    provinces: list[TrainingRow]
    complete: Completeness
    edition: LastEdition | None
    names: object
    training_query: str = ""
    is_scoped: bool = False

    def change(self, *codes: str) -> str:
        if self.edition is None or self.is_scoped:
            return ""
        return self.edition.change(*(self.figures.get(code) for code in codes))


def headlines(known: Known) -> list[Headline]:
    """The four figures; one whose agencies are outside the scope is not there."""
    found = [reports(known), plans(known), trained(known), teams(known)]
    return [headline for headline in found if headline]


def reports(known: Known) -> Headline | None:
    complete = known.complete
    if not complete.expected:
        return None
    change = ""
    if known.edition and not known.is_scoped and None not in known.edition.sides:
        central, provincial = known.edition.sides
        change = (
            f"Báo cáo {known.edition.label} dựa trên {show(central)} bộ, ngành "
            f"và {show(provincial)} địa phương."
        )
    return Headline(
        "Đã có báo cáo",
        complete.received,
        complete.expected,
        f"cơ quan, đạt {show_percent(complete.received, complete.expected)}: {complete.words}",
        change,
        complete.source,
    )


def plans(known: Known) -> Headline | None:
    pair = pair_of(known.figures, lines.PLAN.codes)
    if not pair:
        return None
    done, size, words = both_sides(known.figures, lines.PLAN.codes)
    return Headline(
        "Đã ban hành Kế hoạch",
        done,
        size,
        f"cơ quan, đạt {show_percent(done, size)}: {words}" if words else "cơ quan",
        known.change(*lines.PLAN.codes),
        rests_on(pair),
        tuple((side_of(figure), known.names(figure.indicator.code)) for figure in pair),
    )


def trained(known: Known) -> Headline | None:
    sides = (
        (known.ministries, "bộ, ngành", "/boi-duong/bo-nganh/"),
        (known.provinces, "địa phương", "/boi-duong/dia-phuong/"),
    )
    sides = [(rows, training_totals(rows), side, page) for rows, side, page in sides if rows]
    if not sides:
        return None
    amounts = [totals.amount for _, totals, *_ in sides if totals.amount is not None]
    everyone = [row for rows, *_ in sides for row in rows]
    return Headline(
        "Lượt được bồi dưỡng",
        sum(amounts) if amounts else None,
        None,
        " và ".join(
            f"{show(totals.amount)} của {totals.amount_known}/{totals.size} {side}"
            for _, totals, side, _ in sides
            if totals.amount is not None
        ),
        known.change("TRAIN_MIN", "TRAIN_PRO"),
        with_stop(age(*covered_days(everyone))),
        tuple((side, f"{page}?ngay={show_date(known.day)}") for _, _, side, page in sides),
    )


def teams(known: Known) -> Headline | None:
    figure = known.figures.get("TEAMS")
    if figure is None:
        return None
    members, established = known.figures.get("TEAM_MEMBERS"), known.figures.get("TEAM_PRO")
    parts = []
    if members and members.amount is not None:
        parts.append(f"{show(members.amount)} thành viên")
    if established and established.amount is not None:
        parts.append(f"tại {fraction(established.amount, established.size)} địa phương")
    if figure.statement:
        parts.append(f"Cục công bố, tính đến {show_date(figure.newest)}")
        basis = f"Có tên: {show(figure.known)}/{show(figure.size)} địa phương."
    else:
        basis = rests_on([figure])
    codes = [code for code in ("TEAMS", "TEAM_MEMBERS", "TEAM_PRO") if code in known.figures]
    words = {"TEAMS": "số Tổ", "TEAM_MEMBERS": "thành viên", "TEAM_PRO": "địa phương đã có"}
    return Headline(
        "Tổ công nghệ số cộng đồng",
        figure.amount,
        None,
        ", ".join(parts),
        known.change("TEAMS"),
        basis,
        tuple((words[code], known.names(code)) for code in codes),
    )


# In words


def pair_of(figures: dict[str, Figure], codes: Iterable[str]) -> list[Figure]:
    return [figures[code] for code in codes if code in figures and figures[code].size]


def both_sides(figures: dict[str, Figure], codes) -> tuple[int | None, int, str]:
    """(agencies done, agencies asked, "05/30 bộ, ngành và 41/63 địa phương") of a pair."""
    pair = pair_of(figures, codes)
    known = [figure for figure in pair if figure.amount is not None]
    done = sum(figure.amount for figure in known) if known else None
    words = " và ".join(
        f"{fraction(figure.amount, figure.size)} {side_of(figure)}" for figure in known
    )
    return done, sum(figure.size for figure in pair), words


def side_of(figure: Figure) -> str:
    return figure.indicator.asked_of.short_name


def rests_on(figures: list[Figure]) -> str:
    """ "Số liệu từ 30/9/2022 đến 14/10/2022; biết được 82/93 cơ quan." """
    oldest = min((f.oldest for f in figures if f.oldest), default=None)
    newest = max((f.newest for f in figures if f.newest), default=None)
    parts = [age(oldest, newest)]
    named = [figure for figure in figures if figure.statement is None]
    if named:
        known, size = sum(f.known for f in named), sum(f.size for f in named)
        parts.append(f"có số của {show(known)}/{show(size)} cơ quan")
    return with_stop("; ".join(part for part in parts if part))


def with_stop(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""
