"""Saved views: of the reader alone, and only addresses of the portal's reading pages."""

import pytest

from portal.accounts.models import Role
from reporting.dashboard.saving import MOST, Refused, portal_address
from reporting.models import SavedView
from tests import factories as make
from tests.markup import Page

from .conftest import OVERVIEW, seen

pytestmark = pytest.mark.django_db

SHELF = "/tong-quan/cach-xem/"
ADDRESS = "/tong-quan/?ngay=30/9/2022&vung=tay-nguyen"
HOSTILE = (
    "//evil.example/tong-quan/",
    "https://evil.example/tong-quan/",
    "http:/tong-quan/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//tong-quan/",
    "data:text/html,x",
    "/\\evil.example",
    "\\\\evil.example",
    "/%2f%2fevil.example/",
    "/%5cevil.example/",
    " /tong-quan/",
    "/tong-quan/\n//evil.example",
    "/tong-quan/\x00",
    "tong-quan/",
    "",
    "?ngay=30/9/2022",
    "/khong-co/",
    "/dang-xuat/",
    "/quan-tri/",
    "/theo-doi/",
    "/phieu/",
    "/tong-quan/cach-xem/",
    "/tong-quan/cach-xem/1/xoa/",
    "/tong-quan/../quan-tri/",
    "/bao-cao-tuan/2022-W39.xlsx",
    "/tong-quan/?" + "a" * 1000,
    "//[",
    "/tong-quan/%00",
)


@pytest.mark.parametrize("address", HOSTILE)
def test_only_reading_pages_are_kept(address):
    with pytest.raises(Refused):
        portal_address(address)


@pytest.mark.parametrize("address", HOSTILE)
def test_a_refused_address_is_told_and_nothing_is_kept(reader, address):
    response = reader.post(SHELF, {"name": "Xấu", "address": address})
    assert response.status_code == 422
    assert 'value="Xấu"' in response.content.decode()
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        "/tong-quan/trinh-chieu/?khoi=central",
        "/tong-quan/chi-tieu/PLAN_PRO/?ngay=30/9/2022",
        "/kham-pha/?chi-tieu=TRAIN_PRO",
        "/dia-phuong/quang-ninh/",
        "/bao-cao-tuan/2022-W39/",
        "/boi-duong/dia-phuong/?ngay=30/9/2022",
    ],
)
def test_reading_pages_are_kept_as_they_are(address):
    assert portal_address(address) == address
    assert portal_address(f"{address}#muc") == address


def test_a_view_is_saved_listed_opened(reader):
    response = reader.post(SHELF, {"name": "  Tây  Nguyên ", "address": ADDRESS})
    assert response.status_code == 302
    assert response["Location"] == ADDRESS
    (view,) = SavedView.objects.all()
    assert view.name == "Tây Nguyên"
    assert ADDRESS in seen(reader).links
    page = seen(reader, path=SHELF)
    assert ADDRESS in page.links
    assert reader.get(view.address).status_code == 200


def test_the_overview_offers_its_own_address(reader):
    body = reader.get(ADDRESS).content.decode()
    assert f'name="address" value="{ADDRESS.replace("&", "&amp;")}"' in body


def test_a_name_is_taken_once(reader):
    reader.post(SHELF, {"name": "Tuần 39", "address": ADDRESS})
    response = reader.post(SHELF, {"name": "Tuần 39", "address": OVERVIEW})
    assert response.status_code == 422
    assert "Bạn đã có cách xem tên “Tuần 39”" in Page(response.content.decode()).text
    assert SavedView.objects.get().address == ADDRESS


def test_two_readers_may_use_one_name(reader, django_user_model):
    reader.post(SHELF, {"name": "Tuần 39", "address": ADDRESS})
    other = make.sign_in(type(reader)(), make.make_member(Role.EDITOR))
    assert other.post(SHELF, {"name": "Tuần 39", "address": OVERVIEW}).status_code == 302
    assert SavedView.objects.count() == 2
    assert ADDRESS not in seen(other).links


def test_a_view_is_renamed(reader):
    reader.post(SHELF, {"name": "Cũ", "address": ADDRESS})
    reader.post(SHELF, {"name": "Khác", "address": OVERVIEW})
    view = SavedView.objects.get(name="Cũ")
    path = f"{SHELF}{view.pk}/"
    clash = reader.post(path, {"name": "Khác"})
    assert clash.status_code == 422
    assert 'value="Khác"' in clash.content.decode()
    assert reader.post(path, {"name": ""}).status_code == 422
    assert reader.post(path, {"name": "Mới"}).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.address) == ("Mới", ADDRESS)


def test_a_view_is_deleted_by_post_alone(reader):
    reader.post(SHELF, {"name": "Cũ", "address": ADDRESS})
    view = SavedView.objects.get()
    assert reader.get(f"{SHELF}{view.pk}/xoa/").url == SHELF
    assert SavedView.objects.exists()
    assert reader.post(f"{SHELF}{view.pk}/xoa/").status_code == 302
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(("part", "fields"), [("", {"name": "Chiếm"}), ("xoa/", {})])
def test_nobody_touches_anothers_view(reader, part, fields):
    owner = make.make_member(Role.EDITOR)
    view = SavedView.objects.create(
        user=owner, name="Riêng", address=ADDRESS, saved_at=make.instant("2022-11-15 09:00")
    )
    assert reader.post(f"{SHELF}{view.pk}/{part}", fields).status_code == 404
    view.refresh_from_db()
    assert view.name == "Riêng"


def test_anothers_view_is_not_shown(reader):
    view = SavedView.objects.create(
        user=make.make_member(Role.EDITOR),
        name="Riêng",
        address=ADDRESS,
        saved_at=make.instant("2022-11-15 09:00"),
    )
    assert reader.get(f"{SHELF}{view.pk}/").status_code == 404
    assert "Riêng" not in seen(reader, path=SHELF).text


def test_the_shelf_is_bounded(reader):
    user = make.make_member(Role.READER)
    make.sign_in(reader, user)
    SavedView.objects.bulk_create(
        SavedView(
            user=user, name=str(i), address=ADDRESS, saved_at=make.instant("2022-11-15 09:00")
        )
        for i in range(MOST)
    )
    response = reader.post(SHELF, {"name": "Thêm", "address": ADDRESS})
    assert response.status_code == 422
    assert f"Bạn đã lưu {MOST} cách xem" in Page(response.content.decode()).text
