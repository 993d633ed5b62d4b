"""What no template may hold, and that every page of the face opens."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import RequestFactory

from portal.ui import views

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SOURCES = [
    path
    for app in ("portal", "provinces", "ministries", "training", "reporting")
    for path in sorted((ROOT / app).rglob("*.py"))
]


def holding(pattern: str, paths=TEMPLATES) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in paths
        if (found := re.search(pattern, path.read_text()))
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        r"\sstyle\s*=",
        r"<style\b",
        r"\son[a-z]+\s*=\s*[\"']",
        r"<script(?![^>]*\ssrc=)[^>]*>",
        r"javascript:",
        r"\|\s*safe\b",
        r"\{%\s*autoescape\s+off",
        r"https?://(?!www\.w3\.org)",
        r"sourceMappingURL",
    ],
)
def test_no_template_holds(pattern):
    alone = ROOT / "templates/office/alone.html"  # a file with its styles in it, no page of ours
    of_pages = [path for path in TEMPLATES if path != alone]
    assert holding(pattern, of_pages) == []


def test_python_marks_text_as_safe_in_one_place_only():
    found = holding(r"\bmark_safe\b|\bSafeString\(", SOURCES)
    assert {place.split(":")[0] for place in found} == {"portal/office/own_markup.py"}


def test_every_icon_used_is_in_the_sprite():
    drawn = set(re.findall(r'id="i-([a-z]+)"', (ROOT / "static/icons.svg").read_text()))
    for path in TEMPLATES:
        used = set(re.findall(r'\{% icon "([a-z]+)" %\}', path.read_text()))
        assert used <= drawn, path


def test_500_stands_alone():
    assert "Hệ thống gặp lỗi" in get_template("500.html").render()


@pytest.mark.parametrize("name", ["403.html", "404.html", "403_csrf.html", "accounts/locked.html"])
def test_error_pages_open_without_a_user(name):
    assert "<h1>" in get_template(name).render({}, RequestFactory().get("/"))


def test_sign_in_says_that_typing_was_kept():
    drawn = get_template("accounts/sign_in.html").render({"kept_input": True, "next": "/phieu/"})
    assert "Phần bạn vừa nhập đã được giữ; đăng nhập lại để tiếp tục." in drawn
    assert 'name="next" value="/phieu/"' in drawn


def test_gallery_opens_only_while_developing(settings):
    request = RequestFactory().get("/")
    settings.DEBUG = False
    with pytest.raises(views.Http404):
        views.gallery(request)
    settings.DEBUG = True
    assert "Bộ thành phần" in views.gallery(request).content.decode()
