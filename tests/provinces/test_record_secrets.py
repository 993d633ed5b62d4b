"""What of an agency only its own people, or they and the centre, may know stays off its page."""

import datetime

import pytest
from django.test import Client

from portal.documents.models import Document
from portal.submissions import actions
from portal.submissions.models import Submission
from portal.submissions.record import answers
from provinces.models import Story
from tests import factories as make
from tests import small_portal
from tests.markup import Page

pytestmark = pytest.mark.django_db
ROLES = "portal.accounts.backends.RolesBackend"
PAGE, PAPER = "/dia-phuong/quang-ninh/", "/dia-phuong/quang-ninh/ho-so.pdf"
READERS = ("reader", "editor", "reporter hai-phong", "administrator")
OWN = ("reporter quang-ninh", "approver quang-ninh")


@pytest.fixture(autouse=True)
def _in_november(settings):
    settings.DEMO_TODAY = small_portal.TODAY


@pytest.fixture
def portal():
    return small_portal.build()


def page_for(portal, who) -> Page:
    client = Client()
    client.force_login(portal.people[who], backend=ROLES)
    response = client.get(PAGE)
    assert response.status_code == 200
    return Page(response.content.decode())


@pytest.mark.parametrize("who", READERS)
def test_no_state_of_a_draft_shows_to_others(portal, who):
    page = page_for(portal, who)
    for word in ("Nháp", "Chờ duyệt", "Trả lại"):
        assert word not in page.ids["cac-ky"]
    assert not [link for link in page.links if link.startswith(("/phieu/quang", "/theo-doi/20"))]


@pytest.mark.parametrize("who", [*OWN, "data_manager"])
def test_who_follows_the_report_sees_its_state_and_the_way_to_it(portal, who):
    page = page_for(portal, who)
    assert "Nháp" in page.ids["cac-ky"]
    start = "/phieu/quang-ninh/2022-11/" if who in OWN else "/theo-doi/2022-11/quang-ninh/"
    assert start in page.links


@pytest.mark.parametrize("who", [*READERS, *OWN, "data_manager"])
def test_no_value_that_was_not_accepted_shows_to_anyone(portal, who):
    reporter = portal.people["reporter quang-ninh"]
    draft = Submission.objects.get(agency=portal.ours, channel="agency", state="draft")
    texts = {f"{code}-value": "777.123" for code in ("PROV_PEOPLE", "PROV_TEAMS")}
    actions.save_draft(
        draft,
        base_version=draft.version,
        texts=texts,
        access=make.access_of(reporter),
        at=make.instant("2022-11-15 09:00"),
    )
    page = page_for(portal, who)
    assert "777.123" not in page.text
    assert "1.473" in page.text  # what was accepted is there


@pytest.mark.parametrize("who", READERS)
def test_a_document_that_only_a_draft_names_is_not_known_to_others(portal, who):
    Document.objects.create(
        agency=portal.ours,
        kind="plan",
        number="999/KH-NHAP",
        issued_on=make.day("2022-11-01"),
        stored_file=portal.files[portal.ours.pk],
        recorded_by=portal.people["reporter quang-ninh"],
    )
    page = page_for(portal, who)
    assert "999/KH-NHAP" not in page.text
    assert f"{portal.ours.pk}/KH-UBND" in page.text
    assert not [link for link in page.links if link.startswith("/tep/")]


@pytest.mark.parametrize("who", [*OWN, "data_manager"])
def test_files_open_for_the_agency_and_the_centre(portal, who):
    page = page_for(portal, who)
    assert f"/tep/quang-ninh/{portal.files[portal.ours.pk].pk}/" in page.links


def test_a_story_shows_as_it_was_handed_in(portal):
    at = make.instant("2022-11-01 09:00")
    told = {"agency": portal.ours, "as_of": make.day("2022-10-31"), "created_at": at}
    Story.objects.create(title="Bài còn viết", updated_at=at, **told)
    given = Story.objects.create(title="Bài đã gửi", updated_at=at, handed_in_at=at, **told)
    given.title, given.handed_in_at = "Bài đang sửa lại", None
    given.save()
    others = page_for(portal, "reader").ids["kinh-nghiem"]
    assert "Bài đã gửi" in others
    assert "đang sửa" not in others
    assert "Bài còn viết" not in others
    own = page_for(portal, "reporter quang-ninh").ids["kinh-nghiem"]
    assert "Bài đang sửa lại" in own
    assert "Bài còn viết" in own


def test_months_say_when_they_came_and_whether_in_time(portal):
    late = Submission.objects.get(agency=portal.ours, channel="agency", state="accepted")
    late.first_sent_at = late.period.due_at + datetime.timedelta(days=2)
    late.save()
    said = page_for(portal, "reader").ids["cac-ky"]
    assert "Muộn 2 ngày" in said
    assert "Đúng hạn" in said  # the month that was sent and waits for the centre
    assert "Quá hạn" in said  # the month that was returned


def test_paper_holds_no_more_than_the_page(portal, monkeypatch):
    seen = []
    monkeypatch.setattr(answers, "pdf_of", lambda html: seen.append(html) or b"%PDF-")
    Document.objects.create(
        agency=portal.ours,
        kind="plan",
        number="999/KH-NHAP",
        issued_on=make.day("2022-11-01"),
        recorded_by=portal.people["reporter quang-ninh"],
    )
    client = Client()
    client.force_login(portal.people["reader"], backend=ROLES)
    assert client.get(PAPER).status_code == 200
    assert "999/KH-NHAP" not in seen[0]
    assert "HỒ SƠ ĐỊA PHƯƠNG: TỈNH QUẢNG NINH" in seen[0]
