"""The Excel template in a real browser without a script: upload, faults, mended, taken over."""

import os

import pytest
from django.test import Client

from tests import factories as make

from .template_files import Form, filled, sheet_and_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
PICTURES = os.environ.get("PICTURES", "")  # a folder: the pages are kept there to be looked at
LONG_LINK = "https://quangninh.gov.vn/" + "chuyen-doi-so/" * 12


@pytest.fixture
def officer(browser, browser_context_args, live_server, reports):
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    client = make.sign_in(Client(), reports.reporter)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    yield context.new_page()
    context.close()


def send(page, file):
    page.get_by_label("Tệp Excel đã điền").set_input_files(file)
    page.get_by_role("button", name="Xem các thay đổi").click()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_from_the_sheet_to_the_sheet(officer, live_server, reports, tmp_path, width):
    officer.set_viewport_size({"width": width, "height": 900})
    officer.goto(live_server.url + reports.path)
    with officer.expect_download() as download:
        officer.get_by_role("link", name="Tải mẫu Excel").click()
    template = download.value.path().read_bytes()
    assert Form(template).rows

    wrong, right = tmp_path / "sai.xlsx", tmp_path / "dung.xlsx"
    values = {"FILM:month": 10, "TRAINED": 1200, "PAGE": "Có", "PAGE-link": LONG_LINK}
    wrong.write_bytes(filled(reports, values | {"TEAMS": "1,5", "SHARE": "=1"}, start=template))
    right.write_bytes(filled(reports, values | {"TEAMS": 1480}, start=template))

    officer.get_by_role("link", name="Tải tệp Excel đã điền lên").click()
    send(officer, wrong)
    officer.get_by_role("heading", name="2 chỗ phải sửa").wait_for()
    check(officer, f"loi-{width}")
    send(officer, right)
    officer.get_by_role("heading", name="5 ô sẽ thay đổi").wait_for()
    check(officer, f"khac-{width}")
    officer.get_by_role("button", name="Đưa vào phiếu").click()
    officer.get_by_text("Đã đưa số trong tệp Excel vào phiếu").wait_for()
    assert sheet_and_draft(reports)[1][reports.field("TEAMS")] == "1480"


def check(page, name):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
