"""Files that are taken away: every kind of cell comes back as it was, and no text acts."""

import csv
import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.office.cell_text import clean
from portal.office.separated import csv_parts, csv_value
from reporting.explorer.rows_book import write_rows

ACTING = ["=1+1", "+84 24", "-5", "@SUM(A1)", '=HYPERLINK("http://x";"y")', "\t=1", "\r=1"]


def read_back(rows, heads=("A", "B", "C")):
    into = io.BytesIO()
    write_rows(into, "Danh sách", heads, [10] * len(heads), rows)
    sheet = openpyxl.load_workbook(into).active
    found = list(sheet.iter_rows(values_only=True))
    assert found[0] == heads
    return sheet, found[1:]


def test_each_kind_of_cell_comes_back():
    day, instant = datetime.date(2022, 9, 30), datetime.datetime(2022, 10, 18, 16, 52, 3)
    sheet, rows = read_back(
        [["Tỉnh <A> & B", 1473, None], [day, instant, Decimal("76.1")], [0, -28, ""]]
    )
    assert rows[0] == ("Tỉnh <A> & B", 1473, None)
    assert rows[1] == (datetime.datetime(2022, 9, 30), instant, 76.1)
    assert rows[2][:2] == (0, -28)
    assert sheet["A3"].number_format == "dd/mm/yyyy"
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold


@pytest.mark.parametrize("text", ACTING)
def test_no_text_is_a_formula(text):
    sheet, ((found, *_),) = read_back([[text, None, 1]])
    assert found == clean(text)
    assert sheet["A2"].data_type in ("s", "inlineStr")
    assert sheet["A2"].quotePrefix
    (line,) = csv.reader(io.StringIO(b"".join(csv_parts([[text]])).decode("utf-8-sig")))
    assert line == [f"'{clean(text)}"]


def test_negative_number_is_a_number_in_text_files():
    assert b"".join(csv_parts([[-28, None, "a,b", 'c"d']])) == (
        b'\xef\xbb\xbf-28,"","a,b","c""d"\r\n'
    )
    assert csv_value(datetime.datetime(2022, 9, 30, 17, 0)) == "30/09/2022 17:00"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_any_text_survives_the_workbook(texts):
    _, rows = read_back([[text, 1, None] for text in texts])
    for text, row in zip(texts, rows, strict=True):
        assert (row[0] or "").replace("\r", "") == clean(text).replace("\r", "")


def test_another_kind_of_cell_is_refused():
    with pytest.raises(KeyError):
        write_rows(io.BytesIO(), "Danh sách", ["A"], [10], [[1.5]])
