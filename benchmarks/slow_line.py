"""How soon the overview stands before a reader on a slow line with a slow machine.

Chromium's own throttling, with an empty cache each time. "There" is the first frame in which every
headline figure and every light chart stands; Plotly's bundle may still be on its way.
"""

import contextlib
import os
import shutil
from statistics import median

from .measuring import FALLS_SHORT, HOLDS, NOT_YET, Row
from .serving import NotServed, Server

KBIT_A_SECOND, LATENCY_MS, SLOWER = 400, 100, 4
MOST_SECONDS, LONGEST_SECONDS = 2.0, 60
TITLE = (
    f"Trang tổng quan hiện đủ số và hình trên đường {KBIT_A_SECOND} kbit/s (trễ {LATENCY_MS} ms),"
    f" máy chậm {SLOWER} lần"
)
WAIT_UNTIL_THERE = """count => {
  const look = () => {
    const pictures = document.querySelectorAll("[data-chart-light] svg").length;
    if (pictures < count || !document.querySelector("dl.figs dd")) {
      return requestAnimationFrame(look);
    }
    requestAnimationFrame(() => requestAnimationFrame(() => { window.there = performance.now(); }));
  };
  requestAnimationFrame(look);
}"""


def slow_line_row(server: Server, path: str, session_key: str, times: int) -> Row:
    """The median of `times` first visits; NOT_YET where the machine has no Chromium."""
    bar = f"≤ {MOST_SECONDS:.0f} s"
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        return Row(TITLE, "không có Chromium trên máy này", bar, NOT_YET)
    body = server.get_ok(path, session_key).body
    pictures = body.count(b"data-chart-light")
    with browser(chromium) as opened:
        found = [
            seconds_until_there(
                opened, f"http://127.0.0.1:{server.port}", path, session_key, pictures
            )
            for _ in range(times)
        ]
    taken = median(found)
    shown = f"{taken:.2f} s; {pictures} hình".replace(".", ",")
    verdict = HOLDS if taken <= MOST_SECONDS else FALLS_SHORT
    return Row(TITLE, shown, bar, verdict, round(taken / MOST_SECONDS, 3))


@contextlib.contextmanager
def browser(chromium: str):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        opened = playwright.chromium.launch(executable_path=chromium, args=quiet)
        try:
            yield opened
        finally:
            opened.close()


def seconds_until_there(opened, origin: str, path: str, session_key: str, pictures: int) -> float:
    context = opened.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN")
    try:
        context.add_cookies([{"name": "sessionid", "value": session_key, "url": origin}])
        page = context.new_page()
        page.add_init_script(f"({WAIT_UNTIL_THERE})({pictures})")
        throttle = context.new_cdp_session(page)
        throttle.send("Network.enable")
        bytes_a_second = KBIT_A_SECOND * 1000 // 8
        throttle.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": LATENCY_MS,
                "downloadThroughput": bytes_a_second,
                "uploadThroughput": bytes_a_second,
            },
        )
        throttle.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(origin + path, wait_until="commit")
        for _ in range(LONGEST_SECONDS * 10):  # no wait_for_function: the policy forbids its eval
            if there := page.evaluate("window.there"):
                return there / 1000
            page.wait_for_timeout(100)
        raise NotServed(f"{path}: sau {LONGEST_SECONDS} giây chưa hiện đủ")
    finally:
        context.close()
