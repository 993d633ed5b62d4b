"""Tuần 39/2022 on paper, measured: NĐ 30/2020, Phụ lục I, as printed by us and by LibreOffice."""

import re
import subprocess
from io import BytesIO

import pytest
from docx import Document

from portal.office.paper_html import html_of
from portal.office.pdf import pdf_of
from reporting.outputs import BRIEF_WRITERS
from tests.portal.office import papers
from tests.portal.office.test_paper_pdf import shown_by, streams_of

from . import captions

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.xdist_group("issued39")]
POINT = 25.4 / 72  # millimetres
LEFT, RIGHT, TOP, BOTTOM = 30, 15, 20, 20
MAKERS = ("weasyprint", "libreoffice")


@pytest.fixture(scope="module")
def paths(issued, by_libreoffice):
    return {"weasyprint": issued.folder / "tuan39.pdf", "libreoffice": by_libreoffice / "word.pdf"}


def boxes_of(path) -> list[tuple[float, float, list[tuple[float, float, float, float]]]]:
    """Of each page its width, height and the words' boxes, in millimetres."""
    shown = shown_by("pdftotext", "-bbox", path, "-")
    found = []
    for page in shown.split("<page ")[1:]:
        wide, high = (float(n) * POINT for n in re.findall(r'(?:width|height)="([\d.]+)"', page))
        sides = re.findall(
            r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', page
        )
        found.append((wide, high, [tuple(float(n) * POINT for n in side) for side in sides]))
    return found


@pytest.mark.parametrize("made_by", MAKERS)
def test_margins(paths, made_by):
    """Within a millimetre; the number stands in the top margin."""
    pages = boxes_of(paths[made_by])[1:]
    for wide, high, words in pages:
        assert (round(wide), round(high)) == (210, 297)
        body = [word for word in words if word[1] >= TOP - 1]
        assert min(word[0] for word in body) >= LEFT - 1
        assert max(word[2] for word in body) <= wide - RIGHT + 1
        assert max(word[3] for word in body) <= high - BOTTOM + 1
        (number,) = [word for word in words if word[1] < TOP - 1]
        assert (number[0] + number[2]) / 2 == pytest.approx(LEFT + 165 / 2, abs=1)
    words = [word for _, _, found in pages for word in found if word[1] >= TOP - 1]
    assert min(word[0] for word in words) == pytest.approx(LEFT, abs=1)
    assert max(word[2] for word in words) == pytest.approx(210 - RIGHT, abs=1)


def test_margins_of_the_word_file(issued):
    (section,) = Document(BytesIO(issued.files["docx"])).sections
    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(margin.mm) for margin in margins] == [LEFT, RIGHT, TOP, BOTTOM]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


@pytest.mark.parametrize("made_by", MAKERS)
def test_one_embedded_face_with_all_letters(issued, paths, made_by):
    fonts = shown_by("pdffonts", paths[made_by]).splitlines()[2:]
    names = {re.split("[-,]", line.split()[0].split("+")[1])[0] for line in fonts}
    assert len({re.sub("(PS|MT|Bold|Italic)+$", "", name) for name in names}) == 1, names
    assert all(re.search(r" yes yes yes +\d+ +0$", line) for line in fonts)
    text = shown_by("pdftotext", paths[made_by], "-")
    letters = {letter for block in issued.report.body for letter in block.text if letter.isalpha()}
    assert {"ữ", "ế", "ộ", "Đ", "ẩ"} <= letters
    assert letters <= set(text)


@pytest.mark.parametrize("made_by", MAKERS)
def test_pages_are_numbered_from_the_second_on(paths, made_by):
    pages = papers.pages_of(paths[made_by])
    assert "BÁO CÁO CHUYÊN ĐỀ" in pages[0]
    assert not re.search(r"^\s*1\s*$", pages[0], re.MULTILINE)
    assert [page.split()[0] for page in pages[1:]] == [str(n) for n in range(2, len(pages) + 1)]


@pytest.mark.parametrize("made_by", MAKERS)
@pytest.mark.parametrize("id", ["bang-1", "bang-2"])
def test_heads_repeat_and_no_row_is_split(issued, paths, made_by, id):
    """Each row stands whole on one page, below a head."""
    table = issued.report.table(id)
    pages = papers.pages_of(paths[made_by])
    begins = next(i for i, page in enumerate(pages) if table.title[:20] in page)
    found = []
    for page in pages[begins:]:
        at = page.index(table.title[:20]) if table.title[:20] in page else 0
        rows = [
            row[0]
            for row in table.rows
            if re.search(rf"^\s*{row[0]}\s+{re.escape(row[1])}\s+\d", page[at:], re.MULTILINE)
        ]
        if not rows:
            break
        head = page[at : at + re.search(rf"^\s*{rows[0]}\s", page[at:], re.MULTILINE).start()]
        assert all(word in head for word in ("TT", table.columns[1].label, "Tổng số"))
        found += rows
    assert found == [row[0] for row in table.rows]


def test_a_title_is_never_left_alone(tmp_path):
    """Wherever on a page a table begins, its title and unit stand on the page of its first row."""
    path = tmp_path / "captions.pdf"
    path.write_bytes(pdf_of(html_of(captions.paper())))
    places = captions.pages_where(path)
    assert len({title for title, _, _ in places}) > 6
    assert [place for place in places if len(set(place)) > 1] == []


def test_nor_in_word(by_libreoffice):
    places = captions.pages_where(by_libreoffice / "captions.pdf")
    assert [place for place in places if len(set(place)) > 1] == []


def test_draft_is_marked_on_the_cover(issued):
    """The mark once made a page of its own."""
    from dataclasses import replace

    from reporting.outputs import WRITERS

    report = replace(issued.report, identity=replace(issued.report.identity, is_draft=True))
    pages = pages_in(WRITERS["pdf"](report))
    assert "DỰ THẢO" in pages[0]
    assert "BÁO CÁO CHUYÊN ĐỀ" in pages[0]
    assert len(pages) == len(pages_in(issued.files["pdf"]))


def pages_in(content: bytes) -> list[str]:
    shown = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True
    )
    return shown.stdout.decode().removesuffix("\f").split("\f")


def test_tagged_titled_and_bookmarked(issued, paths):
    info = shown_by("pdfinfo", paths["weasyprint"])
    assert re.search(r"^Title: +Báo cáo chuyên đề Tuần 39/2022$", info, re.MULTILINE)
    assert re.search(r"^Tagged: +yes$", info, re.MULTILINE)
    listed = shown_by("pdftohtml", "-xml", "-i", "-stdout", paths["weasyprint"])
    titles = re.findall(r"<item page=\"\d+\">([^<]*)</item>", listed)
    heads = [block for block in issued.report.body if block.kind == "heading"]
    assert len(titles) == len(heads)
    for title, block in zip(titles, heads, strict=True):
        assert block.text in title.replace("&amp;", "&")


def test_every_chart_is_described(issued, paths):
    (chart,) = issued.report.charts
    assert chart.alt.encode("utf-16-be").hex().encode() in streams_of(paths["weasyprint"]).lower()
    shapes = Document(BytesIO(issued.files["docx"])).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == [chart.alt]


# The brief


def test_brief_is_one_page(issued, by_libreoffice):
    own = pages_in(BRIEF_WRITERS["pdf"](issued.report))
    assert len(own) == 1
    assert len(papers.pages_of(by_libreoffice / "brief.pdf")) == 1
    for word in ("TÓM TẮT BÁO CÁO CHUYÊN ĐỀ TUẦN 39/2022", "41/63", "116.348", "61/63"):
        assert word in own[0]
