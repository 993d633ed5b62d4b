"""The month on paper for signature, and the signed scan beside the figures."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.accounts.models import Role
from portal.agencies.models import Side
from portal.entry.letterheads import Letterhead, letterhead_of
from portal.entry.papers import paper_of
from portal.submissions import deciding
from portal.submissions.models import EventKind
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, reports):
    return make.sign_in(client, reports.reporter)


def scan(content=make.PDF, name="ban-ky.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def attach(client, reports, file=None, seen="1"):
    return client.post(f"{reports.path}ban-ky/", {"scan": file or scan(), "seen": seen})


@pytest.mark.parametrize(
    ("official", "unit", "is_province", "superior", "issuing"),
    [
        ("Tỉnh Quảng Ninh", "Sở TT&TT", True, "UBND TỈNH QUẢNG NINH", "SỞ TT&TT"),
        ("Thành phố Hải Phòng", "", True, "", "UBND THÀNH PHỐ HẢI PHÒNG"),
        ("Bộ Xây dựng", "", False, "", "BỘ XÂY DỰNG"),
        ("Bộ Xây dựng", "Trung tâm Thông tin", False, "BỘ XÂY DỰNG", "TRUNG TÂM THÔNG TIN"),
    ],
)
def test_letterhead(official, unit, is_province, superior, issuing):
    letterhead = Letterhead(official, unit, "X", is_province)
    assert (letterhead.superior, letterhead.issuing) == (superior, issuing)
    assert letterhead.place == ("X" if is_province else "")


def test_letterhead_of_a_central_body(month):
    ministry = make.make_agency("Bộ Xây dựng", "bo-xay-dung", side=Side.CENTRAL)
    named = type(ministry).objects.named_on(month.ends_on).get(pk=ministry.pk)
    assert letterhead_of(named).issuing == "BỘ XÂY DỰNG"


@pytest.fixture
def shown(monkeypatch):
    """The HTML that would be set on paper."""
    pages = []

    def keep(html):
        pages.append(html)
        return b"%PDF-1.7 %%EOF"

    monkeypatch.setattr("portal.entry.receipt_views.pdf_of", keep)
    return pages


def test_draft_on_paper(officer, reports, shown):
    reports.save({reports.field("TRAINED", "total"): "3.068"})
    response = officer.get(f"{reports.path}ban-in.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    (page,) = shown
    assert "DỰ THẢO, còn" in page
    assert "UBND TỈNH QUẢNG NINH" in page
    assert "SỞ THÔNG TIN VÀ TRUYỀN THÔNG" in page
    assert "<strong>3.068</strong>" in page
    assert "Vũ Đức Long" in page
    assert "In từ bản nháp, lần lưu 1" in page


def test_sent_revision_on_paper(officer, reports, shown):
    report = reports.sent()
    officer.get(f"{reports.path}ban-in.pdf")
    (page,) = shown
    assert "DỰ THẢO" not in page
    assert report.revisions.get().check_code in page
    assert "428" in page
    assert "+72" in page
    assert "Thiếu máy tính ở cấp xã." in page


def test_deputy_signs_for_the_chief(reports):
    reports.approver.position = "Phó Giám đốc Sở"
    reports.approver.save()
    agency = type(reports.agency).objects.named_on(reports.period.ends_on).get()
    paper = paper_of(agency, reports.period, reports.open())
    assert paper.signer_title == ["KT. GIÁM ĐỐC SỞ", "PHÓ GIÁM ĐỐC SỞ"]


def test_text_is_escaped_on_paper(officer, reports, shown):
    reports.save({reports.field("WORDS"): "<script>alert(1)</script>"})
    officer.get(f"{reports.path}ban-in.pdf")
    assert "<script>" not in shown[0]


def test_scan_goes_to_the_newest_revision_and_to_the_centre(officer, client, reports):
    report = reports.sent()
    assert attach(officer, reports).url == f"{reports.path}bien-nhan/1/"
    revision = report.revisions.get()
    assert revision.signed_scan.name == "ban-ky.pdf"
    event = report.events.get(kind=EventKind.SCAN_ATTACHED)
    assert (event.by, event.note) == (reports.reporter, "ban-ky.pdf")
    make.sign_in(client, reports.reviewer)
    page = client.get(f"/theo-doi/2022-11/{reports.agency.slug}/").content.decode()
    path = f"/tep/{reports.agency.slug}/{revision.signed_scan_id}/"
    assert f'href="{path}"' in page
    assert client.get(path).status_code == 200


def test_scan_may_be_replaced_until_accepted(officer, reports):
    report = reports.sent()
    attach(officer, reports)
    attach(officer, reports, scan(name="ban-ky-2.pdf"))
    assert report.revisions.get().signed_scan.name == "ban-ky-2.pdf"
    deciding.accept(report, access=reports.access(reports.reviewer), at=NOW)
    attach(officer, reports, scan(name="ban-ky-3.pdf"))
    assert report.revisions.get().signed_scan.name == "ban-ky-2.pdf"


def test_scan_may_follow_acceptance(officer, reports):
    report = reports.sent()
    deciding.accept(report, access=reports.access(reports.reviewer), at=NOW)
    attach(officer, reports)
    assert report.revisions.get().signed_scan


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (scan(b"GIF89a"), "không phải PDF"),
        (scan(b"%PDF-1.4 cut"), "không phải PDF"),
        (scan(b""), "không phải PDF"),
    ],
)
def test_wrong_file_is_refused_in_words(officer, reports, file, words):
    report = reports.sent()
    response = attach(officer, reports, file)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert report.revisions.get().signed_scan is None


def test_no_file_at_all(officer, reports):
    reports.sent()
    response = officer.post(f"{reports.path}ban-ky/", {"seen": "1"})
    assert "Bạn chọn tệp PDF của bản đã ký." in response.content.decode()


@pytest.mark.parametrize("seen", ["", "2", "\x00", "9" * 40])
def test_scan_of_another_revision_is_refused(officer, reports, seen):
    report = reports.sent()
    response = attach(officer, reports, seen=seen)
    assert "Cơ quan vừa gửi bản mới" in response.content.decode()
    assert report.revisions.get().signed_scan is None


def test_nothing_sent_yet_says_so(officer, reports):
    reports.open()
    assert "Phiếu chưa gửi lần nào" in officer.get(f"{reports.path}ban-ky/").content.decode()
    assert attach(officer, reports).status_code == 200


def test_nothing_begun_is_not_found(officer, reports):
    for page in ("ban-ky/", "ban-in.pdf"):
        assert officer.get(f"{reports.path}{page}").status_code == 404


def test_another_agency_is_kept_out(client, reports):
    reports.sent()
    other = make.make_member(Role.REPORTER, make.make_agency("Hải Phòng", "hai-phong"))
    make.sign_in(client, other)
    assert attach(client, reports).status_code == 404
    assert client.get(f"{reports.path}ban-in.pdf").status_code == 404
