"""A template filled in by mistake: everything said at once, in words, and nothing stored."""

import time

import pytest

from portal.submissions.draft_entries import DraftEntry
from portal.submissions.models import Submission
from tests import factories as make
from tests.portal.office.hostile import AT_THE_GATE, HOSTILE

from .clumsy import READ, REFUSED
from .template_files import filled, said, sheet_and_draft, template, upload

pytestmark = pytest.mark.django_db
BAR = 5.0  # seconds


@pytest.fixture
def officer(client, reports):
    return make.sign_in(client, reports.reporter)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_words_and_nothing_stored(officer, reports, name):
    made, expected = REFUSED[name]
    content = made(reports)
    started = time.perf_counter()
    response = upload(officer, reports, content)
    assert time.perf_counter() - started < BAR
    page = said(response)
    assert response.status_code == 422
    assert expected in page
    assert "Xem các thay đổi" in page  # the box for the next try is on the same page
    assert not DraftEntry.objects.exists()
    assert not Submission.objects.filter(agency=reports.agency, channel="agency").exists()


def test_hostile_and_clumsy_ones_are_more_than_sixty():
    assert len(REFUSED) + len(HOSTILE) >= 60


@pytest.mark.parametrize("name", [*AT_THE_GATE][::4])
def test_gate_s_refusals_reach_the_page(officer, reports, name):
    made, expected = AT_THE_GATE[name]
    response = upload(officer, reports, made())
    assert response.status_code == 422
    assert expected in said(response) or not made()


@pytest.mark.parametrize("name", READ)
def test_odd_but_clear_is_read(officer, reports, name):
    made, expected = READ[name]
    shown = upload(officer, reports, made(reports))
    assert shown.status_code == 200, said(shown)
    officer.post(f"{reports.path}tai-len/", {"preview": shown.context["preview"]})
    texts = sheet_and_draft(reports)[1].texts()
    assert {reports.field(code): text for code, text in expected.items()} == texts


def test_all_faults_at_once_in_the_form_s_order(officer, reports):
    values = {"SHARE": "=1", "PAGE": "x", "FILM:month": -1, "PEOPLE": "1,5", "TEAMS:month": 3}
    page = said(upload(officer, reports, filled(reports, values)))
    assert "Trang “Phiếu” của tệp có 5 chỗ phải sửa" in page
    places = [page.index(f"Ô {place} (") for place in ("F14", "E16", "E21", "F22", "F23")]
    assert places == sorted(places)


def test_no_file_chosen(officer, reports):
    response = officer.post(f"{reports.path}tai-len/")
    assert response.status_code == 422
    assert "Bạn chọn tệp Excel đã điền" in said(response)


def test_file_that_is_too_large_is_not_even_read(officer, reports, monkeypatch):
    monkeypatch.setattr("portal.entry.template_views.read_template", pytest.fail)
    response = upload(officer, reports, b"PK" + bytes(5 * 1024 * 1024))
    assert response.status_code == 422


def test_upload_costs_few_queries(officer, reports, django_assert_max_num_queries):
    content = filled(reports, {"FILM:month": 10})
    template(reports)
    with django_assert_max_num_queries(14):
        upload(officer, reports, content)
