"""Who has done what: the tile grid of plans with its lists, the yes/no criteria side by side."""

from collections.abc import Callable

from portal.days import show_date
from portal.figures import fraction
from portal.submissions.aggregation import Figure, Figures
from portal.ui.charts import DONE, NOT_DONE, UNKNOWN, Chart, tile_grid_svg
from portal.ui.tables import Column, NameColumn, YearbookTable
from provinces.tiles import tiles
from reporting import lines
from reporting.sentences import counted

from .remarks import left_over

Names = Callable[[str], str]


def criteria(figures: dict[str, Figure], names: Names) -> list[dict]:
    """A row for each yes/no criterion: central bodies and provinces side by side."""
    specs = [lines.PLAN.codes, *(spec.codes for spec in lines.AWARENESS), ("", "TEAM_PRO")]
    rows = []
    for central, provincial, *_ in specs:
        cells = [cell(figures.get(code), code, names) for code in (central, provincial)]
        named = figures.get(provincial) or figures.get(central)
        if named:
            rows.append({"label": named.indicator.short_label, "cells": cells})
    return rows


def cell(figure: Figure | None, code: str, names: Names) -> dict:
    """`text` empty and `asked` True: nothing known yet."""
    if figure is None:
        return {"asked": False, "text": "", "href": ""}
    known = figure.amount is not None
    text = fraction(figure.amount, figure.size) if known else ""
    return {"asked": True, "text": text, "href": names(code) if known else ""}


PLAN = "PLAN_PRO"


class PlanTable(YearbookTable):
    name = NameColumn("Địa phương", href="href")
    state = Column("Kế hoạch")


def plan_chart(figures: Figures) -> Chart | None:
    """None where no province of the scope is asked on the day."""
    figure = figures.figure(PLAN) if PLAN in figures.indicators else None
    if figure is None or not figure.size:
        return None
    day = show_date(figures.moment.day)
    drawn, islands = tiles(figures, PLAN)
    return Chart(
        id="ke-hoach",
        title=plan_title(figure),
        caption=f"Mỗi ô là một tỉnh, thành phố, đặt gần đúng vị trí. Tính đến {day}.",
        key=(
            (f"Đã ban hành ({len(figure.done)})", DONE),
            (f"Báo cáo là chưa ({len(figure.not_done)})", NOT_DONE),
            (f"Chưa ghi nhận ({len(figure.unknown)})", UNKNOWN),
        ),
        svg=tile_grid_svg(drawn, "Địa phương đã ban hành Kế hoạch", islands),
        table=PlanTable(
            [
                {"name": m.printed_name, "href": f"/dia-phuong/{m.slug}/", "state": label}
                for label, members in plan_lists(figure)
                for m in members
            ],
            title="Địa phương đã ban hành Kế hoạch triển khai Đề án",
            unit_line=f"Tính đến {day}.",
        ),
    )


def plan_title(figure: Figure) -> str:
    if figure.amount is None:
        return "Địa phương đã ban hành Kế hoạch triển khai Đề án"
    told = f"{counted(figure).text} địa phương đã ban hành Kế hoạch"
    rest = left_over(figure)
    return f"{told}; {rest}" if rest else told


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
