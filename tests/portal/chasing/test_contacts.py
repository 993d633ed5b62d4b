"""Contacts that a person made: written down in one form, for all by one letter; never changed."""

import datetime

import pytest
from django.urls import get_resolver

from portal.accounts.models import KeptInput, User
from portal.chasing.contacting import record_contact
from portal.submissions.contacts import Contact, Means
from portal.submissions.models import State
from tests import factories as make
from tests.markup import Page

pytestmark = pytest.mark.django_db

LIST = "/theo-doi/2022-11/don-doc/"
LETTER = f"{LIST}cong-van/"
PAGE = "/theo-doi/2022-11/mot/lien-he/"
GOOD = {"means": "phone", "reached": "Chị Hà", "note": "Hẹn gửi chiều nay", "day": "21/11/2022"}


@pytest.fixture(autouse=True)
def late(settings):
    settings.DEMO_TODAY = datetime.date(2022, 11, 22)


@pytest.fixture
def agency(chased):
    return chased.agency("Một", "mot", approver=True)


def page_of(response) -> Page:
    return Page(response.content.decode())


def test_a_call_is_written_down_and_leads_back_to_the_list(centre, agency):
    response = centre.post(f"{PAGE}?vung=bac&la=x", GOOD)
    assert response.url == f"{LIST}?vung=bac"
    row = Contact.objects.get()
    assert (row.agency, row.period.key, row.means) == (agency, "2022-11", Means.PHONE)
    assert (row.reached, row.note, row.day) == (
        *("Chị Hà", "Hẹn gửi chiều nay", make.day("2022-11-21")),
    )
    assert (row.by.username, row.occasion, row.sent_at) == ("cuc", "", None)
    assert "21/11/2022, điện thoại: Hẹn gửi chiều nay" in page_of(centre.get(LIST)).text


def test_several_contacts_a_day_are_several_rows(centre, agency):
    for _ in range(2):
        centre.post(PAGE, GOOD)
    assert Contact.objects.count() == 2


def test_history_holds_every_month_newest_first(centre, chased, agency):
    october = make.make_period(2022, 10)
    facts = {"agency": agency, "means": Means.ZALO, "by": None}
    Contact.objects.create(
        period=october,
        day=make.day("2022-10-20"),
        at=make.instant("2022-10-20 09:00"),
        note="tháng trước",
        **facts,
    )
    centre.post(PAGE, GOOD)
    (table,) = page_of(centre.get(PAGE)).tables
    assert [row[:2] for row in table.rows] == [["21/11/2022", "11/2022"], ["20/10/2022", "10/2022"]]
    assert table.rows[0][2:] == ["Điện thoại", "Chị Hà", "Hẹn gửi chiều nay", "Lê Minh Tuấn"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reached": " "}, "Bạn ghi đã liên hệ với ai."),
        ({"note": ""}, "Bạn ghi kết quả, ví dụ: không nghe máy."),
        ({"means": ""}, "Bạn chọn cách liên hệ."),
        ({"means": "email"}, "Không có trong danh sách. Bạn chọn lại."),
        ({"day": ""}, "Bạn ghi ngày liên hệ."),
        ({"day": "23/11/2022"}, "Ngày 23/11/2022 chưa tới."),
        ({"day": "31/11/2022"}, "Tháng 11/2022 không có ngày 31."),
        ({"note": "x" * 501}, "500"),
        ({"reached": "\x00\u200b"}, "Bạn ghi đã liên hệ với ai."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(centre, agency, wrong, said):
    response = centre.post(PAGE, GOOD | wrong)
    text = response.content.decode()
    assert response.status_code == 422
    assert said in text
    for name in {"reached", "note"} - set(wrong):
        assert GOOD[name] in text
    assert not Contact.objects.exists()


def test_text_is_stored_composed_without_anything_invisible(centre, agency):
    centre.post(PAGE, GOOD | {"reached": "Chi\u0323  Ha\u0300\u200b", "note": "<b>gửi</b>"})
    row = Contact.objects.get()
    assert (row.reached, row.note) == ("Chị Hà", "<b>gửi</b>")
    assert "<b>gửi" not in centre.get(PAGE).content.decode()


def test_typing_after_the_session_has_ended_is_kept(centre, client, agency):
    mark = page_mark(centre.get(PAGE).content.decode())
    client.logout()
    client.post(PAGE, GOOD | {"_who": mark})
    assert not Contact.objects.exists()
    make.sign_in(client, User.objects.get(username="cuc"))
    again = client.get(PAGE)
    assert "chưa được ghi" in page_of(again).text
    assert GOOD["note"] in again.content.decode()
    client.post(PAGE, GOOD | {"kept": KeptInput.objects.get().token})
    assert not KeptInput.objects.exists()
    assert Contact.objects.count() == 1


def test_letters_number_typed_after_the_session_has_ended_is_kept(centre, client, agency):
    mark = page_mark(centre.get(LIST).content.decode())
    client.logout()
    client.post(LETTER, {"number": "125/CĐSQG", "day": "21/11/2022", "_who": mark})
    make.sign_in(client, User.objects.get(username="cuc"))
    shown = client.get(LETTER, follow=True).content.decode()
    assert 'value="125/CĐSQG"' in shown
    assert 'value="21/11/2022"' in shown


def page_mark(markup: str) -> str:
    start = markup.index('name="_who"')
    return markup[start:].partition('value="')[2].partition('"')[0]


def test_reminders_are_not_written_by_hand(chased, agency):
    with pytest.raises(ValueError, match="email"):
        record_contact(
            agency,
            chased.period,
            means=Means.EMAIL,
            day=make.day("2022-11-21"),
            reached="x",
            note="x",
            by=make.make_user(),
            at=make.instant("2022-11-21 09:00"),
        )


def test_agency_or_month_that_is_not_there(centre, agency):
    assert centre.get("/theo-doi/2022-11/khong-co/lien-he/").status_code == 404
    assert centre.get("/theo-doi/2029-11/mot/lien-he/").status_code == 404


def test_no_page_changes_or_deletes_a_contact(centre, agency):
    centre.post(PAGE, GOOD)
    before = Contact.objects.values().get()
    for method in ("PUT", "PATCH", "DELETE"):
        assert centre.generic(method, PAGE).status_code == 405
    assert Contact.objects.values().get() == before
    assert "portal_contact_delete" not in get_resolver("portal.urls").reverse_dict


# One letter to all that are listed


def test_one_letter_is_written_down_for_all_listed_once(centre, chased, agency):
    chased.agency("Hai", "hai")
    chased.agency("Đã gửi", "da-gui", state=State.SUBMITTED)
    typed = {"number": " 125/CĐSQG ", "day": "22/11/2022"}
    response = centre.post(LETTER, typed, follow=True)
    assert "Đã ghi công văn số 125/CĐSQG cho 2 cơ quan." in page_of(response).text
    rows = Contact.objects.order_by("agency__slug")
    assert [(row.agency.slug, row.means, row.note) for row in rows] == [
        (slug, Means.LETTER, "Công văn số 125/CĐSQG ngày 22/11/2022") for slug in ("hai", "mot")
    ]
    assert "đã được ghi trước đó" in page_of(centre.post(LETTER, typed, follow=True)).text
    assert Contact.objects.count() == 2
    centre.post(LETTER, typed | {"number": "126/CĐSQG"})
    assert Contact.objects.count() == 4


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"number": "", "day": "22/11/2022"}, "Bạn ghi số công văn"),
        ({"number": "125", "day": "22/11"}, "Chưa rõ “22/11” là ngày nào"),
        ({"number": "125", "day": "1/12/2022"}, "chưa tới"),
        ({"number": "x" * 61, "day": "22/11/2022"}, "60"),
    ],
)
def test_letter_that_is_wrong_keeps_the_list_and_the_typing(centre, agency, typed, said):
    response = centre.post(LETTER, typed)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert typed["number"] in response.content.decode()
    assert [row.agency for row in response.context["rows"]] == [agency]
    assert not Contact.objects.exists()
