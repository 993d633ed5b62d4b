from datetime import date
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from portal.ui import nav


class Access:
    role_label = "Sở TT&TT Quảng Ninh"

    def __init__(self, *capabilities):
        self.capabilities = capabilities

    def can(self, capability):
        return capability in self.capabilities


@pytest.fixture(autouse=True)
def every_page_exists(monkeypatch):
    monkeypatch.setattr(nav, "_exists", lambda url, urlconf: True)


def labels(access, path="/"):
    return [item.label for item in nav.navigation(access, path)]


def request(path="/", *, signed_in=True, access=None):
    made = RequestFactory().get(path)
    made.user = SimpleNamespace(is_authenticated=signed_in, full_name="Phạm Thu Hà")
    made.access = access
    return made


def test_reader_sees_what_is_open_to_all():
    assert labels(Access()) == ["Bàn làm việc", "Báo cáo tuần", "Số liệu"]


@pytest.mark.parametrize(
    ("capability", "label"),
    [
        ("report", "Phiếu báo cáo"),
        ("approve", "Phiếu báo cáo"),
        ("review", "Theo dõi"),
        ("administer", "Quản trị"),
        ("administer", "Chương trình"),
        ("manage_figures", "Chương trình"),
    ],
)
def test_capability_opens_its_door(capability, label):
    assert label in labels(Access(capability))


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/theo-doi/", "Bảng theo dõi"),
        ("/theo-doi/2022-11/", "Bảng theo dõi"),
        ("/theo-doi/2022-11/tinh-a/", "Chờ kiểm tra"),
        ("/theo-doi/2022-11/tinh-a/gia-han/", "Bảng theo dõi"),
        ("/theo-doi/hang-doi/", "Chờ kiểm tra"),
        ("/theo-doi/2022-11/don-doc/", "Đôn đốc"),
        ("/theo-doi/2022-11/tinh-a/lien-he/", "Đôn đốc"),
        ("/theo-doi/nam/2022/ty-le/", "Cả năm"),
        ("/theo-doi/dan/", "Dán số liệu"),
        ("/so-lieu-quoc-gia/X/", "Số liệu quốc gia"),
        ("/bo-nganh/", "Tổng quan"),
    ],
)
def test_second_row_names_the_pages_behind_a_door(path, current):
    items = nav.inner_navigation(Access("review", "manage_figures"), path)
    assert [item.label for item in items if item.current] == [current]


def test_second_row_holds_only_what_is_open():
    shown = [item.label for item in nav.inner_navigation(Access("review"), "/so-lieu-quoc-gia/")]
    assert shown == ["Tổng quan", "Bản đồ", "Khám phá số liệu", "So sánh", "Bồi dưỡng"]
    assert nav.inner_navigation(Access("manage_figures"), "/theo-doi/dan/") == []
    assert nav.inner_navigation(Access(), "/") == []


def test_page_itself_and_what_leads_to_it_are_told_apart():
    behind = nav.inner_navigation(Access("review"), "/theo-doi/2022-11/")
    itself = nav.inner_navigation(Access("review"), "/theo-doi/hang-doi/")
    assert [item.current for item in behind if item.current] == ["true"]
    assert [item.current for item in itself if item.current] == ["page"]


def test_visitor_sees_no_navigation():
    assert nav.frame(request(signed_in=False))["nav"] == ()


def test_frame_without_access_still_works():
    assert labels(None) == ["Bàn làm việc", "Báo cáo tuần", "Số liệu"]
    assert nav.frame(request())["who_line"] == ""


def test_demonstration_is_announced_to_everyone(settings):
    settings.DEMO_TODAY = date(2022, 10, 17)
    assert "17/10/2022" in nav.frame(request(signed_in=False))["demo_notice"]
    settings.DEMO_TODAY = None
    assert nav.frame(request())["demo_notice"] == ""


def test_frame_says_who_is_signed_in():
    assert nav.frame(request(access=Access()))["who_line"] == "Sở TT&TT Quảng Ninh"


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["Bàn làm việc"]),
        ("/bao-cao-tuan/2022-W39/", ["Báo cáo tuần"]),
        ("/dia-phuong/", ["Số liệu"]),
        ("/kham-pha/", ["Số liệu"]),
        ("/tep/", []),
    ],
)
def test_current_page_is_marked_once(path, current):
    items = nav.navigation(Access(), path)
    assert [item.label for item in items if item.current] == current


def test_pages_that_do_not_exist_are_left_out(monkeypatch):
    monkeypatch.setattr(nav, "_exists", lambda url, urlconf: url == "/")
    assert labels(Access("administer")) == ["Bàn làm việc"]
