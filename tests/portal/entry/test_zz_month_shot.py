import pytest
from tests.portal.entry.test_month_browser import *
@pytest.mark.parametrize("w",[1280,390,320])
def test_shot(visit, live_server, last_month_complete, w):
    reports=last_month_complete
    reports.agency.needs_approval=True; reports.agency.save()
    page=visit(reports.reporter, viewport={"width":w,"height":900})
    page.goto(live_server.url); page.screenshot(path=f"/tmp/desk{w}.png", full_page=True)
    page.goto(live_server.url+reports.path); page.screenshot(path=f"/tmp/sheet{w}a.png", full_page=False)
    box(page, reports.field("TRAINED","month")).press_sequentially("2640")
    wait_for_saving(page)
    page.screenshot(path=f"/tmp/sheet{w}.png", full_page=True)
    sizes = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert sizes[0] <= sizes[1]
    if w==1280:
        page.emulate_media(media="print"); page.pdf(path="/tmp/sheet.pdf")
