"""The workbook of Tuần 39/2022 from reference data alone, and the command that writes it."""

from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from reporting.editions.snapshot import ready_to_report, report_of
from reporting.models import WeeklyEdition
from reporting.outputs.book import workbook_of
from tests import loaded

pytestmark = pytest.mark.django_db

MINISTRIES_TOTAL, PROVINCES_TOTAL, TOTAL = 810, 116_348, 117_158  # domain.md, A.6
SELF_RUN, ONE_TOUCH = 74_512, 41_836


@pytest.fixture(scope="module", autouse=True)
def reference(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture
def content():
    return report_of(ready_to_report(WeeklyEdition.objects.filter(week=39)).get())


@pytest.fixture
def workbook(content):
    return load_workbook(BytesIO(workbook_of(content)))


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_sheet_for_the_lines_and_one_for_each_table(workbook):
    sheets = ["Số liệu thống kê", "Bảng 1", "Bảng 2", "Hình 1", "Ghi chú"]
    assert workbook.sheetnames == sheets
    for sheet in workbook:
        assert sheet["A1"].value == "BÁO CÁO CHUYÊN ĐỀ TUẦN 39/2022"


def test_tables_hold_the_golden_numbers(workbook):
    ministries, provinces = rows(workbook["Bảng 1"]), rows(workbook["Bảng 2"])
    assert [row[2] for row in ministries if row[0] == "Tổng cộng"] == [MINISTRIES_TOTAL]
    assert [row[2:] for row in provinces if row[0] == "Tổng cộng"] == [
        [SELF_RUN, ONE_TOUCH, PROVINCES_TOTAL]
    ]
    named = [row for row in provinces if isinstance(row[0], int)]
    assert (len(named), sum(row[4] for row in named)) == (63, PROVINCES_TOTAL)
    assert [row[2] for row in named].count(None) == 28
    health = [row for row in ministries if row[1] == "Bộ Y tế"]
    assert [row[2] for row in health] == [0]


def test_totals_say_how_many_agencies_they_rest_on(workbook):
    last = [row[0] for row in rows(workbook["Bảng 2"]) if row[0]][-1]
    assert last.startswith("Ghi chú: Số cơ quan có số: ")
    assert "35/63" in last


def test_lines_hold_each_figure_as_a_number(workbook):
    found = [row for row in rows(workbook["Số liệu thống kê"]) if row[2] is not None]
    figures = [tuple(row[2:5]) for row in found]
    for figure in [
        *((5, 30, "cơ quan"), (41, 63, "địa phương"), (9, None, "tập đoàn, tổng công ty")),
        *((101_659, None, "người theo dõi"), (TOTAL, None, "lượt"), (61_063, None, "Tổ")),
    ]:
        assert figure in figures


def test_lines_list_the_names_behind_a_count(workbook):
    texts = [row[1] for row in rows(workbook["Số liệu thống kê"]) if row[1]]
    assert any(text.startswith("Danh sách (41): Bà Rịa - Vũng Tàu; ") for text in texts)
    assert "Đã báo cáo là chưa (2): TP. Hà Nội; Hà Tĩnh" in texts
    assert not any("chưa (0)" in text for text in texts)


def test_an_estimate_and_a_partly_named_total_say_so(workbook):
    sources = [row[6] for row in rows(workbook["Số liệu thống kê"]) if row[2] in (500, 61_063)]
    assert sources[0].startswith("Số “gần”; Báo cáo số 17/BC-UBQGCĐS")
    assert sources[1].endswith("trong đó nêu tên 2 cơ quan")


def test_same_content_gives_same_bytes(content):
    assert workbook_of(content) == workbook_of(content)


def test_command_writes_the_file(content, tmp_path, capsys):
    output = tmp_path / "tuan-39.xlsx"
    call_command("export_edition", "2022-W39", "--format", "xlsx", "--output", str(output))
    assert output.read_bytes() == workbook_of(content)
    assert "Tuần 39/2022" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("week", "file_format", "message"),
    [
        ("2022-W39", "odt", "Không có dạng “odt”"),
        ("2022-W40", "xlsx", "Chưa có báo cáo của tuần 2022-W40"),
        ("39/2022", "xlsx", "Tuần viết như 2022-W39"),
    ],
)
def test_command_says_what_is_wrong(week, file_format, message, tmp_path):
    output = tmp_path / "ra"
    with pytest.raises(CommandError, match=message):
        call_command("export_edition", week, "--format", file_format, "--output", str(output))
    assert not output.exists()


def test_command_names_a_place_it_cannot_write_to(content, tmp_path):
    with pytest.raises(CommandError, match="Không ghi được tệp"):
        call_command("export_edition", "2022-W39", "--output", str(tmp_path / "khong" / "ra.xlsx"))
