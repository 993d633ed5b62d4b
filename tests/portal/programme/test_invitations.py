"""Invitations and forgotten passwords: links that work once, for a while, for one person."""

import datetime
import re

import pytest
from django.core.cache import cache

from portal.accounts import links, people
from portal.accounts.models import KeptInput, Role, User
from portal.logs import path_of
from tests import factories as make

from .keepers import TODAY, client_of, faults, text_of

pytestmark = pytest.mark.django_db

LIST = "/chuong-trinh/nguoi-dung/"
NEW = {
    "email": "nguyen.van.an@quangninh.example",
    "full_name": "Nguyễn Văn An",
    "role": "reporter",
    "since": "15/11/2022",
}
A_PASSWORD = "trang-ram-thang-tam"


@pytest.fixture(autouse=True)
def no_mail_was_counted():
    cache.clear()


def page_of(person):
    return f"{LIST}{person.pk}/"


def link_in(mail):
    return re.search(r"http://127\.0\.0\.1:8000(/\S+)", mail.body)[1]


def invite(admin, of, **facts):
    return client_of(admin).post(f"{LIST}moi/", {**NEW, "agency": of.pk, **facts})


# --- The invitation ------------------------------------------------------------------------------


def test_invited_person_sets_a_password_once_and_signs_in(admin, agency, client, mailoutbox):
    response = invite(admin, agency)
    person = User.objects.get(email=NEW["email"])
    assert response.url == page_of(person)
    assert (person.username, person.has_usable_password()) == ("nguyen.van.an", False)
    role = person.memberships.get()
    assert (role.role, role.agency, role.in_force_from) == (Role.REPORTER, agency, TODAY)
    assert mailoutbox[0].to == [NEW["email"]]
    link = link_in(mailoutbox[0])
    assert link.startswith("/loi-moi/")

    page = client.get(link)
    assert "nguyen.van.an" in text_of(page)
    assert not User.objects.get(pk=person.pk).has_usable_password()
    chosen = {"password": A_PASSWORD, "again": A_PASSWORD}
    assert client.post(link, chosen).url == "/dang-nhap/"
    assert client.post(link, chosen).status_code == 404
    assert client.get(link).status_code == 404
    typed = {"username": "nguyen.van.an", "password": A_PASSWORD}
    assert client.post("/dang-nhap/", typed).url == "/"


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [
        ("ngan", "ngan", "password"),
        ("1234567890123", "1234567890123", "password"),
        ("nguyen.van.an", "nguyen.van.an", "password"),
        (A_PASSWORD, "khac-han-the", "again"),
        ("", "", "password"),
    ],
)
def test_bad_password_is_refused_and_the_link_stays(
    admin, agency, client, mailoutbox, password, again, field
):
    invite(admin, agency)
    link = link_in(mailoutbox[0])
    response = client.post(link, {"password": password, "again": again})
    assert field in faults(response)
    assert client.get(link).status_code == 200


def test_invitation_ends_after_seven_days(admin, agency, client, mailoutbox, settings):
    invite(admin, agency)
    link = link_in(mailoutbox[0])
    settings.DEMO_TODAY = TODAY + datetime.timedelta(days=6)
    assert client.get(link).status_code == 200
    settings.DEMO_TODAY = TODAY + datetime.timedelta(days=8)
    assert client.get(link).status_code == 404


def test_sending_again_makes_the_first_link_void(admin, agency, client, mailoutbox):
    invite(admin, agency)
    person = User.objects.get(email=NEW["email"])
    client_of(admin).post(page_of(person), {"do": "invite"})
    first, second = map(link_in, mailoutbox)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_closed_account_opens_by_no_link(admin, agency, client, mailoutbox):
    invite(admin, agency)
    person = User.objects.get(email=NEW["email"])
    client_of(admin).post(page_of(person), {"do": "deactivate"})
    assert client.get(link_in(mailoutbox[0])).status_code == 404


@pytest.mark.parametrize(
    "path", ["loi-moi/MQ/x/", "loi-moi/%00/x-y/", "loi-moi/OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk/a-b/"]
)
def test_made_up_links_open_nothing(client, path):
    assert client.get(f"/{path}").status_code == 404


def test_log_names_the_page_and_not_the_token(admin, agency, client, mailoutbox):
    invite(admin, agency)
    link = link_in(mailoutbox[0])
    request = client.get(link).wsgi_request
    assert path_of(request) == "/loi-moi/<uidb64>/<token>/"
    assert path_of(client.get("/dang-nhap/").wsgi_request) == "/dang-nhap/"
    assert client.post(link, {"password": "ngan"}).status_code == 200  # or Django logs the address


def test_link_of_one_kind_is_none_of_the_other(admin):
    token = links.RESET.make_token(admin)
    assert links.RESET.check_token(admin, token)
    assert not links.INVITATION.check_token(admin, token)


def test_mail_that_was_not_taken_is_told_and_the_person_is_there(admin, agency, monkeypatch):
    monkeypatch.setattr(links, "send_mail", refuse)
    response = client_of(admin).post(f"{LIST}moi/", {**NEW, "agency": agency.pk}, follow=True)
    assert "máy chủ thư chưa nhận" in text_of(response)
    person = User.objects.get(email=NEW["email"])
    again = client_of(admin).post(page_of(person), {"do": "invite"})
    assert "Máy chủ thư chưa nhận thư" in faults(again, "invite")["__all__"][0]


def refuse(*args, **kwargs):
    raise OSError("connection refused")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "khong phai thu"}, "email"),
        ({"full_name": "  "}, "full_name"),
        ({"agency": ""}, "agency"),
        ({"agency": "x' OR 1"}, "agency"),
        ({"role": "boss"}, "role"),
        ({"role": "editor"}, "agency"),
        ({"since": "31/2/2022"}, "since"),
        ({"until": "1/11/2022"}, "until"),
        ({"since": "1/1/1999"}, "since"),
    ],
)
def test_refused_invitation_makes_nobody_and_keeps_the_typing(admin, agency, facts, field):
    response = invite(admin, agency, **facts)
    assert response.status_code == 422
    assert field in faults(response)
    assert User.objects.count() == 1
    assert NEW["since"] in text_of(response) or "since" in facts


def test_one_address_is_one_person(admin, agency):
    invite(admin, agency)
    response = invite(admin, agency, email=NEW["email"].upper())
    assert "Địa chỉ này là của Nguyễn Văn An" in faults(response)["email"][0]


@pytest.mark.parametrize(
    ("email", "username"),
    [
        ("Nguyễn.Thị-Hà@x.vn", "nguyen.thi.ha"),
        ("đỗ@x.vn", "do"),
        ("an@hai-phong.vn", "an.haiphong"),
        ("@x.vn", "nguoi"),
    ],
)
def test_username_comes_from_the_address(email, username):
    make.make_user("an")
    assert people.username_from(email) == username


def test_third_of_a_name_is_numbered():
    for name in ("an", "AN.X", "an.x.2"):
        make.make_user(name)
    assert people.username_from("an@x.vn") == "an.x.3"


def test_typing_survives_the_end_of_the_session(admin, client):
    make.sign_in(client, admin)
    mark = client.get(f"{LIST}moi/").context["who_mark"]
    client.logout()
    client.post(f"{LIST}moi/", {"_who": mark, "full_name": "Trần Thị Bưởi"})
    assert KeptInput.objects.get().user == admin
    assert "Trần Thị Bưởi" in text_of(client_of(admin).get(f"{LIST}moi/"))


# --- Forgotten password --------------------------------------------------------------------------


def test_same_answer_for_known_and_unknown_address(client, mailoutbox):
    make.make_user(email="ha@x.example")
    known = text_of(client.post("/quen-mat-khau/", {"email": "HA@x.example"}))
    unknown = text_of(client.post("/quen-mat-khau/", {"email": "la@x.example"}))
    assert known == unknown
    assert [mail.to for mail in mailoutbox] == [["ha@x.example"]]
    link = link_in(mailoutbox[0])
    client.post(link, {"password": A_PASSWORD, "again": A_PASSWORD})
    assert User.objects.get().check_password(A_PASSWORD)
    assert client.get(link).status_code == 404


def test_mails_are_limited(client, mailoutbox):
    for number in range(12):
        make.make_user(email=f"ha{number}@x.example")
    for number in (*range(12), 0):
        client.post("/quen-mat-khau/", {"email": f"ha{number}@x.example"})
    assert len(mailoutbox) == 10


def test_reset_goes_to_nobody_who_cannot_sign_in(client, mailoutbox):
    make.make_user(email="ngung@x.example", is_active=False)
    invited = make.make_user(email="moi@x.example")
    invited.set_unusable_password()
    invited.save()
    for email in ("ngung@x.example", "moi@x.example", "", "khong phai"):
        client.post("/quen-mat-khau/", {"email": email})
    assert mailoutbox == []
