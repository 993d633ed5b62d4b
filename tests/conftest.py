"""What every test may rely on: the browser, and the rule about skips.

REQUIRE_ALL=1 turns every skip into a failure: on the machine that decides, nothing is left out.
"""

import os
import shutil

# Playwright's sync API runs an event loop in the test's thread; Django's guard against database
# calls there has nothing to guard in a test.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

import hypothesis
import pytest
from django.core.cache import cache

CHROMIUM = (
    os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
)
NO_CHROMIUM = "no Chromium here; install Debian's package `chromium`, or name one in CHROMIUM"
REQUIRE_ALL = os.environ.get("REQUIRE_ALL", "") not in ("", "0")

# A slow machine is no failure; and the machine that decides tries the same examples every time.
hypothesis.settings.register_profile("house", deadline=None, derandomize=REQUIRE_ALL)
hypothesis.settings.load_profile("house")

QUIET_CHROMIUM = [
    "--no-sandbox",  # root in a container has no other way
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Files that take a worker longest: begun first, so that no worker waits for the other's at the end.
LONGEST = (
    "tests/test_every_page.py",
    "tests/test_access.py",
    "tests/portal/entry/test_month_browser.py",
    "tests/portal/entry/test_browser.py",
    "tests/test_benchmarks.py",
    "tests/test_invented_country.py",
)
DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("browser"):
            # One worker drives the one browser.
            item.add_marker(pytest.mark.xdist_group("browser"))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))
        if not item.get_closest_marker("django_db") and DATABASE.isdisjoint(item.fixturenames):
            item.add_marker(pytest.mark.without_database)
    result = yield
    ranks = {name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.nodeid.partition("::")[0], len(ranks)))
    return result


# --- Skips ---------------------------------------------------------------------------------------


def refuse_skip(report):
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"REQUIRE_ALL=1 allows no skip. {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return refuse_skip((yield))


def pytest_terminal_summary(terminalreporter):
    if not CHROMIUM:
        terminalreporter.write_sep("-", f"browser tests left out: {NO_CHROMIUM}")


# --- The browser ---------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _nothing_kept_of_another_test():
    """A process keeps pages of frozen editions; a test's database is gone when it ends."""
    cache.clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET_CHROMIUM}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture
def console_clean(page):
    """The page under test; at the end no script error, console error or CSP violation may stand.

    A list: a test that expects one (a 404 on purpose) looks at it and clears it.
    """
    complaints = []
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on(
        "console",
        lambda message: (
            complaints.append(f"{message.type}: {message.text}")
            if message.type in ("error", "warning")
            else None
        ),
    )
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.error("
        "'CSP ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile));"
    )
    yield complaints
    assert complaints == []
