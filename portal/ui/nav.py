"""The frame around every page: who is signed in, and which doors are open to them."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import Resolver404, resolve

from portal import days

SIGN_OUT_URL = "/dang-xuat/"


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of the navigation; open to whoever holds any of its capabilities (all, if none)."""

    label: str
    url: str
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NavItem:
    label: str
    url: str
    current: bool


DOORS = (
    Door("Bàn làm việc", "/"),
    Door("Phiếu báo cáo", "/phieu/", ("report", "approve")),
    Door("Theo dõi gửi báo cáo", "/theo-doi/", ("review",)),
    Door("Báo cáo tuần", "/bao-cao-tuan/"),
    Door("Tổng quan", "/tong-quan/"),
    Door("Khám phá số liệu", "/kham-pha/"),
    Door("Số liệu quốc gia", "/so-lieu-quoc-gia/", ("manage_figures",)),
    Door("Chương trình", "/chuong-trinh/", ("administer", "manage_figures")),
    Door("Quản trị", "/quan-tri/", ("administer",)),
)


def frame(request) -> dict:
    """Context processor for templates/base.html; reads request.user and request.access only."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": (), "who_line": "", "demo_notice": demo_notice()}
    access = getattr(request, "access", None)
    return {
        "demo_notice": demo_notice(),
        "nav": navigation(access, request.path),
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
        NavItem(door.label, door.url, _holds(door.url, path))
        for door in DOORS
        if _is_open(door, access) and _exists(door.url, settings.ROOT_URLCONF)
    ]


def _is_open(door: Door, access) -> bool:
    if not door.capabilities:
        return True
    return access is not None and any(access.can(capability) for capability in door.capabilities)


def _holds(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)


@cache
def _exists(url: str, urlconf: str) -> bool:
    try:
        resolve(url, urlconf)
    except Resolver404:
        return False
    return True
