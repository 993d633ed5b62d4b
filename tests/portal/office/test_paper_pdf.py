"""Papers as PDF: the page that WeasyPrint sets, and what comes out of it."""

import re
import subprocess
import unicodedata
import zlib

import pytest

from portal.office.paper import Heading, PageBreak, Run
from portal.office.paper_html import html_of
from portal.office.pdf import PdfUnavailable, pdf_of
from tests.markup import Page

from . import papers


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """A function: paper → path of its PDF, or skips where none can be made."""

    def made(paper):
        try:
            content = pdf_of(html_of(paper))
        except PdfUnavailable as error:
            pytest.skip(error.message)
        path = tmp_path_factory.mktemp("pdf") / "paper.pdf"
        path.write_bytes(content)
        return path

    return made


@pytest.fixture(scope="module")
def bulletin(printed):
    return printed(papers.paper())


def shown_by(tool: str, *arguments) -> str:
    return subprocess.run([tool, *arguments], capture_output=True, check=True).stdout.decode()


def streams_of(path) -> bytes:
    content = path.read_bytes()
    found = [content]
    for start in re.finditer(rb"stream\r?\n", content):
        try:
            found.append(zlib.decompressobj().decompress(content[start.end() :]))
        except zlib.error:
            continue
    return b"".join(found)


# The page


def test_page_says_who_when_and_what():
    page = html_of(papers.paper())
    assert '<html lang="vi">' in page
    assert "<title>Báo cáo chuyên đề Tuần 39/2022</title>" in page
    assert '<meta name="author" content="Cục Chuyển đổi số quốc gia">' in page
    assert '<meta name="dcterms.created" content="2022-09-30T10:00:00Z">' in page
    assert '<meta name="keywords" content="Đề án 146, chuyển đổi số">' in page


def test_page_holds_the_words_of_the_paper():
    words = Page(html_of(papers.paper())).text
    for said in (
        *("BÁO CÁO CHUYÊN ĐỀ", "LƯU HÀNH NỘI BỘ", "Số: 17/BC-UBQG", *papers.NOTES, "05/30"),
        *("đề nghị thứ hai", "Bảng 1. Số lượt", "Đơn vị: lượt", "116.348", "Lưu: VT, CSS."),
        *("Ô trống: chưa có số liệu.", "THỨ TRƯỞNG", "Nguyễn Văn An"),
    ):
        assert said in words


def test_total_takes_the_empty_cell_before_it():
    page = html_of(papers.paper())
    assert '<td class="centre" colspan="2">Tổng cộng</td><td class="right"></td>' in page


def test_links_lead_where_they_may():
    page = html_of(papers.paper())
    assert '<a href="#bang-1">Bảng 1</a>' in page
    assert '<a href="https://onetouch.mic.gov.vn/a?b=1&amp;c=2"><em>nền tảng</em></a>' in page
    assert "javascript" not in html_of(papers.hostile())


def test_picture_says_what_it_shows():
    page = html_of(papers.paper())
    assert f"<title>{papers.ALT.replace('&', '&amp;')}</title><rect" in page


@pytest.mark.parametrize("svg", ["", "<svg>", "<svg>&</svg>", "<!DOCTYPE a><p/>x"])
def test_what_is_no_drawing_is_refused(svg):
    with pytest.raises(ValueError, match="no drawing"):
        html_of(papers.paper(blocks=(papers.picture(svg=svg),)))


def test_no_text_draws_a_picture():
    """The mark at which a drawing is put in is markup; a text that reads the same stays text."""
    blocks = (papers.picture(), papers.said("<!--drawing 0-->"))
    page = html_of(papers.paper(blocks=blocks))
    assert page.count("<svg") == 1
    assert "&lt;!--drawing 0--&gt;" in page


@pytest.mark.parametrize(
    ("words", "inset"), [("Bảng 1", ""), ("Bảng " * 20, "inset-20"), ("x" * 400, "")]
)
def test_lines_of_a_title_are_of_about_one_length(words, inset):
    page = html_of(papers.paper(blocks=(papers.table(title=words),)))
    assert re.search(r'class="title ?([^"]*)"', page)[1] == inset


def test_page_break_goes_to_the_next_block():
    blocks = (papers.said("trước"), PageBreak(), PageBreak(), papers.said("sau"), PageBreak())
    page = html_of(papers.report(blocks=blocks))
    assert page.count("begins-page") == 1
    assert '<p class="body begins-page">sau</p>' in page


def test_hostile_text_is_text():
    page = html_of(papers.hostile())
    assert unicodedata.is_normalized("NFC", page)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe]", page)
    assert "<b>" not in page
    assert "Tỉnh A]]&gt;&amp;&lt;b&gt;&quot;&#x27;" in page
    assert "Dứng" in page


# The PDF


@pytest.mark.slow
def test_tagged_a4_with_its_title(bulletin):
    info = shown_by("pdfinfo", bulletin)
    assert re.search(r"^Title: +Báo cáo chuyên đề Tuần 39/2022$", info, re.MULTILINE)
    assert re.search(r"^Author: +Cục Chuyển đổi số quốc gia$", info, re.MULTILINE)
    assert re.search(r"^Tagged: +yes$", info, re.MULTILINE)
    assert re.search(r"^Page size: .*\(A4\)$", info, re.MULTILINE)
    assert re.search(r"^CreationDate: .*2022", info, re.MULTILINE)
    assert b"pdfuaid" in streams_of(bulletin)


@pytest.mark.slow
def test_one_face_all_embedded(bulletin):
    fonts = shown_by("pdffonts", bulletin).splitlines()[2:]
    assert {line.split()[0].split("+")[1].split("-")[0] for line in fonts} == {"Tinos"}
    assert all(re.search(r" yes yes yes +\d+ +0$", line) for line in fonts)


@pytest.mark.slow
def test_pages_are_numbered_from_the_second_on(printed):
    long = papers.table(93, remark="Hết bảng.")
    pages = papers.pages_of(printed(papers.paper(blocks=(*papers.BLOCKS[:7], long))))
    assert len(pages) == 4
    assert not re.search(r"^\s*1\s*$", pages[0], re.MULTILINE), "no number on the cover"
    assert [page.split()[0] for page in pages[1:]] == ["2", "3", "4"]
    assert all("Địa phương" in page for page in pages[1:]), "the head is repeated"
    rows = re.findall(r"^ *(\d+) +Tỉnh số \1\b", "\n".join(pages), re.MULTILINE)
    assert rows == [str(number) for number in range(1, 94)]
    assert "Hết bảng." in pages[3]


@pytest.mark.slow
def test_notes_stand_on_the_page_of_their_marks(printed):
    """WeasyPrint once sent every note a page on, by a rounding error in the notes' height."""
    pages = papers.pages_of(printed(papers.paper(blocks=(*papers.BLOCKS[:7], papers.table(93)))))
    text = re.sub(r"\s+", " ", pages[1])
    assert all(note in text for note in papers.NOTES)
    assert text.index("đề nghị thứ nhất") < min(map(text.index, papers.NOTES))
    assert sorted(papers.NOTES, key=text.index) == list(papers.NOTES)


@pytest.mark.slow
def test_headings_are_bookmarks(bulletin):
    found = shown_by("pdftohtml", "-xml", "-i", "-stdout", bulletin)
    items = re.findall(r'<item page="(\d)">([^<]*)</item>', found)
    assert [title for _, title in items] == [
        *("1. Số liệu thống kê", "1.1. Ban hành Kế hoạch", "a) Chi tiết"),
    ]
    assert items[0][0] == "2"


@pytest.mark.slow
def test_picture_has_alternative_text(bulletin):
    alt = papers.ALT.encode("utf-16-be").hex().encode()
    assert alt in streams_of(bulletin).lower()


@pytest.mark.slow
def test_anchors_are_places(bulletin):
    places = set(re.findall(r'"([^"]*)"$', shown_by("pdfinfo", "-dests", bulletin), re.MULTILINE))
    assert places == {"muc-1", "muc-1-1", "bang-1", "hinh-1"}


@pytest.mark.slow
def test_same_bytes_elsewhere(bulletin):
    code = (
        "from portal.office.paper_html import html_of; from portal.office.pdf import pdf_of; "
        "out.write(pdf_of(html_of(papers.paper())))"
    )
    assert papers.made_elsewhere(code) == bulletin.read_bytes()


@pytest.mark.slow
def test_report_and_hostile_paper_are_set(printed):
    first = papers.pages_of(printed(papers.report()))[0]
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "DỰ THẢO", "Kính gửi: Thủ tướng"):
        assert words in first
    assert len(papers.pages_of(printed(papers.hostile()))) >= 3


@pytest.mark.slow
def test_a_heading_is_not_left_at_the_foot(printed):
    """Wherever the page ends, a heading has a line of its text below it."""
    line, heading, blocks = papers.said("một dòng"), Heading(1, (Run("2. Đầu mục"),)), []
    for count in range(26, 33):
        blocks += [PageBreak(), *(line,) * count, heading, line, line]
    pages = papers.pages_of(printed(papers.paper(blocks=tuple(blocks))))
    after = [page.split("2. Đầu mục")[1] for page in pages if "2. Đầu mục" in page]
    assert len(after) == 7
    assert any(page.split()[1:3] == ["2.", "Đầu"] for page in pages), "one was moved on"
    assert all("một dòng" in rest for rest in after)
