"""What the overview says in words: at most three sentences, each true of the figures of the day."""

from dataclasses import dataclass

from portal.figures import show
from portal.submissions.aggregation import Figure
from reporting.sentences import names_of
from training.figures import training_totals

from .headlines import Known, both_sides, side_of


@dataclass(frozen=True)
class Remark:
    """A sentence for the Committee: what stands out, and the way to the names behind it."""

    strong: str
    text: str
    href: str
    link: str


def remarks(known: Known) -> list[Remark]:
    """At most three sentences, each true of the figures of the day."""
    found = [unknown_plan(known), blank_self_run(known), without_team(known)]
    return [remark for remark in found if remark]


def left_over(figure: Figure) -> str:
    """Who has not: "17 báo cáo là chưa, 2 chưa ghi nhận"; an unknown is never worded as "chưa"."""
    if figure.statement:
        return f"{show(figure.size - figure.amount)} chưa ghi nhận"
    groups = ((figure.not_done, "báo cáo là chưa"), (figure.unknown, "chưa ghi nhận"))
    return ", ".join(f"{show(len(members))} {words}" for members, words in groups if members)


def unknown_plan(known: Known) -> Remark | None:
    """Of the central bodies, or of the provinces where no central body is looked at."""
    code = "PLAN_MIN" if "PLAN_MIN" in known.figures else "PLAN_PRO"
    figure = known.figures.get(code)
    if not figure or figure.amount is None or figure.amount == figure.size:
        return None
    left = figure.size - figure.amount
    other = both_sides(known.figures, ("PLAN_PRO",))[2] if code == "PLAN_MIN" else ""
    return Remark(
        f"Còn {show(left)}/{show(figure.size)} {side_of(figure)} chưa có Kế hoạch được ghi nhận.",
        f"Trong đó {left_over(figure)}." + (f" Bên địa phương: {other}." if other else ""),
        known.names(code),
        f"Danh sách {show(left)} cơ quan",
    )


def blank_self_run(known: Known) -> Remark | None:
    totals = training_totals(known.provinces)
    blank = totals.size - totals.self_run_known
    if not totals.size or not blank:
        return None
    return Remark(
        f"Số tự tổ chức mới có ở {totals.self_run_known}/{totals.size} địa phương.",
        f"{show(blank)} ô trống là chưa có số liệu, không phải 0.",
        known.names("TRAIN_PRO_SELF"),
        f"{show(blank)} địa phương",
    )


def without_team(known: Known) -> Remark | None:
    figure = known.figures.get("TEAM_PRO")
    if not figure or not figure.not_done:
        return None
    return Remark(
        f"{names_of(figure.not_done, official=False)} chưa thành lập Tổ công nghệ số cộng đồng.",
        f"{show(figure.amount)} địa phương khác đã có.",
        known.names("TEAM_PRO"),
        "Chi tiết",
    )
