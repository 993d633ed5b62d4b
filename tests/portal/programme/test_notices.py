"""Notices: posted, changed, ended; on the desk of the right side on the right days."""

import datetime

import pytest

from portal.accounts.models import Role
from portal.agencies.models import Side
from portal.catalogue.notices import Notice
from portal.desk.notices import notices_for
from tests import factories as make

from .keepers import TODAY, client_of, faults, text_of

pytestmark = pytest.mark.django_db

LIST = "/chuong-trinh/thong-bao/"
SENT = {"text": "Hệ thống bảo trì tối thứ Bảy.", "side": "", "in_force_from": "15/11/2022"}


@pytest.fixture
def keeper(admin):
    return client_of(admin)


def post(keeper, **facts):
    return keeper.post(f"{LIST}moi/", {**SENT, **facts})


def read_by(user, day=TODAY):
    return [notice.text for notice in notices_for(make.access_of(user, day), day)]


def test_notice_is_read_by_its_side_on_its_days(keeper, admin, agency):
    ministry = make.make_agency("Bộ Xây dựng", "bo-xay-dung", side=Side.CENTRAL)
    province, central = (make.make_member(Role.REPORTER, of) for of in (agency, ministry))
    nobody = make.make_user()
    post(keeper, text="Cho tất cả", in_force_until="20/11/2022")
    post(keeper, text="Cho địa phương", side="provincial")
    post(keeper, text="Chưa đến", in_force_from="16/11/2022")
    assert read_by(province) == ["Cho địa phương", "Cho tất cả"]
    assert read_by(central) == read_by(nobody) == ["Cho tất cả"]
    assert read_by(admin) == ["Cho địa phương", "Cho tất cả"]
    late = TODAY + datetime.timedelta(days=6)
    assert read_by(central, late) == ["Chưa đến"]
    assert "Cho địa phương" in text_of(client_of(province).get("/"))


def test_notice_is_changed_and_ended_and_the_history_says_by_whom(keeper):
    post(keeper, address="/phieu/")
    notice = Notice.objects.get()
    page = f"{LIST}{notice.pk}/"
    version = keeper.get(page).context["version"]
    changed = {**SENT, "do": "change", "version": version, "text": "Bảo trì tối Chủ nhật."}
    assert keeper.post(page, changed).status_code == 302
    assert keeper.post(page, changed).status_code == 409
    assert keeper.post(page, {"do": "end"}).status_code == 302
    notice.refresh_from_db()
    assert not notice.is_in_force_on(TODAY)
    shown = keeper.get(page)
    assert [change.by for change in shown.context["changes"]] == ["Bùi Thanh Sơn"] * 3
    assert "Bảo trì tối Chủ nhật." in text_of(shown)
    assert "Đã kết thúc" in text_of(keeper.get(LIST))


def test_notice_of_days_to_come_is_ended_not_deleted(keeper):
    post(keeper, in_force_from="1/12/2022")
    notice = Notice.objects.get()
    keeper.post(f"{LIST}{notice.pk}/", {"do": "end"})
    notice.refresh_from_db()
    assert notice.in_force_until < TODAY


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"side": "moon"}, "side"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "//xa-la.example/"}, "address"),
        ({"address": "http://khong-an-toan.example"}, "address"),
        ({"in_force_from": "15/13/2022"}, "in_force_from"),
        ({"in_force_until": "14/11/2022"}, "in_force_until"),
    ],
)
def test_notice_that_cannot_be_is_refused_with_its_typing(keeper, facts, field):
    response = post(keeper, **facts)
    assert response.status_code == 422
    assert field in faults(response)
    assert not Notice.objects.exists()
    assert "15/1" in text_of(response)


def test_markup_in_a_notice_is_text(keeper, agency):
    post(keeper, text="<script>alert(1)</script>")
    page = text_of(client_of(make.make_member(Role.REPORTER, agency)).get("/"))
    assert "&lt;script&gt;alert(1)" in page


def test_desk_asks_one_question_for_notices(agency, django_assert_max_num_queries):
    access = make.access_of(make.make_member(Role.REPORTER, agency))
    assert access.agencies
    with django_assert_max_num_queries(1):
        notices_for(access, TODAY)


def test_front_page_shows_what_one_may_open(admin):
    shown = text_of(client_of(admin).get("/chuong-trinh/"))
    assert LIST in shown
    manager = text_of(client_of(make.make_member(Role.DATA_MANAGER)).get("/chuong-trinh/"))
    assert LIST not in manager
    assert "/chuong-trinh/nguoi-dung/" in manager
