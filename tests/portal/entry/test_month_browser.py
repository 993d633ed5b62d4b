"""The officer's month in a real browser with its scripts: few interactions, keys, autosave."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from portal.accounts.models import KeptInput, Role
from portal.submissions import actions
from portal.submissions.drafting import load_draft
from tests import factories as make
from tests.november import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]

# What Chromium and htmx say of a lost connection, an ended session and the page to merge.
EXPECTED = (
    *("net::ERR", "htmx:sendError", "htmx:afterRequest", "Response Status Error"),
    *("401", "409"),
)
NO_NEWS = "Không có gì thay đổi trong tháng"


@pytest.fixture
def visit(browser, browser_context_args, live_server):
    """A function: user (or nobody) → a page of a browser of its own, where every complaint but a
    lost connection fails the test."""
    contexts, complaints = [], []

    def open_page(user=None, **options):
        context = browser.new_context(**{**browser_context_args, **options})
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if is_fault(said) else None)
        if user:
            sign_in(context, user, live_server.url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def is_fault(said):
    return said.type == "error" and not any(word in said.text for word in EXPECTED)


def sign_in(context, user, url):
    client = make.sign_in(Client(), user)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": url}])


def box(page, field):
    return page.locator(f'[id="{field}"]')


class Counted:
    """A page whose interactions are counted: fields typed in, clicks, pages that load."""

    def __init__(self, page):
        self.page, self.made = page, 0
        page.on("load", lambda: self.count())

    def count(self):
        self.made += 1

    def type(self, locator, text, *, enter=False):
        self.made += 1
        locator.fill(text)
        if enter:
            with self.page.expect_navigation():
                locator.press("Enter")

    def click(self, locator):
        self.made += 1
        locator.click()

    def sign_in(self, url, user):
        self.page.goto(url)
        self.type(self.page.get_by_label("Tên đăng nhập"), user.username)
        self.type(self.page.get_by_label("Mật khẩu"), make.PASSWORD, enter=True)


@pytest.fixture
def last_month_complete(reports):
    """Every question has a value of the month before, so that a month without news is possible."""
    figures = ((reports.indicators["PAGE"], 1), (reports.indicators["WORDS"], "Thiếu máy tính."))
    make.make_known(reports.agency, make.day("2022-10-13"), *figures)
    return reports


def test_month_without_news_takes_eight_interactions(visit, live_server, last_month_complete):
    reports = last_month_complete
    counted = Counted(visit())
    page = counted.page
    counted.sign_in(live_server.url, reports.reporter)
    counted.click(page.get_by_role("button", name=NO_NEWS))
    page.wait_for_url("**/xem-lai/")
    counted.click(page.get_by_role("button", name="Gửi về Cục"))
    page.wait_for_url("**/bien-nhan/1/")
    page.wait_for_load_state()
    assert "BN 2022-11/" in page.locator("main").inner_text()
    values = actions.report_of(reports.agency, reports.period).revisions.get().values.all()
    assert all(value.unchanged for value in values)
    assert counted.made == 8


@pytest.mark.parametrize("script", [True, False])
def test_month_with_two_new_figures(visit, live_server, last_month_complete, script):
    reports = last_month_complete
    counted = Counted(visit(java_script_enabled=script))
    page = counted.page
    counted.sign_in(live_server.url, reports.reporter)
    counted.click(page.get_by_role("link", name="Điền phiếu"))
    counted.type(box(page, reports.field("TRAINED", "month")), "25")
    counted.type(box(page, reports.field("PEOPLE")), "11.300")
    for code in ("PLAN", "PAGE"):
        stays = page.locator(f'[name="{reports.choice(code)}"][value="unchanged"]')
        counted.click(stays)
    counted.click(page.get_by_role("button", name="Lưu và xem lại"))
    page.wait_for_url("**/xem-lai/")
    counted.click(page.get_by_role("button", name="Gửi về Cục"))
    page.wait_for_url("**/bien-nhan/1/")
    page.wait_for_load_state()
    assert counted.made <= 14
    values = actions.report_of(reports.agency, reports.period).revisions.get().values
    assert values.get(indicator=reports.indicators["TRAINED"]).amount == 453
    assert values.get(indicator=reports.indicators["TEAMS"]).unchanged


# --- Keys and grouping ---------------------------------------------------------------------------


def test_keys_move_as_in_a_grid(visit, live_server, reports):
    page = visit(reports.reporter)
    page.goto(live_server.url + reports.path)

    def at():
        return page.evaluate("document.activeElement.id || document.activeElement.value")

    box(page, reports.field("FILM", "month")).focus()
    page.keyboard.press("ArrowDown")
    assert at() == reports.field("TRAINED", "month")
    page.keyboard.press("ArrowRight")
    assert at() == reports.field("TRAINED", "total")
    page.keyboard.press("Enter")
    assert at() == reports.field("TEAMS")
    page.keyboard.press("Shift+Enter")
    assert at() == reports.field("TRAINED", "month")
    page.keyboard.press("ArrowUp")
    assert at() == reports.field("FILM", "month")
    box(page, reports.field("SHARE")).focus()
    page.keyboard.press("Enter")
    assert at() == "check"
    assert page.url == live_server.url + reports.path
    box(page, reports.field("TRAINED", "month")).fill("25")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert "Đã lưu nháp" in page.locator("main").inner_text()


KEYS = [
    (["1", "2", "3", "4"], "1.234|"),
    (["1", "2", "3", "4", "5", "6", "7"], "1.234.567|"),
    (["1", "2", "3", "4", "Home", "9"], "9|1.234"),
    (["1", "2", "3", "4", "5", "ArrowLeft", "ArrowLeft", "9"], "123.9|45"),
    (["1", "2", "3", "4", "Backspace"], "123|"),
    (["1", "2", "3", "4", "5", "Home", "Delete"], "|2.345"),
    # A dot alone cannot be deleted: the digit beyond it goes.
    (["1", "2", "3", "4", "Home", "ArrowRight", "ArrowRight", "Backspace"], "|234"),
    (["1", "2", "3", "4", "Home", "ArrowRight", "Delete"], "1|34"),
    (["1", "2", "3", "4", "Control+A", "7"], "7|"),
    # What was typed with its own signs stays as it is.
    (["1", ".", "5", "0", "0", "0"], "1.5000|"),
    (["1", ",", "5"], "1,5|"),
    (["0", "0", "7"], "007|"),
    (["-", "1", "2", "3", "4"], "-1234|"),
    (["1", "2", "3", "4", "k"], "1.234k|"),
    (["1", "2", "3", "4", "k", "5", "6"], "1.234k56|"),
]
PASTED = [
    ("11300", [], "11.300|"),
    ("11.300", [], "11.300|"),
    ("11,300", [], "11,300|"),
    (" 11 300", [], " 11 300|"),
    ("1234567", ["9", "ArrowLeft"], "12.345.67|9"),
]
SHOWN = "b => b.value.slice(0, b.selectionStart) + '|' + b.value.slice(b.selectionStart)"


def test_thousands_are_grouped_while_typing(visit, live_server, reports):
    page = visit(reports.reporter)
    page.goto(live_server.url + reports.path)
    figure = box(page, reports.field("TEAMS"))
    for keys, shown in KEYS:
        figure.fill("")
        for key in keys:
            page.keyboard.press(key)
        assert figure.evaluate(SHOWN) == shown, keys
    for text, keys, shown in PASTED:
        figure.fill("")
        for key in keys:
            page.keyboard.press(key)
        page.keyboard.insert_text(text)
        if shown.endswith("9"):
            assert figure.input_value() == "12.345.679"
        else:
            assert figure.evaluate(SHOWN) == shown, text


def test_sum_follows_grouped_typing(visit, live_server, reports):
    page = visit(reports.reporter)
    page.goto(live_server.url + reports.path)
    box(page, reports.field("TRAINED", "month")).press_sequentially("2640")
    assert box(page, reports.field("TRAINED", "month")).input_value() == "2.640"
    assert box(page, reports.field("TRAINED", "total")).input_value() == "3.068"
    box(page, reports.field("TRAINED", "total")).fill("")
    box(page, reports.field("TRAINED", "total")).press_sequentially("3000")
    assert box(page, reports.field("TRAINED", "month")).input_value() == "2.572"


# --- Saving by itself ----------------------------------------------------------------------------


def state_of(page):
    return page.locator("#save-state")


def wait_for_saving(page, words="Đã tự lưu lúc"):
    page.wait_for_function(
        "words => document.getElementById('save-state').textContent.includes(words)", arg=words
    )


def wait_for_version(page, version):
    page.wait_for_function(
        "version => document.getElementById('base-version').value === version", arg=version
    )


def texts_of(reports):
    return load_draft(actions.report_of(reports.agency, reports.period)).texts()


def test_typing_is_saved_by_itself(visit, live_server, reports):
    page = visit(reports.reporter)
    page.goto(live_server.url + reports.path)
    field = reports.field("TRAINED", "month")
    box(page, field).press_sequentially("2640")
    wait_for_saving(page)
    assert texts_of(reports)[field] == "2.640"
    assert page.locator("#base-version").input_value() == "1"
    side = page.get_by_role("complementary").locator("[data-save-state]")
    assert "Đã tự lưu lúc" in side.inner_text()
    box(page, field).fill("30")
    wait_for_version(page, "2")
    assert texts_of(reports)[field] == "30"
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(live_server.url)
    assert asked == []


def test_others_figures_appear_and_are_not_overwritten(visit, live_server, reports):
    colleague = make.make_member(Role.REPORTER, reports.agency, full_name="Đỗ Ngọc Mai")
    page = visit(reports.reporter)
    page.goto(live_server.url + reports.path)
    theirs = {reports.field("PEOPLE"): "11.300", reports.choice("PLAN"): "unchanged"}
    reports.save(theirs, by=colleague, base=0)
    box(page, reports.field("FILM", "month")).fill("10")
    wait_for_saving(page, "Người khác vừa sửa 2 ô")
    assert box(page, reports.field("PEOPLE")).input_value() == "11.300"
    assert page.locator(f'[name="{reports.choice("PLAN")}"]:checked').input_value() == "unchanged"
    box(page, reports.field("FILM", "month")).fill("11")
    wait_for_version(page, "3")
    assert texts_of(reports)[reports.field("PEOPLE")] == "11.300"


def test_same_figure_typed_twice_waits_for_its_author(visit, live_server, reports):
    colleague = make.make_member(Role.REPORTER, reports.agency, full_name="Đỗ Ngọc Mai")
    page = visit(reports.reporter)
    page.goto(live_server.url + reports.path)
    field, film = reports.field("TRAINED", "month"), reports.field("FILM", "month")
    reports.save({field: "5"}, by=colleague, base=0)
    box(page, field).fill("7")
    box(page, film).fill("10")
    wait_for_saving(page, "người khác vừa sửa cùng ô")
    assert box(page, field).input_value() == "7"
    assert page.locator("#base-version").input_value() == "0"
    assert film not in texts_of(reports)
    assert KeptInput.objects.get().user == reports.reporter

    # Even a machine that is switched off now loses nothing: the sheet offers it again.
    again = visit(reports.reporter)
    again.goto(live_server.url + reports.path)
    assert (box(again, field).input_value(), box(again, film).input_value()) == ("7", "10")

    page.get_by_role("complementary").get_by_role("button", name="Lưu nháp").click()
    assert "1 ô hai người cùng sửa" in page.locator("main").inner_text()
    page.locator("input[type=radio][value='7']").check()
    page.get_by_role("button", name="Giữ các số đã chọn").click()
    assert (texts_of(reports)[field], texts_of(reports)[film]) == ("7", "10")
    assert not KeptInput.objects.exists()


def test_lost_connection_is_said_and_made_good(visit, live_server, reports):
    page = visit(reports.reporter)
    page.goto(live_server.url + reports.path)
    page.context.set_offline(True)
    field = reports.field("TRAINED", "month")
    box(page, field).fill("25")
    wait_for_saving(page, "Mất kết nối lúc")
    assert "Số bạn nhập còn trên trang này." in state_of(page).inner_text()
    page.context.set_offline(False)
    wait_for_saving(page)
    assert texts_of(reports)[field] == "25"


def test_ended_session_keeps_typing_until_signed_in_again(visit, live_server, reports):
    page = visit(reports.reporter)
    page.goto(live_server.url + reports.path)
    field = reports.field("TRAINED", "month")
    Session.objects.all().delete()
    box(page, field).fill("25")
    wait_for_saving(page, "Phiên đăng nhập đã hết")
    assert box(page, field).input_value() == "25"
    assert KeptInput.objects.get().user == reports.reporter

    tab = page.context.new_page()
    tab.goto(f"{live_server.url}/dang-nhap/")
    tab.get_by_label("Tên đăng nhập").fill(reports.reporter.username)
    tab.get_by_label("Mật khẩu").fill(make.PASSWORD)
    tab.get_by_role("button", name="Đăng nhập").click()
    page.bring_to_front()
    box(page, field).fill("26")
    wait_for_saving(page)
    assert texts_of(reports)[field] == "26"
    assert not KeptInput.objects.exists()


def test_another_account_in_another_tab_saves_nothing_here(visit, live_server, reports):
    colleague = make.make_member(Role.REPORTER, reports.agency, full_name="Đỗ Ngọc Mai")
    page = visit(reports.reporter)
    page.goto(live_server.url + reports.path)
    sign_in(page.context, colleague, live_server.url)
    box(page, reports.field("TRAINED", "month")).fill("25")
    wait_for_saving(page, "tài khoản khác mở")
    assert actions.report_of(reports.agency, reports.period) is None


def test_sent_report_takes_no_more_typing(visit, live_server, reports):
    page = visit(reports.reporter)
    page.goto(live_server.url + reports.path)
    report = reports.save(reports.good_texts).submission
    actions.send(report, version=report.version, access=reports.access(), at=NOW)
    box(page, reports.field("TRAINED", "month")).fill("25")
    wait_for_saving(page, "Chưa lưu được. Phiếu đã gửi")
