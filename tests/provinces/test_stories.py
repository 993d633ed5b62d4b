"""A province tells: drafts, two who write at once, handing in, who sees what."""

import datetime

import pytest
from django.test import Client

from portal.accounts import kept_input
from portal.accounts.models import KeptInput
from provinces.models import Story
from provinces.telling import last_handed_in
from tests import factories as make

pytestmark = pytest.mark.django_db
ROLES = "portal.accounts.backends.RolesBackend"
LIST = "/dia-phuong/quang-ninh/kinh-nghiem/"


@pytest.fixture(autouse=True)
def _in_october(settings):
    settings.DEMO_TODAY = datetime.date(2022, 10, 10)


@pytest.fixture
def agency():
    return make.make_agency()


def signed_in(role, agency=None) -> Client:
    client = Client()
    client.user = make.make_member(role, agency)
    client.force_login(client.user, backend=ROLES)
    return client


@pytest.fixture
def officer(agency):
    return signed_in("reporter", agency)


@pytest.fixture
def story(officer):
    response = officer.post(LIST, {"title": "Chợ  số", "as_of": "30/9/2022"})
    found = Story.objects.get()
    assert response.url == f"{LIST}{found.pk}/"
    return found


def typed(story, base=0, then="save", **fields):
    blank = dict.fromkeys(("communication", "training", "teams", "results"), "")
    own = {"title": story.title, "as_of": "30/9/2022", "base_version": base, "then": then}
    return blank | own | fields


def path(story):
    return f"{LIST}{story.pk}/"


def test_a_story_begins_as_a_draft_that_nobody_else_sees(story, officer):
    assert (story.title, story.handed_in_at) == ("Chợ số", None)
    assert story.updated_by == officer.user
    assert last_handed_in(story) is None
    assert "Bản nháp, Cục chưa thấy" in officer.get(path(story)).content.decode()


def test_the_same_beginning_sent_twice_is_one_story(story, officer):
    officer.post(LIST, {"title": "Chợ số", "as_of": "30/9/2022"})
    assert Story.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": "", "as_of": "30/9/2022"}, "Bạn điền ô này."),
        ({"title": "x" * 201, "as_of": "30/9/2022"}, "200"),
        ({"title": "Chợ số", "as_of": "31/9/2022"}, "31/9/2022"),
        ({"title": "Chợ số", "as_of": ""}, "Bạn ghi ngày."),
        ({"title": "Chợ số", "as_of": "11/10/2022"}, "chưa tới"),
    ],
)
def test_a_clumsy_beginning_is_said_beside_its_box(officer, fields, words):
    response = officer.post(LIST, fields)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Story.objects.exists()


def test_words_are_tidied_and_markup_stays_words(story, officer):
    text = "  Tỉnh  có 3 kênh.\r\n\r\n\r\n\r\n- <script>alert(1)</script>\u200b\r\n- Hòa"
    officer.post(path(story), typed(story, communication=text))
    story.refresh_from_db()
    assert story.communication == "Tỉnh có 3 kênh.\n\n- <script>alert(1)</script>\n- Hòa"
    assert "<script>alert(1)" not in officer.get(path(story)).content.decode()


def test_too_long_a_part_is_refused_and_kept_in_its_box(story, officer):
    response = officer.post(path(story), typed(story, teams="số " * 3_000))
    page = response.content.decode()
    assert response.status_code == 422
    assert "8.000 chữ" in page
    assert "số số số" in page
    story.refresh_from_db()
    assert story.teams == ""


def test_saving_the_same_again_is_no_new_version(story, officer):
    officer.post(path(story), typed(story, teams="Có 5 Tổ."))
    officer.post(path(story), typed(story, base=1, teams="Có 5 Tổ."))
    story.refresh_from_db()
    assert story.version == 1


def test_two_who_write_different_parts_lose_nothing(story, officer, agency):
    signed_in("reporter", agency).post(path(story), typed(story, teams="Có 5 Tổ."))
    response = officer.post(path(story), typed(story, base=0, training="Mở 2 lớp."))
    assert response.status_code == 302
    story.refresh_from_db()
    assert (story.teams, story.training, story.version) == ("Có 5 Tổ.", "Mở 2 lớp.", 2)


def test_two_who_write_the_same_part_see_both_texts(story, officer, agency):
    signed_in("reporter", agency).post(path(story), typed(story, teams="Có 5 Tổ."))
    response = officer.post(path(story), typed(story, teams="Có 7 Tổ.", results="Tốt."))
    page = response.content.decode()
    assert response.status_code == 409
    assert "<p>Có 5 Tổ.</p>" in page
    assert "Có 7 Tổ.</textarea>" in page
    story.refresh_from_db()
    assert (story.teams, story.results) == ("Có 5 Tổ.", "")
    # Saying it once more, with the version that the page now carries, is meant.
    assert 'name="base_version" value="1"' in page
    officer.post(path(story), typed(story, base=1, teams="Có 7 Tổ.", results="Tốt."))
    story.refresh_from_db()
    assert (story.teams, story.results) == ("Có 7 Tổ.", "Tốt.")


@pytest.mark.parametrize("base", ["99", "-1", "x", ""])
def test_a_version_that_never_was_overwrites_nothing(story, officer, base):
    officer.post(path(story), typed(story, teams="Có 5 Tổ."))
    response = officer.post(path(story), typed(story, base=base, teams="Có 7 Tổ."))
    assert response.status_code in (409, 422)
    story.refresh_from_db()
    assert story.teams == "Có 5 Tổ."


def test_an_empty_story_is_not_handed_in(story, officer):
    response = officer.post(path(story), typed(story, then="hand_in"))
    assert response.status_code == 409
    assert "ít nhất một phần" in response.content.decode()
    story.refresh_from_db()
    assert story.handed_in_at is None


def test_a_change_after_handing_in_is_a_draft_beside_what_the_centre_sees(story, officer):
    officer.post(path(story), typed(story, then="hand_in", teams="Có 5 Tổ."))
    story.refresh_from_db()
    assert story.handed_in_at is not None
    officer.post(path(story), typed(story, base=1, teams="Có 6 Tổ."))
    story.refresh_from_db()
    assert story.handed_in_at is None
    assert last_handed_in(story).teams == "Có 5 Tổ."
    page = officer.get(path(story)).content.decode()
    assert "Cục đang thấy bản gửi lúc" in page
    officer.post(path(story), typed(story, base=2, then="hand_in", teams="Có 6 Tổ."))
    story.refresh_from_db()
    assert last_handed_in(story).teams == "Có 6 Tổ."


def test_handing_in_the_same_again_keeps_its_time(story, officer, settings):
    officer.post(path(story), typed(story, then="hand_in", teams="Có 5 Tổ."))
    story.refresh_from_db()
    first = story.handed_in_at
    settings.DEMO_TODAY = datetime.date(2022, 10, 11)
    officer.post(path(story), typed(story, base=1, then="hand_in", teams="Có 5 Tổ."))
    story.refresh_from_db()
    assert story.handed_in_at == first


def test_the_approver_reads_and_changes_nothing(story, agency):
    approver = signed_in("approver", agency)
    assert "textarea" not in approver.get(path(story)).content.decode()
    approver.post(path(story), typed(story, then="hand_in", teams="Có 9 Tổ."))
    approver.post(LIST, {"title": "Bài khác", "as_of": "30/9/2022"})
    story.refresh_from_db()
    assert (story.teams, Story.objects.count()) == ("", 1)


def test_others_do_not_get_in(story):
    others = make.make_agency("Hải Phòng", "hai-phong")
    for client in (signed_in("reporter", others), signed_in("reader"), signed_in("editor")):
        assert client.get(path(story)).status_code in (403, 404)
        client.post(path(story), typed(story, teams="Có 9 Tổ."))
    own = signed_in("reporter", others)
    assert own.get(f"/dia-phuong/hai-phong/kinh-nghiem/{story.pk}/").status_code == 404
    story.refresh_from_db()
    assert story.teams == ""


def test_a_ministry_has_no_stories():
    ministry = make.make_agency("Bộ Xây dựng", "bo-xay-dung", side="central")
    client = signed_in("reporter", ministry)
    assert client.get("/dia-phuong/bo-xay-dung/kinh-nghiem/").status_code == 404


def test_typing_after_the_session_ended_is_kept_and_offered(story, officer):
    mark = kept_input.mark_of(officer.user)
    Client().post(path(story), typed(story, teams="Có 5 Tổ.", _who=mark))
    assert KeptInput.objects.count() == 1
    officer.force_login(officer.user, backend=ROLES)
    assert "Có 5 Tổ.</textarea>" in officer.get(path(story)).content.decode()
    officer.post(path(story), typed(story, teams="Có 5 Tổ."))
    assert not KeptInput.objects.exists()


def test_the_pages_ask_little(story, officer, django_assert_max_num_queries):
    for _ in range(3):
        Story.objects.create(
            agency=story.agency,
            title="Bài",
            as_of=story.as_of,
            created_at=story.created_at,
            updated_at=story.updated_at,
            updated_by=officer.user,
        )
    for page in (LIST, path(story)):
        with django_assert_max_num_queries(8):
            officer.get(page)
