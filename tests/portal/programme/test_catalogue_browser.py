"""From the first page to a new indicator in the next form or a new holiday: few interactions."""

import re

import pytest

from portal.accounts.models import Role
from portal.catalogue.calendar import Holiday
from portal.catalogue.models import Indicator
from tests import factories as make
from tests.portal.entry.test_month_browser import Counted, box, visit  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
MOST = 12  # interactions: clicks, fields typed or chosen in, pages that load


def go(counted, link):
    """A click on a link and the page that it loads."""
    with counted.page.expect_navigation():
        counted.click(counted.page.get_by_role("link", name=link).first)


def choose(counted, label, option):
    counted.made += 1
    counted.page.get_by_label(label, exact=True).select_option(label=option)


@pytest.fixture
def at_home(visit, live_server, reports):  # noqa: F811
    keeper = make.make_member(Role.DATA_MANAGER, full_name="Lê Minh Tuấn")
    page = visit(keeper)
    page.goto(f"{live_server.url}/")
    return Counted(page)


def test_new_indicator_is_in_the_next_form(at_home, visit, live_server, reports):  # noqa: F811
    make.make_period(2022, 12)
    page = at_home.page
    go(at_home, "Chương trình")
    go(at_home, "Chỉ tiêu")
    go(at_home, re.compile("Thêm vào phần này.*C. Bồi dưỡng, tập huấn"))
    at_home.type(page.get_by_label("Tên đầy đủ"), "Số lớp trực tuyến đã mở")
    at_home.type(page.get_by_label("Đơn vị tính"), "lớp")
    choose(at_home, "Hỏi cơ quan nào", "provinces")
    with page.expect_navigation():
        at_home.click(page.get_by_role("button", name="Thêm chỉ tiêu"))
    assert "hỏi từ tháng 12/2022" in page.locator("main").inner_text()
    assert at_home.made <= MOST

    made = Indicator.objects.get(code="SO_LOP_TRUC_TUYEN_DA_MO")
    page.get_by_role("link", name="Xem trong phiếu mẫu").click()
    page.wait_for_url("**/phieu-mau/**")
    shown = box(page, f"{made.code}-value")
    assert shown.is_disabled()
    officer = visit(reports.reporter)
    officer.goto(f"{live_server.url}/phieu/{reports.agency.slug}/2022-12/")
    box(officer, f"{made.code}-value").fill("12")


def test_preview_keeps_what_was_typed(at_home, reports):
    make.make_period(2022, 12)
    page = at_home.page
    page.goto(page.url + "chuong-trinh/chi-tieu/them/")
    page.get_by_label("Tên đầy đủ").fill("Số lớp trực tuyến đã mở")
    choose(at_home, "Phần", "C. Bồi dưỡng, tập huấn")
    choose(at_home, "Hỏi cơ quan nào", "provinces")
    page.get_by_role("button", name="Xem trước trong phiếu").click()
    page.get_by_role("heading", name="Trong phiếu sẽ như thế này").wait_for()
    assert box(page, "SO_LOP_TRUC_TUYEN_DA_MO-value").is_disabled()
    assert page.get_by_label("Tên đầy đủ").input_value() == "Số lớp trực tuyến đã mở"
    assert not Indicator.objects.filter(code="SO_LOP_TRUC_TUYEN_DA_MO").exists()


def test_new_holiday(at_home):
    page = at_home.page
    go(at_home, "Chương trình")
    go(at_home, "Ngày nghỉ")
    at_home.type(page.get_by_label("Ngày", exact=True), "24/11/2022")
    at_home.type(page.get_by_label("Tên ngày nghỉ"), "Ngày Văn hóa")
    with page.expect_navigation():
        at_home.click(page.get_by_role("button", name="Thêm ngày"))
    assert "Thứ Năm 24/11/2022" in page.locator("main").inner_text()
    assert Holiday.objects.get().name == "Ngày Văn hóa"
    assert at_home.made <= MOST
