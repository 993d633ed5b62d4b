"""The first page: what to do now, by when, and why something is closed, for each role."""

import pytest

from portal.accounts.models import Role
from portal.submissions import actions, deciding
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, reports):
    def of(user=None):
        make.sign_in(client, user or reports.reporter)
        return client.get("/").content.decode()

    return of


def test_nothing_begun(desk, reports):
    page = desk()
    assert "Điền 8 chỉ tiêu, rồi gửi về Cục" in page
    assert "17:00, Thứ Sáu 18/11/2022" in page
    assert "Còn 3 ngày" in page
    assert f'href="{reports.path}"' in page
    assert "Vũ Đức Long" in page


def test_begun(desk, reports):
    reports.save({reports.field("TRAINED", "month"): "5"})
    assert "Trả lời nốt 7 chỉ tiêu, rồi gửi về Cục" in desk()


def test_filled_in(desk, reports):
    reports.save(reports.good_texts)
    page = desk()
    assert "Xem lại và gửi về Cục" in page
    assert f'href="{reports.path}xem-lai/"' in page


def test_sent(desk, reports):
    report = reports.sent()
    page = desk()
    assert "Phiếu đã gửi, Cục đang kiểm tra" in page
    assert f"BN 2022-11/{report.pk}-1" in page


def test_returned(desk, reports):
    report = reports.sent()
    centre = reports.access(reports.reviewer)
    deciding.return_report(report, note="Đã gồm hội nghị chưa?", access=centre, at=NOW)
    page = desk()
    assert "Đã gồm hội nghị chưa?" in page
    assert "Sửa phiếu Cục trả lại, rồi gửi lại" in page


def test_accepted(desk, reports):
    report = reports.sent()
    deciding.accept(report, access=reports.access(reports.reviewer), at=NOW)
    page = desk()
    assert "Cục đã tiếp nhận phiếu" in page
    assert "bạn mở bản đính chính" in page


def test_leader(desk, reports):
    reports.agency.needs_approval = True
    reports.agency.save()
    reports.save(reports.good_texts)
    assert "Người lập đang điền phiếu" in desk(reports.approver)
    report = actions.report_of(reports.agency, reports.period)
    actions.ask_approval(report, version=1, access=reports.access(), at=NOW)
    page = desk(reports.approver)
    assert "Duyệt phiếu đã trình" in page
    assert "Lãnh đạo duyệt" in page
    assert "Phiếu đang chờ lãnh đạo duyệt" in desk()


def test_agency_with_approval_is_told_so(desk, reports):
    reports.agency.needs_approval = True
    reports.agency.save()
    assert "rồi trình lãnh đạo duyệt" in desk()


def test_locked_month_says_why(desk, reports):
    make.make_period(2022, 10)
    page = desk()
    assert "Kỳ tháng 10/2022" in page
    assert "khóa lúc 17:00 ngày 25/10/2022" in page


def test_no_month_is_open(desk, reports, settings):
    settings.DEMO_TODAY = make.day("2023-02-01")
    assert "Chưa có kỳ nào đang mở" in desk()


def test_two_agencies_stand_below_each_other(desk, reports):
    other = make.make_agency("Hải Dương", "hai-duong", sets=[reports.indicators["TEAMS"].asked_of])
    make.make_member(Role.REPORTER, other, user=reports.reporter)
    page = desk()
    assert "Quảng Ninh, kỳ tháng 11/2022" in page
    assert "Hải Dương, kỳ tháng 11/2022" in page


def test_centre(desk, reports):
    reports.sent()
    page = desk(reports.reviewer)
    assert "Kiểm tra 1 phiếu đã gửi" in page
    assert "/theo-doi/2022-11/quang-ninh/" in page
    assert "đúng hạn 1" in page


def test_centre_without_an_open_month(desk, reports, settings):
    settings.DEMO_TODAY = make.day("2023-02-01")
    assert "Báo cáo tuần mới nhất" in desk(reports.reviewer)


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_reader(desk, reports, role):
    page = desk(make.make_member(role))
    assert "/bao-cao-tuan/" in page
    assert "/tong-quan/" in page
    assert "Kiểm tra" not in page


def test_person_without_a_role(desk, reports):
    page = desk(make.make_user())
    assert "chưa được giao vai trò" in page
    assert '/tong-quan/">Tổng quan</a></p>' not in page


def test_stranger(client):
    assert client.get("/").url == "/dang-nhap/?next=%2F"
    assert client.get("/healthz").json() == {"status": "ok"}


def test_desk_asks_few_questions(client, reports, django_assert_max_num_queries):
    make.sign_in(client, reports.reporter)
    reports.sent()
    with django_assert_max_num_queries(14):
        client.get("/")
