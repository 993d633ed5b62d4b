"""Files as they come: encodings, separators, heads, totals, merged cells; and hostile ones."""

import datetime
import inspect
import io
import re
import unicodedata
import zipfile
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.office import incoming
from training.imports.csv_text import LARGEST_BYTES, read_csv
from training.imports.grid import GridError, letter_of
from training.imports.heads import Role, proposed_day, role_of
from training.imports.reading import read_export
from training.imports.workbook import in_our_words

from .exports import csv_text, xlsx

ROWS = [[1, "Hà Nội", "1.200", 300], [2, 'Bà Rịa - "Vũng Tàu"', 25, ""], [3, "A; B, C", 7, 1]]
TOTAL = [None, "Tổng cộng", "1.232", 301]


def windows_1258(text: str) -> bytes:
    """As the old Vietnamese code page writes it: the tones apart from their letters."""
    tones = "\u0300\u0309\u0303\u0301\u0323"
    out = []
    for char in unicodedata.normalize("NFC", text):
        apart = unicodedata.normalize("NFD", char)
        letter = "".join(mark for mark in apart if mark not in tones)
        out.append(unicodedata.normalize("NFC", letter))
        out += [mark for mark in apart if mark in tones]
    return "".join(out).encode("cp1258")


def read(content, name="a.csv", **chosen):
    return read_export(content, name, **chosen)


def told(export):
    return [(row.name, row.participants, row.completions) for row in export.rows]


WANTED = [("Hà Nội", 1200, 300), ('Bà Rịa - "Vũng Tàu"', 25, None), ("A; B, C", 7, 1)]
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", [*ENCODINGS, "cp1258"])
def test_text_files_read_alike(encoding, separator):
    text = csv_text([*ROWS, TOTAL], separator=separator)
    content = windows_1258(text) if encoding == "cp1258" else text.encode(encoding)
    export = read(content)
    assert told(export) == WANTED
    assert export.as_of == datetime.date(2022, 11, 18)
    assert [row.line for row in export.rows] == [4, 5, 6]
    assert not export.doubts
    assert len(export.notes) == 2


def test_excel_says_its_separator():
    export = read(("sep=;\r\n" + csv_text(ROWS)).encode())
    assert told(export) == WANTED
    assert export.rows[0].line == 5


@pytest.mark.parametrize(
    ("head", "role"),
    [
        *((head, Role.NAME) for head in (
            "Tên cơ quan", "CƠ QUAN", "Đơn vị", "ĐỊA PHƯƠNG", "Tên địa phương", "Tỉnh, thành phố",
            "Bộ, ngành", "Cơ quan / Đơn vị / Địa phương", "Tên", "quan cơ tên",
        )),
        *((head, Role.PARTICIPANTS) for head in (
            "Số lượt", "Lượt học", "TỔNG SỐ", "lượt tham gia", "Tổng số lượt", "Tổng cộng",
            "Số lượt học các khóa học",
        )),
        *((head, Role.COMPLETIONS) for head in (
            "Hoàn thành", "Số lượt hoàn thành", "HOÀN THÀNH KHÓA HỌC",
        )),
        *((head, Role.COURSE) for head in ("Khóa học", "Tên khoá học", "Lớp")),
        *((head, None) for head in (
            "TT", "STT", "Ghi chú", "Tỷ lệ hoàn thành", "Hoàn thành (%)", "Số người", "Số học viên",
            "Chưa hoàn thành", "Lượt truy cập", "Lượt đăng ký", "Lượt trong tháng", "Mã đơn vị", "",
            "Đơn vị tính",
        )),
    ],
)  # fmt: skip
def test_heads_are_recognised_by_their_words(head, role):
    assert role_of(head) == role
    assert role_of(unicodedata.normalize("NFD", head.upper())) == role


def test_head_of_two_lines():
    head = [("TT", "Cơ quan", "Số lượt", None), (None, None, "Tham gia", "Hoàn thành")]

    def edit(book):
        page = book.active
        page.insert_rows(2)
        for column, text in enumerate(head[1], 1):
            page.cell(2, column, text)
        for ref in ("A1:A2", "B1:B2", "C1:D1"):
            page.merge_cells(ref)

    content = xlsx([[1, "Hà Nội", 12, 3]], title=(), head=head[0], edit=edit)
    assert told(read(content, "a.xlsx")) == [("Hà Nội", 12, 3)]


def test_cumulative_is_taken_beside_a_column_of_the_month():
    head = ("Cơ quan", "Lượt trong tháng", "Lượt lũy kế")
    assert told(read(csv_text([["Hà Nội", 3, 20]], head=head).encode())) == [("Hà Nội", 20, None)]


def test_two_columns_that_could_be_meant_are_asked():
    head = ("Cơ quan", "Số lượt khối A", "Số lượt khối B")
    export = read(csv_text([["Hà Nội", 3, 20]], head=head).encode())
    assert not export.is_understood
    assert export.sample


def test_total_that_differs_is_a_doubt_and_no_row():
    export = read(csv_text([*ROWS, [None, "TỔNG CỘNG", 1300, 301]]).encode())
    assert told(export) == WANTED
    assert export.doubts == ("Dòng 7 “TỔNG CỘNG”, lượt ghi 1.300, các dòng cộng lại là 1.232.",)


def test_totals_of_parts_are_checked_each():
    rows = [[1, "A", 5, 1], [None, "Tổng số bộ, ngành", 5, 1], [2, "B", 6, 2],
            [None, "Tổng số địa phương", 6, 2], [None, "Tổng cộng", 11, 3]]  # fmt: skip
    export = read(csv_text(rows).encode())
    assert [row.name for row in export.rows] == ["A", "B"]
    assert len(export.notes) == 6
    assert not export.doubts


def test_corporation_is_no_total():
    export = read(csv_text([[1, "Tổng công ty Than", 5, 1], [2, "Tổng cục Thuế", 6, 1]]).encode())
    assert [row.name for row in export.rows] == ["Tổng công ty Than", "Tổng cục Thuế"]


def test_separator_inside_an_unquoted_figure_is_never_split():
    lines = "TT,Cơ quan,Số lượt,Hoàn thành\r\n1,Hà Nội,14,464,900\r\n2,Hà Nam,5,1\r\n"
    export = read(lines.encode())
    assert [(r.participants_text, r.participants, r.completions) for r in export.rows] == [
        ("14,464,900", None, None),
        ("5", 5, 1),
    ]


def test_numbers_of_excel_are_plain_and_a_fraction_is_no_group():
    export = read(xlsx([[1, "A", 14464, 5], [2, "B", 14.464, 0.5], [3, "C", -4, 1]]), "a.xlsx")
    assert told(export) == [("A", 14464, 5), ("B", None, None), ("C", None, 1)]
    assert export.rows[1].participants_text == "14,464"


def test_name_merged_over_its_courses_is_said_of_each_but_a_figure_is_not():
    rows = [["Hà Nội", "K1", 5, 1], [None, "K2", 6, None], ["Hà Nam", "K1", 7, 2]]

    def edit(book):
        book.active.merge_cells("A4:A5")
        book.active.merge_cells("D4:D5")

    head = ("Cơ quan", "Khóa học", "Số lượt", "Hoàn thành")
    export = read(xlsx(rows, head=head, edit=edit), "a.xlsx")
    assert [(r.name, r.course, r.participants, r.completions) for r in export.rows] == [
        ("Hà Nội", "K1", 5, 1),
        ("Hà Nội", "K2", 6, None),
        ("Hà Nam", "K1", 7, 2),
    ]


def test_hidden_rows_are_told_and_hidden_sheets_not_read():
    def edit(book):
        book.active.row_dimensions[5].hidden = True
        other = book.create_sheet("Cũ")
        for line in (["Cơ quan", "Số lượt"], ["Hà Nội", 999]):
            other.append(line)
        other.sheet_state = "hidden"

    export = read(xlsx(ROWS, edit=edit), "a.xlsx")
    assert [row.name for row in export.rows] == [name for name, *_ in WANTED]
    assert any("1 dòng ẩn" in doubt for doubt in export.doubts)
    assert any("“Cũ”" in doubt for doubt in export.doubts)


def test_which_of_two_sheets_is_asked():
    def edit(book):
        other = book.create_sheet("Thứ hai")
        for line in (["Cơ quan", "Số lượt"], ["Hà Nam", 7]):
            other.append(line)

    content = xlsx(ROWS, edit=edit)
    export = read(content, "a.xlsx")
    assert not export.is_understood
    assert export.sheets == ("Kết xuất", "Thứ hai")
    assert told(read(content, "a.xlsx", sheet="Thứ hai")) == [("Hà Nam", 7, None)]


def test_sheet_without_a_head_is_passed_over():
    def edit(book):
        book.create_sheet("Ghi chú").append(["Người lập"])

    assert told(read(xlsx(ROWS, edit=edit), "a.xlsx")) == WANTED


def test_repeated_head_and_numbered_columns_are_no_rows():
    head = ("TT", "Tên cơ quan", "Số lượt học", "Hoàn thành")
    rows = [["(1)", "(2)", "(3)", "(4)"], ROWS[0], head, ROWS[1]]
    assert told(read(csv_text(rows).encode())) == WANTED[:2]


@pytest.mark.parametrize(
    ("titles", "name", "wanted"),
    [
        (["Tính đến 30/9/2022"], "", "2022-09-30"),
        (["Hà Nội, ngày 2/10/2022", "Số liệu tính đến hết ngày 30/9/2022"], "", "2022-09-30"),
        (["Lũy kế đến ngày 30 tháng 9 năm 2022"], "", "2022-09-30"),
        (["Ngày 1/1/2022 và 2/2/2022"], "", None),
        (["2022-11-18"], "", "2022-11-18"),
        ([], "one_touch_20221118.xlsx", "2022-11-18"),
        ([], "OneTouch 18.11.2022.csv", "2022-11-18"),
        ([], "bao_cao_1.csv", None),
        (["Tính đến 31/2/2022"], "", None),
    ],
)
def test_day_is_found_in_the_title_or_the_name(titles, name, wanted):
    found = proposed_day(titles, name)
    assert (str(found) if found else None) == wanted


def test_letters_of_columns():
    assert [letter_of(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]


# Hostile files


def bomb() -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    return into.getvalue()


HOSTILE = {
    "nothing": b"",
    "blanks": b"  \r\n \r\n",
    "nul": "Cơ quan;Số lượt\r\nHà\x00 Nội;5\r\n".encode(),
    "binary": bytes(range(256)) * 20,
    "million rows": b"a;1\n" * 1_000_000,
    "large": b"x" * (LARGEST_BYTES + 1),
    "one endless cell": b'a;"' + b"x" * 200_000 + b'"\n',
    "open quote": 'Cơ quan;Số lượt\r\n"Hà Nội;5\r\nHà Nam;6\r\n'.encode(),
    "broken zip": b"PK\x03\x04" + b"x" * 100,
    "old excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "pdf": b"%PDF-1.7 ...",
    "half utf-16": b"\xff\xfea",
    "many columns": ("a;" * 500 + "b\r\n").encode() * 3,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_words(name):
    with pytest.raises(GridError) as refused:
        read(HOSTILE[name])
    assert refused.value.message.endswith(".")
    assert "mẫu" not in refused.value.message


def test_zip_bomb_is_stopped_at_the_gate():
    with pytest.raises(GridError):
        read(bomb(), "a.xlsx")


def test_million_rows_of_a_workbook_are_refused():
    with pytest.raises(GridError):
        read(xlsx([[1, "A", 5, 1]] * 30_000), "a.xlsx")


def test_formulas_are_not_carried_out():
    export = read(xlsx([[1, "Hà Nội", "=1+1", "=CMD()"]]), "a.xlsx")
    assert told(export) == [("Hà Nội", None, None)]
    assert export.rows[0].participants_text == "=1+1"


def test_words_of_the_template_do_not_appear_here():
    """Whatever the reader of uploads says, nobody here is told to fill in a template again."""
    source = re.sub(r'"\s*\n\s*f?"', "", inspect.getsource(incoming))
    said = re.findall(r'f?"((?:[^"\\\n])*[.])"', source)
    assert len(said) > 15
    for message in said:
        assert "mẫu" not in in_our_words(message).lower(), message


SETTINGS = settings(max_examples=150, deadline=None)
CELL = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\x00"), max_size=20
)


@SETTINGS
@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe\x00\x00")
def test_any_bytes_are_read_or_refused(content):
    with suppress(GridError):
        assert read_csv(content).lines is not None


@SETTINGS
@given(
    st.lists(st.tuples(CELL, st.integers(0, 10**9), st.integers(0, 10**9)), max_size=12),
    st.sampled_from(",;\t"),
    st.sampled_from(ENCODINGS),
)
def test_what_was_written_is_what_is_read(rows, separator, encoding):
    """No figure ever moves to another row or column, whatever the names hold."""
    named = [(f"Cơ quan {name}.", participants, done) for name, participants, done in rows]
    text = csv_text(named, title=(), head=("Cơ quan", "Lượt", "Hoàn thành"), separator=separator)
    export = read(text.encode(encoding))
    assert [(r.participants, r.completions) for r in export.rows] == [n[1:] for n in named]
