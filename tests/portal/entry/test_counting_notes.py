"""How this agency counts: a note beside the question, written by its reporters."""

import pytest

from portal.accounts.models import Role
from portal.submissions.counting import CountingNote, write_counting_note
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db

CODE = "PROV_TRAINED"


@pytest.fixture
def officer(client, reports):
    return make.sign_in(client, reports.reporter)


def path_of(reports, code=CODE, query=""):
    return f"/phieu/{reports.agency.slug}/cach-dem/{code}/{query}"


def test_note_is_written_and_stands_beside_the_question(officer, reports):
    assert path_of(reports, query="?ky=2022-11") in officer.get(reports.path).content.decode()
    text = "Cộng từ báo cáo của 13 huyện;  không tính lớp của doanh nghiệp."
    response = officer.post(path_of(reports, query="?ky=2022-11"), {"text": text})
    assert response.url == f"{reports.path}#q-{CODE}"
    note = CountingNote.objects.get()
    assert note.text == "Cộng từ báo cáo của 13 huyện; không tính lớp của doanh nghiệp."
    assert note.written_by == reports.reporter
    page = officer.get(reports.path).content.decode()
    assert "Cách đếm của cơ quan:" in page
    assert note.text in page


def test_note_is_changed_and_taken_away(officer, reports):
    for text in ("Một", "Hai"):
        officer.post(path_of(reports), {"text": text})
    assert CountingNote.objects.get().text == "Hai"
    assert "Hai" in officer.get(path_of(reports)).content.decode()
    officer.post(path_of(reports), {"text": " "})
    assert not CountingNote.objects.exists()


def test_note_is_the_agencys_own(officer, reports):
    other = make.make_agency("Hải Phòng", "hai-phong")
    make.join(reports.indicators["TRAINED"].asked_of, other)
    write_counting_note(other, reports.indicators["TRAINED"], "Bí mật", by=reports.reviewer, at=NOW)
    assert "Bí mật" not in officer.get(reports.path).content.decode()
    assert officer.get(f"/phieu/hai-phong/cach-dem/{CODE}/").status_code == 404


@pytest.mark.parametrize("text", ["a\x00b", "<b>x</b>", "e\u0302\u0301"])
def test_text_is_kept_clean(officer, reports, text):
    officer.post(path_of(reports), {"text": text})
    note = CountingNote.objects.get()
    assert "\x00" not in note.text
    page = officer.get(path_of(reports)).content.decode()
    assert "<b>x</b>" not in page


def test_long_text_is_refused_and_stays_in_the_box(officer, reports):
    response = officer.post(path_of(reports), {"text": "a" * 501})
    assert response.status_code == 422
    assert "a" * 501 in response.content.decode()
    assert not CountingNote.objects.exists()


@pytest.mark.parametrize("code", ["KHONG_CO", "PROV_TOUCH", "x" * 200])
def test_what_is_not_asked_is_not_there(officer, reports, code):
    assert officer.get(path_of(reports, code)).status_code == 404


@pytest.mark.parametrize("month", ["2022-11x", "x", "9999-99", "０022-11", "2031-01", "\x00"])
def test_any_month_in_the_address(officer, reports, month):
    assert officer.get(path_of(reports), {"ky": month}).status_code == 200


def test_approver_and_centre_do_not_write(client, reports):
    for user in (reports.approver, reports.reviewer):
        assert make.sign_in(client, user).get(path_of(reports)).status_code == 403
    other = make.make_member(Role.REPORTER, make.make_agency("Hải Phòng", "hai-phong"))
    assert make.sign_in(client, other).post(path_of(reports)).status_code == 404
