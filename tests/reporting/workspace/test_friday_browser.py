"""The editor's Friday in a real browser with its scripts: open, write, choose, look."""

import pytest
from django.test import Client

from reporting.models import EditionText, LineChoice, WeeklyEdition
from tests import factories as make
from tests import loaded

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def desk(page, console_clean, live_server, settings):
    settings.DEMO_TODAY = make.day("2022-10-07")
    loaded.load_reference()
    client = make.sign_in(Client(), make.make_member("editor"))
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.set_default_timeout(15_000)
    return page


def test_a_week_is_opened_written_and_worded(desk, live_server):
    desk.goto(f"{live_server.url}/bao-cao-tuan/soan/")
    desk.get_by_label("Tuần", exact=True).fill("46")
    desk.get_by_label("Số liệu tính đến ngày").fill("18/11/2022")
    desk.get_by_role("button", name="Mở bản soạn").click()
    desk.wait_for_url("**/soan/*/")
    edition = WeeklyEdition.objects.get(week=46)

    desk.locator("#loi-van-lead").get_by_role("link", name="Viết phần này").click()
    desk.get_by_label("Lời văn").fill("Kế hoạch đã có ở ")
    desk.get_by_role("button", name="Chèn Tỉnh, thành phố đã ban hành Kế hoạch").click()
    desk.get_by_label("Lời văn").press_sequentially(" nơi.[^Đến thứ Sáu.]")
    shown = desk.locator("#xem-truoc")
    shown.get_by_text("Đến thứ Sáu.").wait_for()
    assert "Kế hoạch đã có ở 41/63 nơi." in " ".join(shown.inner_text().split())
    assert not EditionText.objects.filter(edition=edition, slot="lead").exists()
    desk.get_by_role("button", name="Ghi lời văn").click()
    desk.wait_for_url("**/soan/*/")
    assert "Đã ghi phần “Phần dẫn”." in desk.inner_text("main")
    lead = EditionText.objects.get(edition=edition, slot="lead")
    assert lead.text == "Kế hoạch đã có ở {PLAN_PRO} nơi.[^Đến thứ Sáu.]"

    line = desk.locator("#dong-PLAN_MIN")
    line.get_by_role("link", name="Chọn tên, sửa câu").click()
    words = desk.get_by_label("Câu chữ")
    words.fill(words.input_value().replace("đã ban hành", "đã có"))
    desk.get_by_label("Tên trong chú thích").last.select_option("none")
    desk.get_by_role("button", name="Xem trước").click()
    desk.get_by_text("Xem trước, chưa ghi").wait_for()
    assert "đã có Kế hoạch triển khai Đề án." in desk.inner_text("main")
    desk.get_by_role("button", name="Ghi dòng này").click()
    desk.wait_for_url("**/soan/*/#dong-PLAN_MIN")
    assert "đã có Kế hoạch" in desk.locator("#dong-PLAN_MIN").inner_text()
    chosen = LineChoice.objects.get(edition=edition, code="PLAN_PRO")
    assert chosen.names == "none"
