"""In a browser: Plotly's map under the strict CSP, pointed at and clicked; keys go by the list."""

import pytest
from django.test import Client

from portal.accounts.models import Role
from tests import factories as make
from tests import loaded

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS = "/dia-phuong/ban-do/?ngay=30/9/2022"
WIDTH, HEIGHT = 982, 1506  # of the map's grid
GIA_LAI = (600, 960)


@pytest.fixture
def shown(page, context, console_clean, live_server, settings):
    settings.DEMO_TODAY = make.day("2022-10-17")
    loaded.load_reference()
    session = make.sign_in(Client(), make.make_member(Role.READER)).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.set_viewport_size({"width": 1280, "height": 1600})
    page.goto(live_server.url + ADDRESS)
    page.locator("#ban-do .plot .main-svg").first.wait_for()
    return page


def test_map_is_pointed_at_clicked_printed_and_passed_over_by_the_keyboard(shown, live_server):
    box = shown.locator("#ban-do .plot").bounding_box()
    scale = min(box["width"] / WIDTH, box["height"] / HEIGHT)
    left = box["x"] + (box["width"] - WIDTH * scale) / 2
    top = box["y"] + (box["height"] - HEIGHT * scale) / 2
    shown.mouse.move(left + GIA_LAI[0] * scale, top + GIA_LAI[1] * scale)
    shown.locator("#ban-do .hoverlayer text").first.wait_for()
    assert shown.locator("#ban-do .hoverlayer").text_content() == "Gia Lai: đã thực hiện"

    stops = shown.evaluate(
        """() => [...document.querySelectorAll('main a[href^="/dia-phuong/"]')]
            .filter((link) => link.tabIndex >= 0 && !link.closest('.takeaway')).length"""
    )
    assert stops == 63

    shown.emulate_media(media="print")
    assert shown.locator("#ban-do svg.map").is_visible()
    assert shown.locator("#ban-do .plot").is_hidden()
    shown.emulate_media(media="screen")
    shown.set_viewport_size({"width": 320, "height": 800})
    shown.wait_for_timeout(600)  # Plotly follows the window
    assert shown.evaluate("document.documentElement.scrollWidth") == 320

    shown.set_viewport_size({"width": 1280, "height": 1600})
    shown.wait_for_timeout(600)
    shown.mouse.click(left + GIA_LAI[0] * scale, top + GIA_LAI[1] * scale)
    shown.wait_for_url(f"{live_server.url}/dia-phuong/gia-lai/?ngay=30/9/2022")
