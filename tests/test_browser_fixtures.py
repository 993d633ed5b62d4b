"""The browser fixtures notice what they are there to notice."""

import pytest

POLICY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'",
    "Content-Type": "text/html; charset=utf-8",
}

pytestmark = pytest.mark.browser


def serve(page, body):
    page.route("**/*", lambda route: route.fulfill(body=body, headers=POLICY))
    page.goto("http://portal.test/")


def test_inline_script_is_a_complaint(page, console_clean):
    serve(page, "<!doctype html><title>Trang</title><script>window.ran = 1</script>")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert any("script-src" in complaint for complaint in console_clean)
    console_clean.clear()


def test_quiet_page_has_no_complaint(page, console_clean):
    serve(page, "<!doctype html><html lang='vi'><title>Trang</title><p>Tỉnh Quảng Ninh</p>")
    assert page.inner_text("p") == "Tỉnh Quảng Ninh"
    assert page.evaluate("navigator.language") == "vi-VN"


@pytest.mark.django_db(transaction=True)
def test_live_server_answers_the_browser(page, live_server, console_clean):
    assert page.goto(f"{live_server.url}/healthz").status == 200
