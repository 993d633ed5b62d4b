"""Charts on their own, for paper: everything that the screen's style sheet gave is in them."""

import re
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings

from portal.office.drawing import png_of
from portal.ui.charts import (
    DONE,
    NOT_DONE,
    SERIES,
    UNKNOWN,
    BarRow,
    Chart,
    Tile,
    TrendPoint,
    stacked_bars_svg,
    tile_grid_svg,
    trend_svg,
    waffle_svg,
)
from portal.ui.charts.standing import WIDTH, standing_svg

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [
    BarRow("Quảng Ngãi", (14_464, 216), 14_680, "/dia-phuong/"),
    BarRow("A & <B> \x01", (None, 1_304), 1_304),
    BarRow("Hà Giang", (0, 0), 0),
]
NAMES = ("Tự tổ chức", "One Touch")
POINTS = [
    *(TrendPoint("T7", 410), TrendPoint("T8", None), TrendPoint("T9", 500)),
    *(TrendPoint("T10", 800, True),),
]
STATES = (DONE, NOT_DONE, UNKNOWN)
CHARTS = {
    "bars": Chart(
        "a", "Ba", key=tuple(zip(NAMES, SERIES, strict=True)), svg=stacked_bars_svg(ROWS, NAMES)
    ),
    "trend": Chart("b", "Tăng", svg=trend_svg(POINTS, "Đường lũy kế")),
    "waffle": Chart(
        "c", "Ô", key=tuple(zip("abc", STATES, strict=True)), svg=waffle_svg(STATES * 9, "Ô")
    ),
    "tiles": Chart(
        "d", "Bản đồ", svg=tile_grid_svg([Tile(("Hà", "Nội"), 1, 1, DONE, "/x/")], "Bản đồ")
    ),
}


@pytest.fixture(params=CHARTS)
def drawn(request):
    return standing_svg(CHARTS[request.param])


def all_of(svg: str, name: str) -> list:
    return list(fromstring(svg).iter(SVG + name))


def test_of_a_fixed_size_and_with_the_documents_face(drawn):
    root = fromstring(drawn)
    assert root.tag == f"{SVG}svg"
    assert root.get("width") == str(WIDTH)
    assert root.get("viewBox") == f"0 0 {WIDTH} {root.get('height')}"
    assert root.get("font-family").startswith("Tinos, 'Times New Roman'")
    assert root.get("role") == "img"
    assert root.get("aria-label")


def test_nothing_hangs_on_the_page(drawn):
    assert len(all_of(drawn, "svg")) == 1
    assert not all_of(drawn, "a")
    for element in fromstring(drawn).iter():
        assert not {"class", "style", "href", "id"} & set(element.attrib)
        assert not [value for value in element.attrib.values() if value.endswith("%")]


def test_every_shape_and_text_has_its_colour(drawn):
    for name in ("rect", "text", "circle", "path"):
        assert all(shape.get("fill") for shape in all_of(drawn, name))
    assert all(text.get("font-size") for text in all_of(drawn, "text"))


def test_what_the_style_sheet_says_of_charts_is_no_loss():
    """A new rule for what is inside a drawing must be said in `standing` as well."""
    sheet = Path(settings.BASE_DIR, "static/css/portal.css").read_text(encoding="utf-8")
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    inside = re.compile(r"(^|[\s>])(svg|text|rect|circle|line|polyline|tspan)$|^\.tilegrid( |$)")
    said = {
        declaration.partition(":")[0].strip()
        for selectors, rules in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet)
        for selector in selectors.split(",")
        if inside.search(re.sub(r":[\w-]+|\[[^\]]*\]", "", selector.strip()))
        and not re.search(r":(hover|focus)", selector)
        for declaration in rules.split(";")
        if declaration.strip()
    }
    on_screen = {
        *("display", "max-width", "width", "height", "margin", "margin-right", "vertical-align"),
        *("text-decoration", "outline", "print-color-adjust", "flex", "flex-shrink", "overflow"),
    }
    assert "font-family" in said, "the pattern still finds the rules"
    assert said - on_screen <= {"font-family", "font-variant-numeric"}


def test_percentages_become_pixels():
    rects = all_of(standing_svg(CHARTS["bars"]), "rect")
    own, touch = rects[2:4]  # after the key's squares
    end = float(touch.get("x")) + float(touch.get("width"))
    assert float(own.get("width")) / end == pytest.approx(14_464 / 14_680, rel=0.001)
    assert end < WIDTH


def test_a_link_is_a_plain_label():
    label = next(t for t in all_of(standing_svg(CHARTS["bars"]), "text") if t.text == "Quảng Ngãi")
    assert label.get("fill") == "#1a2428"


def test_texts_are_kept_as_they_are():
    texts = [text.text for text in all_of(standing_svg(CHARTS["bars"]), "text")]
    assert [text.strip() for text in texts] == [
        *("Tự tổ chức", "One Touch", "Quảng Ngãi", "14.680", "A & <B>", "1.304", "Hà Giang", "0"),
    ]


def test_a_gap_stays_a_gap():
    lines = all_of(standing_svg(CHARTS["trend"]), "line")
    drawn = [line for line in lines if line.get("stroke-width") == "2"]
    assert [line.get("stroke-dasharray") for line in drawn] == ["5 3"]
    assert len(all_of(standing_svg(CHARTS["trend"]), "circle")) == 3


def test_without_a_drawing_there_is_nothing_to_stand():
    with pytest.raises(ValueError, match="no drawing"):
        standing_svg(Chart("x", "Trống"))


def test_as_a_picture_the_same_bytes(drawn):
    picture = png_of(drawn)
    assert picture.content.startswith(b"\x89PNG")
    assert picture == png_of(drawn)
    assert picture.width == WIDTH


def test_letters_are_drawn():
    """Without any face resvg draws no letter and says nothing."""
    with_letters = png_of(standing_svg(CHARTS["trend"])).content
    bare = re.sub(r"<text.*?</text>", "", standing_svg(CHARTS["trend"]))
    assert len(with_letters) > len(png_of(bare).content) + 500


def test_a_long_key_takes_as_many_lines_as_it_fills():
    """As the map's four classes, a 0 and what is not known."""
    key = tuple((f"Từ 1.000.000 đến 2.000.000 ({i})", NOT_DONE) for i in range(6))
    short = standing_svg(Chart("m", "Bản đồ", key=key[:1], svg=CHARTS["tiles"].svg))
    svg = standing_svg(Chart("m", "Bản đồ", key=key, svg=CHARTS["tiles"].svg))
    names = [t for t in all_of(svg, "text") if (t.text or "").startswith("Từ 1.000.000")]
    downs = {float(name.get("y")) for name in names}
    assert len(names) == 6
    assert len(downs) > 1
    assert all(float(name.get("x")) < WIDTH - 150 for name in names)
    higher = float(fromstring(svg).get("height")) - float(fromstring(short).get("height"))
    assert higher == max(downs) - min(downs)


def test_a_pattern_keeps_the_name_that_it_is_filled_by():
    svg = (
        '<svg viewBox="0 0 9 9"><pattern id="cham" width="3" height="3"><rect width="3" '
        'height="3" fill="#fff"/></pattern><path fill="url(#cham)" d="M0 0h9v9z"/></svg>'
    )
    standing = standing_svg(Chart("m", "Bản đồ", svg=svg))
    assert [pattern.get("id") for pattern in all_of(standing, "pattern")] == ["cham"]
    assert all_of(standing, "path")[0].get("fill") == "url(#cham)"
