"""Workbooks, reopened by openpyxl and printed by LibreOffice."""

import re
import shutil
import statistics
import subprocess
import time
import unicodedata
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import Workbook, load_workbook

from portal.office.cell_text import LONGEST_TEXT, clean, sheet_name
from portal.office.lettering import lines_in, longest_word, width_of
from portal.office.xlsx import Book

SOFFICE = shutil.which("soffice")
CREATED = datetime(2022, 9, 30, 17, 0)
AS_OF_LINE = "(Tính đến ngày 30/9/2022)"
PROVINCES = ("Quảng Ngãi", "Hà Giang", "TP. Hải Phòng", "Bà Rịa - Vũng Tàu", "Thừa Thiên - Huế")


class Table:
    """What a YearbookTable offers a workbook."""

    def __init__(self, labels, rows, total=None, *, title="Bảng 2. Số lượt", notes=()):
        self.labels, self.rows, self.total = labels, rows, total
        self.title, self.notes = title, notes
        self.unit_line = "Đơn vị: lượt. Ô trống: chưa có số liệu."

    def raw_rows(self):
        return iter(self.rows)

    def raw_total(self):
        return self.total


def training_table(size=5, **options):
    """The province table: a blank where self-run training is not known, once an explicit 0."""
    rows = []
    for rank in range(1, size + 1):
        own = None if rank % 3 == 0 else 14_464 // rank
        if rank == 2:
            own = 0
        name = PROVINCES[(rank - 1) % len(PROVINCES)]
        rows.append([rank, name, own, 216 * rank, (own or 0) + 216 * rank])
    labels = [
        *("TT", "Địa phương", "Địa phương tự tổ chức bồi dưỡng"),
        *("Bồi dưỡng trên Nền tảng One Touch", "Tổng số"),
    ]
    return Table(labels, rows, [None, "Tổng cộng", None, None, 116_348], **options)


def line(**values):
    given = {
        "number": "1.1",
        "sentence": "05/30 bộ, cơ quan ngang bộ đã ban hành Kế hoạch triển khai Đề án.",
        "amount": 5,
        "size": 30,
        "unit": "cơ quan",
        "as_of": date(2022, 9, 30),
        "source": "Báo cáo số 17/BC-UBQGCĐS",
        "names": (),
    }
    return SimpleNamespace(**{**given, **values})


def new_book():
    return Book(title="Báo cáo chuyên đề Tuần 39/2022", creator="Cục", created=CREATED)


def table_book(table, name="Bảng 2", **options):
    book = new_book()
    heading = ["BÁO CÁO CHUYÊN ĐỀ TUẦN 39/2022"]
    book.add_table(table, sheet_name=name, heading=heading, as_of_line=AS_OF_LINE, **options)
    return book


def sheet_of(book):
    return load_workbook(BytesIO(book.to_bytes())).worksheets[0]


def table_sheet(table, **options):
    return sheet_of(table_book(table, **options))


def line_sheet(*lines, **options):
    book = new_book()
    book.add_lines(lines, sheet_name="Số liệu", heading=["1."], as_of_line=AS_OF_LINE, **options)
    return sheet_of(book)


def row_of(sheet, text, column=1):
    """The number of the row whose cell in `column` holds the text."""
    return next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, column).value == text)


# Cells


def test_numbers_are_numbers_with_groups_of_three():
    sheet = table_sheet(training_table())
    cell = sheet.cell(row_of(sheet, "Quảng Ngãi", 2), 3)
    assert (cell.value, cell.data_type, cell.number_format) == (14_464, "n", "#,##0")
    assert cell.alignment.horizontal == "right"


def test_a_blank_is_an_empty_cell_and_zero_a_figure():
    sheet = table_sheet(training_table())
    assert sheet.cell(row_of(sheet, "TP. Hải Phòng", 2), 3).value is None
    zero = sheet.cell(row_of(sheet, "Hà Giang", 2), 3)
    assert (zero.value, zero.data_type) == (0, "n")


def test_an_empty_cell_is_written_without_a_value():
    book = table_book(Table(["Tên", "Số"], [["Hà Nam", None]]))
    xml = zipfile.ZipFile(BytesIO(book.to_bytes())).read("xl/worksheets/sheet1.xml").decode()
    row = xml[xml.index("Hà Nam") :]
    assert re.search(r'<c r="B\d+" s="\d+" t="n" ?/>', row)


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://a")', "+84", "-5", "@SUM(A1)", "#N/A", "=", "'=1"]
)
def test_a_text_is_never_a_formula(text):
    sheet = table_sheet(Table(["TT", "Tên cơ quan", "Số"], [[1, text, 5]]))
    cell = sheet.cell(row_of(sheet, text, 2), 2)
    assert cell.data_type == "s"
    assert bool(cell.quotePrefix) == text.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("place", ["heading", "note", "label", "total", "unit", "line"])
def test_no_text_anywhere_becomes_a_formula(place):
    def at(here, other):
        return "=1+1" if place == here else other

    table = Table([at("label", "Tên"), "Số"], [["Hà Nam", 1]], [at("total", "Tổng cộng"), 1])
    table.unit_line = at("unit", "Đơn vị: lượt")
    book = new_book()
    book.add_table(
        table,
        sheet_name="Bảng",
        heading=[at("heading", "Báo cáo")],
        as_of_line=AS_OF_LINE,
        notes=[at("note", "Ghi chú")],
    )
    book.add_lines(
        [line(sentence=at("line", "05/30"), names=(at("line", "Bộ"),))],
        sheet_name="Dòng",
        heading=[],
        as_of_line="",
    )
    sheets = load_workbook(BytesIO(book.to_bytes())).worksheets
    assert {cell.data_type for s in sheets for row in s.iter_rows() for cell in row} <= set("snd")


def test_other_kinds_of_value():
    row = ["Hà Nam", Decimal("76.1"), Decimal("76.1"), date(2022, 9, 30), True, CREATED]
    table = Table(["Tên", "Điểm", "Tỷ lệ", "Ngày", "Có kế hoạch", "Lúc gửi"], [row])
    sheet = table_sheet(table, formats={"Tỷ lệ": '0.0"%"'})
    cells = sheet[row_of(sheet, "Hà Nam")]
    assert [cell.value for cell in cells] == [
        *("Hà Nam", 76.1, 76.1, datetime(2022, 9, 30), "Có", "17:00 ngày 30/9/2022"),
    ]
    assert [cell.number_format for cell in cells[1:4]] == ["#,##0.0", '0.0"%"', "dd/mm/yyyy"]


def test_a_text_among_figures_stands_in_the_middle():
    table = Table(["Tên", "Số"], [["Hà Nam", 5], ["Hà Nội", "Không áp dụng"]])
    sheet = table_sheet(table)
    cell = sheet.cell(row_of(sheet, "Hà Nội"), 2)
    assert (cell.value, cell.alignment.horizontal) == ("Không áp dụng", "center")


def test_a_float_is_refused_and_leaves_no_file_behind():
    from openpyxl.worksheet import _writer

    book = table_book(training_table())
    with pytest.raises(TypeError, match="float"):
        book.add_table(
            Table(["Tên", "Số"], [["Hà Nam", 0.1]]), sheet_name="Sai", heading=[], as_of_line=""
        )
    assert _writer.ALL_TEMP_FILES == []


def test_hostile_names_are_cleaned():
    hostile = "Ha\x00\x1f\ud800\ufffe Nam\r\nhai\rba <b>&amp;</b> \x0b"
    sheet = table_sheet(Table(["Tên", "Số"], [[hostile, 5]], title=hostile, notes=[hostile]))
    row = row_of(sheet, 5, 2)
    assert sheet.cell(row, 1).value == "Ha Nam\nhai\nba <b>&amp;</b> "


def test_texts_are_composed_and_cut_where_a_cell_ends():
    assert clean(unicodedata.normalize("NFD", "Quảng")) == "Quảng"
    long = clean("ă" * (LONGEST_TEXT + 1))
    assert (len(long), long[-1]) == (LONGEST_TEXT, "…")
    sheet = table_sheet(Table(["Tên", "Số"], [["x " * 40_000, 5]]))
    assert max(d.height or 0 for d in sheet.row_dimensions.values()) <= 409


# Layout


def test_heading_is_bold_and_centred_over_all_columns():
    sheet = table_sheet(training_table())
    for row, text in ((1, "BÁO CÁO CHUYÊN ĐỀ TUẦN 39/2022"), (2, "Bảng 2. Số lượt")):
        cell = sheet.cell(row, 1)
        assert cell.value == text
        assert (cell.font.name, cell.font.size, cell.font.bold) == ("Times New Roman", 13, True)
        assert cell.alignment.horizontal == "center"
        assert f"A{row}:E{row}" in map(str, sheet.merged_cells.ranges)
    assert sheet.cell(3, 1).value == AS_OF_LINE
    assert not sheet.cell(3, 1).font.bold


def test_a_title_that_the_heading_already_holds_is_not_repeated():
    sheet = table_sheet(training_table(title="BÁO CÁO CHUYÊN ĐỀ TUẦN 39/2022"))
    assert sheet.cell(2, 1).value == AS_OF_LINE


def test_head_row_is_boxed_repeated_and_frozen():
    sheet = table_sheet(training_table())
    head = row_of(sheet, "TT")
    cell = sheet.cell(head, 3)
    assert cell.font.bold
    assert cell.alignment.wrap_text
    assert {getattr(cell.border, side).style for side in ("left", "right", "top", "bottom")} == {
        "thin"
    }
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.freeze_panes == f"C{head + 1}"


def test_total_row_is_bold_with_its_label_over_rank_and_name():
    sheet = table_sheet(training_table())
    row = row_of(sheet, "Tổng cộng")
    assert f"A{row}:B{row}" in map(str, sheet.merged_cells.ranges)
    assert sheet.cell(row, 5).value == 116_348
    assert sheet.cell(row, 5).font.bold
    assert sheet.cell(row, 3).value is None


def test_a_table_without_total_or_rows():
    sheet = table_sheet(Table(["TT", "Tên cơ quan"], []))
    assert sheet.cell(sheet.max_row, 1).value == "TT"


def test_notes_stand_below_wrapped_and_upright():
    sheet = table_sheet(training_table(notes=["Một. " * 60]), notes=["Hai."])
    long = sheet.cell(sheet.max_row - 1, 1)
    assert long.value.startswith("1. Một.")
    assert (long.font.size, long.font.italic, long.alignment.wrap_text) == (11, False, True)
    assert sheet.row_dimensions[long.row].height > 30
    assert f"A{long.row}:E{long.row}" in map(str, sheet.merged_cells.ranges)


def test_page_follows_decree_30():
    sheet = table_sheet(training_table())
    millimetres = {
        side: round(getattr(sheet.page_margins, side) * 25.4)
        for side in ("top", "bottom", "left", "right")
    }
    assert millimetres == {"top": 20, "bottom": 20, "left": 30, "right": 15}
    assert sheet.page_setup.paperSize == 9
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.HeaderFooter.differentFirst
    assert sheet.oddHeader.center.text == "&P"
    assert not sheet.firstHeader.center.text


def test_portrait_when_it_fits_else_landscape():
    wide = Table(
        ["TT", "Địa phương", *(f"Chỉ tiêu{i}" for i in range(12))], [[1] + ["Kế hoạch số"] * 13]
    )
    assert table_sheet(training_table()).page_setup.orientation == "portrait"
    assert table_sheet(wide).page_setup.orientation == "landscape"
    assert table_sheet(wide, orientation="portrait").page_setup.orientation == "portrait"


def test_what_is_hardly_more_than_a_page_is_printed_on_one():
    assert table_sheet(training_table(size=36)).page_setup.fitToHeight == 1
    assert table_sheet(training_table(size=63)).page_setup.fitToHeight == 0


def test_columns_take_the_width_of_the_page():
    sheet = table_sheet(training_table())
    widths = {letter: sheet.column_dimensions[letter].width for letter in "ABCDE"}
    assert sum(widths.values()) == pytest.approx(76, abs=1)
    assert widths["A"] < 7 < widths["E"] < widths["B"]


def test_a_long_name_makes_its_row_higher():
    sheet = table_sheet(
        Table(["TT", "Tên", "Số"], [[1, "Ủy ban Quản lý vốn " * 9, 2], [2, "Hà", 3]])
    )
    first = row_of(sheet, 1)
    assert sheet.row_dimensions[first].height > 30
    assert sheet.row_dimensions[first + 1].height is None


def test_properties_come_from_the_caller():
    given = datetime(2022, 9, 30, 17, 0, tzinfo=UTC)
    book = Book(title="Báo cáo", creator="Cục", created=given)
    book.add_lines([], sheet_name="Trang", heading=[], as_of_line="")
    properties = load_workbook(BytesIO(book.to_bytes())).properties
    assert (properties.title, properties.creator) == ("Báo cáo", "Cục")
    assert properties.created == properties.modified == given.replace(tzinfo=None)


# Lines


def test_a_line_becomes_a_row():
    sheet = line_sheet(line())
    row = row_of(sheet, "1.1")
    assert [cell.value for cell in sheet[row]] == [
        *("1.1", "05/30 bộ, cơ quan ngang bộ đã ban hành Kế hoạch triển khai Đề án.", 5, 30),
        *("cơ quan", datetime(2022, 9, 30), "Báo cáo số 17/BC-UBQGCĐS"),
    ]
    assert sheet.cell(row, 1).data_type == "s"
    assert [cell.value for cell in sheet[row - 1]] == [
        *("Mục", "Nội dung", "Số liệu", "Trên tổng số", "Đơn vị", "Tính đến ngày"),
        "Nguồn / ghi chú",
    ]
    assert sheet.page_setup.orientation == "landscape"


def test_a_line_without_a_known_figure_has_empty_cells():
    sheet = line_sheet(line(amount=None, size=None, as_of=None))
    row = row_of(sheet, "1.1")
    assert [sheet.cell(row, column).value for column in (3, 4, 6)] == [None, None, None]


def test_names_follow_their_line():
    names = ("Bộ Văn hóa, Thể thao và Du lịch", "Bộ Xây dựng")
    sheet = line_sheet(line(names=names), line(number="1.2"))
    row = row_of(sheet, "1.1") + 1
    assert sheet.cell(row, 2).value == "Danh sách (2): Bộ Văn hóa, Thể thao và Du lịch; Bộ Xây dựng"
    assert f"B{row}:G{row}" in map(str, sheet.merged_cells.ranges)
    assert sheet.cell(row + 1, 1).value == "1.2"


def test_a_sentence_without_figure_stands_over_all_columns():
    sheet = line_sheet(line(amount=None, size=None, unit="", as_of=None, source=""), notes=["Hết."])
    row = row_of(sheet, "1.1")
    assert f"B{row}:G{row}" in map(str, sheet.merged_cells.ranges)
    assert sheet.cell(sheet.max_row, 1).value == "Ghi chú: Hết."


# The file


def whole_book():
    book = table_book(training_table(size=63, notes=["Ô trống: chưa có số liệu."]))
    first = training_table(size=30)
    book.add_table(first, sheet_name="Bảng 1", heading=[], as_of_line=AS_OF_LINE)
    lines = [line(number=f"1.{i}", names=PROVINCES if i < 4 else ()) for i in range(20)]
    book.add_lines(lines, sheet_name="Số liệu", heading=["1."], as_of_line=AS_OF_LINE)
    return book.to_bytes()


def test_same_content_gives_same_bytes(monkeypatch):
    first = whole_book()
    later = time.time() + 86_400  # openpyxl and zipfile would ask this clock
    monkeypatch.setattr(time, "time", lambda: later)
    time.sleep(1.1)
    assert whole_book() == first
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


def test_a_book_without_sheets_is_refused():
    with pytest.raises(ValueError, match="chưa có trang"):
        new_book().to_bytes()


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Bảng 2. Địa phương", "Bảng 2. Địa phương"),
        ("2022/W39: [a]*?\\b", "2022-W39-a-b"),
        ("x" * 40, "x" * 31),
        ("😀" * 20, "😀" * 15),
        ("'Bảng'", "Bảng"),
        ("\x00", "Trang"),
        ("[]", "Trang"),
        ("History", "History 1"),
        ("Có\n hai  dòng", "Có hai dòng"),
    ],
)
def test_sheet_names(wanted, name):
    assert sheet_name(wanted, set()) == name


def test_sheet_names_are_unique_whatever_their_case_and_length():
    book = new_book()
    for name in ("Bảng", "BẢNG", "y" * 31, "y" * 40):
        book.add_lines([], sheet_name=name, heading=[], as_of_line="")
    names = load_workbook(BytesIO(book.to_bytes())).sheetnames
    assert names == ["Bảng", "BẢNG (2)", "y" * 31, "y" * 27 + " (2)"]


def test_head_row_is_repeated_on_a_sheet_with_an_apostrophe_in_its_name():
    sheet = sheet_of(table_book(training_table(), name="Đắk's Lắk"))
    assert (sheet.title, sheet.print_title_rows[0]) == ("Đắk's Lắk", "$")


# Widths


def test_letters_with_marks_are_as_wide_as_without():
    assert width_of("Địa phương ế ộ ữ ẵ") == width_of("Dia phuong e o u a")
    assert width_of("0123456789") == 10
    assert width_of("1.000", is_bold=True) > width_of("1.000")


def test_lines_in_a_width():
    assert lines_in("", 10) == 1
    assert lines_in("một hai ba", 100) == 1
    assert lines_in("một hai ba", 4) == 3
    assert lines_in("a\nb", 100) == 2
    assert lines_in("1" * 25, 10) == 3
    assert longest_word("Tổng số của") == width_of("Tổng")


# Cost


def bare_book():
    """The same cells, unstyled, by openpyxl's fastest way."""
    workbook = Workbook(write_only=True)
    for size in (63, 30):
        sheet, table = workbook.create_sheet(), training_table(size=size)
        for text in ("BÁO CÁO CHUYÊN ĐỀ", table.title, AS_OF_LINE, table.unit_line):
            sheet.append([text])
        for row in [table.labels, *table.rows, table.total]:
            sheet.append(row)
    sheet = workbook.create_sheet()
    for i in range(20):
        sheet.append([f"1.{i}", *list(vars(line()).values())[1:-1]])
        if i < 4:
            sheet.append([None, "; ".join(PROVINCES)])
    into = BytesIO()
    workbook.save(into)
    return into.getvalue()


@pytest.mark.slow
def test_costs_at_most_twice_a_bare_workbook():
    ratios = []
    for _ in range(15):
        started = time.process_time()
        whole_book()
        half = time.process_time()
        bare_book()
        ratios.append((half - started) / (time.process_time() - half))
    assert statistics.median(ratios) <= 2


def test_rows_flow_through(monkeypatch):
    """Only a sample is ever held: the rows are taken one by one while the file is written."""
    alive, most = 0, 0

    class Row(list):
        def __init__(self, values):
            nonlocal alive, most
            super().__init__(values)
            alive += 1
            most = max(most, alive)

        def __del__(self):
            nonlocal alive
            alive -= 1

    table = Table(["TT", "Tên", "Số"], [])
    table.raw_rows = lambda: (Row([i, "Hà Nam", i]) for i in range(1, 2_001))
    sheet = table_sheet(table)
    assert most <= 502
    assert sheet.cell(sheet.max_row, 1).value == 2_000


# On paper


@pytest.mark.slow
@pytest.mark.skipif(not SOFFICE, reason="install Debian's package libreoffice-calc-nogui")
def test_prints_as_a_report(tmp_path):
    (tmp_path / "bang.xlsx").write_bytes(table_book(training_table(size=63)).to_bytes())
    subprocess.run(
        [
            *(SOFFICE, f"-env:UserInstallation=file://{tmp_path}/office", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "bang.xlsx")),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    pages = printed(tmp_path / "bang.pdf")
    assert len(pages) == 2
    assert pages[0].split()[0] != "1", "no page number on the first page"
    assert pages[1].split()[0] == "2"
    assert all("Địa phương" in page for page in pages), "the head is repeated"
    assert "Tổng cộng" in pages[1]
    assert not any("###" in page for page in pages)


def printed(path):
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, text=True
    ).stdout
    return text.rstrip("\f").split("\f")
