"""Who gets in where: every address × every method × every kind of visitor.

What is expected follows from what each view declares and from one short list of public addresses,
so that a view added tomorrow is covered, and refused here until it says who it is for.
"""

import logging
import re
from collections import Counter

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from portal.accounts.models import Role
from portal.accounts.permissions import GRANTS
from portal.submissions.models import State, Submission
from tests import factories as make
from tests import loaded, small_portal
from tests.addresses import addresses, places

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access")]

PUBLIC = {
    *("sign_in", "sign_out", "healthz", "receipt_verify", "receipt_verified"),
    *("invitation", "password_forgotten", "password_reset"),
    *("public:teaser_list", "public:teaser", "public:feed", "public:verify"),
}
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
ROLES = "portal.accounts.backends.RolesBackend"
OWN = "quang-ninh"

# Visitor → the roles held today, each with the agency it is for.
VISITORS = {
    "stranger": None,
    "inactive": None,
    "without role": (),
    "superuser without role": (),
    "role ended": (),
    "role to come": (),
    "reporter quang-ninh": ((Role.REPORTER, OWN),),
    "approver quang-ninh": ((Role.APPROVER, OWN),),
    "reporter hai-phong": ((Role.REPORTER, "hai-phong"),),
    "data_manager": ((Role.DATA_MANAGER, None),),
    "editor": ((Role.EDITOR, None),),
    "reader": ((Role.READER, None),),
    "administrator": ((Role.ADMINISTRATOR, None),),
}
IN, OUT, NOT_THERE, TO_SIGN_IN = "in", 403, 404, "sign-in"


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker):
    built = []
    with loaded.for_module(django_db_blocker, lambda: built.append(small_portal.build())):
        yield built[0]


@pytest.fixture(autouse=True)
def _in_november(settings):
    settings.DEMO_TODAY = small_portal.TODAY


@pytest.fixture(autouse=True)
def _quiet():
    """Thousands of refusals: their log lines are of no use and cost time."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def all_addresses(portal):
    return addresses(small_portal.samples(portal, portal.ours))


def signed_in(portal, visitor) -> Client:
    client = Client(raise_request_exception=False)
    if visitor != "stranger":
        client.force_login(portal.people[visitor], backend=ROLES)
    return client


def expected(address, visitor):
    """IN, 403, 404 or TO_SIGN_IN, from the view's declaration and the visitor's roles alone."""
    need, roles = address.place.need, VISITORS[visitor]
    if not need.signed_in:
        return IN
    if roles is None:
        return TO_SIGN_IN
    if not need.capabilities:
        return IN
    holding = [agency for role, agency in roles if need.capabilities & GRANTS[role]]
    if not holding:
        return OUT
    asked = address.values.get(need.agency_kwarg) if need.agency_kwarg else None
    if asked is None or any(agency in (None, asked) for agency in holding):
        return IN
    return NOT_THERE


def verdict(response):
    location = response.headers.get("Location", "")
    if response.status_code == 302 and location.startswith("/dang-nhap/?next="):
        return TO_SIGN_IN
    return response.status_code if response.status_code in (OUT, NOT_THERE) else IN


def ask(client, method, path):
    """The answer, whatever it changed being taken back."""
    with transaction.atomic():
        response = client.generic(method, path)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response


def test_every_view_declares_whom_it_is_for():
    undeclared = [place.name for place in places() if place.need is None]
    assert undeclared == []


def test_public_addresses_are_these_and_no_others():
    public = {place.name for place in places() if not place.need.signed_in}
    assert public == PUBLIC


def test_capabilities_asked_are_held_by_some_role():
    held = set().union(*GRANTS.values())
    for place in places():
        assert place.need.capabilities <= held, place.name


def test_agency_that_a_view_is_closed_by_is_in_its_address():
    for place in places():
        if place.need.agency_kwarg:
            assert place.need.agency_kwarg in place.parameters, place.name


@pytest.mark.parametrize("visitor", VISITORS)
def test_visitor_gets_in_only_where_the_role_allows(portal, all_addresses, visitor):
    client, wrong, seen = signed_in(portal, visitor), [], Counter()
    for address in all_addresses:
        wanted = expected(address, visitor)
        for method in METHODS:
            if skipped(address, method, visitor):
                continue
            response = ask(client, method, address.path)
            got = verdict(response)
            seen[wanted] += 1
            fits = got == wanted or (wanted == IN and got in refusals_within(address))
            if not fits or response.status_code >= 500:
                wrong.append(f"{method} {address}: {wanted} expected, {response.status_code}")
    assert wrong == []
    assert seen.total() > 300


def refusals_within(address) -> set[int]:
    """What a view may answer whoever it let in: nothing there (yet); Django's admin also "not this
    way" (no autocomplete without a field, no adding of sign-in failures)."""
    return {NOT_THERE, OUT} if address.place.is_admin else {NOT_THERE}


def skipped(address, method, visitor) -> bool:
    """Django's own admin is one tree behind one need: read by all, written to by three visitors.

    Signing out ends the session that the rest of the walk needs.
    """
    if address.place.name in ("sign_out", "admin:logout"):
        return VISITORS[visitor] is not None
    if not address.place.is_admin or method == "GET":
        return False
    return method != "POST" or visitor not in ("stranger", "reader", "administrator")


@pytest.mark.parametrize("visitor", ["reporter quang-ninh", "approver quang-ninh"])
def test_the_other_agency_does_not_exist(portal, visitor):
    """Each address that is closed by its agency, with the other agency's slug and objects."""
    client, walked = signed_in(portal, visitor), 0
    closed = [place for place in places() if place.need.agency_kwarg]
    for address in addresses(small_portal.samples(portal, portal.others), closed):
        if expected(address, visitor) == OUT:
            continue
        for method in METHODS:
            response = ask(client, method, address.path)
            assert response.status_code == NOT_THERE, f"{method} {address}"
            walked += 1
    assert walked > 50


@pytest.mark.parametrize("visitor", ["reporter quang-ninh", "data_manager"])
def test_the_other_agencys_object_is_not_found_under_our_agency(portal, visitor):
    """Own slug, foreign key: /tep/quang-ninh/<a file of Hải Phòng>/."""
    samples = small_portal.samples(portal, portal.ours)
    samples["*"]["pk"] = portal.files[portal.others.pk].pk
    keyed = [p for p in places() if p.need.agency_kwarg and "pk" in p.parameters]
    assert keyed
    client = signed_in(portal, visitor)
    for address in addresses(samples, keyed):
        if expected(address, visitor) == OUT:
            continue
        assert ask(client, "GET", address.path).status_code == NOT_THERE, address


def test_own_file_is_handed_out_as_a_download(portal):
    client = signed_in(portal, "reporter quang-ninh")
    response = client.get(f"/tep/quang-ninh/{portal.files[portal.ours.pk].pk}/")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content) == make.PDF


@pytest.mark.parametrize("visitor", [v for v in VISITORS if "quang-ninh" not in v])
def test_nobody_else_changes_anything_of_the_agency(portal, visitor):
    """The whole walk of POST, PUT and DELETE, this time without taking anything back."""
    client, before = signed_in(portal, visitor), everything_of(portal.ours)
    ours = [p for p in places() if p.need.agency_kwarg == "agency"]
    for address in addresses(small_portal.samples(portal, portal.ours), ours):
        for method in ("POST", "PUT", "DELETE"):
            client.generic(method, address.path, "x=1", "application/x-www-form-urlencoded")
    assert everything_of(portal.ours) == before


def everything_of(agency):
    """Counts of all rows that reports consist of, and each report's state and version."""
    names = ("Submission", "Revision", "IndicatorValue", "SubmissionEvent", "DraftEntry")
    counts = {name: apps.get_model("portal", name).objects.count() for name in names}
    counts["files"] = apps.get_model("portal", "StoredFile").objects.count()
    reports = Submission.objects.filter(agency=agency).order_by("pk")
    return counts, list(reports.values_list("pk", "state", "version"))


@pytest.mark.parametrize("step", ["gui", "trinh-duyet", "duyet", "tra-nguoi-lap", "rut-lai"])
@pytest.mark.parametrize("visitor", ["reporter quang-ninh", "approver quang-ninh"])
def test_steps_move_a_report_only_from_their_state_and_by_their_role(portal, visitor, step):
    client = signed_in(portal, visitor)
    may = {
        "gui": ("reporter quang-ninh", {State.DRAFT, State.RETURNED}),
        "trinh-duyet": ("reporter quang-ninh", set()),  # the agency needs no approval
        "duyet": ("approver quang-ninh", {State.AWAITING_APPROVAL}),
        "tra-nguoi-lap": ("approver quang-ninh", {State.AWAITING_APPROVAL}),
        "rut-lai": ("reporter quang-ninh", {State.AWAITING_APPROVAL, State.SUBMITTED}),
    }
    who, states = may[step]
    for state in small_portal.MONTHS:
        report = Submission.objects.get(agency=portal.ours, channel="agency", state=state)
        path = f"/phieu/quang-ninh/{portal.period_key(state)}/{step}/"
        with transaction.atomic():
            client.post(path, {"base_version": report.version, "note": "Vì sao"})
            report.refresh_from_db()
            moved = report.state != state
            transaction.set_rollback(True)
        assert moved == (visitor == who and state in states), f"{visitor}: {step} from {state}"


# How a refusal looks


@pytest.mark.parametrize(
    ("visitor", "path", "status", "words"),
    [
        ("reader", "/phieu/", 403, "Bạn chưa được giao trang này"),
        ("reader", "/quan-tri/", 403, "Bạn chưa được giao trang này"),
        ("without role", "/tong-quan/", 403, "Bạn chưa được giao trang này"),
        ("reporter quang-ninh", "/phieu/hai-phong/2022-11/", 404, "Không có trang này"),
        ("reader", "/khong-co-trang-nay/", 404, "Không có trang này"),
        ("stranger", "/khong-co-trang-nay/", 404, "Không có trang này"),
    ],
)
def test_refusal_is_a_page_in_vietnamese(portal, visitor, path, status, words):
    response = signed_in(portal, visitor).get(path)
    text = response.content.decode()
    assert response.status_code == status
    assert words in text
    assert '<html lang="vi">' in text
    assert not re.search(r"Forbidden|Not Found|Traceback|Request Method", text)


def test_refusal_tells_nothing_about_the_other_agency(portal):
    """What exists there and what does not look the same."""
    client = signed_in(portal, "reporter quang-ninh")
    existing = client.get("/phieu/hai-phong/2022-09/bien-nhan/1/").content
    missing = client.get("/phieu/khong-co/2031-09/bien-nhan/9/").content
    assert existing.count(b"Kh") == missing.count(b"Kh")
    assert "Hải Phòng".encode() not in existing


def test_stranger_comes_back_to_the_page_after_signing_in(portal):
    client = Client()
    response = client.get("/tong-quan/?ngay=30/9/2022")
    assert response.headers["Location"] == "/dang-nhap/?next=%2Ftong-quan%2F%3Fngay%3D30%2F9%2F2022"
    person = portal.people["reader"]
    response = client.post(
        response.headers["Location"], {"username": person.username, "password": make.PASSWORD}
    )
    assert response.headers["Location"] == "/tong-quan/?ngay=30/9/2022"


def test_sign_in_never_leads_off_the_site(portal):
    person = portal.people["reader"]
    response = Client().post(
        "/dang-nhap/?next=https://xa-la.example/",
        {"username": person.username, "password": make.PASSWORD},
    )
    assert response.headers["Location"] == "/"
