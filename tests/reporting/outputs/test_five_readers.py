"""Tuần 39/2022 as five programs read it, of which none is ours: they agree with the report.

openpyxl and calamine read the workbook, python-docx the Word file, pdftotext the PDF, LibreOffice
both the workbook and the Word file; the page of the portal is read besides.
"""

import csv
import re
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring
from docx import Document
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from portal.figures import show
from tests.markup import Page
from tests.portal.office import papers

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("issued39")]

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TABLES = ("bang-1", "bang-2")


def printed(cell) -> str:
    return "" if cell is None else show(cell) if isinstance(cell, int) else str(cell)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


# The cells of both tables


def rows_of(table) -> list[list]:
    """Rows and total; the total's label stands first, as it does where cells are joined."""
    name_at = [column.kind for column in table.columns].index("name")
    total = [table.total_label, *[None] * name_at, *table.total[name_at + 1 :]]
    return [[*row] for row in table.rows] + [total]


def from_head(rows: list[list]) -> list[list]:
    """The rows below the head, to the total."""
    starts = next(i for i, row in enumerate(rows) if row[0] == "TT") + 1
    ends = next(i for i, row in enumerate(rows) if row[0] == "Tổng cộng")
    return [[*row] for row in rows[starts : ends + 1]]


def with_numbers(rows: list[list]) -> list[list]:
    """Cells of a reader that knows texts and floats only."""
    return [[number(cell) for cell in row] for row in rows]


def number(cell):
    if cell == "":
        return None
    if isinstance(cell, float) or (isinstance(cell, str) and cell.isdigit()):
        assert float(cell).is_integer()
        return int(cell)
    return cell


@pytest.mark.parametrize("id", TABLES)
def test_openpyxl_reads_every_cell(issued, id):
    table = issued.report.table(id)
    book = load_workbook(BytesIO(issued.files["xlsx"]))
    sheet = book[table.title.split(".")[0]]
    assert from_head([list(row) for row in sheet.values]) == rows_of(table)


@pytest.mark.parametrize("id", TABLES)
def test_calamine_reads_every_cell(issued, id):
    table = issued.report.table(id)
    book = CalamineWorkbook.from_filelike(BytesIO(issued.files["xlsx"]))
    rows = book.get_sheet_by_name(table.title.split(".")[0]).to_python()
    assert with_numbers(from_head(rows)) == rows_of(table)


@pytest.mark.slow
@pytest.mark.parametrize("id", TABLES)
def test_libreoffice_reads_every_cell(issued, by_libreoffice, id):
    table = issued.report.table(id)
    path = by_libreoffice / f"book-{table.title.split('.')[0]}.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert with_numbers(from_head(rows)) == rows_of(table)


def test_word_holds_every_cell(issued):
    tables = Document(BytesIO(issued.files["docx"])).tables
    found = [[cell_texts(row) for row in table.rows] for table in tables]
    for id in TABLES:
        table = issued.report.table(id)
        (rows,) = [rows[1:] for rows in found if rows[0] == [c.label for c in table.columns]]
        expected = [[printed(cell) for cell in row] for row in table.rows]
        assert rows[:-1] == expected
        assert rows[-1] == ["Tổng cộng", *map(printed, table.total[2:])]


def cell_texts(row) -> list[str]:
    return [cell.text for cell in dict.fromkeys(row.cells)]


@pytest.mark.slow
@pytest.mark.parametrize("made_by", ["weasyprint", "libreoffice"])
@pytest.mark.parametrize("id", TABLES)
def test_paper_prints_every_row(issued, request, made_by, id):
    table = issued.report.table(id)
    text = "\n".join(pages(issued, request, made_by))
    text = text[text.index(table.title[:20]) :]
    for row in rows_of(table):
        cells = [re.escape(printed(cell)) for cell in row if cell is not None]
        assert re.search(r"^\s*" + r"\s+".join(cells) + r"$", text, re.MULTILINE), row


def pages(issued, request, made_by: str) -> list[str]:
    if made_by == "weasyprint":
        return papers.pages_of(issued.folder / "tuan39.pdf")
    return papers.pages_of(request.getfixturevalue("by_libreoffice") / "word.pdf")


@pytest.mark.parametrize("format", ["page", "html"])
def test_pages_show_every_cell(issued, format):
    page = issued.files[format].decode()
    for id in TABLES:
        table = issued.report.table(id)
        html = page[page.index(f'id="{id}"') :]
        html = html[: html.index("</table>")]
        rows = re.findall(r"<tr.*?</tr>", html, re.DOTALL)
        read = [
            [squeezed(re.sub("<[^>]*>", "", cell)) for cell in re.findall(CELL, row, re.DOTALL)]
            for row in rows
        ]
        for row in table.rows:
            assert [squeezed(printed(cell)) for cell in row] in read
        assert any(r[-1] == printed(table.total[-1]) for r in read)


CELL = r"<t[dh][^>]*>(.*?)</t[dh]>"


# Sentences and their figures


def sentences(report, with_marks=True) -> list[str]:
    """Every sentence of the body, squeezed, its marks of notes as the numbers that are printed."""
    blocks = [b.pieces for b in report.body if b.kind not in ("table", "chart", "topic")]
    items = [item for block in report.body for item in block.items]
    return [
        squeezed("".join(p.text if p.note is None else str(p.note) * with_marks for p in pieces))
        for pieces in (*blocks, *items)
        if pieces
    ]


def figures(report) -> list[str]:
    return [p.text for b in report.body for p in b.pieces if p.is_figure]


def test_the_report_has_figures_to_compare(issued):
    found = figures(issued.report)
    assert len(found) > 20
    assert {"05/30", "41/63", "101.659", "117.158", "116.348", "61.063", "277.881"} <= set(found)


def test_word_says_every_sentence(issued):
    paragraphs = {squeezed(p.text) for p in Document(BytesIO(issued.files["docx"])).paragraphs}
    text = "\n".join(paragraphs)
    for sentence in sentences(issued.report, with_marks=False):
        assert sentence in text


@pytest.mark.slow
@pytest.mark.parametrize("made_by", ["weasyprint", "libreoffice"])
def test_paper_says_every_sentence(issued, request, made_by):
    """One that goes on on the next page is looked for in its two parts."""
    texts = [squeezed(page) for page in pages(issued, request, made_by)]
    for sentence in sentences(issued.report):
        assert any(sentence in text for text in texts) or is_over_two(sentence, texts), sentence


def is_over_two(sentence: str, texts: list[str]) -> bool:
    return any(
        sentence[:at] in one and sentence[at:] in other
        for one, other in pairwise(texts)
        for at in range(1, len(sentence))
    )


@pytest.mark.parametrize("format", ["page", "html"])
def test_pages_say_every_sentence(issued, format):
    text = squeezed(Page(issued.files[format].decode()).text)
    for sentence in sentences(issued.report):
        assert sentence in text


def test_workbook_holds_every_figure_of_the_sentences(issued):
    """As numbers: of 41/63 the 41 and the 63."""
    rows = list(load_workbook(BytesIO(issued.files["xlsx"]))["Số liệu thống kê"].values)
    found = {(row[2], row[3]) for row in rows}
    for block in issued.report.body:
        if not block.source.startswith("line:"):
            continue
        for piece in block.pieces:
            figure = issued.report.figures.get(piece.code)
            if figure is not None and figure.amount is not None:
                size = figure.size if figure.is_count else None
                assert (figure.amount, size) in found, piece


# The notes


def test_word_lists_every_name_in_its_footnotes(issued):
    root = fromstring(ZipFile(BytesIO(issued.files["docx"])).read("word/footnotes.xml"))
    notes = [
        "".join(text.text or "" for text in note.iter(f"{WORD}t")).strip()
        for note in root
        if int(note.get(f"{WORD}id")) > 0
    ]
    assert notes == [note.text for note in issued.report.notes]
    (listed,) = [note for note in issued.report.notes if len(note.names) == 41]
    assert notes[listed.number - 1].rstrip(".").split(", ") == list(listed.names)
    assert list(listed.names) == list(issued.report.figures["PLAN_PRO"].done)


@pytest.mark.slow
@pytest.mark.parametrize("made_by", ["weasyprint", "libreoffice"])
def test_paper_prints_every_note(issued, request, made_by):
    texts = [squeezed(page) for page in pages(issued, request, made_by)]
    for note in issued.report.notes:
        assert any(squeezed(note.text) in text for text in texts), note.number
