"""A reader's saved views: kept under a name, only of pages of the portal that one reads."""

import datetime
from urllib.parse import unquote, urlsplit

from django.db import IntegrityError, transaction
from django.urls import Resolver404, resolve

from portal.accounts.middleware import need_of
from portal.accounts.permissions import Capability
from portal.models import User
from reporting.models import SavedView

LONGEST_NAME, LONGEST_ADDRESS = 80, 1000
MOST = 50
OWN_PAGES = "saved_view"  # of the shelf itself nothing is saved


class Refused(Exception):
    """What was asked cannot be done. `field`: where it is said; `message`: why, and what to do."""

    def __init__(self, field: str, message: str):
        super().__init__(message)
        self.field, self.message = field, message


def portal_address(text: str) -> str:
    """The address as it is kept: path and query of a reading page; raises Refused for any other."""
    told = "Chỉ lưu được địa chỉ của một trang số liệu trong cổng này."
    if len(text) > LONGEST_ADDRESS:
        raise Refused("address", "Địa chỉ dài quá. Bạn bớt lựa chọn rồi lưu lại.")
    if not text.isprintable() or "\\" in text or text.strip() != text:
        raise Refused("address", told)
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise Refused("address", told) from error
    if parts.scheme or parts.netloc or text[:1] != "/" or text[:2] == "//":
        raise Refused("address", told)
    if not is_reading_page(unquote(parts.path)):
        raise Refused("address", told)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def is_reading_page(path: str) -> bool:
    """Whether the path leads to a page, not a file, that is open to who may read."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    need = need_of(found.func, tuple(found.namespaces))
    is_page = path.endswith("/") and not (found.url_name or "").startswith(OWN_PAGES)
    return bool(is_page and need and Capability.READ in need.capabilities)


def save_view(user: User, name: str, address: str, at: datetime.datetime) -> SavedView:
    """Keeps an address under a name of the reader's own; raises Refused."""
    kept = portal_address(address)
    if SavedView.objects.filter(user=user).count() >= MOST:
        raise Refused("name", f"Bạn đã lưu {MOST} cách xem. Bạn xóa bớt rồi lưu.")
    return put(SavedView(user=user, name=name, address=kept, saved_at=at))


def rename_view(view: SavedView, name: str) -> SavedView:
    view.name = name
    return put(view)


def put(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Refused("name", f"Bạn đã có cách xem tên “{view.name}”. Bạn đặt tên khác.") from error
    return view


def delete_view(view: SavedView) -> None:
    view.delete()
