"""Word files: taken apart as XML, reopened by python-docx and printed by LibreOffice."""

import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from portal.office.docx import docx_of
from portal.office.docx.pen import LONGEST_NAME, bookmark_name
from portal.office.paper import Heading, PageBreak, Run, Signature

from . import papers

SOFFICE = shutil.which("soffice")
# The order in which the schema wants what stands in a paragraph's and a run's properties.
PARAGRAPH = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
    *("pBdr", "shd", "tabs", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl", "rPr"),
)
RUN = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "color", "spacing", "sz", "szCs"),
    *("vertAlign", "lang"),
)
TABLE = ("tblStyle", "tblW", "jc", "tblInd", "tblLayout", "tblCellMar", "tblLook", "tblCaption")


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def trees_of(content: bytes) -> dict:
    found = parts_of(content)
    return {name: etree.fromstring(part) for name, part in found.items() if name.endswith("ml")}


def words_of(element) -> str:
    return "".join(element.itertext(qn("w:t")))


def styled(tree, style: str) -> list:
    return [p for p in tree.iter(qn("w:p")) if p.find(f".//{qn('w:pStyle')}").get(VAL) == style]


def beginning_a_page(tree) -> list:
    return [p.getparent().getparent() for p in tree.iter(qn("w:pageBreakBefore"))]


VAL, ID = qn("w:val"), qn("w:id")


@pytest.fixture(scope="module")
def bulletin():
    return docx_of(papers.paper())


@pytest.fixture(scope="module")
def trees(bulletin):
    return trees_of(bulletin)


@pytest.fixture(scope="module")
def body(trees):
    return trees["word/document.xml"]


# Footnotes


def test_footnotes_are_real_and_in_order(trees, body):
    notes = [n for n in trees["word/footnotes.xml"] if n.get(qn("w:type")) is None]
    assert [words_of(note).strip() for note in notes] == list(papers.NOTES)
    assert [note.get(ID) for note in notes] == ["1", "2", "3"]
    assert [mark.get(ID) for mark in body.iter(qn("w:footnoteReference"))] == ["1", "2", "3"]
    assert all(len(list(note.iter(qn("w:footnoteRef")))) == 1 for note in notes)


def test_footnotes_stand_where_they_are_marked(body):
    heading = styled(body, "Heading1")[0]
    assert words_of(heading) == "1. Số liệu thống kê"
    assert heading[-2].find(qn("w:footnoteReference")).get(ID) == "1"  # the bookmark ends after it


def test_separators_are_declared(trees):
    kinds = {n.get(ID): n.get(qn("w:type")) for n in trees["word/footnotes.xml"]}
    assert (kinds["-1"], kinds["0"]) == ("separator", "continuationSeparator")
    declared = trees["word/settings.xml"].find(qn("w:footnotePr"))
    assert [note.get(ID) for note in declared] == ["-1", "0"]


def test_footnotes_part_is_typed_and_related(bulletin):
    parts = parts_of(bulletin)
    assert b'PartName="/word/footnotes.xml"' in parts["[Content_Types].xml"]
    assert b'Target="footnotes.xml"' in parts["word/_rels/document.xml.rels"]


# Tables


def test_heads_repeat_and_rows_hold_together(body):
    table = next(t for t in body.iter(qn("w:tbl")) if "Địa phương" in words_of(t))
    rows = table.findall(qn("w:tr"))
    assert len(rows) == 5
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
    assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True] + [False] * 4


def test_columns_fill_the_page(body):
    table = next(t for t in body.iter(qn("w:tbl")) if "Địa phương" in words_of(t))
    widths = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
    assert sum(widths) == pytest.approx(Mm(165).twips, abs=5)
    assert widths[1] == pytest.approx(sum(widths) / 2, abs=1)


def test_total_takes_the_empty_cell_before_it(body):
    table = next(t for t in body.iter(qn("w:tbl")) if "Địa phương" in words_of(t))
    cells = table.findall(qn("w:tr"))[-1].findall(qn("w:tc"))
    assert [words_of(cell) for cell in cells] == ["Tổng cộng", "", "116.348"]
    assert cells[0].find(f".//{qn('w:gridSpan')}").get(VAL) == "2"
    assert cells[2].find(f".//{qn('w:jc')}").get(VAL) == "right"


def test_last_row_stays_with_the_total(body):
    table = next(t for t in body.iter(qn("w:tbl")) if "Địa phương" in words_of(t))
    held = [row.find(f".//{qn('w:keepNext')}") is not None for row in table.iter(qn("w:tr"))]
    assert held == [False, False, False, True, False]  # the head's style holds it


def test_a_row_of_a_wrong_length_is_refused():
    broken = replace(papers.table(), rows=(("1", "Tỉnh"),))
    with pytest.raises(ValueError, match="argument"):
        docx_of(papers.paper(blocks=(broken,)))


# Layout of NĐ 30/2020


def test_page(bulletin):
    section = Document(BytesIO(bulletin)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [margin.mm for margin in margins] == pytest.approx([20, 20, 30, 15], abs=0.1)
    assert section.different_first_page_header_footer


def test_page_number_is_centred_in_the_head(trees):
    header = trees["word/header1.xml"]
    assert "".join(header.itertext(qn("w:instrText"))).strip() == "PAGE"
    style = style_of(trees, "Header")
    assert style.find(f".//{qn('w:jc')}").get(VAL) == "center"


def style_of(trees, name):
    found = (s for s in trees["word/styles.xml"] if s.get(qn("w:styleId")) == name)
    return next(found)


def test_face_and_language(trees):
    defaults = trees["word/styles.xml"].find(qn("w:docDefaults"))
    fonts = defaults.find(f".//{qn('w:rFonts')}")
    assert set(fonts.attrib.values()) == {"Times New Roman"}
    assert defaults.find(f".//{qn('w:lang')}").get(VAL) == "vi-VN"
    every = {font for tree in trees.values() for font in tree.iter(qn("w:rFonts"))}
    assert {value for font in every for value in font.attrib.values()} == {"Times New Roman"}


def test_body_text(trees):
    body = style_of(trees, "BodyText")
    assert body.find(f".//{qn('w:jc')}").get(VAL) == "both"
    assert body.find(f".//{qn('w:ind')}").get(qn("w:firstLine")) == "720"  # 1,27 cm
    assert int(body.find(f".//{qn('w:spacing')}").get(qn("w:after"))) >= 120  # 6 pt
    size = trees["word/styles.xml"].find(f"{qn('w:docDefaults')}//{qn('w:sz')}")
    assert size.get(VAL) == "28"


@pytest.mark.parametrize("name", ["Heading1", "Heading2", "Heading3", "Caption", "TableHead"])
def test_nothing_is_left_behind_by_what_it_heads(trees, name):
    assert style_of(trees, name).find(f".//{qn('w:keepNext')}") is not None


def test_styles_are_words_own(trees):
    names = {s.get(qn("w:styleId")): s[0].get(VAL) for s in trees["word/styles.xml"][1:]}
    for style, name in {
        "Normal": "Normal",
        "Heading1": "heading 1",
        "Caption": "caption",
        "ListBullet": "List Bullet",
        "FootnoteText": "footnote text",
        "FootnoteReference": "footnote reference",
        "TableGrid": "Table Grid",
    }.items():
        assert names[style] == name
    assert len(set(names.values())) == len(names)


def test_every_style_used_is_there(trees):
    known = {style.get(qn("w:styleId")) for style in trees["word/styles.xml"]}
    for tree in (*trees.values(), *trees_of(docx_of(papers.report())).values()):
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next"):
            assert {used.get(VAL) for used in tree.iter(qn(tag))} <= known


def test_numbered_lists_begin_anew(trees, body):
    items = styled(body, "ListNumber")
    numbers = [item.find(f".//{qn('w:numId')}").get(VAL) for item in items]
    assert numbers[0] == numbers[1] != numbers[2]
    restarted = trees["word/numbering.xml"].findall(f".//{qn('w:startOverride')}")
    assert [start.get(VAL) for start in restarted] == ["1", "1"]


def test_cover_stands_alone(body):
    first = [words_of(p) for p in body[0][:8]]
    assert first[:2] == ["BÁO CÁO CHUYÊN ĐỀ", "Tuần 39/2022"]
    assert "LƯU HÀNH NỘI BỘ" in [words_of(p) for p in styled(body, "FrameText")]
    begins = [
        p for p in body.iter(qn("w:p")) if p.find(f".//{qn('w:pageBreakBefore')}") is not None
    ]
    assert [words_of(p) for p in begins] == ["1. Số liệu thống kê"]


def test_national_head():
    body = trees_of(docx_of(papers.report()))["word/document.xml"]
    left, right = body.find(f".//{qn('w:tbl')}").iter(qn("w:tc"))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words_of(right)
    assert "Độc lập - Tự do - Hạnh phúc" in words_of(right)
    assert "Hà Nội, ngày 30 tháng 9 năm 2022" in words_of(right)
    assert [words_of(p) for p in styled(left, "Issuer")] == ["CỤC CHUYỂN ĐỔI SỐ QUỐC GIA"]
    assert [words_of(p) for p in styled(body, "Title")] == ["BÁO CÁO"]
    assert [words_of(p) for p in styled(body, "FrameText")] == ["DỰ THẢO"]
    assert [words_of(p) for p in styled(body, "Addressee")] == ["Kính gửi: Thủ tướng Chính phủ."]


def test_letter_has_its_subject_under_the_number():
    head = replace(papers.NATIONAL, kind="", subject="V/v đôn đốc", addressees=("A", "B."))
    body = trees_of(docx_of(papers.paper(head=head)))["word/document.xml"]
    left = next(body.find(f".//{qn('w:tbl')}").iter(qn("w:tc")))
    assert words_of(left).endswith("Số: 05/BC-CĐSQGV/v đôn đốc")
    assert not styled(body, "Title")
    assert [words_of(p) for p in styled(body, "Addressees")] == ["- A;", "- B."]


def test_signature_and_recipients(body):
    left, right = list(body.iter(qn("w:tbl")))[-1].iter(qn("w:tc"))
    assert [words_of(p) for p in left.iter(qn("w:p"))] == [
        *("Nơi nhận:", "- Như trên;", "- Lưu: VT, CSS."),
    ]
    assert [words_of(p) for p in right.iter(qn("w:p"))] == [
        *("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Nguyễn Văn An"),
    ]
    last = styled(body, "BodyText")[-1]
    assert last.find(f".//{qn('w:keepNext')}") is not None, "the signature never stands alone"


@pytest.mark.parametrize("names", [("A", "A"), ("- Lưu: VT;", " "), ()])
def test_recipients_end_in_one_full_stop(names):
    lines = papers.paper(recipients=names).recipient_lines
    assert [line[-1] for line in lines] == [";"] * (len(lines) - 1) + ["."] * bool(lines)


def test_a_paper_may_have_no_closing():
    body = trees_of(docx_of(papers.paper(recipients=(), signature=None)))["word/document.xml"]
    assert words_of(body).endswith("Trên đây là báo cáo./.")
    unsigned = docx_of(papers.paper(recipients=(), signature=Signature()))
    assert "Nơi nhận" not in words_of(trees_of(unsigned)["word/document.xml"])


# Pictures, links, properties


def test_picture_is_described(bulletin, body):
    shown = next(body.iter(qn("wp:docPr")))
    assert shown.get("descr") == papers.ALT
    assert shown.get("title") == "Hình 1. Hai địa phương dẫn đầu"
    picture = parts_of(bulletin)["word/media/image1.png"]
    assert picture.startswith(b"\x89PNG")
    extent = next(body.iter(qn("wp:extent")))
    assert int(extent.get("cx")) == Mm(165)
    assert int(extent.get("cy")) == pytest.approx(Mm(16.5), rel=0.01)


def test_tall_picture_fits_the_page():
    tall = papers.SVG.replace('height="60" viewBox="0 0 600 60"', 'height="6000"')
    body = trees_of(docx_of(papers.paper(blocks=(papers.picture(svg=tall),))))["word/document.xml"]
    extent = next(body.iter(qn("wp:extent")))
    assert int(extent.get("cy")) == pytest.approx(Mm(200), rel=0.01)


@pytest.mark.parametrize("svg", ["", "<p/>", "<svg>", '<svg xmlns="x" width="0" height="1"/>'])
def test_what_is_no_drawing_is_refused(svg):
    with pytest.raises(ValueError, match="width"):
        docx_of(papers.paper(blocks=(papers.picture(svg=svg),)))


def test_links_and_bookmarks(bulletin, body):
    inside, outside = body.iter(qn("w:hyperlink"))
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert names == ["muc_1", "muc_1_1", "bang_1", "hinh_1"]
    assert inside.get(qn("w:anchor")) == "bang_1"
    rels = Document(BytesIO(bulletin)).part.rels
    assert rels[outside.get(qn("r:id"))].target_ref == "https://onetouch.mic.gov.vn/a?b=1&c=2"


def test_bookmark_names():
    assert bookmark_name("muc-1.2") == "muc_1_2"
    assert bookmark_name("1 Đề án") == "m_1_Đề_án"
    assert len(bookmark_name("a" * 99)) == LONGEST_NAME
    assert bookmark_name("!?") == ""


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "file:///etc/passwd", "https://a b", "#", "a.vn", "//a.vn"]
)
def test_link_that_leads_astray_is_text(href):
    assert Run("x", href=href).link == ""


def test_properties(bulletin):
    properties = Document(BytesIO(bulletin)).core_properties
    assert properties.title == "Báo cáo chuyên đề Tuần 39/2022"
    assert properties.author == properties.last_modified_by == "Cục Chuyển đổi số quốc gia"
    assert properties.created == properties.modified == datetime(2022, 9, 30, 10, tzinfo=UTC)
    assert (properties.language, properties.comments) == ("vi-VN", "")
    assert properties.keywords == "Đề án 146, chuyển đổi số"


def test_a_moment_without_a_zone_stands_as_it_is():
    made = docx_of(papers.paper(created=datetime(2022, 9, 30, 17, 0, 1, 5)))
    created = Document(BytesIO(made)).core_properties.created
    assert created == datetime(2022, 9, 30, 17, 0, 1, tzinfo=UTC)


def test_no_trace_of_the_tool(bulletin):
    every = b"".join(parts_of(bulletin).values()).lower()
    assert b"python" not in every
    assert not [name for name in parts_of(bulletin) if "thumbnail" in name or "customXml" in name]


# What the file is made of


@pytest.mark.parametrize("made", [papers.paper, papers.report, papers.hostile])
def test_elements_stand_in_the_order_of_the_schema(made):
    for tree in trees_of(docx_of(made())).values():
        for tag, order in (("w:pPr", PARAGRAPH), ("w:rPr", RUN), ("w:tblPr", TABLE)):
            for properties in tree.iter(qn(tag)):
                names = [etree.QName(child).localname for child in properties]
                if properties.getparent().tag != qn("w:style"):  # a table's style has borders
                    assert names == sorted(names, key=order.index)


@pytest.mark.parametrize("made", [papers.paper, papers.hostile])
def test_ids_are_unique(made):
    body = trees_of(docx_of(made()))["word/document.xml"]
    for tag, attribute in (("w:bookmarkStart", ID), ("wp:docPr", "id")):
        ids = Counter(element.get(attribute) for element in body.iter(qn(tag)))
        assert set(ids.values()) <= {1}
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(set(names)) == len(names)
    ends = [mark.get(ID) for mark in body.iter(qn("w:bookmarkEnd"))]
    assert ends == [mark.get(ID) for mark in body.iter(qn("w:bookmarkStart"))]


def test_same_bytes_here_and_elsewhere(bulletin):
    assert docx_of(papers.paper()) == bulletin
    code = "from portal.office.docx import docx_of; out.write(docx_of(papers.paper()))"
    assert papers.made_elsewhere(code) == bulletin


def test_hostile_text_is_text():
    trees = trees_of(docx_of(papers.hostile()))
    every = words_of(trees["word/document.xml"]) + words_of(trees["word/footnotes.xml"])
    assert "]]>&<b>\"'" in every
    assert unicodedata.is_normalized("NFC", every)
    assert "Dứng" in every
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe]", every)


def test_line_breaks_and_tabs():
    paper = papers.paper(blocks=(papers.said("một\r\nhai\tba"),), recipients=(), signature=None)
    last = styled(trees_of(docx_of(paper))["word/document.xml"], "BodyText")[-1]
    tags = [etree.QName(part).localname for part in last.find(qn("w:r"))]
    assert tags == ["t", "br", "t", "tab", "t"]


def test_page_break_before_a_bare_table():
    blocks = (papers.said("x"), PageBreak(), papers.table(title="", unit=""))
    body = trees_of(docx_of(papers.report(blocks=blocks)))["word/document.xml"]
    begins = [
        p for p in body.iter(qn("w:p")) if p.find(f".//{qn('w:pageBreakBefore')}") is not None
    ]
    assert len(begins) == 1
    assert begins[0].getnext().tag == qn("w:tbl")


def test_label_of_a_heading_leaves_notes_out():
    assert Heading(1, (Run("1. Số"), papers.noted("x"), Run(" liệu"))).label == "1. Số liệu"


# On paper


def printed(content: bytes, folder) -> list[str]:
    (folder / "to.docx").write_bytes(content)
    subprocess.run(
        [
            *(SOFFICE, f"-env:UserInstallation=file://{folder}/office", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(folder), str(folder / "to.docx")),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return papers.pages_of(folder / "to.pdf")


@pytest.mark.slow
@pytest.mark.skipif(not SOFFICE, reason="install Debian's package libreoffice-writer-nogui")
def test_prints_as_a_bulletin(tmp_path):
    long = papers.table(93, remark="Hết bảng.")
    pages = printed(docx_of(papers.paper(blocks=(*papers.BLOCKS[:7], long))), tmp_path)
    assert len(pages) == 4
    assert "BÁO CÁO CHUYÊN ĐỀ" in pages[0]
    assert not re.search(r"^\s*1\s*$", pages[0], re.MULTILINE), "no number on the cover"
    assert [page.split()[0] for page in pages[1:]] == ["2", "3", "4"]
    assert all("Địa phương" in page for page in pages[1:]), "the head is repeated"
    assert all(note in pages[1] for note in papers.NOTES)
    assert "(2) đề nghị thứ hai" in pages[1]
    assert "(1) đếm lại từ đầu" in pages[1]
    rows = re.findall(r"^ *(\d+) +Tỉnh số \1\b", "\n".join(pages), re.MULTILINE)
    assert rows == [str(number) for number in range(1, 94)]
    assert "Nguyễn Văn An" in pages[3]
    fonts = subprocess.run(["pdffonts", tmp_path / "to.pdf"], capture_output=True, check=True)
    assert len({line.split("+")[1][:5] for line in fonts.stdout.decode().splitlines()[2:]}) == 1


@pytest.mark.slow
@pytest.mark.skipif(not SOFFICE, reason="install Debian's package libreoffice-writer-nogui")
def test_hostile_paper_opens(tmp_path):
    pages = printed(docx_of(papers.hostile()), tmp_path)
    assert len(pages) >= 3
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in "".join(pages)
