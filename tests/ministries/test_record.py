"""A central body's page and its one page on paper, from the published figures of Tuần 39."""

import datetime

import pytest
from django.test import Client

from portal.accounts.models import Role
from portal.agencies.models import Agency
from tests import factories as make
from tests import loaded
from tests.markup import Page
from tests.portal.office.papers import pages_of
from tests.reporting.tuan39 import dotted, printed

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("record39")]
ROLES = "portal.accounts.backends.RolesBackend"
SEPTEMBER = datetime.date(2022, 9, 30)


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _in_october(settings):
    settings.DEMO_TODAY = datetime.date(2022, 10, 17)


@pytest.fixture
def reader():
    client = Client()
    client.force_login(make.make_member(Role.READER), backend=ROLES)
    return client


def cells_of(client, slug, label) -> list[str]:
    response = client.get(f"/bo-nganh/{slug}/?ngay=30/9/2022")
    assert response.status_code == 200, slug
    rows = Page(response.content.decode()).tables[0].rows
    (found,) = [row[1:] for row in rows if row[0].startswith(label) and len(row) > 1]
    return found


def printed_totals() -> dict[str, int]:
    return {row["name"]: row["cells"][0] for row in printed()["ministries"]["rows"]}


def test_each_body_stands_as_printed_in_its_place(reader):
    totals = printed_totals()
    assert sum(totals.values()) == 810
    agencies = Agency.objects.in_set("central", SEPTEMBER).named_on(SEPTEMBER)
    for agency in agencies:
        cells = cells_of(reader, agency.slug, "Tổng số")
        own = totals[agency.printed_name]
        place = 1 + sum(total > own for total in totals.values())
        assert cells[0] == dotted(own), agency
        assert cells[-3] == f"thứ {place}/{len(totals)}", agency
        assert cells[-4].startswith("810"), agency


def test_a_ministry_stands_beside_the_ministries(reader):
    response = reader.get("/bo-nganh/bxd/?ngay=30/9/2022")
    table = Page(response.content.decode()).tables[0]
    assert table.head[2:4] == ["Bộ, cơ quan ngang bộ", "Các bộ, ngành"]
    ministries = Agency.objects.in_set("ministries", SEPTEMBER).named_on(SEPTEMBER)
    names = set(ministries.values_list("printed_name", flat=True))
    of_them = sum(total for name, total in printed_totals().items() if name in names)
    assert cells_of(reader, "bxd", "Tổng số")[1].startswith(dotted(of_them))


def test_a_reported_zero_is_a_figure(reader):
    cells = cells_of(reader, "byt", "Tổng số")
    assert cells[0] == "0"
    assert cells[-3].startswith("thứ ")


def test_parts_that_are_not_known_stay_blank(reader):
    assert cells_of(reader, "bxd", "Bộ, ngành tự tổ chức")[0] == ""


def test_paper_is_one_page(reader, tmp_path):
    response = reader.get("/bo-nganh/bxd/ho-so.pdf?ngay=30/9/2022")
    path = tmp_path / "ho-so.pdf"
    path.write_bytes(response.content)
    (text,) = pages_of(path)
    assert "HỒ SƠ BỘ, NGÀNH: BỘ XÂY DỰNG" in text
    assert "30/9/2022" in text


@pytest.mark.parametrize(
    "path",
    ["/bo-nganh/quang-ninh/", "/bo-nganh/khong-co/ho-so.pdf", "/bo-nganh/bxd/?ngay=1/1/1990"],
)
def test_what_is_not_there_is_not_there(reader, path):
    assert reader.get(path).status_code == 404
