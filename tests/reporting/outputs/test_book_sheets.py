"""The workbook's own chart and its sheet of remarks."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from openpyxl.chart.chartspace import ChartSpace
from openpyxl.chart.reader import read_chart

from reporting.editions.report import Report
from reporting.outputs.book import workbook_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("issued39")]
TOP_TEN = (14464, 6641, 200, 6050, 5600, 5000, 428, 3602, 3452, 3800)  # Bảng 2, tự tổ chức


def part(content: bytes, name: str) -> bytes:
    return ZipFile(BytesIO(content)).read(name)


@pytest.fixture
def chart(issued):
    space = ChartSpace.from_tree(fromstring(part(issued.files["xlsx"], "xl/charts/chart1.xml")))
    return read_chart(space)


def cells(book, reference: str) -> list:
    sheet, _, area = reference.rpartition("!")
    found = book[sheet.strip("'")][area.replace("$", "")]
    return [cell.value for row in found for cell in row] if isinstance(found, tuple) else [found]


def test_chart_is_of_the_cells_of_the_table(issued, chart):
    book = load_workbook(BytesIO(issued.files["xlsx"]))
    assert cells(book, chart.series[0].val.numRef.f) == list(TOP_TEN)
    for series, column in zip(chart.series, (2, 3), strict=True):
        rows = issued.report.table("bang-2").rows[:10]
        assert cells(book, series.val.numRef.f) == [row[column] for row in rows]
        assert cells(book, series.cat.strRef.f) == [row[1] for row in rows]
        assert [int(p.v) for p in series.val.numRef.numCache.pt] == [row[column] for row in rows]


def test_chart_is_stacked_in_the_portals_colours(chart):
    assert (chart.barDir, chart.grouping, chart.overlap) == ("bar", "stacked", 100)
    colours = [series.graphicalProperties.solidFill.srgbClr for series in chart.series]
    assert colours == ["0B4F5C", "B9780F"]


def test_chart_stands_on_a_sheet_of_its_own_and_is_described(issued):
    book = load_workbook(BytesIO(issued.files["xlsx"]))
    assert [sheet.title for sheet in book if sheet._charts] == ["Hình 1"]
    sheet = book["Hình 1"]
    written = [row[0].row for row in sheet.iter_rows() if row[0].value]
    assert sheet._charts[0].anchor._from.row >= max(written)
    drawing = part(issued.files["xlsx"], "xl/drawings/drawing1.xml").decode()
    assert f'descr="{issued.report.charts[0].alt}"' in drawing


@pytest.mark.parametrize("change", ["order", "figures", "none"])
def test_what_is_no_chart_of_the_first_rows_is_left_out(issued, change):
    report = Report.read(issued.text)
    table = report.table("bang-2")
    rows = {
        "order": (table.rows[1], table.rows[0], *table.rows[2:]),
        "figures": ((*table.rows[0][:2], 1, *table.rows[0][3:]), *table.rows[1:]),
        "none": table.rows,
    }[change]
    charts = (replace(report.charts[0], figure=None),) if change == "none" else report.charts
    tables = tuple(replace(t, rows=rows) if t.id == "bang-2" else t for t in report.tables)
    book = load_workbook(BytesIO(workbook_of(replace(report, tables=tables, charts=charts))))
    assert "Hình 1" not in book.sheetnames


def remarks(content: bytes) -> list[tuple]:
    return list(load_workbook(BytesIO(content))["Ghi chú"].values)


def test_remarks_say_what_the_file_is(issued):
    rows = {row[1]: row[2] for row in remarks(issued.files["xlsx"]) if row[1]}
    assert rows["Số, ký hiệu"] == "17/BC-UBQGCĐS"
    assert rows["Ngày ban hành"] == "30/9/2022"
    assert rows["Số liệu tính đến ngày"] == "30/9/2022"
    assert rows["SHA-256 của dữ liệu JSON"] == issued.report.sha256
    assert rows["Mức độ đầy đủ"].startswith("Số liệu tổng hợp từ báo cáo của 11 bộ, ngành")


def test_remarks_hold_notes_and_sources(issued):
    rows = remarks(issued.files["xlsx"])
    for note in issued.report.notes:
        assert (str(note.number), note.text) in [row[:2] for row in rows]
    sources = {row[1]: row[2] for row in rows if row[1] and row[2]}
    label = issued.report.figures["PLAN_PRO"].label
    assert sources[f"{label}: 41/63 địa phương"] == "41/63 cơ quan có số; tính đến 30/9/2022"
    assert any("Ô trống: chưa có số liệu, không phải là 0" in (row[1] or "") for row in rows)


def test_a_draft_has_no_hash_and_says_so(issued):
    draft = replace(issued.report, identity=replace(issued.report.identity, is_draft=True))
    rows = {row[1]: row[2] for row in remarks(workbook_of(draft)) if row[1]}
    assert "SHA-256 của dữ liệu JSON" not in rows
    assert rows["Tình trạng"].startswith("Dự thảo")


def test_remarks_say_what_is_new_corrected_and_late(issued):
    report = replace(
        issued.report,
        changes={"against": {"label": "Tuần 38/2022"}, "sentences": ["Thêm 01 cơ quan (A)."]},
        corrected=({"place": "Bảng 2, A", "before": "1", "after": ""},),
        late=(
            {
                "agency": "ha-giang",
                "receipt": "DA146-2022-09-00001",
                "accepted_at": "2022-09-30T18:00:00+07:00",
            },
        ),
    )
    rows = remarks(workbook_of(report))
    texts = [cell for row in rows for cell in row if cell]
    assert "Điểm mới so với Tuần 38/2022" in texts
    assert "Thêm 01 cơ quan (A)." in texts
    assert ("1", "Bảng 2, A", "1 → (bỏ)") in rows
    assert ("1", "Hà Giang", "DA146-2022-09-00001, 18:00 ngày 30/9/2022") in rows


def test_without_those_there_is_no_part_for_them(issued):
    texts = [cell for row in remarks(issued.files["xlsx"]) for cell in row if cell]
    assert not any(text.startswith(("Điểm mới", "Đính chính", "Đến sau")) for text in texts)
