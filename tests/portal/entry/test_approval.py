"""The approver's page: what is on it, what it does, and the whole way on a phone."""

import pytest
from django.test import Client

from portal.accounts.models import Role
from portal.submissions import actions
from portal.submissions.models import State
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(reports):
    """A function: texts over good ones → the report, waiting for its approver."""

    def ask(**changes):
        reports.agency.needs_approval = True
        reports.agency.save()
        report = reports.save({**reports.good_texts, **changes}).submission
        actions.ask_approval(report, version=report.version, access=reports.access(), at=NOW)
        report.refresh_from_db()
        return report

    return ask


@pytest.fixture
def leader(client, reports):
    return make.sign_in(client, reports.approver)


def page_of(client, reports):
    return client.get(f"{reports.path}duyet-phieu/").content.decode()


def test_only_what_changed_with_its_explanation(leader, asked, reports):
    asked(
        **{
            reports.field("TRAINED", "total"): "3.068",
            reports.field("TRAINED", "explain"): "Mở 11 lớp số hóa hồ sơ.",
            reports.field("SHARE"): "",
            reports.field("SHARE", "other"): "not_known",
            reports.field("SHARE", "why"): "Huyện chưa gửi, có vào ngày 20.",
        }
    )
    page = page_of(leader, reports)
    assert "Phạm Thu Hà trình lúc 09:30 ngày 15/11/2022." in page
    assert "<strong>3.068</strong>" in page
    assert "trong kỳ +2.640" in page
    assert "Giải trình: Mở 11 lớp số hóa hồ sơ." in page
    assert "Lý do: Huyện chưa gửi, có vào ngày 20." in page
    assert "1 có cảnh báo" in page
    assert "Đã ban hành Kế hoạch" not in page
    assert "2 chỉ tiêu giữ nguyên kỳ trước" in page
    assert f'href="{reports.path}xem-lai/"' in page


def test_desk_leads_there(leader, asked, reports):
    asked()
    assert f'href="{reports.path}duyet-phieu/"' in leader.get("/").content.decode()


def test_approving_leads_to_the_receipt(leader, asked, reports):
    report = asked()
    posted = {"decision": "approve", "base_version": report.version}
    response = leader.post(f"{reports.path}duyet-phieu/", posted, follow=True)
    assert "Biên nhận phiếu tháng 11/2022" in response.content.decode()
    again = leader.post(f"{reports.path}duyet-phieu/", posted)
    assert again.url.endswith("/bien-nhan/1/")
    assert report.revisions.count() == 1


def test_returning_needs_words(leader, asked, reports):
    report = asked()
    for note in ("", "  ", " \x00\n"):
        response = leader.post(f"{reports.path}duyet-phieu/", {"decision": "return", "note": note})
        assert response.status_code == 422
        assert "Bạn ghi điều cần người lập sửa" in response.content.decode()
    assert report.revisions.count() == 0


def test_returning(leader, asked, reports):
    report = asked()
    note = "Xem lại\x00 lớp 3. " + "a" * 9000
    response = leader.post(f"{reports.path}duyet-phieu/", {"decision": "return", "note": note})
    assert response.url == "/"
    report.refresh_from_db()
    assert report.state == State.DRAFT
    kept = report.events.order_by("pk").last().note
    assert kept.startswith("Xem lại lớp 3.")
    assert len(kept) <= 2000


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "0"])
def test_wrong_version_is_refused_in_words(leader, asked, reports, version):
    report = asked()
    posted = {"decision": "approve", "base_version": version}
    response = leader.post(f"{reports.path}duyet-phieu/", posted, follow=True)
    assert "vừa được người khác lưu" in response.content.decode()
    assert report.revisions.count() == 0


def test_who_typed_reads_why_not(client, asked, reports):
    make.make_member(Role.APPROVER, reports.agency, user=reports.reporter)
    asked()
    make.sign_in(client, reports.reporter)
    page = page_of(client, reports)
    assert "Bạn là người lập phiếu này" in page
    assert "Duyệt và gửi</button>" not in page


def test_one_person_agency_may_approve_its_own(client, asked, reports):
    make.make_member(Role.APPROVER, reports.agency, user=reports.reporter)
    report = asked()
    reports.agency.one_person = True
    reports.agency.save()
    make.sign_in(client, reports.reporter)
    posted = {"decision": "approve", "base_version": report.version}
    client.post(f"{reports.path}duyet-phieu/", posted)
    assert report.revisions.count() == 1


def test_a_report_not_asked_about_says_so(leader, reports):
    reports.open()
    page = page_of(leader, reports)
    assert "Chưa duyệt được" in page
    assert "bản nháp" in page


def test_nothing_begun_is_not_found(leader, reports):
    assert leader.get(f"{reports.path}duyet-phieu/").status_code == 404


def test_reporter_and_stranger_are_kept_out(client, asked, reports):
    asked()
    path = f"{reports.path}duyet-phieu/"
    assert client.get(path).url.startswith("/dang-nhap/")
    assert make.sign_in(client, reports.reporter).get(path).status_code == 403
    other = make.make_member(Role.APPROVER, make.make_agency("Hải Phòng", "hai-phong"))
    assert make.sign_in(client, other).get(path).status_code == 404


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_approval_on_a_phone_without_a_script(
    browser, browser_context_args, live_server, asked, reports
):
    report = asked()
    options = {**browser_context_args, "viewport": {"width": 390, "height": 844}}
    context = browser.new_context(**options, java_script_enabled=False)
    client = make.sign_in(Client(), reports.approver)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url)
    page.get_by_role("link", name="Xem và duyệt").click()
    assert "Phạm Thu Hà trình lúc" in page.locator("main").inner_text()
    page.get_by_role("button", name="Trả lại kèm ý kiến").click()
    assert "Bạn ghi điều cần người lập sửa" in page.locator("main").inner_text()
    page.get_by_role("button", name="Duyệt và gửi").click()
    shown = page.locator("main").inner_text()
    assert f"BN 2022-11/{report.pk}-1" in shown
    assert "Vũ Đức Long" in shown
    context.close()
