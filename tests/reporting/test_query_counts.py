"""At most eight queries a page, the same for five agencies, the real 93, and a thousand."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Role
from portal.agencies.models import Agency, AgencyName, AgencySet, AgencySetMember, Side
from portal.models import Indicator, IndicatorValue, Revision, Submission
from portal.names import sort_key
from tests import factories as make
from tests import loaded

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]

ROLES = "portal.accounts.backends.RolesBackend"
MOST = 8
MOST_ON_A_DESK = 11  # the sheet, the receipts, where they were used, colleagues: decisions.md
DRAFT, DRAFT_FILE = "/bao-cao-tuan/2022-W39/", "/bao-cao-tuan/2022-W39.xlsx"
MOST_OF_A_DRAFT = 15  # its figures, texts, choices, stories, what it is compared with
PAGES = (
    "/tong-quan/?ngay=30/9/2022",
    "/tong-quan/?vung=dong-bang-song-hong",
    "/tong-quan/trinh-chieu/",
    "/tong-quan/bieu-do/",
    "/tong-quan/bieu-do/xep-hang/",
    "/tong-quan/bieu-do/thoi-gian/",
    "/tong-quan/cach-xem/",
    "/tong-quan/chi-tieu/PLAN_PRO/?ngay=30/9/2022",
    "/tong-quan/chi-tieu/TRAIN_PRO/?ngay=30/9/2022",
    "/bao-cao-tuan/",
    DRAFT,
    DRAFT_FILE,
    "/boi-duong/",
    "/boi-duong/dia-phuong/?ngay=30/9/2022",
    "/boi-duong/bo-nganh/?ngay=30/9/2022",
    "/boi-duong/dia-phuong/?ngay=30/9/2022&so-voi=1/9/2022&nhom=co&cot=nhom&cot=tong-so&cot=hang"
    "&cot=hoan-thanh&cot=nguoi",
    "/boi-duong/bo-nganh/?ngay=30/9/2022&so-voi=1/9/2022&nhom=co&cot=nhom&cot=tong-so",
    "/boi-duong/muc-tieu/?ngay=30/9/2022",
    "/dia-phuong/?ngay=30/9/2022",
    "/dia-phuong/ban-do/?ngay=30/9/2022",
    "/dia-phuong/ban-do/?chi-tieu=TRAIN_PRO&ngay=1/8/2025",
    "/dia-phuong/ban-do.csv?chi-tieu=TRAIN_PRO&ngay=30/9/2022",
    "/bo-nganh/?ngay=30/9/2022",
    "/dia-phuong/quang-ninh/",
    "/dia-phuong/quang-ninh/?ngay=30/9/2022",
    "/bo-nganh/bxd/?ngay=30/9/2022",
    "/so-sanh/?co-quan=quang-ninh&co-quan=hai-phong&co-quan=ha-noi&ngay=30/9/2022",
    "/theo-doi/2022-10/",
    "/theo-doi/nam/2022/?so-thang=48",
    "/theo-doi/nam/2022/ty-le/",
    "/theo-doi/2022-10/don-doc/",
    "/phieu/",
    "/",
)


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _in_october(settings):
    settings.DEMO_TODAY = datetime.date(2022, 10, 17)


def clients():
    centre = make.make_member(Role.DATA_MANAGER)
    officer = make.make_member(Role.REPORTER, Agency.objects.get(slug="quang-ninh"))
    found = {}
    for name, user in (("centre", centre), ("officer", officer)):
        found[name] = Client()
        found[name].force_login(user, backend=ROLES)
    return found


def grow_to(count):
    """More provinces, each with a plan and both training figures, to `count` in all."""
    asked = AgencySet.objects.get(code="provinces")
    missing = count - asked.memberships.filter(in_force_from__lte="2022-09-30").count()
    made = Agency.objects.bulk_create(
        Agency(slug=f"t-{i}", side=Side.PROVINCIAL, position=900 + i, in_force_from=make.LONG_AGO)
        for i in range(missing)
    )
    names = [f"Tỉnh thứ {i}" for i in range(missing)]
    AgencyName.objects.bulk_create(
        AgencyName(
            agency=agency,
            kind="province",
            name=name,
            printed_name=name,
            official_name=name,
            sort_key=sort_key(name),
            in_force_from=make.LONG_AGO,
        )
        for name, agency in zip(names, made, strict=True)
    )
    AgencySetMember.objects.bulk_create(
        AgencySetMember(agency_set=asked, agency=agency, in_force_from=make.LONG_AGO)
        for agency in made
    )
    at, day = make.instant("2022-09-30 17:00"), make.day("2022-09-30")
    submissions = Submission.objects.bulk_create(
        Submission(
            channel="reference",
            agency=one,
            as_of=day,
            state="accepted",
            created_at=at,
            updated_at=at,
        )
        for one in made
    )
    revisions = Revision.objects.bulk_create(
        Revision(submission=one, number=1, sent_at=at, accepted_at=at) for one in submissions
    )
    codes = ("PLAN_PRO", "TRAIN_PRO_SELF", "TRAIN_PRO_OT")
    indicators = Indicator.objects.filter(code__in=codes)
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            revision=revision,
            indicator=indicator,
            agency=agency,
            covers_to=day,
            state="reported",
            amount=1,
        )
        for agency, revision in zip(made, revisions, strict=True)
        for indicator in indicators
    )
    loaded.take_statistics()


def queries_of(client, path) -> list[str]:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
        assert response.status_code in (200, 403, 404), path
    statements = [query["sql"] for query in captured]
    return [sql for sql in statements if not sql.startswith(("SAVEPOINT", "RELEASE"))]


def counts(found) -> dict:
    return {
        (name, path): len(queries_of(client, path))
        for name, client in found.items()
        for path in PAGES
    }


def bound_of(key) -> int:
    if key[1] in (DRAFT, DRAFT_FILE):
        return MOST_OF_A_DRAFT
    return MOST_ON_A_DESK if key[1] == "/" else MOST


def test_pages_ask_at_most_eight_questions_and_no_more_for_a_thousand_agencies():
    found = clients()
    before = counts(found)
    assert {key: n for key, n in before.items() if n > bound_of(key)} == {}
    grow_to(1000)
    assert counts(found) == before


@pytest.mark.parametrize("path", [DRAFT, "/tong-quan/?ngay=30/9/2022"])
def test_five_agencies_cost_what_ninety_three_do(path):
    client = clients()["centre"]
    expected = len(queries_of(client, path))
    Indicator.objects.filter(asked_of__isnull=False).update(asked_of=small_set())
    assert len(queries_of(client, path)) == expected


def small_set():
    agency_set = AgencySet.objects.create(
        code="nho", side=Side.PROVINCIAL, name="tỉnh nhỏ", short_name="tỉnh nhỏ"
    )
    for agency in Agency.objects.filter(side=Side.PROVINCIAL, in_force_until__isnull=False)[:5]:
        make.join(agency_set, agency)
    return agency_set
