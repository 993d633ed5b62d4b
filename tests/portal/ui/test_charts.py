import json
import re
from decimal import Decimal

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from plotly import graph_objects

from portal.ui import charts
from portal.ui.charts import BarRow, Tile, TrendPoint, scatter
from portal.ui.charts.axes import axis_end, ticks

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
    assert drawn.count('stroke-width="2"') == 2  # from week 35 to 36, and from 38 to 39
    assert drawn.count("stroke-dasharray") == 1


def test_trend_with_one_point_or_none_draws_no_line():
    assert 'stroke-width="2"' not in charts.trend_svg(POINTS[:1], "Lượt")
    assert "<circle" not in charts.trend_svg([TrendPoint("Tuần 39", None)], "Lượt")


def test_trend_figure_leaves_the_gap():
    figure = charts.trend_figure(POINTS, "Lũy kế")
    *lines, dots = figure["data"]
    assert [list(line["x"]) for line in lines] == [[0, 1], [3, 4]]
    assert list(dots["y"]) == [100, 200, 300, 117]


@given(values=st.lists(st.none() | st.decimals(0, 10**9, places=1), max_size=5))
def test_axis_starts_at_zero_and_ends_above_with_whole_ticks(values):
    end = axis_end(values)
    greatest = max((value for value in values if value is not None), default=0)
    assert greatest <= end <= max(4, 2 * greatest + 4)
    assert end % 4 == 0
    assert ticks(end) == [0, end // 4, end // 2, end * 3 // 4, end]


def test_axis_ends_are_round():
    assert [axis_end([value]) for value in (0, 20, 2656, 117158)] == [4, 20, 3000, 120000]


def test_waffle_has_three_encodings():
    drawn = charts.waffle_svg([charts.DONE, charts.NOT_DONE, charts.UNKNOWN], "ba cơ quan")
    assert re.findall(r'd="([^"]*)" fill="#0b4f5c"', drawn) == ["M0 0h14v14h-14z"]
    assert drawn.count('stroke="#0b4f5c"') == 1
    assert drawn.count("stroke-dasharray") == 1


def test_waffle_has_a_square_for_each_and_a_shape_for_each_state():
    drawn = charts.waffle_svg([charts.DONE] * 60 + [charts.UNKNOWN] * 33, "93 cơ quan")
    assert (drawn.count("z"), drawn.count("M"), drawn.count("<path")) == (93, 93, 2)
    places = re.findall(r"M([\d.]+) ([\d.]+)", drawn)
    assert len(set(places)) == 93


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
    trend = charts.trend_figure(points, "Lượt", "lượt")
    for figure in (bars, trend, charts.trend_figure([], ""), *more_figures()):
        checked = graph_objects.Figure(figure).to_plotly_json()
        checked["layout"].pop("template", None)
        assert json.dumps(checked, sort_keys=True) == json.dumps(figure, sort_keys=True)


MARKUP = "<b>A</b> & %{x} \"='"
LINES = [
    charts.Line(
        "Đã nhận", (TrendPoint("9/2022", Decimal("92.5")), TrendPoint("10/2022", 40, True))
    ),
    charts.Line("Đúng hạn", (TrendPoint("9/2022", 61), TrendPoint("10/2022", None))),
]
BARS = [
    charts.FlowBar("8/2022", 1200, "30/93"),
    charts.FlowBar("9/2022", None),
    charts.FlowBar("10/2022", 0, "2/93"),
    charts.FlowBar("11/2022", 900, "9/93", is_provisional=True),
]
GROUPS = [
    charts.CoverageRow("Tây Nguyên", (charts.Counted(2, 1, 2, 5), charts.Counted(5, 0, 0, 5))),
    charts.CoverageRow(MARKUP, (charts.Counted(0, 0, 6, 6), charts.Counted(0, 6, 0, 6))),
]
SPOTS = [charts.Spot("Quảng Ninh", 1473, 11255), charts.Spot(MARKUP, 0, 0)]
AXES = charts.AxisNames("Số Tổ", "Số thành viên")
HEADS = ("Kế hoạch", "Tổ")


def more_figures():
    return (
        charts.lines_figure(LINES, top=100, suffix="%"),
        charts.flow_figure(BARS, "Lượt", "lượt"),
        charts.coverage_figure(GROUPS, HEADS),
        charts.scatter_figure(SPOTS, AXES, Decimal("4.5")),
    )


def more_drawings():
    return (
        charts.lines_svg(LINES, MARKUP, top=100, suffix="%"),
        charts.flow_svg(BARS, MARKUP),
        charts.coverage_svg(GROUPS, HEADS, MARKUP),
        charts.scatter_svg(SPOTS, AXES, MARKUP, Decimal("4.5")),
    )


def test_drawings_are_well_formed_escaped_and_without_style():
    for drawn in more_drawings():
        root = fromstring(drawn)
        assert root.get("aria-label") == MARKUP
        assert root.get("width") == "100%"
        assert root.get("viewBox") is None
        assert not [e for e in root.iter() if {"style", "class", "id"} & set(e.attrib)]


def test_names_are_texts_for_plotly_too():
    """Plotly reads markup in its texts, and its bold letters would break the strict CSP."""
    for figure in (
        *more_figures(),
        charts.stacked_bars_figure([BarRow(MARKUP, (1,), 1)], (MARKUP,)),
    ):
        told = json.dumps(figure).replace("<br>", "").replace("<extra></extra>", "")
        assert "<" not in told
        assert "%{x} " not in told


def test_each_line_is_named_with_its_last_figure_and_names_never_meet():
    drawn = fromstring(charts.lines_svg(LINES, "Tỷ lệ", top=100, suffix="%"))
    ends = [text for text in drawn.iter("text") if text.get("font-weight")]
    assert {text.text for text in ends} == {"Đã nhận 40%", "Đúng hạn 61%"}
    first, second = (float(text.get("y")) for text in ends)
    assert abs(first - second) >= 18
    notes = charts.lines_figure(LINES, top=100, suffix="%")["layout"]["annotations"]
    assert {note["text"] for note in notes} == {text.text for text in ends}


def test_share_of_a_half_stands_half_way_up():
    line = charts.Line("Đã nhận", (TrendPoint("9/2022", 0), TrendPoint("10/2022", 50)))
    drawn = fromstring(charts.lines_svg([line], "Tỷ lệ", top=100))
    lines = [float(e.get("y1")) for e in drawn.iter("line") if e.get("stroke") == "#d8d8d0"]
    low, half = (float(circle.get("cy")) for circle in drawn.iter("circle"))
    assert (low, half) == (max(lines), (max(lines) + min(lines)) / 2)


def test_month_without_a_figure_has_no_column_and_a_zero_has_no_height():
    drawn = fromstring(charts.flow_svg(BARS, "Phát sinh"))
    heights = [float(rect.get("height")) for rect in drawn.iter("rect")]
    assert len(heights) == 3
    assert heights[1] == 0
    assert heights[0] / heights[2] == pytest.approx(1200 / 900, rel=0.01)
    hollow = [rect for rect in drawn.iter("rect") if rect.get("stroke-dasharray")]
    assert len(hollow) == 1
    (bars,) = charts.flow_figure(BARS, "Lượt")["data"]
    assert (bars["x"], bars["y"]) == ([0, 2, 3], [1200, 0, 900])


def test_coverage_has_three_encodings_as_wide_as_their_agencies():
    drawn = fromstring(charts.coverage_svg(GROUPS[:1], HEADS, "Phủ"))
    done, not_done, unknown, _ = drawn.iter("rect")
    assert done.get("fill") == "#0b4f5c"
    assert (not_done.get("fill"), not_done.get("stroke")) == ("#ffffff", "#0b4f5c")
    assert (unknown.get("fill"), bool(unknown.get("stroke-dasharray"))) == ("none", True)
    wide = [float(rect.get("width").rstrip("%")) + 0.5 for rect in (done, not_done, unknown)]
    assert wide[0] == pytest.approx(wide[1] * 2, rel=0.01)
    assert wide[0] == pytest.approx(wide[2], rel=0.01)
    assert [text.text for text in drawn.iter("text")][-2:] == ["2/5", "5/5"]


def test_coverage_figure_has_the_same_counts():
    data = charts.coverage_figure(GROUPS, HEADS)["data"]
    assert [trace["x"] for trace in data] == [[2, 0], [1, 0], [2, 6], [5, 0], [0, 6], [0, 0]]
    assert [trace["xaxis"] for trace in data] == ["x", "x", "x", "x2", "x2", "x2"]


@given(
    points=st.lists(
        st.tuples(st.integers(0, 5000), st.integers(0, 50_000)), min_size=1, max_size=70
    )
)
def test_scatter_draws_every_point_and_no_two_names_meet(points):
    spots = [charts.Spot(f"Địa phương {i}", x, y) for i, (x, y) in enumerate(points)]
    wide, top = axis_end(s.x for s in spots), axis_end(s.y for s in spots)
    named = scatter.named_spots(spots, wide, top, Decimal("4.5"))
    assert 1 <= len(named) <= scatter.MOST_NAMED
    assert len({spot.label for spot, _ in named}) == len(named)
    assert named[0][0].x == max(s.x for s in spots)
    drawn = charts.scatter_svg(spots, AXES, "Điểm", Decimal("4.5"))
    assert drawn.count("<circle") == len(spots)
    (data,) = charts.scatter_figure(spots, AXES)["data"]
    assert list(zip(data["x"], data["y"], strict=True)) == points
