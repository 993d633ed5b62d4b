"""More time for one agency, from the first page on: few interactions."""

import re

import pytest

from portal.submissions.extensions import Extension
from tests import factories as make
from tests.portal.entry.test_month_browser import Counted, visit  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
MOST = 12  # interactions: clicks, fields typed or chosen in, pages that load


def go(counted, link):
    """A click on a link and the page that it loads."""
    with counted.page.expect_navigation():
        counted.click(counted.page.get_by_role("link", name=link).first)


@pytest.mark.parametrize("script", [True, False])
def test_extension_takes_twelve_interactions(visit, live_server, reports, settings, script):  # noqa: F811
    settings.DEMO_TODAY = make.day("2022-11-28")
    page = visit(reports.reviewer, java_script_enabled=script)
    counted = Counted(page)
    page.goto(f"{live_server.url}/")
    go(counted, re.compile("^Theo dõi"))
    go(counted, "Gia hạn cho Quảng Ninh")
    counted.type(page.get_by_label("Được sửa đến ngày"), "30/11/2022")
    counted.type(page.get_by_label("Giờ"), "17:00")
    counted.type(page.get_by_label("Lý do"), "Mưa lũ, mất điện ba ngày")
    with page.expect_navigation():
        counted.click(page.get_by_role("button", name="Gia hạn"))
    told = "Quảng Ninh được sửa phiếu tháng 11/2022 đến 17:00 ngày 30/11/2022"
    assert told in page.locator("main").inner_text()
    assert Extension.objects.get().agency == reports.agency
    assert 5 <= counted.made <= MOST

    officer = visit(reports.reporter, java_script_enabled=script)
    officer.goto(f"{live_server.url}{reports.path}")
    assert officer.get_by_role("button", name="Lưu và xem lại").is_enabled()
