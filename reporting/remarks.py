"""What the overview says in words: at most three sentences, each true of the figures of the day."""

from dataclasses import dataclass

from portal.days import show_date
from portal.figures import fraction, show
from portal.submissions.aggregation import Figure
from training.figures import training_totals

from .sentences import names_of


@dataclass(frozen=True)
class Remark:
    """A sentence for the Committee: what stands out, and the way to the names behind it."""

    strong: str
    text: str
    href: str
    link: str


def names_page(code: str, day) -> str:
    return f"/tong-quan/chi-tieu/{code}/?ngay={show_date(day)}"


def both_sides(known: dict[str, Figure], codes) -> tuple[int | None, int, str]:
    """(agencies done, agencies asked, "05/30 bộ, ngành và 41/63 địa phương") of a pair."""
    pair = [known[code] for code in codes if code in known and known[code].size]
    known_ones = [figure for figure in pair if figure.amount is not None]
    done = sum(figure.amount for figure in known_ones) if known_ones else None
    words = " và ".join(
        f"{fraction(figure.amount, figure.size)} {figure.indicator.asked_of.short_name}"
        for figure in known_ones
    )
    return done, sum(figure.size for figure in pair), words


def remarks(known, provinces, day) -> list[Remark]:
    """At most three sentences, each true of the figures of the day."""
    found = [unknown_plan(known, day), blank_self_run(provinces, day), without_team(known, day)]
    return [remark for remark in found if remark]


def left_over(figure: Figure) -> str:
    """Who has not: "17 báo cáo là chưa, 2 chưa ghi nhận"; an unknown is never worded as "chưa"."""
    if figure.statement:
        return f"{show(figure.size - figure.amount)} chưa ghi nhận"
    groups = ((figure.not_done, "báo cáo là chưa"), (figure.unknown, "chưa ghi nhận"))
    return ", ".join(f"{show(len(members))} {words}" for members, words in groups if members)


def unknown_plan(known, day) -> Remark | None:
    figure = known.get("PLAN_MIN")
    if not figure or figure.amount is None or figure.amount == figure.size:
        return None
    left = figure.size - figure.amount
    side = figure.indicator.asked_of.short_name
    other = both_sides(known, ("PLAN_PRO",))[2]
    return Remark(
        f"Còn {show(left)}/{show(figure.size)} {side} chưa có Kế hoạch được ghi nhận.",
        f"Trong đó {left_over(figure)}." + (f" Bên địa phương: {other}." if other else ""),
        names_page("PLAN_MIN", day),
        f"Danh sách {show(left)} cơ quan",
    )


def blank_self_run(provinces, day) -> Remark | None:
    totals = training_totals(provinces)
    blank = totals.size - totals.self_run_known
    if not totals.size or not blank:
        return None
    return Remark(
        f"Số tự tổ chức mới có ở {totals.self_run_known}/{totals.size} địa phương.",
        f"{show(blank)} ô trống là chưa có số liệu, không phải 0.",
        names_page("TRAIN_PRO_SELF", day),
        f"{show(blank)} địa phương",
    )


def without_team(known, day) -> Remark | None:
    figure = known.get("TEAM_PRO")
    if not figure or not figure.not_done:
        return None
    return Remark(
        f"{names_of(figure.not_done, official=False)} chưa thành lập Tổ công nghệ số cộng đồng.",
        f"{show(figure.amount)} địa phương khác đã có.",
        names_page("TEAM_PRO", day),
        "Chi tiết",
    )
