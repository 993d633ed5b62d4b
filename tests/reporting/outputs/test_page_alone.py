"""The page that stands alone: nothing loaded, notes at the end, links that lead somewhere."""

import re

import pytest

from portal.office.page_alone import page_alone
from tests.markup import Page
from tests.portal.office import papers

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("issued39")]


@pytest.fixture
def markup(issued):
    return issued.files["html"].decode()


def test_a_whole_page_of_its_own(markup):
    page = Page(markup)
    assert markup.startswith("<!doctype html>")
    assert (page.lang, page.title) == ("vi", "Báo cáo chuyên đề Tuần 39/2022")
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in markup


def test_nothing_is_loaded_from_elsewhere(markup):
    assert not re.search(r"<(link|script|img|iframe|object)\b|@import|url\(", markup)
    assert not re.search(r"\s(src|srcset|style|on\w+)=", markup)
    assert "<style>" in markup


def test_links_lead_within_the_page(markup):
    page = Page(markup)
    assert page.links
    assert {link for link in page.links if link.removeprefix("#") not in page.ids} == set()


def test_notes_stand_at_the_end_in_order(issued, markup):
    end = markup[markup.index('<section class="notes"') :]
    notes = re.findall(r'<li id="chu-thich-(\d+)">(.*?) <a class="back"', end)
    assert notes == [(str(note.number), note.text) for note in issued.report.notes]
    marks = re.findall(r'id="dau-(\d+)"', markup)
    assert marks == [number for number, _ in notes]


def test_hostile_text_is_text():
    page = page_alone(papers.hostile())
    assert "<script" not in page
    assert "javascript:" not in re.sub(r">[^<]*<", "><", page)


def test_a_national_head_and_a_paper_without_notes():
    page = page_alone(papers.report())
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
    bare = page_alone(papers.paper(blocks=()))
    assert "<nav" not in bare
    assert '<section class="notes"' not in bare


@pytest.mark.browser
def test_it_fits_a_phone_and_prints_its_heads_again(issued, browser, tmp_path):
    page = browser.new_page(viewport={"width": 320, "height": 640})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"file://{issued.folder}/tuan39.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [url for url in asked if not url.startswith("file://")] == []
    page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    page.close()
    pages = papers.pages_of(tmp_path / "printed.pdf")
    with_rows = [text for text in pages if re.search(r"^\s*(20|40|60)\s+\S", text, re.MULTILINE)]
    assert with_rows
    assert all("Địa phương" in text or "Tên cơ quan" in text for text in with_rows)
