"""The frame around every page: who is signed in, and which doors are open to them.

Few doors stand in the masthead; the pages behind one are named in a second row on those pages.
"""

import re
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import Resolver404, resolve

from portal import days

SIGN_OUT_URL = "/dang-xuat/"


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of the navigation; open to whoever holds any of its capabilities (all, if none).

    `holds`: a pattern of further addresses that lie behind it. `inner`: the entries of its second
    row; an address that none of them holds belongs to the first.
    """

    label: str
    url: str
    capabilities: tuple[str, ...] = ()
    holds: str = ""
    inner: tuple["Door", ...] = ()


@dataclass(frozen=True, slots=True)
class NavItem:
    """`current`: "page", "true" where the second row names the page, empty elsewhere."""

    label: str
    url: str
    current: str


REVIEW, FIGURES = ("review",), ("manage_figures",)
FOLLOWING = (
    Door("Bảng theo dõi", "/theo-doi/", REVIEW),
    Door("Chờ kiểm tra", "/theo-doi/hang-doi/", REVIEW, holds="/theo-doi/[^/]+-[^/]+/[^/]+/$"),
    Door("Đôn đốc", "/theo-doi/don-doc/", REVIEW, holds="/theo-doi/.+/(don-doc|lien-he)/"),
    Door("Cả năm", "/theo-doi/nam/", REVIEW),
    Door("Dán số liệu", "/theo-doi/dan/", FIGURES),
)
FIGURES_READ = (
    Door("Tổng quan", "/tong-quan/"),
    Door("Bản đồ", "/dia-phuong/ban-do/"),
    Door("Khám phá số liệu", "/kham-pha/"),
    Door("So sánh", "/so-sanh/"),
    Door("Bồi dưỡng", "/boi-duong/"),
    Door("Số liệu quốc gia", "/so-lieu-quoc-gia/", FIGURES),
)
DOORS = (
    Door("Bàn làm việc", "/"),
    Door("Phiếu báo cáo", "/phieu/", ("report", "approve")),
    Door("Theo dõi", "/theo-doi/", REVIEW, inner=FOLLOWING),
    Door("Báo cáo tuần", "/bao-cao-tuan/"),
    Door(
        "Số liệu",
        "/tong-quan/",
        holds="/(kham-pha|so-lieu-quoc-gia|dia-phuong|bo-nganh|boi-duong|so-sanh)/",
        inner=FIGURES_READ,
    ),
    Door("Chương trình", "/chuong-trinh/", ("administer", "manage_figures")),
    Door("Quản trị", "/quan-tri/", ("administer",)),
)


def frame(request) -> dict:
    """Context processor for templates/base.html; reads request.user and request.access only."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": (), "nav_inner": (), "who_line": "", "demo_notice": demo_notice()}
    access = getattr(request, "access", None)
    return {
        "demo_notice": demo_notice(),
        "nav": navigation(access, request.path),
        "nav_inner": inner_navigation(access, request.path),
        "who_line": access.role_label if access else "",
        "sign_out_url": SIGN_OUT_URL,
    }


def demo_notice() -> str:
    """The sentence on top of every page of a demonstration; nothing in real use."""
    if settings.DEMO_TODAY is None:
        return ""
    day = days.show_date(settings.DEMO_TODAY)
    return f"Bản trình diễn: hệ thống đang đặt ngày {day}; tên người và số liệu mẫu là giả định."


def navigation(access, path: str) -> list[NavItem]:
    """The open doors whose pages exist, the one being visited marked."""
    return [
        NavItem(door.label, door.url, _mark(door, path) if _holds(door, path) else "")
        for door in DOORS
        if _is_open(door, access)
    ]


def inner_navigation(access, path: str) -> list[NavItem]:
    """The second row of the door being visited; empty where it would name one page alone."""
    inner = next((door.inner for door in DOORS if _holds(door, path)), ())
    doors = [door for door in inner if _is_open(door, access)]
    if len(doors) < 2:
        return []
    here = next((door for door in reversed(doors) if _holds(door, path)), doors[0])
    return [NavItem(d.label, d.url, _mark(d, path) if d == here else "") for d in doors]


def _mark(door: Door, path: str) -> str:
    """How the door being visited is marked: as the page itself, or as what leads to it."""
    return "page" if path == door.url and not door.inner else "true"


def _is_open(door: Door, access) -> bool:
    if not _exists(door.url, settings.ROOT_URLCONF):
        return False
    if not door.capabilities:
        return True
    return access is not None and any(access.can(capability) for capability in door.capabilities)


def _holds(door: Door, path: str) -> bool:
    if door.url == "/":
        return path == "/"
    return path.startswith(door.url) or bool(door.holds and re.match(door.holds, path))


@cache
def _exists(url: str, urlconf: str) -> bool:
    try:
        resolve(url, urlconf)
    except Resolver404:
        return False
    return True
