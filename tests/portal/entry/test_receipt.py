"""Receipts: who, when, which figures, a code that anyone can verify, on a page and on paper."""

import re
import subprocess

import pytest
from django.test import Client

from portal.accounts.actions import delegate_approval
from portal.accounts.models import Role
from portal.office.pdf import PdfUnavailable, pdf_of
from portal.submissions import actions, deciding
from portal.submissions.models import State
from portal.submissions.usage import Place, record_uses, why_not_used
from tests import factories as make
from tests.markup import Page
from tests.november import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, reports):
    return make.sign_in(client, reports.reporter)


def receipt(client, reports, number=1):
    return client.get(f"{reports.path}bien-nhan/{number}/").content.decode()


def approved(reports, by):
    reports.agency.needs_approval = True
    reports.agency.save()
    report = reports.save(reports.good_texts).submission
    version = report.version
    actions.ask_approval(report, version=version, access=reports.access(), at=NOW)
    return actions.approve(report, version=version, access=reports.access(by), at=NOW)


def test_sent_straight(officer, reports):
    report = reports.sent()
    text = Page(receipt(officer, reports)).text
    assert f"BN 2022-11/{report.pk}-1" in text
    assert "Gửi lúc 09:30 ngày 15/11/2022" in text
    assert "Người gửi Phạm Thu Hà" in text
    assert "Người duyệt" not in text


def test_approved_names_both(officer, reports):
    approved(reports, reports.approver)
    text = Page(receipt(officer, reports)).text
    assert "Người trình Phạm Thu Hà" in text
    assert "Người duyệt Vũ Đức Long" in text
    assert "KT." not in text


def test_delegate_signs_for_the_leader(officer, reports):
    colleague = make.make_member(Role.REPORTER, reports.agency, full_name="Ngô Thị Lan")
    days = {"since": make.day("2022-11-15"), "until": make.day("2022-11-20")}
    delegate_approval(
        agency=reports.agency,
        to=colleague,
        by=reports.approver,
        today=days["since"],
        **days,
    )
    approved(reports, colleague)
    text = Page(receipt(officer, reports)).text
    assert "KT. Ngô Thị Lan" in text
    assert "Duyệt thay Vũ Đức Long (ủy quyền từ 15/11/2022 đến 20/11/2022)" in text


def test_code_on_it_is_verified_by_anyone(officer, reports):
    revision = reports.sent().revisions.get()
    page = receipt(officer, reports)
    assert revision.check_code in page
    assert f'href="/xac-minh/{revision.check_code}/"' in page
    assert 'aria-label="Mã QR dẫn đến trang xác minh"' in page
    public = Client().get(f"/xac-minh/{revision.check_code}/").content.decode()
    assert "Biên nhận này là thật" in public
    assert "Quảng Ninh" not in public
    assert "3.068" not in public


def test_typed_code_is_read_kindly(reports):
    code = reports.sent().revisions.get().check_code
    response = Client().get("/xac-minh/", {"ma": code.lower().replace("-", " ")}, follow=True)
    assert "Biên nhận này là thật" in response.content.decode()


@pytest.mark.parametrize("code", ["7KQ2-M9XA-4TDE", "\x00", "x" * 5000, "ß" * 30, "../../etc"])
def test_false_code_is_told(db, code):
    response = Client().get("/xac-minh/", {"ma": code}, follow=True)
    assert response.status_code in (200, 404)
    assert "Biên nhận này là thật" not in response.content.decode()


def test_every_revision_keeps_its_own(officer, reports):
    report = reports.sent()
    actions.recall(report, access=reports.access(), at=NOW)
    reports.save({reports.field("PEOPLE"): "11.400"})
    report.refresh_from_db()
    actions.send(report, version=report.version, access=reports.access(), at=NOW)
    first, second = (Page(receipt(officer, reports, number)).text for number in (1, 2))
    assert "11.300" in first
    assert "Đã có bản gửi sau" in first
    assert "11.400" in second
    codes = set(report.revisions.values_list("check_code", flat=True))
    assert len(codes) == 2


@pytest.mark.parametrize("number", [0, 2, 10**18])
def test_no_such_receipt(officer, reports, number):
    reports.sent()
    for ending in ("/", ".pdf"):
        assert officer.get(f"{reports.path}bien-nhan/{number}{ending}").status_code == 404


def test_used_or_why_not(officer, reports):
    report = reports.sent()
    assert "Chưa dùng số nào. Cục chưa tiếp nhận phiếu." in receipt(officer, reports)
    revision = deciding.accept(report, access=reports.access(reports.reviewer), at=NOW)
    value = revision.values.get(indicator=reports.indicators["TRAINED"])
    place = Place(value.pk, "Bảng 2, dòng 7", "/bao-cao-tuan/2022-W46/#bang-2")
    record_uses(
        report_key="2022-W46",
        report_label="Báo cáo Tuần 46/2022",
        as_of=make.day("2022-11-18"),
        places=[place],
        at=NOW,
    )
    page = Page(receipt(officer, reports))
    assert "Báo cáo Tuần 46/2022, Bảng 2, dòng 7" in page.items
    assert "/bao-cao-tuan/2022-W46/#bang-2" in page.links
    assert "Báo cáo in số công bố chung" in page.text
    desk = Page(officer.get("/").content.decode())
    assert "Báo cáo Tuần 46/2022, Bảng 2, dòng 7" in [
        row[-1] for t in desk.tables for row in t.rows
    ]


def test_each_reason_in_words(reports):
    report = reports.save(
        {
            **reports.good_texts,
            reports.field("SHARE"): "",
            reports.field("SHARE", "other"): "not_known",
            reports.field("SHARE", "why"): "Huyện chưa gửi.",
        }
    ).submission
    revision = actions.send(report, version=report.version, access=reports.access(), at=NOW)
    deciding.accept(report, access=reports.access(reports.reviewer), at=NOW)
    revision.refresh_from_db()
    known, unknown = (
        revision.values.get(indicator=reports.indicators[code]) for code in ("PEOPLE", "SHARE")
    )

    def why(value=known, as_of="2022-11-18"):
        return why_not_used(value, revision, {"as_of": make.day(as_of)})

    assert why(unknown) == "Không có số để in."
    assert (
        why() == "Báo cáo in số công bố chung, hoặc số mới hơn, hoặc nguồn khác của chỉ tiêu này."
    )
    assert why(as_of="2022-11-13") == "Chưa có báo cáo tuần nào tính đến ngày này."
    assert why_not_used(known, revision, None) == "Chưa có báo cáo tuần nào tính đến ngày này."
    revision.superseded_at = NOW
    assert why() == "Đã có bản đính chính thay bản này."
    revision.accepted_at = None
    assert why() == "Cục chưa tiếp nhận phiếu."
    revision.submission.state = State.RETURNED
    assert why() == "Phiếu bị trả lại, chưa tiếp nhận."


# On paper


@pytest.fixture
def papers(tmp_path):
    """A function: PDF → its text, or skips where no PDF can be made."""
    try:
        pdf_of("<p>x</p>")
    except PdfUnavailable as error:
        pytest.skip(error.message)

    def text_of(content):
        path = tmp_path / "to.pdf"
        path.write_bytes(content)
        shown = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
        fonts = subprocess.run(["pdffonts", path], capture_output=True, check=True).stdout.decode()
        return shown.stdout.decode(), fonts

    return text_of


@pytest.mark.slow
def test_receipt_on_paper(officer, reports, papers):
    approved(reports, reports.approver)
    response = officer.get(f"{reports.path}bien-nhan/1.pdf")
    assert response.headers["Content-Disposition"].endswith('bien-nhan-quang-ninh-2022-11-1.pdf"')
    text, fonts = papers(response.content)
    code = actions.report_of(reports.agency, reports.period).revisions.get().check_code
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "UBND TỈNH QUẢNG NINH",
        "09:30 ngày 15/11/2022",
        "Phạm Thu Hà",
        "Vũ Đức Long",
        code,
        "11.300",
    ):
        assert words in text
    families = {line.split()[0].split("+")[-1].split("-")[0] for line in fonts.splitlines()[2:]}
    assert len(families) == 1
    assert not re.search(r" no +(yes|no) +(yes|no) +\d", fonts)  # all embedded


def test_without_the_libraries_a_sentence(officer, reports, monkeypatch):
    def refuse(html):
        raise PdfUnavailable("Máy chủ thiếu thư viện làm PDF.")

    monkeypatch.setattr("portal.entry.receipt_views.pdf_of", refuse)
    reports.sent()
    response = officer.get(f"{reports.path}bien-nhan/1.pdf")
    assert response.status_code == 503
    assert "thiếu thư viện" in response.content.decode()
