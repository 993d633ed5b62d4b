"""Pasting in a real browser: by keyboard, without a script, on a narrow screen."""

import pytest
from django.test import Client

from portal.submissions import actions
from portal.submissions.drafting import load_draft
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]

BLOCK = (
    "TT\tChỉ tiêu\tSố\n1\tSố Tổ công nghệ số cộng đồng\t1.480\n2\tSo thanh vien\t11,300\n"
    "3\tSố tin, bài thời sự\t12\n\tSố xe máy\t5"
)


@pytest.fixture(params=[1280, 320])
def page(request, browser, browser_context_args, live_server, reports):
    size = {"width": request.param, "height": 800}
    options = {**browser_context_args, "java_script_enabled": False, "viewport": size}
    context = browser.new_context(**options)
    context.set_default_timeout(10_000)
    cookie = make.sign_in(Client(), reports.reporter).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    opened = context.new_page()
    opened.goto(f"{live_server.url}{reports.path}dan/")
    yield opened
    context.close()


def tab_to(page, selector):
    """Presses Tab until the element has the focus: the keyboard reaches it."""
    for _ in range(60):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reached {selector}")


def enter(page):
    """Presses the focused button and waits for the page behind it."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_block_is_pasted_settled_and_written_by_keyboard(page, reports):
    people = reports.indicators["PEOPLE"].code
    tab_to(page, "#block")
    page.keyboard.insert_text(BLOCK)
    tab_to(page, 'button[value="preview"]')
    enter(page)
    tab_to(page, 'input[name="meaning"]')
    page.keyboard.press("Space")
    tab_to(page, "#r3-to")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#leave_out_rest")
    page.keyboard.press("Space")
    tab_to(page, 'button[value="write"]')
    enter(page)
    assert page.locator(".error-summary").count() == 1
    assert page.locator("#r3-to").input_value() == people
    assert fits(page)
    tab_to(page, 'button[value="r3-v1=11.300"]')
    enter(page)
    assert actions.report_of(reports.agency, reports.period) is None
    tab_to(page, 'button[value="write"]')
    enter(page)
    assert page.url.endswith(reports.path)
    texts = load_draft(actions.report_of(reports.agency, reports.period)).texts()
    assert texts[reports.field("TEAMS")] == "1.480"
    assert texts[reports.field("PEOPLE")] == "11.300"
    assert texts[reports.field("FILM", "month")] == "12"
