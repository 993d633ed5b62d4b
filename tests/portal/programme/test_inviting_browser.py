"""A new person in a real browser: at most twelve interactions from the first page."""

import re

import pytest
from playwright.sync_api import expect

from portal.accounts.models import User
from tests import factories as make
from tests.portal.entry.test_month_browser import Counted, visit  # noqa: F401

from .keepers import administrator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.parametrize("script", [True, False])
def test_person_with_a_role_takes_twelve_interactions(visit, live_server, mailoutbox, script):  # noqa: F811
    agency = make.make_agency()
    page = visit(administrator(), java_script_enabled=script)
    counted = Counted(page)
    page.goto(f"{live_server.url}/")
    counted.click(page.get_by_role("link", name="Chương trình"))
    counted.click(page.get_by_role("link", name="Người dùng"))
    counted.click(page.get_by_role("link", name="Mời người mới"))
    counted.type(page.get_by_label("Địa chỉ thư điện tử"), "an@quangninh.example")
    counted.type(page.get_by_label("Họ và tên"), "Nguyễn Văn An")
    counted.made += 1
    page.get_by_label("Cơ quan").select_option(label="Quảng Ninh")
    counted.click(page.get_by_role("button", name="Gửi thư mời"))
    expect(page.locator("main")).to_contain_text("Đã gửi thư mời Nguyễn Văn An")
    page.wait_for_load_state()
    person = User.objects.get(email="an@quangninh.example")
    assert person.memberships.get().agency == agency
    assert re.search(r"/loi-moi/\S+", mailoutbox[0].body)
    assert counted.made <= 12
