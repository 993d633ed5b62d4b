"""Closed by default: the way to the sign-in page and back, with what was being typed."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from portal.accounts.models import KeptInput
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_stranger_is_sent_to_sign_in_and_back(client, reports):
    response = client.get(f"{reports.path}?kiem-tra=1")
    assert response.status_code == 302
    assert response.url == ("/dang-nhap/?next=%2Fphieu%2Fquang-ninh%2F2022-11%2F%3Fkiem-tra%3D1")


def test_signing_in(client, reports):
    page = client.get("/dang-nhap/?giu=1")
    assert "Phần bạn vừa nhập đã được giữ" in page.content.decode()
    typed = {"username": reports.reporter.username, "password": make.PASSWORD}
    assert client.post("/dang-nhap/", {**typed, "next": reports.path}).url == reports.path


def test_post_after_the_session_ended_is_kept(client, reports):
    make.sign_in(client, reports.reporter)
    page = client.get(reports.path)
    Session.objects.all().delete()
    typed = {"_who": page.context["who_mark"], "base_version": "0", "X": "5"}
    response = client.post(reports.path, typed)
    assert response.url == "/dang-nhap/?next=%2Fphieu%2Fquang-ninh%2F2022-11%2F&giu=1"
    assert KeptInput.objects.get().user == reports.reporter


def test_post_without_a_mark_is_not_kept(client, reports):
    response = client.post(reports.path, {"X": "5"})
    assert "giu" not in response.url
    assert not KeptInput.objects.exists()


def test_form_older_than_the_sign_in_is_kept_not_applied(reports):
    client = make.sign_in(Client(enforce_csrf_checks=True), reports.reporter)
    mark = client.get(reports.path).context["who_mark"]
    field = reports.field("TRAINED", "month")
    response = client.post(reports.path, {"_who": mark, "base_version": "0", field: "5"})
    assert response.url == reports.path
    page = client.get(reports.path)
    assert page.context["form"].page.texts[field] == "5"
    assert page.context["report"].pk is None


def test_forged_form_is_refused(reports):
    client = make.sign_in(Client(enforce_csrf_checks=True), reports.reporter)
    assert client.post(reports.path, {"X": "5"}).status_code == 403


@pytest.mark.parametrize("path", ["gui/", "rut-lai/"])
def test_coming_back_to_a_step_leads_to_its_buttons(client, reports, path):
    make.sign_in(client, reports.reporter)
    reports.open()
    assert client.get(reports.path + path).url == f"{reports.path}xem-lai/"


def test_signing_out_twice_does_no_harm(client, reports):
    make.sign_in(client, reports.reporter)
    for _ in range(2):
        assert client.post("/dang-xuat/").url == "/dang-nhap/"
