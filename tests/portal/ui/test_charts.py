import json
import re
from decimal import Decimal

from plotly import graph_objects

from portal.ui import charts
from portal.ui.charts import BarRow, Tile, TrendPoint
from portal.ui.charts.trend import _round_up

SERIES = ("Tự tổ chức", "Nền tảng")
ROWS = [
    BarRow("Quảng Ngãi", (14464, 216), 14680),
    BarRow("Cà Mau", (None, 1304), 1304, "/dia-phuong/ca-mau/"),
    BarRow("Bạc Liêu", (0, 820), 820),
]


def test_bar_widths_are_shares_of_the_longest():
    first, second, third = charts.bar_widths(ROWS)
    longest = sum(first)
    assert longest < 100
    assert abs(sum(part for part in third) - longest * 820 / 14680) < Decimal("0.01")
    assert second[0] is None


def test_bar_width_of_zero_is_not_that_of_a_blank():
    widths = charts.bar_widths(ROWS)
    assert widths[1][0] is None
    assert widths[2][0] == 0


def test_bars_svg_draws_the_unknown_dotted_and_the_zero_not_at_all():
    drawn = charts.stacked_bars_svg(ROWS, SERIES)
    assert drawn.count("stroke-dasharray") == 1
    assert len(re.findall(r'<rect[^>]* fill="#0b4f5c"', drawn)) == 1
    assert len(re.findall(r'<rect[^>]* fill="#b9780f"', drawn)) == 3


def test_bars_svg_prints_totals_and_escapes_names():
    drawn = charts.stacked_bars_svg([BarRow("A & B", (1, 2), 14680)], SERIES)
    assert "14.680" in drawn
    assert "A &amp; B" in drawn


def test_bars_svg_has_no_viewbox_and_no_style():
    drawn = charts.stacked_bars_svg(ROWS, SERIES)
    assert "viewBox" not in drawn
    assert "style" not in drawn
    assert 'href="/dia-phuong/ca-mau/"' in drawn


def test_bars_without_any_figure_still_draw():
    assert "Cà Mau" in charts.stacked_bars_svg([BarRow("Cà Mau", (None, None), None)], SERIES)


def test_bars_figure_has_the_same_numbers():
    figure = charts.stacked_bars_figure(ROWS, SERIES, "lượt")
    assert [list(trace["x"]) for trace in figure["data"]] == [[14464, None, 0], [216, 1304, 820]]
    assert [trace["marker"]["color"] for trace in figure["data"]] == list(charts.SERIES)
    assert figure["layout"]["separators"] == ",."
    assert "title" not in figure["layout"]
    assert len(figure["layout"]["shapes"]) == 1


def test_figures_are_small_plain_json():
    figure = charts.stacked_bars_figure(ROWS, SERIES)
    assert "template" not in figure["layout"]
    assert len(json.dumps(figure)) < 4000


POINTS = [
    TrendPoint("Tuần 35", 100, is_provisional=True),
    TrendPoint("Tuần 36", 200),
    TrendPoint("Tuần 37", None),
    TrendPoint("Tuần 38", 300),
    TrendPoint("Tuần 39", 117),
]


def test_trend_draws_only_what_is_known():
    drawn = charts.trend_svg(POINTS, "Lượt")
    assert drawn.count("<circle") == 4
    assert drawn.count("<polyline") == 2
    assert drawn.count("stroke-dasharray") == 1


def test_trend_with_one_point_or_none_draws_no_line():
    assert "<polyline" not in charts.trend_svg(POINTS[:1], "Lượt")
    assert "<circle" not in charts.trend_svg([TrendPoint("Tuần 39", None)], "Lượt")


def test_trend_figure_leaves_the_gap():
    figure = charts.trend_figure(POINTS, "Lũy kế")
    *lines, dots = figure["data"]
    assert [list(line["x"]) for line in lines] == [[0, 1], [3, 4]]
    assert list(dots["y"]) == [100, 200, 300, 117]


def test_axis_starts_at_zero_and_ends_above():
    assert _round_up(117158) == 120000
    assert _round_up(0) == 4
    assert _round_up(20) == 20


def test_waffle_has_three_encodings():
    drawn = charts.waffle_svg([charts.DONE, charts.NOT_DONE, charts.UNKNOWN], "ba cơ quan")
    assert drawn.count('width="14" height="14" fill="#0b4f5c"') == 1
    assert drawn.count('stroke="#0b4f5c"') == 1
    assert drawn.count("stroke-dasharray") == 1


def test_tile_grid_carries_archipelagos_with_whose_they_are():
    islands = [charts.Island("Hoàng Sa", "TP. Đà Nẵng", 277, 248)]
    drawn = charts.tile_grid_svg([], "Bản đồ ô", islands)
    assert ">Hoàng Sa<" in drawn
    assert "(TP. Đà Nẵng)" in drawn
    assert "Hoàng Sa" not in charts.tile_grid_svg([], "Bản đồ ô")


def test_tile_grid_encodes_state_and_links():
    tiles = [
        Tile(("Cà Mau",), 18, 2, charts.DONE, "/ca-mau/"),
        Tile(("Bạc", "Liêu"), 18, 3, charts.NOT_DONE),
        Tile(("Sóc", "Trăng"), 18, 4, charts.UNKNOWN),
    ]
    drawn = charts.tile_grid_svg(tiles, "Bản đồ ô")
    assert drawn.count('fill="#0b4f5c"') == 1
    assert drawn.count("stroke-dasharray") == 1
    assert 'href="/ca-mau/"' in drawn
    assert 'role="group"' in drawn


def test_figures_are_what_plotly_takes():
    """They are written as plain dicts, for its library costs a page more than all the rest."""
    bars = charts.stacked_bars_figure(
        [BarRow("Yên Bái", (3452, 700), 4152), BarRow("Hà Nội", (None, 5), 5)], ("A", "B"), "lượt"
    )
    points = [TrendPoint("1/9", 5), TrendPoint("2/9", None), TrendPoint("3/9", 7, True)]
    for figure in (bars, charts.trend_figure(points, "Lượt", "lượt"), charts.trend_figure([], "")):
        checked = graph_objects.Figure(figure).to_plotly_json()
        checked["layout"].pop("template", None)
        assert json.dumps(checked, sort_keys=True) == json.dumps(figure, sort_keys=True)
