"""The page of the map on the reference data, with the figures that Tuần 39 printed."""

import csv
import gzip
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from django.core.cache import cache
from django.test import Client
from lxml import html

from portal.accounts.models import Role
from portal.agencies.models import Agency
from portal.models import IndicatorVersion
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment
from portal.ui.charts.alone import alone_svg
from provinces.encodings import CLASSES, encode, is_drawable
from provinces.map_drawing import map_figure, map_svg
from provinces.map_page import build_chart, figures_on, first_code
from provinces.map_words import sentence
from provinces.models import ProvinceShape
from provinces.outlines import outlines_on
from tests import factories as make
from tests import loaded
from tests.markup import Page

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("map")]

PRINTED = json.loads(
    (Path(__file__).parent.parent / "data" / "tuan39_printed.json").read_text(encoding="utf-8")
)
FRIDAY = make.day("2022-09-30")
MAP = "/dia-phuong/ban-do/"
ACCENT, CONTROL = "#0b4f5c", "#76827f"
PLANNED = {row["name"].replace("–", "-") for row in PRINTED["plan_provincial"]}
MOST_BYTES = 15 * 1024


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _today(settings):
    settings.DEMO_TODAY = make.day("2022-10-17")
    cache.clear()


@pytest.fixture
def reader():
    return make.sign_in(Client(), make.make_member(Role.READER))


def got(client, query=""):
    response = client.get(f"{MAP}?{query}")
    assert response.status_code == 200, query
    return response.content.decode()


def tree(markup):
    return html.fromstring(markup)


def paths_of(markup):
    """{title of a province's polygon: (fill, stroke, dashes)} of the light map."""
    found = {}
    for group in tree(markup).xpath('//svg[@class="map"]/g[.//title]'):
        look = (group.get("fill"), group.get("stroke"), group.get("stroke-dasharray"))
        for title in group.xpath(".//title"):
            found[title.text] = look
    return found


def groups_of(markup):
    """{heading of the list: its names}."""
    found = {}
    for head in tree(markup).xpath('//section[@aria-labelledby="danh-sach"]/h3'):
        found[head.text] = head.getnext().xpath("./li/a/text()")
    return found


# --- The printed figures -------------------------------------------------------------------------


def test_plans_are_those_of_the_report(reader):
    markup = got(reader, "ngay=30/9/2022")
    groups = groups_of(markup)
    assert list(groups) == ["Đã thực hiện: 41 địa phương", "Chưa ghi nhận: 22 địa phương"]
    done, unknown = groups.values()
    assert {name.removeprefix("TP. ") for name in done} == {
        name.removeprefix("TP. ") for name in PLANNED
    }
    assert len(unknown) == 22
    looks = paths_of(markup)
    filled = {title.split(":")[0] for title, look in looks.items() if look[0] == ACCENT}
    dotted = {title.split(":")[0] for title, look in looks.items() if look[0] == "url(#cham)"}
    assert (filled, dotted) == (set(done), set(unknown))
    assert "Đã ban hành Kế hoạch: 41/63 địa phương; 22 chưa ghi nhận" in Page(markup).text


def test_trainees_are_those_of_the_report(reader):
    page = Page(got(reader, "chi-tieu=TRAIN_PRO&ngay=30/9/2022"))
    assert "116.348 lượt của 63/63 địa phương; nhiều nhất Quảng Ngãi (14.680)" in page.text
    regions = next(table for table in page.tables if "theo vùng" in table.caption)
    assert ["Trung du và miền núi phía Bắc", "32.211", "14/14"] in regions.rows
    assert regions.foot[0][:2] == ["Cả nước", "116.348"]


def test_every_printed_total_stands_beside_its_province(reader):
    markup = got(reader, "chi-tieu=TRAIN_PRO&ngay=30/9/2022")
    said = {re.sub(r"\D", "", t.split(":")[1]) for t in paths_of(markup)}
    assert said == {str(row["cells"][2]) for row in PRINTED["provinces"]["rows"]}


def test_a_blank_is_no_zero(reader):
    markup = got(reader, "chi-tieu=TRAIN_PRO_SELF&ngay=30/9/2022")
    groups = groups_of(markup)
    assert len(groups.pop("Chưa ghi nhận: 28 địa phương")) == 28
    assert sum(map(len, groups.values())) == 35
    assert "74.512 lượt của 35/63 địa phương" in Page(markup).text
    assert not [title for title in paths_of(markup) if title.endswith(" 0 lượt")]


def test_a_count_without_names_is_said_to_be_the_centres(reader):
    text = Page(got(reader, "chi-tieu=EVENT_PRO&ngay=30/9/2022")).text
    assert "Cục công bố 43/63 địa phương, không kèm tên; bản đồ chưa có số" in text
    text = Page(got(reader, "chi-tieu=TEAMS&ngay=30/9/2022")).text
    assert "Cục công bố 61.063 Tổ, không chia theo địa phương" in text


# --- Three encodings -----------------------------------------------------------------------------


def drawn(figures, code):
    encoding = encode(figures, code)
    outlines = outlines_on(figures.moment.day, figures.members_of(code))
    return encoding, outlines


def test_done_not_done_and_unknown_look_different_in_both_drawings(reader):
    figures = Figures(["PLAN_PRO"], Moment(FRIDAY))
    one = next(m for m in figures.members_of("PLAN_PRO") if figures.amount("PLAN_PRO", m.agency_id))
    reading = figures.reading("PLAN_PRO", one.agency_id)
    figures._named["PLAN_PRO", one.agency_id] = reading._replace(amount=0)
    encoding, outlines = drawn(figures, "PLAN_PRO")
    assert [group.label for group in encoding.groups] == [
        "Đã thực hiện",
        "Báo cáo là chưa",
        "Chưa ghi nhận",
    ]
    assert sentence(encoding) == (
        "Đã ban hành Kế hoạch: 40/63 địa phương; 1 báo cáo là chưa; 22 chưa ghi nhận"
    )
    looks = paths_of(map_svg(encoding, outlines, "", lambda member: "/"))
    assert set(looks.values()) == {
        (ACCENT, "#ffffff", None),
        ("#ffffff", ACCENT, None),
        ("url(#cham)", CONTROL, "3 4"),
    }
    traces = map_figure(encoding, outlines, lambda member: "/")["data"]
    kinds = {
        (
            trace["fillcolor"],
            trace["line"]["color"],
            trace["line"].get("dash"),
            "fillpattern" in trace,
        )
        for trace in traces
        if "fillcolor" in trace
    }
    assert kinds == {
        (ACCENT, "#ffffff", None, False),
        ("#ffffff", ACCENT, None, False),
        ("#ffffff", CONTROL, "2px,2px", True),
    }


def test_zero_is_outlined_and_classes_are_of_one_hue():
    figures = Figures(["TRAIN_PRO_SELF"], Moment(FRIDAY))
    known = [
        m
        for m in figures.members_of("TRAIN_PRO_SELF")
        if figures.amount("TRAIN_PRO_SELF", m.agency_id)
    ]
    first = known[0].agency_id
    reading = figures.reading("TRAIN_PRO_SELF", first)
    figures._named["TRAIN_PRO_SELF", first] = reading._replace(amount=0)
    encoding, outlines = drawn(figures, "TRAIN_PRO_SELF")
    assert encoding.marks[first] == "not_done"
    assert [mark for _, mark in encoding.key] == [*reversed(CLASSES), "not_done", "unknown"]
    assert [name for name, _ in encoding.key][-2:] == ["0 (1)", "Chưa ghi nhận (28)"]
    assert sum(len(group.values) for group in encoding.groups) == 63
    looks = paths_of(map_svg(encoding, outlines, "", lambda member: "/"))
    zero = next(look for title, look in looks.items() if title.endswith(": 0"))
    assert zero == ("#ffffff", ACCENT, None)


def test_not_applicable_is_neither_no_nor_unknown():
    figures = Figures(["PLAN_PRO"], Moment(FRIDAY))
    one = figures.members_of("PLAN_PRO")[0]
    reading = figures.reading("PLAN_PRO", one.agency_id)
    figures._named["PLAN_PRO", one.agency_id] = reading._replace(
        amount=None, state="not_applicable"
    )
    encoding, _ = drawn(figures, "PLAN_PRO")
    group = next(g for g in encoding.groups if g.label == "Không áp dụng")
    assert [value.member for value in group.values] == [one]
    assert "1 không áp dụng" in sentence(encoding)


def test_light_and_plotly_have_the_same_provinces_and_words():
    figures = Figures(None, Moment(FRIDAY))
    for code, indicator in figures.indicators.items():
        if not is_drawable(indicator):
            continue
        encoding, outlines = drawn(figures, code)
        light = paths_of(map_svg(encoding, outlines, "", lambda member: member.slug))
        traces = map_figure(encoding, outlines, lambda member: member.slug)["data"]
        assert {t["text"] for t in traces if "meta" in t} == set(light)
        assert len(light) == 63


# --- The page ------------------------------------------------------------------------------------


def test_keyboard_goes_by_the_list_alone(reader):
    page = tree(got(reader, "ngay=30/9/2022"))
    for svg in page.xpath('//svg[@class="map" or @class="tilegrid"]'):
        assert svg.get("aria-hidden") == "true"
        links = svg.xpath(".//a")
        assert len(links) == 63
        assert {link.get("tabindex") for link in links} == {"-1"}
    listed = page.xpath('//section[@aria-labelledby="danh-sach"]//a')
    assert len(listed) == 63
    assert not [link for link in listed if link.get("tabindex")]
    drawn_links = set(page.xpath('//svg[@class="map"]//a/@href'))
    assert drawn_links == {link.get("href") for link in listed}


def test_list_follows_the_vietnamese_alphabet(reader):
    names = groups_of(got(reader, "ngay=30/9/2022"))["Chưa ghi nhận: 22 địa phương"]
    assert names[:6] == [
        "An Giang",
        "Bến Tre",
        "Bình Dương",
        "Bình Định",
        "Bình Phước",
        "TP. Đà Nẵng",
    ]


@pytest.mark.parametrize(
    ("day", "count"), [("30/9/2022", 63), ("30/6/2025", 63), ("1/7/2025", 34), ("1/8/2025", 34)]
)
def test_archipelagos_and_provinces_of_every_day(reader, day, count):
    markup = got(reader, f"ngay={day}")
    assert len(paths_of(markup)) == count
    for drawing in ("map", "tilegrid"):
        words = " ".join(tree(markup).xpath(f'//svg[@class="{drawing}"]/text/text()'))
        assert "Quần đảo Hoàng Sa (TP. Đà Nẵng)" in words
        assert "Quần đảo Trường Sa (tỉnh Khánh Hòa)" in words
    figure = reader.get(tree(markup).xpath("//@data-chart-from")[0]).json()
    notes = [note["text"] for note in figure["layout"]["annotations"]]
    assert notes == [
        "Quần đảo<br>Hoàng Sa<br>(TP. Đà Nẵng)",
        "Quần đảo<br>Trường Sa<br>(tỉnh Khánh Hòa)",
    ]
    caption = "Quần đảo Hoàng Sa (TP. Đà Nẵng) và Quần đảo Trường Sa (tỉnh Khánh Hòa) vẽ trong"
    assert caption in Page(markup).text  # for those who do not see the drawings
    assert "Bản đồ không vẽ được" not in markup


def test_a_province_without_outline_is_named(reader):
    moved = Agency.objects.get(slug="bac-ninh")
    moved.province_shape.delete()
    text = Page(got(reader, "ngay=30/9/2022")).text
    assert "Bắc Ninh. Bản đồ không vẽ được" in text
    text = Page(got(reader, "ngay=1/8/2025")).text
    assert "Bắc Ninh. Bản đồ không vẽ được" in text


def test_a_country_without_outlines_has_its_tiles_and_its_list(reader):
    ProvinceShape.objects.all().delete()
    markup = got(reader, "ngay=30/9/2022")
    assert not tree(markup).xpath('//svg[@class="map"]')
    assert not tree(markup).xpath("//@data-chart-from")
    assert len(tree(markup).xpath('//svg[@class="tilegrid"]//a')) == 63
    assert sum(map(len, groups_of(markup).values())) == 63
    assert reader.get("/dia-phuong/ban-do.png?ngay=30/9/2022").status_code == 404
    assert reader.get("/dia-phuong/ban-do.json?ngay=30/9/2022").json() == {}
    assert reader.get("/dia-phuong/ban-do.csv?ngay=30/9/2022").status_code == 200


def test_page_is_light(reader):
    for query in ("ngay=30/9/2022", "chi-tieu=TRAIN_PRO&ngay=30/9/2022"):
        markup = got(reader, query)
        assert " style=" not in markup
        assert len(gzip.compress(markup.encode(), 6)) <= MOST_BYTES
        svg = re.search(r'<svg class="map".*?</svg>', markup, re.S)[0]
        assert len(gzip.compress(svg.encode(), 6)) <= 9 * 1024


def test_every_drawable_indicator_can_be_chosen(reader):
    page = tree(got(reader, "ngay=17/10/2022"))
    offered = page.xpath('//select[@name="chi-tieu"]//option/@value')
    figures = figures_on(make.day("2022-10-17"))
    assert set(offered) == {c for c, i in figures.indicators.items() if is_drawable(i)}
    assert first_code(figures) == "PLAN_PRO"
    for code in offered:
        assert paths_of(got(reader, f"chi-tieu={code}&ngay=17/10/2022"))


HOSTILE = (
    "chi-tieu=KHONG-CO",
    "chi-tieu=PLAN_MIN",
    "chi-tieu=ZALO",
    "chi-tieu=%00%27--",
    "chi-tieu=<script>alert(1)</script>",
    "chi-tieu=" + "A" * 3000,
)


@pytest.mark.parametrize("query", HOSTILE)
def test_what_cannot_be_drawn_is_said(reader, query):
    markup = got(reader, query)
    assert "Ngày này không có chỉ tiêu đã chọn để vẽ" in Page(markup).text
    assert "<script>alert" not in markup
    assert reader.get(f"/dia-phuong/ban-do.csv?{query}").status_code == 404


@pytest.mark.parametrize("day", ["31/2/2022", "hom-nay", "1/13/2022", "%00", "9" * 400])
def test_a_day_that_is_none_leads_to_today(reader, day):
    assert reader.get(f"{MAP}?ngay={day}").headers["Location"] == MAP
    assert reader.get(f"/dia-phuong/ban-do.png?ngay={day}").status_code == 404


def test_a_day_before_everything_has_nothing_to_draw(reader):
    assert "chưa có chỉ tiêu nào hỏi địa phương" in Page(got(reader, "ngay=1/1/1990")).text
    assert reader.get("/dia-phuong/ban-do.png?ngay=1/1/1990").status_code == 404


def test_names_are_escaped():
    version = IndicatorVersion.objects.get(indicator__code="TEAMS")
    version.unit = '<b>"Tổ"</b>'
    version.save()
    figures = Figures(["TEAMS"], Moment(FRIDAY))
    one = figures.members_of("TEAMS")[0]
    member = one._replace(printed_name="<script>A</script>", name="<script>A</script>")
    figures.sets["provinces"].members[0] = member
    encoding, outlines = drawn(figures, "TEAMS")
    svg = map_svg(encoding, outlines, "", lambda m: '/"><script>')
    assert "<script>" not in svg
    assert "&lt;script&gt;A" in svg


# --- Files ---------------------------------------------------------------------------------------


def test_files_hold_what_the_page_shows(reader):
    query = "chi-tieu=TRAIN_PRO&ngay=30/9/2022"
    links = tree(got(reader, query)).xpath('//p[contains(@class,"takeaway")]/a/@href')
    assert [link.split("?")[0][-4:] for link in links] == [".png", "xlsx", ".csv"]
    answers = [reader.get(link) for link in links]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    picture, book, text = (
        b"".join(a.streaming_content) if a.streaming else a.content for a in answers
    )
    assert picture.startswith(b"\x89PNG")
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    cells = {(row[1], row[3]) for row in sheet.iter_rows(values_only=True) if len(row) > 3}
    assert ("Quảng Ngãi", 14680) in cells
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=","))
    assert len([row for row in rows if row and row[0].isdigit()]) in (0, 63)
    assert sum("14680" in ",".join(row) for row in rows) == 1


def test_picture_has_both_archipelagos_and_dots():
    svg = alone_svg(build_chart(Figures(None, Moment(FRIDAY)), "PLAN_PRO"), "Nguồn: thử")
    for words in ("Hoàng Sa", "(TP. Đà Nẵng)", "Trường Sa", "(tỉnh Khánh Hòa)"):
        assert words in svg
    assert 'id="cham"' in svg
    assert 'fill="url(#cham)"' in svg


def test_there_is_no_other_kind_of_file(reader):
    assert reader.get("/dia-phuong/ban-do.svg?ngay=30/9/2022").status_code == 404


def test_a_stranger_sees_no_map(client):
    assert client.get(MAP).status_code == 302
    assert client.get("/dia-phuong/ban-do.csv").status_code in (302, 403)
