"""In a browser: every kind of chart is drawn by Plotly under the strict CSP, without a word on the
console; without a script, on paper and for the keyboard there is the light drawing with its table.
"""

import pytest
from django.test import Client, RequestFactory

from portal.ui import sample_charts, views

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS = "/thu-vien-giao-dien/"


@pytest.fixture
def gallery(page, console_clean, live_server, settings):
    """The gallery, which only a developer's server answers, served with the portal's own policy."""
    policy = Client().get("/dang-nhap/").headers["Content-Security-Policy"]
    settings.DEBUG = True
    body = views.gallery(RequestFactory().get(ADDRESS)).content.decode()
    settings.DEBUG = False
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy}
    page.route(
        f"{live_server.url}{ADDRESS}", lambda route: route.fulfill(body=body, headers=headers)
    )
    page.goto(live_server.url + ADDRESS)
    return page


def figures():
    charts = [*sample_charts.squares(), *sample_charts.measured(None)]
    return [chart for chart in charts if chart.figure]


def test_every_figure_is_drawn_and_its_light_drawing_kept_for_paper(gallery):
    for chart in figures():
        frame = gallery.locator(f"#{chart.id}")
        frame.locator(".plot .main-svg").first.wait_for()
        assert frame.locator("[data-chart-light]").is_hidden(), chart.id
    gallery.emulate_media(media="print")
    for chart in figures():
        frame = gallery.locator(f"#{chart.id}")
        assert frame.locator("[data-chart-light] > svg").is_visible(), chart.id
        assert frame.locator(".plot").is_hidden(), chart.id


def test_there_is_no_bar_of_buttons_and_nothing_is_asked_elsewhere(gallery, live_server):
    asked = []
    gallery.on("request", lambda request: asked.append(request.url))
    gallery.reload()
    gallery.locator(".plot .main-svg").first.wait_for()
    assert gallery.locator(".modebar-btn").count() == 0
    assert asked
    assert not [url for url in asked if not url.startswith(live_server.url)]


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_screen(gallery, width):
    gallery.set_viewport_size({"width": width, "height": 800})
    gallery.wait_for_timeout(300)
    assert gallery.evaluate("document.documentElement.scrollWidth") <= width
    wide = "e => e.getBoundingClientRect().right"
    for svg in gallery.locator(".chart .plot > div").all():
        assert svg.evaluate(wide) <= width + 1
