"""SVG drawings as PNG; what they look like in a document is seen in test_docx."""

import struct

import pytest

from portal.office import drawing

from . import papers


@pytest.fixture
def _no_fonts(monkeypatch, tmp_path):
    drawing._fonts.cache_clear()
    monkeypatch.setattr(drawing, "FONTS", tmp_path / "none")
    yield
    drawing._fonts.cache_clear()


def test_drawn_sharp():
    drawn = drawing.png_of(papers.SVG)
    assert (drawn.width, drawn.height) == (600, 60)
    assert struct.unpack(">LL", drawn.content[16:24]) == (1800, 180)


def test_own_faces_leave_the_systems_alone():
    assert drawing._fonts()["skip_system_fonts"]
    assert all("Tinos" in path for path in drawing._fonts()["font_files"])


@pytest.mark.usefixtures("_no_fonts")
def test_without_the_package_the_systems_faces_serve():
    assert drawing._fonts() == {}
    bare = papers.SVG.replace("Quảng Ngãi, Đắk Lắk", "")
    assert len(drawing.png_of(papers.SVG).content) > len(drawing.png_of(bare).content) + 200


@pytest.mark.parametrize("size", ['width="100%" height="9"', 'height="9"', 'width="0" height="9"'])
def test_a_drawing_needs_its_size(size):
    with pytest.raises(ValueError, match="width"):
        drawing.png_of(f'<svg xmlns="http://www.w3.org/2000/svg" {size}/>')
