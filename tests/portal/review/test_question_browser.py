"""A question from the reviewer's box to the officer's field and back, in a real browser."""

import pytest
from django.test import Client

from portal.submissions import actions
from portal.submissions.models import State
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
WHY = "500 lượt đã gồm hội nghị chưa?"


@pytest.fixture
def visit(browser, browser_context_args, live_server):
    """A function: user → a page of a browser of its own."""
    contexts = []

    def open_page(user, **options):
        context = browser.new_context(**{**browser_context_args, **options})
        context.set_default_timeout(15_000)
        contexts.append(context)
        cookie = make.sign_in(Client(), user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize("script", [True, False])
def test_one_value_is_asked_about_answered_and_read(visit, live_server, reports, script):
    reports.sent()
    review = f"{live_server.url}/theo-doi/2022-11/quang-ninh/"
    reviewer = visit(reports.reviewer, java_script_enabled=script)
    reviewer.goto(f"{live_server.url}/theo-doi/hang-doi/")
    reviewer.get_by_role("link", name="Kiểm tra Quảng Ninh").click()
    reviewer.wait_for_url(review)
    row = reviewer.locator("tr", has_text="Lượt cán bộ do tỉnh tự tổ chức bồi dưỡng")
    row.locator("summary").click()
    row.get_by_label("Câu hỏi về Lượt cán bộ").fill(WHY)
    reviewer.get_by_role("button", name="Trả lại").click()
    reviewer.wait_for_url("**/hang-doi/")

    officer = visit(reports.reporter, java_script_enabled=script)
    officer.goto(f"{live_server.url}/")
    officer.get_by_role("link", name="Lượt cán bộ do tỉnh tự tổ chức bồi dưỡng").click()
    field = officer.locator(f'[id="{reports.field("TRAINED", "total")}"]')
    described = field.get_attribute("aria-describedby").split()
    told = " ".join(officer.locator(f'[id="{name}"]').inner_text() for name in described)
    assert WHY in told
    field.fill("510")
    officer.get_by_label("Giải trình, trả lời câu hỏi của Cục").fill("Nay gồm cả hội nghị.")
    officer.get_by_role("button", name="Lưu và xem lại").click()
    officer.get_by_role("button", name="Gửi về Cục").click()
    officer.wait_for_url("**/bien-nhan/2/")

    reviewer.goto(review)
    told = reviewer.get_by_role("region", name="Câu hỏi trước và trả lời (1)").inner_text()
    for part in (WHY, "500", "510", "Nay gồm cả hội nghị."):
        assert part in told
    reviewer.get_by_role("button", name="Tiếp nhận").click()
    reviewer.wait_for_url("**/hang-doi/")
    assert actions.report_of(reports.agency, reports.period).state == State.ACCEPTED
