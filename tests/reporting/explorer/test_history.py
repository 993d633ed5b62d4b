"""One value's history: who sees what of it."""

import pytest

from portal.models import Indicator, Revision, SubmissionEvent, User
from tests import factories as make
from tests import small_portal
from tests.markup import Page

pytestmark = pytest.mark.django_db

PATH = "/kham-pha/PROV_TRAINED/quang-ninh/"
OFFICER = "Đặng Thị Ánh Tuyết"


@pytest.fixture
def portal(settings):
    settings.DEMO_TODAY = small_portal.TODAY
    portal = small_portal.build()
    User.objects.filter(pk=portal.people["reporter quang-ninh"].pk).update(full_name=OFFICER)
    return portal


def page_of(client, user, path=PATH) -> Page:
    response = make.sign_in(client, user).get(path)
    assert response.status_code == 200
    return Page(response.content.decode())


def test_reader_sees_what_was_accepted_and_nobodys_name(client, portal):
    page = page_of(client, portal.people["reader"])
    assert "Kỳ 7/2022, số liệu đến 14/7/2022" in page.text
    assert "Kỳ 9/2022" not in page.text, "sent, not accepted"
    assert "chỉ gồm số đã tiếp nhận" in page.text
    assert OFFICER not in page.text
    assert not any(link.startswith(("/phieu/quang", "/theo-doi/2")) for link in page.links)


def test_other_agency_reads_as_any_reader(client, portal):
    page = page_of(client, portal.people["reporter hai-phong"])
    assert OFFICER not in page.text
    assert "Kỳ 9/2022" not in page.text
    assert not any("quang-ninh/2022" in link for link in page.links)


def test_own_agency_sees_its_report_under_way_and_its_receipts(client, portal):
    page = page_of(client, portal.people["reporter quang-ninh"])
    assert "Kỳ 9/2022" in page.text
    assert "chưa tiếp nhận" in page.text
    assert OFFICER in page.text
    assert "/phieu/quang-ninh/2022-07/bien-nhan/1/" in page.links


def test_centre_goes_to_the_review(client, portal):
    page = page_of(client, portal.people["data_manager"])
    assert OFFICER in page.text
    assert "/theo-doi/2022-09/quang-ninh/" in page.links


def test_what_the_centre_wrote_stays_between_the_two(client, portal):
    revision = Revision.objects.filter(
        submission__agency=portal.ours, accepted_at__isnull=False, submission__channel="agency"
    ).first()
    SubmissionEvent.objects.create(
        submission=revision.submission,
        revision=revision,
        kind="accepted",
        at=revision.accepted_at,
        note="Đã gọi điện xác minh.",
    )
    assert "Đã gọi điện" not in page_of(client, portal.people["reader"]).text
    assert "Đã gọi điện" in page_of(client, portal.people["data_manager"]).text


def test_superseded_value_stays_readable_beside_its_correction(client, portal):
    make.make_known(
        portal.ours,
        make.day("2022-06-14"),
        (portal_indicator("PROV_TRAINED"), 430),
        at=make.instant("2022-07-01 10:00"),
    )
    page = page_of(client, portal.people["reader"])
    assert "430" in page.text
    assert "428" in page.text
    assert "đã được thay, 10:00 ngày 1/7/2022" in page.text


def portal_indicator(code):
    return Indicator.objects.get(code=code)


def test_evidence_and_reasons_are_shown(client, portal):
    page = page_of(client, portal.people["reader"], "/kham-pha/PROV_PAGE/quang-ninh/")
    assert "https://quangninh.gov.vn/chuyen-doi-so" in page.text


@pytest.mark.parametrize("path", ["/kham-pha/KHONG-CO/quang-ninh/", "/kham-pha/PROV_PLAN/khong/"])
def test_unknown_indicator_or_agency_is_not_found(client, portal, path):
    assert make.sign_in(client, portal.people["reader"]).get(path).status_code == 404


def test_total_over_parts_leads_to_its_parts(client, portal):
    whole = make.make_indicator("WHOLE", portal_indicator("PROV_PLAN").asked_of)
    make.make_indicator("PART_A", whole.asked_of, part_of=whole, label="Phần thứ nhất")
    page = page_of(client, portal.people["reader"], "/kham-pha/WHOLE/quang-ninh/")
    assert "/kham-pha/PART_A/quang-ninh/" in page.links
    assert "Số này cộng từ các phần" in page.text


def test_nul_in_the_address_is_not_found(client, portal):
    reader = make.sign_in(client, portal.people["reader"])
    assert reader.get("/kham-pha/A%00B/quang-ninh/").status_code == 404
