"""The dashboard's charts by the name in their address, each with its files."""

from collections.abc import Callable
from dataclasses import replace

from django.urls import reverse

from portal.ui.charts import Chart
from portal.ui.charts.outlets import downloads_of
from reporting.dashboard.coverage import plan_chart
from training.charts import leaders_chart, ranking_chart, regions_chart

from .board import Board, province_page
from .coverage import coverage_chart
from .flow import flow_chart
from .rates import rates_chart
from .teams import teams_scatter
from .trend import trend_chart

PICTURES: dict[str, Callable[[Board], Chart | None]] = {
    "dung-dau": lambda on: leaders_chart(on.provinces, on.day, href_of=province_page),
    "xep-hang": lambda on: ranking_chart(on.provinces, on.day, href_of=province_page),
    "theo-vung": lambda on: regions_chart(on.by_region, on.day),
    "ke-hoach": lambda on: plan_chart(on.figures),
    "do-phu": lambda on: coverage_chart(on.figures, on.day),
    "luy-ke": lambda on: trend_chart(on.figures),
    "trong-ky": lambda on: flow_chart(on.figures),
    "ty-le-bao-cao": lambda on: rates_chart(on.day, on.figures.scope),
    "to-cong-nghe": lambda on: teams_scatter(on.figures, on.day),
}


def picture(name: str, on: Board) -> Chart | None:
    """The chart with the addresses of its files; None for an unknown name, or nothing to draw."""
    build = PICTURES.get(name)
    chart = build(on) if build else None
    return with_downloads(chart, name, on.query)


def pictures(names, on: Board) -> list[Chart]:
    """Those of the charts that there is something to draw of."""
    return [chart for chart in (picture(name, on) for name in names) if chart is not None]


def with_downloads(chart: Chart | None, name: str, query: str = "") -> Chart | None:
    """`query`: "?ngay=30/9/2022&vung=…", so that the file holds what the page shows."""
    if chart is None:
        return None

    def address(kind: str) -> str:
        return reverse("reporting:chart_file", args=[name, kind]) + query

    return replace(chart, id=name, downloads=downloads_of(chart, address))
