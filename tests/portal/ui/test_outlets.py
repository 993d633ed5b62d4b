"""A chart taken away holds what the page shows, whatever people named their agencies."""

import csv
import datetime
import io
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from django.http import Http404
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st
from openpyxl.chart.chartspace import ChartSpace
from openpyxl.chart.reader import read_chart
from PIL import Image

from portal.office.lettering import broken, width_of
from portal.ui.charts import (
    BARS,
    DONE,
    LINES,
    NOT_DONE,
    POINTS,
    SERIES,
    UNKNOWN,
    BarRow,
    Chart,
    SheetDrawing,
    stacked_bars_svg,
)
from portal.ui.charts.alone import alone_svg
from portal.ui.charts.outlets import (
    CSV,
    KINDS,
    PNG,
    XLSX,
    chart_file,
    downloads_of,
    kinds_of,
    source_line,
)
from portal.ui.tables import NameColumn, NumberColumn, PercentColumn, YearbookTable

NAMES = ("Tự tổ chức", "Nền tảng")
HOSTILE = ["=1+1", '<b>A</b> & "B"', "@SUM(A1)", "-5", "\t=1", "A\x00\x08B", "+84 24", "Tên, dài"]
DAY = datetime.date(2022, 9, 30)


@pytest.fixture(autouse=True)
def _in_november(settings):
    settings.DEMO_TODAY = datetime.date(2022, 11, 15)


class Figures(YearbookTable):
    name = NameColumn("Địa phương")
    own = NumberColumn("Tự tổ chức")
    platform = NumberColumn("Nền tảng")
    share = PercentColumn("Tỷ lệ")


def chart_of(rows, *, kind=BARS, columns=("own", "platform"), key=None, **fields) -> Chart:
    """A chart of (name, own, platform) rows."""
    records = [
        {"name": name, "own": own, "platform": platform, "share": Decimal("12.5")}
        for name, own, platform in rows
    ]
    bars = [
        BarRow(name, (own, platform), (own or 0) + (platform or 0)) for name, own, platform in rows
    ]
    fields = {"title": "Một địa phương dẫn đầu", "caption": "Lượt, đến 30/9/2022.", **fields}
    return Chart(
        id="thu",
        key=tuple(zip(NAMES, SERIES, strict=True)) if key is None else key,
        svg=stacked_bars_svg(bars, NAMES),
        table=Figures(
            records,
            title="Lượt bồi dưỡng",
            unit_line="Đơn vị: lượt.",
            total={"own": sum(row[1] or 0 for row in rows)},
            basis={"own": f"{sum(row[1] is not None for row in rows)}/{len(rows)}"},
        ),
        sheet=SheetDrawing(kind, columns),
        **fields,
    )


ROWS = [("Quảng Ngãi", 14_464, 216), ("Cà Mau", None, 1_304), ("Hà Giang", 0, 0)]


def taken(chart: Chart, kind: str) -> bytes:
    return chart_file(chart, kind, DAY).content


def csv_rows(chart: Chart) -> list[list[str]]:
    content = taken(chart, CSV)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def book_of(chart: Chart):
    return openpyxl.load_workbook(io.BytesIO(taken(chart, XLSX)))


def native(chart: Chart):
    parts = ZipFile(io.BytesIO(taken(chart, XLSX)))
    space = ChartSpace.from_tree(fromstring(parts.read("xl/charts/chart1.xml")))
    return read_chart(space)


def table_cells(book) -> list[tuple]:
    """The rows of the table on the sheet, its head first, up to the first empty row."""
    rows = list(book["Số liệu"].iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if row[0] == "Địa phương")
    return rows[head:]


# What is offered


def test_a_drawing_gives_a_picture_and_a_table_the_rest():
    chart = chart_of(ROWS)
    assert kinds_of(chart) == list(KINDS)
    assert downloads_of(chart, lambda kind: f"/x.{kind}") == (
        ("Hình PNG", "/x.png"),
        ("Excel", "/x.xlsx"),
        ("CSV", "/x.csv"),
    )
    assert kinds_of(Chart("a", "A", svg="<svg/>")) == [PNG]
    for kind in (XLSX, CSV, "pdf", "PNG", ""):
        with pytest.raises(Http404):
            chart_file(Chart("a", "A", svg="<svg/>"), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_file_is_for_keeping_under_a_safe_dated_name(kind):
    response = chart_file(chart_of(ROWS), kind, DAY)
    assert response["Content-Disposition"] == f'attachment; filename="thu-2022-09-30.{kind}"'
    assert response["Cache-Control"] == "private, no-store"


@given(id=st.text(max_size=30))
def test_file_name_is_plain_whatever_the_chart_is_called(id):
    chart = Chart(id, "A", table=Figures([]))
    name = chart_file(chart, CSV, DAY)["Content-Disposition"].split('"')[1]
    stem, _, rest = name.partition("-2022-09-30")
    assert rest == ".csv"
    assert stem.isascii()
    assert stem.replace("-", "").replace("_", "").isalnum()


# The picture


def test_picture_stands_alone():
    chart = chart_of(ROWS, source="Báo cáo của địa phương")
    texts = [
        text.text for text in fromstring(alone_svg(chart, "Nguồn: ai đó.")).iter() if text.text
    ]
    assert texts[0] == chart.title
    for said in (chart.title, chart.caption, *NAMES, "Quảng Ngãi", "14.680", "Nguồn: ai đó."):
        assert said in texts


def test_picture_is_sharp_and_as_large_as_it_says():
    image = Image.open(io.BytesIO(taken(chart_of(ROWS), PNG)))
    assert image.format == "PNG"
    assert image.width == 3 * 640
    assert image.getpixel((0, 0))[:3] == (255, 255, 255)
    colours = {colour[:3] for _, colour in image.convert("RGB").getcolors(1_000_000)}
    assert {(0x0B, 0x4F, 0x5C), (0xB9, 0x78, 0x0F)} <= colours


def test_title_that_is_long_takes_more_lines_and_none_is_cut():
    title = "Vùng nào cũng có địa phương đã ban hành Kế hoạch triển khai Đề án, nhưng " * 3
    short, long = (fromstring(alone_svg(chart_of(ROWS, title=t), "x")) for t in ("A", title))
    assert float(long.get("height")) > float(short.get("height")) + 40
    bold = [t.text for t in long.iter() if t.get("font-size") == "18"]
    assert " ".join(bold) == title.strip()
    assert all(width_of(line, is_bold=True) * 9 <= 600 for line in bold)


@given(text=st.text("aê =m", max_size=200), room=st.floats(4, 60))
def test_broken_lines_fit_and_lose_nothing(text, room):
    lines = broken(text, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line) <= room for line in lines)


def test_picture_of_a_thousand_agencies_is_coarser_not_refused():
    rows = [(f"Địa phương {i}", i, 1) for i in range(1000)]
    image = Image.open(io.BytesIO(taken(chart_of(rows), PNG)))
    assert image.width * image.height <= 24_100_000
    assert image.height > 20_000


def test_picture_of_hostile_names_is_a_picture():
    assert taken(chart_of([(name, 1, None) for name in HOSTILE]), PNG).startswith(b"\x89PNG")


def test_source_says_when_and_whether_it_is_a_demonstration(settings):
    told = "Nguồn: Báo cáo. Theo dõi Đề án 146, lấy ra ngày 15/11/2022."
    chart = chart_of(ROWS, source="Báo cáo.")
    assert source_line(chart) == f"{told} Bản trình diễn: số liệu mẫu là giả định."
    settings.DEMO_TODAY = None
    assert "trình diễn" not in source_line(chart)


# The figures


def test_text_holds_the_table_with_its_total_and_what_it_rests_on():
    assert csv_rows(chart_of(ROWS)) == [
        ["Địa phương", "Tự tổ chức", "Nền tảng", "Tỷ lệ"],
        ["Quảng Ngãi", "14464", "216", "12.5"],
        ["Cà Mau", "", "1304", "12.5"],
        ["Hà Giang", "0", "0", "12.5"],
        ["Tổng cộng", "14464", "", ""],
        ["Số cơ quan có số", "2/3", "", ""],
    ]


def test_workbook_holds_the_same_with_title_and_source():
    book = book_of(chart_of(ROWS))
    cells = table_cells(book)
    assert cells[:4] == [
        ("Địa phương", "Tự tổ chức", "Nền tảng", "Tỷ lệ"),
        ("Quảng Ngãi", 14_464, 216, 12.5),
        ("Cà Mau", None, 1_304, 12.5),
        ("Hà Giang", 0, 0, 12.5),
    ]
    texts = [row[0] for row in book["Số liệu"].iter_rows(values_only=True)]
    assert "Một địa phương dẫn đầu" in texts
    assert "(Lượt, đến 30/9/2022)" in texts
    assert any("Số cơ quan có số: Tự tổ chức 2/3." in str(text) for text in texts)
    assert any("lấy ra ngày 15/11/2022" in str(text) for text in texts)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_acts(name):
    chart = chart_of([(name, 1, 2)])
    cell = book_of(chart)["Số liệu"]
    found = [
        c for row in cell.iter_rows() for c in row if c.value and "Địa phương" not in str(c.value)
    ]
    assert not [c for c in found if c.data_type == "f"]
    assert csv_rows(chart)[1][0][0] not in "=+-@\t"


@runs(max_examples=20, deadline=None)
@given(amounts=st.lists(st.none() | st.integers(0, 10**12), min_size=1, max_size=8))
def test_every_outlet_holds_the_same_numbers(amounts):
    chart = chart_of([(f"T{i}", amount, 1) for i, amount in enumerate(amounts)])
    texts = ["" if amount is None else str(amount) for amount in amounts]
    assert [row[1] for row in csv_rows(chart)[1:-2]] == texts
    assert [row[1] for row in table_cells(book_of(chart))[1 : len(amounts) + 1]] == amounts
    points = {int(p.idx): int(p.v) for p in native(chart).series[0].val.numRef.numCache.pt}
    assert points == {i: amount for i, amount in enumerate(amounts) if amount is not None}


# The spreadsheet's own drawing


def test_bars_are_of_the_tables_cells():
    chart = native(chart_of(ROWS))
    assert (chart.barDir, chart.grouping) == ("bar", "stacked")
    assert [s.graphicalProperties.solidFill.srgbClr for s in chart.series] == ["0B4F5C", "B9780F"]
    assert [p.v for p in chart.series[0].cat.strRef.strCache.pt] == [row[0] for row in ROWS]


def test_only_the_rows_that_are_drawn():
    chart = chart_of(ROWS)
    chart = Chart("a", "A", table=chart.table, sheet=SheetDrawing(BARS, ("own",), rows=2))
    assert len(native(chart).series[0].cat.strRef.strCache.pt) == 2


def test_three_states_are_filled_outlined_and_dotted():
    key = (("Đã có", DONE), ("Chưa", NOT_DONE), ("Chưa ghi nhận", UNKNOWN))
    chart = native(chart_of(ROWS, columns=("own", "platform", "share"), key=key))
    done, not_done, unknown = (series.graphicalProperties for series in chart.series)
    assert done.solidFill.srgbClr == "0B4F5C"
    assert (not_done.solidFill.srgbClr, not_done.ln.solidFill.srgbClr) == ("FFFFFF", "0B4F5C")
    assert (unknown.noFill, unknown.ln.prstDash) == (True, "sysDot")


def test_lines_and_points():
    lines = native(chart_of(ROWS, kind=LINES))
    assert lines.tagname == "lineChart"
    assert lines.y_axis.scaling.min == 0
    assert [len(s.val.numRef.numCache.pt) for s in lines.series] == [2, 3]  # a gap for Cà Mau
    points = native(chart_of(ROWS, kind=POINTS))
    (series,) = points.series
    assert points.tagname == "scatterChart"
    assert [p.v for p in series.xVal.numRef.numCache.pt] == [14464, 0]
    assert [p.v for p in series.yVal.numRef.numCache.pt] == [216, 1304, 0]


def test_a_thousand_bars_are_no_chart_but_a_table():
    book = book_of(chart_of([(f"T{i}", i, 1) for i in range(1000)]))
    assert book.sheetnames == ["Số liệu"]
    assert len(table_cells(book)) > 1000
