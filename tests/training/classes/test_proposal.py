"""The register's figure in the month's form: offered, taken by a button, never counted alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.models import FigureProposal, IndicatorValue
from portal.submissions import actions
from portal.submissions.drafting import load_draft
from tests import factories as make
from tests.november import NOW

from .test_pages import page_of, typed

pytestmark = pytest.mark.django_db
SHEET = "/phieu/quang-ninh/2022-11/"
CODE = "TRAIN_PRO_SELF"


@pytest.fixture
def known(book):
    make.make_known(book.agency, make.day("2022-10-14"), (book.indicator, 428))


def texts_of(book):
    return load_draft(actions.report_of(book.agency, book.november)).texts()


def post(officer, book, **fields):
    report = actions.report_of(book.agency, book.november)
    base = str(report.version) if report else "0"
    fields = {name.replace("__", "-"): value for name, value in fields.items()}
    return officer.post(SHEET, {"base_version": base, **fields})


def test_the_form_offers_what_the_register_gives(officer, book, known):
    assert "Dùng số này" not in page_of(officer.get(SHEET))
    book.record(participants=1214)
    book.record(name="B", participants=None)
    page = page_of(officer.get(SHEET))
    assert "Sổ lớp của cơ quan (15/10/2022–14/11/2022): 1 lớp, 1.214 lượt trong kỳ" in page
    assert "còn 1 lớp chưa ghi số" in page
    assert f'name="take" value="{CODE}=1.214"' in page
    assert f'href="{book.path}?ky=2022-11"' in page


def test_the_button_fills_the_months_box_and_nothing_counts_yet(officer, book, known):
    book.record(participants=1214)
    response = post(officer, book, take=f"{CODE}=1.214")
    assert response.url.endswith(f"#{CODE}-month")
    assert texts_of(book)[f"{CODE}-month"] == "1.214"
    page = page_of(officer.get(SHEET))
    assert 'value="1.214"' in page
    assert "Phiếu đang ghi đúng số này." in page
    assert "Dùng số này" not in page
    assert not IndicatorValue.objects.filter(covers_to=book.november.ends_on).exists()


def test_the_button_takes_the_place_of_other_answers(officer, book, known):
    book.record()
    part = f"part-{book.indicator.section.code}-choice"
    said = {f"{CODE}-total": "500", f"{CODE}-other": "not_known", part: "unchanged"}
    post(officer, book, **said, take=f"{CODE}=40")
    texts = texts_of(book)
    assert texts[f"{CODE}-month"] == "40"
    assert (texts.get(f"{CODE}-total", ""), texts.get(f"{CODE}-other", "")) == ("", "")
    assert texts[part] == "update"


def test_the_officer_may_type_another_and_is_told_softly(officer, book, known):
    book.record()
    post(officer, book, **{f"{CODE}-month": "120"})
    page = page_of(officer.get(SHEET))
    assert "Phiếu ghi 120." in page
    assert "Dùng số này: 40" in page
    check = page_of(officer.get(f"{SHEET}xem-lai/"))
    assert "Phiếu ghi 120." in check
    assert "Dùng số này" not in check
    report = actions.report_of(book.agency, book.november)
    actions.send(report, version=report.version, access=book.access, at=NOW)
    assert IndicatorValue.objects.get(covers_to=book.november.ends_on).in_month == 120


def test_a_month_left_unchanged_is_told_too(officer, book, known):
    book.record()
    post(officer, book, **{f"part-{book.indicator.section.code}-choice": "unchanged"})
    assert "giữ nguyên số kỳ trước" in page_of(officer.get(SHEET))


def test_a_box_of_other_days_is_not_filled(officer, book):
    make.make_known(book.agency, make.day("2022-09-30"), (book.indicator, 428))
    book.record()
    page = page_of(officer.get(SHEET))
    assert "Ô này tính từ 1/10/2022, sổ tính từ 15/10/2022" in page
    assert "Dùng số này" not in page


def test_without_a_base_the_months_own_box_is_filled(officer, book):
    book.record()
    assert "Dùng số này: 40" in page_of(officer.get(SHEET))
    post(officer, book, take=f"{CODE}=40")
    assert texts_of(book)[f"{CODE}-month"] == "40"


@pytest.mark.parametrize("take", ["", "=", "KHONG-CO=4", f"{CODE}", "x" * 3000, "<b>=1"])
def test_a_button_that_is_not_there_changes_nothing(officer, book, known, take):
    book.record()
    response = post(officer, book, take=take, **{f"{CODE}-month": "7"})
    assert response.status_code == 302
    expected = "" if take == CODE else "7"
    assert texts_of(book).get(f"{CODE}-month", "") == expected


def test_a_figure_that_is_none_is_read_as_strictly_as_typing(officer, book, known):
    book.record()
    post(officer, book, take=f"{CODE}=4x0")
    assert texts_of(book)[f"{CODE}-month"] == "4x0"
    assert "is-invalid" in page_of(officer.get(SHEET))


def test_without_a_proposal_the_button_does_nothing(officer, book, known):
    post(officer, book, take=f"{CODE}=40")
    assert texts_of(book).get(f"{CODE}-month", "") == ""


def test_another_agency_and_month_is_offered_nothing(officer, book, known):
    book.record()
    other = make.make_agency("Hải Phòng", "hai-phong")
    make.join(book.indicator.asked_of, other)
    make.sign_in(officer, make.make_member("reporter", other))
    assert "Sổ lớp của cơ quan" not in page_of(officer.get("/phieu/hai-phong/2022-11/"))


def test_the_form_asks_no_question_more(officer, book, known):
    post(officer, book, **{f"{CODE}-month": "7"})
    with CaptureQueriesContext(connection) as before:
        officer.get(SHEET)
    book.record()
    with CaptureQueriesContext(connection) as after:
        page = page_of(officer.get(SHEET))
    assert "Dùng số này" in page
    assert len(after) == len(before)


def test_the_register_changes_what_is_offered_at_once(officer, book, known):
    entry = book.record()
    officer.post(f"{book.path}{entry.pk}/", typed(participants="45"))
    assert "Dùng số này: 45" in page_of(officer.get(SHEET))
    officer.post(f"{book.path}{entry.pk}/gach-bo/", {"reason": "Hoãn"})
    assert "Sổ lớp của cơ quan" not in page_of(officer.get(SHEET))
    assert not FigureProposal.objects.exists()
