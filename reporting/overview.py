"""The national overview as of a day: every figure with its denominator, its date and its names."""

import datetime
from dataclasses import dataclass

from portal.days import show_date
from portal.figures import fraction, show, show_percent
from portal.submissions.aggregation import Figure, Figures
from portal.submissions.readings import Moment
from portal.ui.charts import (
    DONE,
    NOT_DONE,
    UNKNOWN,
    Chart,
    TrendPoint,
    tile_grid_svg,
    trend_figure,
    trend_svg,
)
from portal.ui.tables import NameColumn, NumberColumn, YearbookTable
from provinces.tiles import tiles
from training.charts import leaders_chart, regions_chart
from training.figures import CENTRAL, PROVINCIAL, training_rows, training_totals
from training.trend import training_trend

from . import lines
from .completeness import Completeness, completeness
from .remarks import Remark, both_sides, left_over, names_page, remarks
from .sentences import counted


@dataclass(frozen=True)
class Headline:
    label: str
    value: int | None
    of: int | None
    note: str
    href: str = ""


@dataclass(frozen=True)
class Overview:
    day: datetime.date
    headlines: list[Headline]
    remarks: list[Remark]
    completeness: Completeness
    criteria: list[dict]
    plan: Chart | None
    plan_lists: list
    regions: Chart | None
    leaders: Chart | None
    trend: Chart | None


def build_overview(day: datetime.date) -> Overview:
    """Everything on the page; six queries, whatever the number of agencies and indicators."""
    figures = Figures(None, Moment(day), with_regions=True)
    known = known_figures(figures)
    ministries = training_rows(figures, CENTRAL)
    provinces = training_rows(figures, PROVINCIAL)
    rows = {row.agency_id: row for row in provinces}
    groups = [
        (region.name, [rows[m.agency_id] for m in region.members if m.agency_id in rows])
        for region in figures.regions
    ]
    complete = completeness(figures)
    plan = known.get("PLAN_PRO")
    return Overview(
        day=day,
        headlines=headlines(complete, known, ministries, provinces, day),
        remarks=remarks(known, provinces, day),
        completeness=complete,
        criteria=criteria(known, day),
        plan=plan_chart(figures, plan, day),
        plan_lists=plan_lists(plan),
        regions=regions_chart([(n, r) for n, r in groups if r], day),
        leaders=leaders_chart(provinces, day, href_of=province_page),
        trend=trend_chart(figures),
    )


def province_page(row) -> str:
    return f"/dia-phuong/{row.member.slug}/"


def known_figures(figures: Figures) -> dict[str, Figure]:
    """The figures that the page names, as far as the catalogue holds them."""
    wanted = lines.NAMED & figures.indicators.keys()
    return {code: figures.figure(code) for code in wanted}


def headlines(complete, known, ministries, provinces, day) -> list[Headline]:
    plan_done, plan_size, plan_words = both_sides(known, lines.PLAN.codes)
    teams, members = known.get("TEAMS"), known.get("TEAM_MEMBERS")
    established = known.get("TEAM_PRO")
    sums = [training_totals(rows) for rows in (ministries, provinces)]
    trained = [totals.amount for totals in sums if totals.amount is not None]
    found = [
        Headline(
            "Đã có báo cáo",
            complete.received,
            complete.expected,
            f"cơ quan, đạt {show_percent(complete.received, complete.expected)}: {complete.words}. "
            f"{complete.source}",
        ),
        Headline(
            "Đã ban hành Kế hoạch",
            plan_done,
            plan_size,
            f"cơ quan, đạt {show_percent(plan_done, plan_size)}: {plan_words}",
            names_page("PLAN_PRO", day),
        ),
        Headline(
            "Lượt được bồi dưỡng",
            sum(trained) if trained else None,
            None,
            " và ".join(
                f"{show(totals.amount)} của {totals.amount_known}/{totals.size} {side}"
                for totals, side in zip(sums, ("bộ, ngành", "địa phương"), strict=True)
                if totals.amount is not None
            ),
            f"/boi-duong/dia-phuong/?ngay={show_date(day)}",
        ),
    ]
    if teams:
        found.append(
            Headline(
                "Tổ công nghệ số cộng đồng",
                teams.amount,
                None,
                teams_note(members, established, teams),
                names_page("TEAMS", day),
            )
        )
    return [headline for headline in found if headline.of != 0]


def teams_note(members, established, teams: Figure) -> str:
    parts = []
    if members and members.amount is not None:
        parts.append(f"{show(members.amount)} thành viên")
    if established and established.amount is not None:
        parts.append(f"tại {fraction(established.amount, established.size)} địa phương")
    if teams.statement:
        parts.append(f"Cục công bố, tính đến {show_date(teams.newest)}")
    return ", ".join(parts)


def criteria(known, day) -> list[dict]:
    """A row for each yes/no criterion: central bodies and provinces side by side."""
    specs = [lines.PLAN.codes, *(spec.codes for spec in lines.AWARENESS), ("", "TEAM_PRO")]
    rows = []
    for central, provincial, *_ in specs:
        cells = [cell(known.get(code), code, day) for code in (central, provincial)]
        named = known.get(provincial) or known.get(central)
        if named:
            rows.append({"label": named.indicator.short_label, "cells": cells})
    return rows


def cell(figure: Figure | None, code: str, day) -> dict:
    """`text` empty and `asked` True: nothing known yet."""
    if figure is None:
        return {"asked": False, "text": "", "href": ""}
    known = figure.amount is not None
    text = fraction(figure.amount, figure.size) if known else ""
    return {"asked": True, "text": text, "href": names_page(code, day) if known else ""}


def plan_chart(figures: Figures, figure: Figure | None, day) -> Chart | None:
    if figure is None or not figure.size:
        return None
    drawn, islands = tiles(figures, "PLAN_PRO")
    return Chart(
        id="plan",
        title=f"{counted(figure).text} địa phương đã ban hành Kế hoạch; {left_over(figure)}"
        if figure.amount is not None and left_over(figure)
        else "Địa phương đã ban hành Kế hoạch triển khai Đề án",
        caption=f"Mỗi ô là một tỉnh, thành phố, đặt gần đúng vị trí. Tính đến {show_date(day)}.",
        key=(
            (f"Đã ban hành ({len(figure.done)})", DONE),
            (f"Báo cáo là chưa ({len(figure.not_done)})", NOT_DONE),
            (f"Chưa ghi nhận ({len(figure.unknown)})", UNKNOWN),
        ),
        svg=tile_grid_svg(drawn, "Địa phương đã ban hành Kế hoạch", islands),
    )


def plan_lists(figure: Figure | None) -> list:
    if figure is None:
        return []
    groups = (
        ("Đã ban hành", figure.done),
        ("Báo cáo là chưa", figure.not_done),
        ("Chưa ghi nhận", figure.unknown),
    )
    return [
        (label, sorted(members, key=lambda m: m.sort_key)) for label, members in groups if members
    ]


class TrendTable(YearbookTable):
    day = NameColumn("Tính đến")
    amount = NumberColumn("Lượt, lũy kế")
    known = NumberColumn("Số cơ quan có số")


def trend_chart(figures: Figures) -> Chart | None:
    """The months that exist; None with fewer than two points, for a line needs two."""
    points = training_trend(figures)
    if len(points) < 2:
        return None
    drawn = [TrendPoint(show_date(point.day), point.amount) for point in points]
    first, last = points[0], points[-1]
    return Chart(
        id="trend",
        title=f"Số lượt lũy kế từ {show(first.amount)} ngày {show_date(first.day)} lên "
        f"{show(last.amount)} ngày {show_date(last.day)}"
        if last.amount >= first.amount
        else f"Số lượt lũy kế giảm còn {show(last.amount)} ngày {show_date(last.day)}",
        caption="Lượt, cộng số mới nhất của các cơ quan đã có số đến mỗi ngày.",
        svg=trend_svg(drawn, "Số lượt bồi dưỡng lũy kế theo thời gian"),
        figure=trend_figure(drawn, "Lượt bồi dưỡng", unit="lượt"),
        table=TrendTable(
            [
                {"day": show_date(point.day), "amount": point.amount, "known": point.known}
                for point in points
            ],
            title="Số lượt bồi dưỡng lũy kế",
            unit_line="Đơn vị: lượt.",
        ),
    )
