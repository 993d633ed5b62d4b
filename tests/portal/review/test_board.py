"""The month's board: filters by region and person, rates, and the workbook of what is shown."""

import io

import pytest
from openpyxl import load_workbook

from portal.accounts.models import InCharge, Role
from portal.agencies.models import AgencySet, Side
from portal.submissions.extending import extend
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db

BOARD = "/theo-doi/2022-11/"


@pytest.fixture
def three(reports):
    """Quảng Ninh has sent; two more provinces have not; a ministry is asked the same."""
    asked = reports.indicators["TEAMS"].asked_of
    north = make.make_set("dong-bac", reports.agency, purpose=AgencySet.Purpose.REGION)
    south = make.make_set("nam-bo", purpose=AgencySet.Purpose.REGION)
    AgencySet.objects.filter(pk=north.pk).update(name="Đông Bắc")
    make.make_agency("Bình Dương", "binh-duong", sets=[asked, south])
    make.make_agency("Cà Mau", "ca-mau", sets=[asked, south])
    make.make_agency("Bộ Một", "bo-mot", side=Side.CENTRAL, sets=[asked])
    InCharge.objects.create(
        user=reports.reviewer, agency=reports.agency, in_force_from=make.LONG_AGO
    )
    reports.sent()
    return reports


@pytest.fixture
def centre(client, reports):
    return make.sign_in(client, reports.reviewer)


def slugs(response):
    return [standing.agency.slug for standing in response.context["standings"]]


def test_filter_by_region(centre, three):
    assert slugs(centre.get(BOARD, {"vung": "nam-bo"})) == ["binh-duong", "ca-mau"]
    assert slugs(centre.get(BOARD, {"vung": "dong-bac"})) == ["quang-ninh"]


def test_filter_by_person(centre, three):
    assert slugs(centre.get(BOARD, {"phu-trach": three.reviewer.pk})) == ["quang-ninh"]
    nobody = centre.get(BOARD, {"phu-trach": "chua-phan-cong", "khoi": "provincial"})
    assert slugs(nobody) == ["binh-duong", "ca-mau"]


def test_charge_that_is_over_is_nobodys(centre, three):
    InCharge.objects.update(in_force_until=make.day("2022-11-14"))
    page = centre.get(BOARD, {"phu-trach": three.reviewer.pk})
    assert len(slugs(page)) == 4


def test_tabs_keep_the_other_filters(centre, three):
    page = centre.get(BOARD, {"vung": "nam-bo", "trang-thai": "chua-gui"})
    assert slugs(page) == ["binh-duong", "ca-mau"]
    assert {tab["key"]: tab["count"] for tab in page.context["tabs"]}["chua-gui"] == 2
    assert "?vung=nam-bo&amp;trang-thai=da-gui" in page.content.decode()


def test_rates_of_each_group(centre, three):
    rates = {group.label: group.rate for group in centre.get(BOARD).context["group_rates"]}
    assert (rates["Cả nước"].received, rates["Cả nước"].expected) == (1, 4)
    assert (rates["Địa phương"].received, rates["Địa phương"].expected) == (1, 3)
    assert (rates["Đông Bắc"].received, rates["Đông Bắc"].on_time) == (1, 1)
    assert (rates["nam-bo"].received, rates["nam-bo"].expected) == (0, 2)


def test_three_dates_are_named(centre, three):
    page = centre.get(BOARD).content.decode()
    assert "Chốt số liệu: hết 14/11/2022" in page
    assert "Hạn gửi: 17:00 ngày 18/11/2022" in page
    assert "Khóa: 17:00 ngày 25/11/2022" in page


def test_extension_stands_beside_the_state(centre, three):
    agency = three.agency
    until = make.instant("2022-11-30 17:00")
    access = three.access(three.reviewer)
    extend(agency, three.period, until=until, reason="Bão", access=access, at=NOW)
    assert "Gia hạn đến 17:00 ngày 30/11/2022" in centre.get(BOARD).content.decode()


def test_board_leads_to_its_neighbours(centre, three, settings):
    settings.DEMO_TODAY = make.day("2022-11-21")
    page = centre.get(BOARD).content.decode()
    for href in ("/theo-doi/dan/", "/theo-doi/nam/2022/", f"{BOARD}don-doc/", "hang-doi/"):
        assert href in page


@pytest.mark.parametrize("nonsense", ["\x00", "-1", "9" * 40, "<b>", "chua-gui "])
def test_nonsense_filters_nothing(centre, three, nonsense):
    query = dict.fromkeys(("khoi", "vung", "phu-trach", "trang-thai"), nonsense)
    assert len(slugs(centre.get(BOARD, query))) == 4


# --- Workbook ------------------------------------------------------------------------------------


def cells(response):
    book = load_workbook(io.BytesIO(response.content))
    return {sheet.title: [list(row) for row in sheet.values] for sheet in book}


def test_workbook_of_what_is_shown(centre, three):
    found = cells(centre.get("/theo-doi/2022-11.xlsx", {"vung": "nam-bo", "khoi": "provincial"}))
    listed = [row[1] for row in found["Danh sách"] if isinstance(row[0], int)]
    assert listed == ["Bình Dương", "Cà Mau"]
    texts = [str(row[0]) for row in found["Danh sách"]]
    assert any("Địa phương; nam-bo" in text for text in texts)
    assert any("Tính đến" in text for text in texts)
    whole = next(row for row in found["Tỷ lệ"] if row[0] == "Cả nước")
    assert whole[1:] == [2, 0, 0, 0, 0]


def test_workbook_is_the_same_twice(three):
    from portal.review.board_book import board_workbook
    from portal.review.board_scope import scope_of
    from portal.submissions.register import register

    standings = register(three.period, NOW)
    scope = scope_of({}, (s.agency for s in standings))
    made = [board_workbook(three.period, standings, standings, scope, "", NOW) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ADMINISTRATOR])
def test_workbooks_and_years_are_the_centres(client, three, role):
    make.sign_in(client, make.make_member(role))
    for path in ("2022-11.xlsx", "nam/2022/", "nam/2022/ty-le/", "nam/2022.xlsx"):
        assert client.get(f"/theo-doi/{path}").status_code == 403
