"""Nothing that comes in as a workbook does harm, and each refusal says what to do."""

import datetime
import io
import time
import unicodedata

import pytest
from openpyxl import Workbook

from portal.office import incoming
from portal.office.incoming import Cell, WorkbookError, check_container, read_workbook

from .hostile import AT_THE_GATE, FORM, HOSTILE, SHEET, plain, rezipped, sheet_xml, with_sheet

WANTED = {SHEET: (300, 10)}
BAR = 5.0  # seconds


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_with_a_reason_and_in_time(name):
    make, expected = HOSTILE[name]
    content = make()
    started = time.perf_counter()
    with pytest.raises(WorkbookError) as refused:
        read_workbook(content, WANTED)
    assert time.perf_counter() - started < BAR
    assert expected in refused.value.message
    assert refused.value.message.endswith(".")


def test_there_are_many_of_them():
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("name", AT_THE_GATE)
def test_gate_unpacks_nothing(name, monkeypatch):
    make, _ = AT_THE_GATE[name]
    content = make()
    monkeypatch.setattr("zipfile.ZipFile.open", lambda *args, **kwargs: pytest.fail("unpacked"))
    with pytest.raises(WorkbookError):
        check_container(content)


def read_one(value, number_format=None) -> Cell:
    book = Workbook()
    book.active.title = SHEET
    cell = book.active["B3"]
    cell.value = value
    if number_format:
        cell.number_format = number_format
    into = io.BytesIO()
    book.save(into)
    return read_workbook(into.getvalue(), WANTED).sheets[SHEET].cells[3, 2]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1234, Cell("number", "1234")),
        (1234.0, Cell("number", "1234")),
        (1234.5, Cell("number", "1234.5")),
        (-3, Cell("number", "-3")),
        (1e-7, Cell("number", "0.0000001")),
        (123456789012, Cell("number", "123456789012")),
        ("  1.234 ", Cell("text", "  1.234 ")),
        ("=A1+1", Cell("formula", "=A1+1")),
        (True, Cell("bool", "TRUE")),
        ("#REF!", Cell("error", "#REF!")),
        (datetime.date(2022, 3, 30), Cell("day", "2022-03-30")),
        (datetime.datetime(2022, 3, 30, 8, 15), Cell("day", "2022-03-30 08:15:00")),
        (datetime.time(8, 15), Cell("day", "08:15:00")),
        ("To\u0302\u0309", Cell("text", "To\u0302\u0309")),
        ("a\nb", Cell("text", "a\nb")),
    ],
)
def test_cell_comes_in_as_it_stands(value, expected):
    assert read_one(value) == expected


def test_percent_is_told():
    assert read_one(0.775, "0.0%") == Cell("number", "0.775", is_percent=True)


def test_figures_of_seventeen_digits_are_those_typed():
    content = with_sheet("<row><c><v>76.099999999999994</v></c></row>")
    assert read_workbook(content, WANTED).sheets[SHEET].text(1, 1) == "76.1"


def test_array_formula_is_a_formula():
    rows = '<row><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>5</v></c></row>'
    assert read_workbook(with_sheet(rows), WANTED).sheets[SHEET].cells[1, 1].kind == "formula"


def test_long_text_is_cut_above_what_any_field_takes():
    assert len(read_one("x" * 30_000).text) == 5001


def test_only_wanted_sheets_within_their_bounds():
    book = Workbook()
    book.active.title = SHEET
    book.active["A1"], book.active["K1"], book.active["A301"] = "trong", "ngoài", "ngoài"
    book.create_sheet("Nháp")["A1"] = "của tôi"
    into = io.BytesIO()
    book.save(into)
    read = read_workbook(into.getvalue(), WANTED)
    assert read.names == (SHEET, "Nháp")
    assert {place: cell.text for place, cell in read.sheets[SHEET].cells.items()} == {
        (1, 1): "trong"
    }


def test_hidden_and_merged_are_told():
    book = Workbook()
    form = book.active
    form.title = SHEET
    form["A1"] = form["C9"] = 1
    form.row_dimensions[9].hidden = True
    form.column_dimensions["C"].hidden = True
    form.merge_cells("A4:B6")
    into = io.BytesIO()
    book.save(into)
    read = read_workbook(into.getvalue(), WANTED).sheets[SHEET]
    assert (read.hidden_rows, read.hidden_columns, read.merged) == ({9}, {3}, ("A4:B6",))


def test_sheet_name_in_decomposed_letters_is_known():
    book = Workbook()
    book.active.title = unicodedata.normalize("NFD", SHEET)
    into = io.BytesIO()
    book.save(into)
    assert SHEET in read_workbook(into.getvalue(), WANTED).sheets


def test_a_dimension_that_lies_is_not_believed():
    lie = b'<dimension ref="A1:XFD1048576"/><sheetData>'
    rows = '<row r="1"><c r="A1"><v>7</v></c></row>'
    xml = sheet_xml(rows).replace(b"<sheetData>", lie)
    read = read_workbook(rezipped({FORM: xml}), WANTED).sheets[SHEET]
    assert {place: cell.text for place, cell in read.cells.items()} == {(1, 1): "7"}


def test_hyperlinks_do_not_stand_in_the_way():
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" TargetMode="External" Target="https://a.vn" Type="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/relationships/hyperlink"/></Relationships>'
    )
    content = rezipped({"xl/worksheets/_rels/sheet1.xml.rels": rels})
    assert read_workbook(content, WANTED).names == (SHEET,)


def test_reader_knows_no_secret_of_ours(monkeypatch):
    seen = {}
    run = incoming.subprocess.run

    def watched(command, **options):
        seen.update(options)
        return run(command, **options)

    monkeypatch.setenv("SECRET_KEY", "bí mật")
    monkeypatch.setattr(incoming.subprocess, "run", watched)
    read_workbook(plain(), WANTED)
    assert set(seen["env"]) == {"PATH", "OPENPYXL_LXML"}


def test_busy_readers_are_waited_for_and_then_named(monkeypatch):
    monkeypatch.setattr(incoming, "SECONDS", 0.1)
    taken = [incoming._readers.acquire() for _ in range(incoming.READERS_AT_ONCE)]
    try:
        with pytest.raises(WorkbookError, match="nhiều tệp được đọc cùng lúc"):
            read_workbook(plain(), WANTED)
    finally:
        for _ in taken:
            incoming._readers.release()
