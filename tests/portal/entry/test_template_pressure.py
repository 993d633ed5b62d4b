"""The heaviest files cost the web process little, and other people's pages go on answering."""

import http.client
import threading
import time
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests import factories as make
from tests.portal.office.hostile import HOSTILE

from .template_files import template

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
HEAVIEST = (
    *("one endless row", "styles without end", "many shared strings", "many cells"),
    *("fifty megabytes", "just over five megabytes"),
)
STATUS = Path("/proc/self/status")
SLOWEST_REFUSAL, SLOWEST_PAGE, MORE_MEMORY = 5.0, 1.0, 150  # seconds, seconds, MB
CSRF = "a" * 32


class Visitor:
    """A signed-in person's browser, over real HTTP."""

    def __init__(self, server, user):
        self.address = urlsplit(server.url).netloc
        client = make.sign_in(Client(), user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
        }

    def ask(self, method, path, body=None, **headers):
        """(status, page, seconds)"""
        started = time.perf_counter()
        connection = http.client.HTTPConnection(self.address, timeout=60)
        try:
            connection.request(method, path, body, self.headers | headers)
            response = connection.getresponse()
            page = response.read().decode()
        finally:
            connection.close()
        return response.status, page, time.perf_counter() - started

    def upload(self, path, content):
        """The file's bytes go out as they are: no copy counts as the server's memory."""
        mark = uuid.uuid4().hex
        named = "Content-Disposition: form-data; name=workbook; filename=phieu.xlsx"
        body = [f"--{mark}\r\n{named}\r\n\r\n".encode(), content, f"\r\n--{mark}--\r\n".encode()]
        headers = {
            "Content-Type": f"multipart/form-data; boundary={mark}",
            "Content-Length": str(sum(map(len, body))),
        }
        return self.ask("POST", path, body, **headers)


def memory(field) -> int:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) // 1024


@pytest.fixture
def visitors(reports, live_server):
    other = make.make_agency("Hải Phòng", "hai-phong")
    neighbour = make.make_member("reporter", other, full_name="Lê Thị Hoa")
    return Visitor(live_server, reports.reporter), Visitor(live_server, neighbour)


def test_heavy_uploads_leave_room_for_others(reports, visitors, record_property):
    officer, neighbour = visitors
    path, page = f"{reports.path}tai-len/", f"/phieu/hai-phong/{reports.period.key}/"
    officer.upload(path, template(reports))  # everything is imported and warm
    # How long the page takes with nothing else going on here: what other programs do to it.
    alone = max(neighbour.ask("GET", page)[2] for _ in range(15))
    contents = [HOSTILE[name][0]() for name in HEAVIEST]
    if STATUS.exists():
        Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
    before = memory("VmRSS") if STATUS.exists() else 0

    refusals, pages, done = [], [], threading.Event()

    def send():
        for content in contents:
            refusals.append(officer.upload(path, content))
        done.set()

    sending = threading.Thread(target=send)
    sending.start()
    while not done.is_set():
        status, _, seconds = neighbour.ask("GET", page)
        assert status == 200
        pages.append(seconds)
        time.sleep(0.05)
    sending.join()
    more = memory("VmHWM") - before if STATUS.exists() else 0

    slowest, slowest_page = max(seconds for *_, seconds in refusals), max(pages)
    record_property("slowest_refusal", round(slowest, 2))
    record_property("slowest_page", round(slowest_page, 2))
    record_property("more_memory", more)
    print(f"refusal {slowest:.2f} s, page {slowest_page:.2f} s ({alone:.2f} alone), +{more} MB")
    assert [status for status, *_ in refusals] == [422] * len(HEAVIEST)
    assert slowest < SLOWEST_REFUSAL + alone
    assert slowest_page < SLOWEST_PAGE + alone
    assert more < MORE_MEMORY
