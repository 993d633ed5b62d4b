"""Queries and weight of the rooms' pages, the same at any number of agencies; links that lead."""

import gzip

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Role
from portal.models import Agency, Indicator
from portal.submissions.models import Channel
from tests import factories as make
from tests import loaded
from tests.reporting.test_query_counts import grow_to
from training.sources.models import PlatformDomain

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]

MOST, HEAVIEST = 8, 15 * 1024
PAGES = (
    "/boi-duong/doi-chieu/?ngay=30/9/2022",
    "/boi-duong/doi-chieu/?ngay=30/9/2022&khoi=central",
    "/boi-duong/doi-chieu/?ngay=30/9/2022&chi=co&xep=can-xem",
    "/boi-duong/doi-chieu/hai-phong/?ngay=30/9/2022",
    "/boi-duong/luot-nguoi-hoan-thanh/?ngay=30/9/2022",
)
CENTRE = ("/boi-duong/y-kien/", "/boi-duong/ten-mien/", "/boi-duong/ten-mien/{pk}/")


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _in_november(settings):
    settings.DEMO_TODAY = make.day("2022-11-15")


def signed_in(role, agency=None):
    return make.sign_in(Client(), make.make_member(role, agency))


def asked(client, path):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(queries), len(gzip.compress(response.content, 6))


def test_queries_and_weight():
    clients = [signed_in(Role.DATA_MANAGER), signed_in(Role.REPORTER, own())]
    paths = dict.fromkeys(PAGES, clients)
    for path in CENTRE:
        paths[path.format(pk=PlatformDomain.objects.get().pk)] = clients[:1]
    paths["/boi-duong/doi-chieu/hai-phong/y-kien/"] = clients[1:]
    counts = {}
    for path, visitors in paths.items():
        for client in visitors:
            client.get(path)  # whatever a process learns once
            queries, weight = asked(client, path)
            assert queries <= MOST, path
            assert weight <= HEAVIEST, (path, weight)
            counts[path, client] = queries
    grow_to(1000)
    for (path, client), before in counts.items():
        assert asked(client, path)[0] == before, path


def own():
    return Agency.objects.get(slug="hai-phong")


def test_officer_finds_the_page_from_desk_and_form(settings):
    client = signed_in(Role.REPORTER, own())
    assert "/boi-duong/doi-chieu/hai-phong/" in client.get("/").content.decode()
    touch = Indicator.objects.get(code="TRAIN_PRO_OT")
    make.make_known(own(), make.day("2022-11-10"), (touch, 1400), channel=Channel.PLATFORM)
    sheet = client.get("/phieu/hai-phong/2022-11/").content.decode()
    link = "/boi-duong/doi-chieu/hai-phong/y-kien/?so=TRAIN_PRO_OT"
    assert link in sheet
    page = client.get(link)
    assert page.status_code == 200
    assert page.context["form"].fields["figure"].initial.startswith("TRAIN_PRO_OT.")


def test_central_bodies_and_agencies_that_are_over():
    client = signed_in(Role.READER)
    assert client.get("/boi-duong/doi-chieu/btttt/").status_code == 200
    assert client.get("/boi-duong/doi-chieu/khong-co/").status_code == 404
    over = Agency.objects.exclude(in_force_until=None).filter(side="provincial").first()
    page = client.get(f"/boi-duong/doi-chieu/{over.slug}/?ngay=1/8/2025")
    assert page.status_code == 200
    assert "None" not in page.content.decode()


def test_rule_is_changed_from_here_and_said_in_words():
    client = signed_in(Role.DATA_MANAGER)
    listed = client.get("/boi-duong/doi-chieu/").content.decode()
    found = [part for part in listed.split('"') if "chi-tieu=TRAIN_PRO" in part]
    assert len(found) == 1
    path = found[0]
    text = client.get(path).content.decode()
    assert "Tổng số chỉ cộng phần của Nền tảng" in text
    whole = Indicator.objects.get(code="TRAIN_PRO")
    data = {
        "indicator": whole.pk,
        "channel": "platform",
        "since": "1/11/2022",
        "basis": "Thông báo số 12/TB-BTTTT",
    }
    assert client.post(path, data).status_code == 302
    words = "Tổng số theo Nền tảng từ 1/11/2022 (căn cứ Thông báo số 12/TB-BTTTT)."
    for page in ("/boi-duong/doi-chieu/", "/boi-duong/dia-phuong/"):
        assert words in client.get(page).content.decode(), page
        before = client.get(f"{page}?ngay=31/10/2022").content.decode()
        assert words not in before, page
    shown = client.get("/boi-duong/doi-chieu/?ngay=15/11/2022").context["sums"]
    assert shown["amount"] == shown["platform_amount"] == (41836, "63/63")
    assert shown["own_amount"] == (74512, "35/63")
    assert "Tổng số chỉ cộng phần của Nền tảng" in client.get(path).content.decode()
