"""The page of targets: the country's, and every agency's plan with those behind first."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Role
from portal.agencies.models import Agency
from portal.catalogue.models import Indicator
from portal.catalogue.targets import Target
from tests import factories as make
from tests import loaded
from tests.markup import Page

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]
PAGE, BOOK = "/boi-duong/muc-tieu/", "/boi-duong/muc-tieu.xlsx"
FRIDAY = {"ngay": "30/9/2022"}


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _in_november(settings):
    settings.DEMO_TODAY = make.day("2022-11-15")


@pytest.fixture
def reader(client):
    return make.sign_in(client, make.make_member(Role.READER))


def page_of(client, **query):
    response = client.get(PAGE, query or FRIDAY)
    assert response.status_code == 200
    return Page(response.content.decode())


def plan(slug, code, amount):
    return Target.objects.create(
        indicator=Indicator.objects.get(code=code),
        agency=Agency.objects.get(slug=slug),
        amount=amount,
        counts_from=make.day("2022-01-28"),
        due_on=make.day("2022-12-31"),
        basis="Kế hoạch",
    )


def test_the_countrys_targets_are_of_persons_and_unknown(reader):
    text = page_of(reader).text
    assert "Tối thiểu 10.000 người đến hết ngày 31/12/2022" in text
    assert "Chỉ thị 02/CT-TTg" in text
    assert "Tối thiểu 1.000 chuyên gia đến hết ngày 31/12/2025" in text
    assert "Chưa có số liệu về số người. Đã qua 74,8% thời gian." in text
    assert "117.158" not in text


def test_each_plan_in_its_own_unit(reader):
    (table,) = page_of(reader).tables
    assert [row[1] for row in table.rows] == ["Quảng Ninh", "Hải Phòng"]
    quang_ninh, hai_phong = table.rows
    assert quang_ninh[3:6] == ["khoảng 31.000 lượt đến hết ngày 31/12/2022", "4.565 lượt", "14,7%"]
    assert "Chậm tiến độ. Cần thêm 26.435 lượt" in quang_ninh[-1]
    assert hai_phong[3:6] == ["30.000 người đến hết ngày 31/12/2022", "", ""]
    assert hai_phong[-1] == "Chưa có số liệu về số người, hỏi từ kỳ tháng 12/2022."


def test_who_is_behind_comes_first(reader):
    plan("quang-ngai", "TRAIN_PRO", 10000)  # reached
    plan("ha-giang", "TRAIN_PRO", 8000)  # 90 % in 73 % of the time
    plan("phu-yen", "TRAIN_PRO", 100000)  # hardly begun
    (table,) = page_of(reader).tables
    names = [row[1] for row in table.rows]
    assert names == ["Phú Yên", "Quảng Ninh", "Hải Phòng", "Hà Giang", "Quảng Ngãi"]
    assert "vượt 4.680 lượt" in table.rows[-1][-1]
    assert "Kịp tiến độ" in table.rows[-2][-1]


def test_own_agency_is_marked(client):
    own = Agency.objects.get(slug="quang-ninh")
    make.sign_in(client, make.make_member(Role.REPORTER, own))
    (table,) = page_of(client).tables
    assert table.rows[0][1] == "Quảng Ninh (cơ quan bạn)"


def test_workbook_holds_numbers_and_leaves_unknown_empty(reader):
    response = reader.get(BOOK, FRIDAY)
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Cả nước", "Cơ quan"]
    rows = [[cell.value for cell in row] for row in book["Cơ quan"].iter_rows()]
    heads = next(row for row in rows if row[0] == "Cơ quan" and row[1] == "Chỉ tiêu")
    found = {row[0]: dict(zip(heads, row, strict=True)) for row in rows}
    assert found["Quảng Ninh"]["Mức phải đạt"] == 31000
    assert found["Quảng Ninh"]["Đã đạt"] == 4565
    assert float(found["Quảng Ninh"]["Tỷ lệ"]) == 14.7
    assert found["Quảng Ninh"]["Cần thêm mỗi tháng"] == 8621
    assert found["Hải Phòng"]["Đơn vị"] == "người"
    assert found["Hải Phòng"]["Đã đạt"] is None
    assert found["Hải Phòng"]["Tỷ lệ"] is None


def test_day_that_cannot_be_read_leads_back(reader):
    for path in (PAGE, BOOK):
        response = reader.get(path, {"ngay": "hôm nay"})
        assert (response.status_code, response["Location"]) == (302, PAGE)


def test_queries_are_few_however_many_plans(reader):
    for province in Agency.objects.in_set("provinces", make.day("2022-09-30"))[:40]:
        if province.slug != "quang-ninh":
            plan(province.slug, "TRAIN_PRO_OT", 5000)
    with CaptureQueriesContext(connection) as asked:
        page_of(reader)
    assert len(asked) <= 8


def test_keeper_is_led_to_where_targets_are_set(client, reader):
    assert "/chuong-trinh/muc-tieu/" not in page_of(reader).links
    make.sign_in(client, make.make_member(Role.DATA_MANAGER))
    assert "/chuong-trinh/muc-tieu/" in page_of(client).links


def test_struck_target_does_not_come_back_with_the_reference_data():
    own = Target.objects.filter(agency__slug="quang-ninh")
    own.update(struck_at=make.instant("2022-11-10 09:00"), struck_reason="Ghi nhầm")
    loaded.load_reference()
    assert own.count() == 1
    assert own.get().struck_reason == "Ghi nhầm"
    assert Target.objects.filter(agency=None).count() == 2
