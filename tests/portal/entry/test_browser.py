"""A month's report in a real browser, without a script: from the first box to acceptance."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from portal.accounts.models import Role
from portal.agencies.models import Side
from portal.submissions import actions
from portal.submissions.drafting import load_draft
from portal.submissions.models import State
from tests import catalogue_sample as sample
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def visit(browser, browser_context_args, live_server):
    """A function: user (or nobody) → a page of a browser of its own; the script is off."""
    contexts = []

    def open_page(user=None, **options):
        context = browser.new_context(
            **{**browser_context_args, "java_script_enabled": False, **options}
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user:
            client = make.sign_in(Client(), user)
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def box(page, field):
    return page.locator(f'[id="{field}"]')


def fill_in(page, field_of, pdf):
    """Every type of value; the count is typed unclearly first."""
    box(page, field_of("PLAN")).check()
    box(page, field_of("PLAN", "doc_kind")).select_option("plan")
    box(page, field_of("PLAN", "doc_number")).fill("81/KH-UBND")
    box(page, field_of("PLAN", "doc_issued_on")).fill("30/3/2022")
    box(page, field_of("PLAN", "doc_file")).set_input_files(pdf)
    box(page, field_of("PAGE")).check()
    box(page, field_of("PAGE", "link")).fill("https://example.gov.vn/chuyen-doi-so")
    box(page, field_of("FILM", "month")).fill("10")
    box(page, field_of("TRAINED", "total")).fill("3.068")
    box(page, field_of("PEOPLE")).fill("11,300")
    box(page, field_of("SHARE")).fill("77,5")
    box(page, field_of("WORDS")).fill("Thiếu máy tính ở cấp xã.")


@pytest.mark.parametrize("side", Side)
def test_report_of_each_side_from_blank_to_accepted(visit, live_server, month, tmp_path, side):
    agency, indicators = sample.three_sides()[side]
    sample.known_before(agency, indicators)
    reporter = make.make_member(Role.REPORTER, agency, full_name="Phạm Thu Hà")
    centre = make.make_member(Role.DATA_MANAGER, full_name="Lê Minh Tuấn")
    pdf = tmp_path / "ke-hoach.pdf"
    pdf.write_bytes(make.PDF)

    def field_of(code, part="value"):
        return f"{indicators[code].code}-{part}"

    page = visit(reporter)
    page.goto(live_server.url)
    page.get_by_role("link", name="Điền phiếu").click()
    fill_in(page, field_of, pdf)
    page.get_by_role("button", name="Lưu và xem lại").click()

    # An unclear figure and a jump stop it; each fault leads to its box.
    assert (
        page.locator("[data-error-summary] h2").inner_text() == "Còn 2 chỗ phải sửa trước khi gửi"
    )
    page.get_by_role("link", name="Số thành viên: Chưa rõ").click()
    assert page.url.endswith(f"?kiem-tra=1#{field_of('PEOPLE')}")
    page.get_by_role("button", name="Dùng 11.300").click()
    assert box(page, field_of("PEOPLE")).input_value() == "11.300"
    box(page, field_of("TRAINED", "explain")).fill("Mở 11 lớp số hóa hồ sơ.")
    page.get_by_role("button", name="Lưu và xem lại").click()
    page.get_by_role("button", name="Gửi về Cục").click()
    report = actions.report_of(agency, month)
    assert f"BN 2022-11/{report.pk}-1" in page.locator("main").inner_text()
    assert "3.068" in page.locator("main").inner_text()

    # The centre reads it against October and returns it with a question.
    desk = visit(centre)
    desk.goto(live_server.url)
    desk.get_by_role("link", name="Kiểm tra").first.click()
    desk.locator("table").get_by_role("link", name="Kiểm tra").first.click()
    shown = desk.locator("main").inner_text()
    assert "Mở 11 lớp số hóa hồ sơ." in shown
    assert "+2.640" in shown
    assert "81/KH-UBND" in shown
    desk.get_by_label("Ý kiến chung khi trả lại").fill("Đã gồm ba hội nghị chưa?")
    desk.get_by_role("button", name="Trả lại").click()

    # The officer answers and sends again.
    page.goto(live_server.url)
    assert "Đã gồm ba hội nghị chưa?" in page.locator("main").inner_text()
    page.goto(f"{live_server.url}/phieu/{agency.slug}/2022-11/")
    box(page, field_of("TRAINED", "total")).fill("3.000")
    box(page, field_of("TRAINED", "explain")).fill("Đã bỏ ba hội nghị, còn 11 lớp.")
    page.get_by_role("button", name="Lưu và xem lại").click()
    page.get_by_role("button", name="Gửi về Cục").click()
    assert f"BN 2022-11/{report.pk}-2" in page.locator("main").inner_text()

    desk.goto(f"{live_server.url}/theo-doi/2022-11/{agency.slug}/")
    desk.get_by_role("button", name="Tiếp nhận").click()
    assert "Đã tiếp nhận phiếu" in desk.locator("main").inner_text()
    report.refresh_from_db()
    assert report.state == State.ACCEPTED
    accepted = report.revisions.get(accepted_at__isnull=False)
    assert accepted.values.get(indicator=indicators["TRAINED"]).amount == 3000
    assert accepted.values.get(indicator=indicators["PLAN"]).evidence.stored_file.name == (
        "ke-hoach.pdf"
    )


def test_keyboard_alone_fills_in_and_saves(visit, live_server, reports):
    page = visit(reports.reporter)
    page.goto(live_server.url + reports.path)
    box(page, reports.field("TRAINED", "month")).focus()
    page.keyboard.type("25")
    with page.expect_navigation():  # the form's first button saves and takes over no suggestion
        page.keyboard.press("Enter")
    assert "Đã lưu nháp" in page.locator("main").inner_text()
    page.locator(f'[name="{reports.choice("PLAN")}"][value="unchanged"]').focus()
    page.keyboard.press("Space")
    assert not page.locator(f'[id="q-{reports.indicators["PLAN"].code}"]').is_visible()
    page.keyboard.press("ArrowRight")
    assert page.locator(f'[id="q-{reports.indicators["PLAN"].code}"]').is_visible()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    report = actions.report_of(reports.agency, reports.period)
    texts = load_draft(report).texts()
    assert texts[reports.field("TRAINED", "month")] == "25"
    assert texts[reports.choice("PLAN")] == "update"


def sign_in_by_hand(page, user):
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu").fill(make.PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def test_session_that_ends_while_typing_loses_nothing(visit, live_server, reports):
    colleague = make.make_member(Role.REPORTER, reports.agency, full_name="Đỗ Ngọc Mai")
    month_field = reports.field("TRAINED", "month")
    page = visit(reports.reporter)
    page.goto(live_server.url + reports.path)
    box(page, month_field).fill("2.640")
    Session.objects.all().delete()
    page.get_by_role("button", name="Lưu và xem lại").click()
    assert "Phần bạn vừa nhập đã được giữ" in page.locator("main").inner_text()

    # A colleague who signs in at the same machine never sees it.
    sign_in_by_hand(page, colleague)
    assert page.url == live_server.url + reports.path
    assert box(page, month_field).input_value() == ""
    assert "chưa được lưu" not in page.locator("main").inner_text()
    page.get_by_role("button", name="Đăng xuất").click()

    page.goto(f"{live_server.url}/dang-nhap/?next={reports.path}")
    sign_in_by_hand(page, reports.reporter)
    assert box(page, month_field).input_value() == "2.640"
    assert actions.report_of(reports.agency, reports.period) is None
    page.get_by_role("complementary").get_by_role("button", name="Lưu nháp").click()
    report = actions.report_of(reports.agency, reports.period)
    assert load_draft(report).texts()[month_field] == "2.640"
    assert "chưa được lưu" not in page.locator("main").inner_text()


def test_two_people_saving_one_form_lose_nothing(visit, live_server, reports):
    colleague = make.make_member(Role.REPORTER, reports.agency, full_name="Đỗ Ngọc Mai")
    month_field, film = reports.field("TRAINED", "month"), reports.field("FILM", "month")
    one, two = visit(reports.reporter), visit(colleague)
    for page in (one, two):
        page.goto(live_server.url + reports.path)
    box(one, month_field).fill("5")
    box(one, reports.field("PEOPLE")).fill("11.300")
    one.get_by_role("complementary").get_by_role("button", name="Lưu nháp").click()
    box(two, month_field).fill("7")
    box(two, film).fill("10")
    two.get_by_role("complementary").get_by_role("button", name="Lưu nháp").click()

    shown = two.locator("main").inner_text()
    assert "1 ô hai người cùng sửa" in shown
    assert "Phạm Thu Hà" in shown
    assert two.locator("input[type=radio]:checked").count() == 0
    two.get_by_role("button", name="Giữ các số đã chọn").click()  # the browser asks for a choice
    assert "hai người cùng sửa" in two.locator("main").inner_text()
    two.locator("input[type=radio][value='7']").check()
    two.get_by_role("button", name="Giữ các số đã chọn").click()
    assert "Đã lưu nháp" in two.locator("main").inner_text()
    report = actions.report_of(reports.agency, reports.period)
    texts = load_draft(report).texts()
    assert (texts[month_field], texts[film], texts[reports.field("PEOPLE")]) == (
        "7",
        "10",
        "11.300",
    )


def test_closing_the_merge_page_loses_nothing(visit, live_server, reports):
    colleague = make.make_member(Role.REPORTER, reports.agency, full_name="Đỗ Ngọc Mai")
    month_field = reports.field("TRAINED", "month")
    page = visit(colleague)
    page.goto(live_server.url + reports.path)
    reports.save({month_field: "5"}, base=0)
    box(page, month_field).fill("7")
    page.get_by_role("complementary").get_by_role("button", name="Lưu nháp").click()
    page.goto(live_server.url + reports.path)
    assert box(page, month_field).input_value() == "7"
    page.get_by_role("button", name="Bỏ phần này").click()
    assert box(page, month_field).input_value() == "5"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pages_do_not_scroll_sideways(visit, live_server, reports, width):
    reports.save(reports.good_texts | {reports.field("PEOPLE"): "11,300"})
    officer = visit(reports.reporter, viewport={"width": width, "height": 800})
    centre = visit(reports.reviewer, viewport={"width": width, "height": 800})

    def fits(page, path):
        page.goto(live_server.url + path)
        sizes = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert sizes[0] <= sizes[1], path

    for path in ("/", "/phieu/", f"{reports.path}?kiem-tra=1", f"{reports.path}xem-lai/"):
        fits(officer, path)
    reports.save({reports.field("PEOPLE"): "11.300"})
    report = actions.report_of(reports.agency, reports.period)
    actions.send(report, version=2, access=reports.access(), at=make.instant("2022-11-15 10:00"))
    fits(officer, f"{reports.path}bien-nhan/1/")
    for path in ("/", "/theo-doi/2022-11/", "/theo-doi/2022-11/quang-ninh/"):
        fits(centre, path)


def test_with_the_script_the_sum_is_worked_out(visit, live_server, reports):
    page = visit(reports.reporter, java_script_enabled=True)
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(live_server.url + reports.path)
    box(page, reports.field("TRAINED", "month")).fill("2.640")
    assert box(page, reports.field("TRAINED", "total")).input_value() == "3.068"
    assert complaints == []
