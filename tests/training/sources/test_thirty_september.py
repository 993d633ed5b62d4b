"""The two sources of Tuần 39, from reference data alone.

Golden numbers: domain.md A.5 (O2, O5, O12) and A.6, worked out from the printed report by hand.
"""

import io

import openpyxl
import pytest
from django.test import Client

from portal.accounts.models import Role
from portal.models import Agency
from portal.submissions.readings import Moment
from tests import factories as make
from tests import loaded
from tests.reporting.tuan39 import printed
from training.sources.flags import Kind
from training.sources.models import PlatformDomain
from training.sources.side_by_side import Sources, arranged
from training.sources.tables import source_table, sums

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]

PRINTED = printed()["provinces"]["rows"]
FRIDAY = make.day("2022-09-30")
PATH = "/boi-duong/doi-chieu/?ngay=30/9/2022"


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _in_november(settings):
    settings.DEMO_TODAY = make.day("2022-11-15")


@pytest.fixture
def reader():
    return make.sign_in(Client(), make.make_member(Role.READER))


def sources(side="provincial", day=FRIDAY):
    return Sources(side, Moment(day))


def test_sums_and_how_many_are_known():
    assert sums(sources().rows) == {
        "own_amount": (74512, "35/63"),
        "platform_amount": (41836, "63/63"),
        "amount": (116348, "63/63"),
    }
    assert sums(sources("central").rows) == {
        "own_amount": (None, "0/30"),
        "platform_amount": (None, "0/30"),
        "amount": (810, "30/30"),
    }


def test_ministries_are_all_even():
    (sentence,) = sources("central").remarks
    assert sentence.startswith("Cả 30 tổng số đã công bố của bộ, ngành đều chẵn.")
    assert "(không kể 1 số 0) chỉ khoảng 1 phần 537 triệu" in sentence


def test_eleven_of_thirty_five_are_round():
    found = sources()
    assert any(text.startswith("11/35 số tự tổ chức của địa phương") for text in found.remarks)
    assert any(text.startswith("28/63 địa phương chưa có số") for text in found.remarks)
    assert found.counts() == {Kind.ROUND: 11}
    flagged = arranged(found.rows, only_flagged=True)
    assert len(flagged) == 11
    assert all(row.own_amount % 100 == 0 for row in flagged)


def test_blank_beside_an_own_domain_is_not_flagged():
    (domain,) = PlatformDomain.objects.all()
    assert (domain.host, domain.agency.slug) == ("haiphong.onetouch.edu.vn", "hai-phong")
    assert domain.basis == "Báo cáo chuyên đề Tuần 39/2022"
    rows = {row.member.slug: row for row in sources().rows}
    assert rows["hai-phong"].own is None
    assert rows["hai-phong"].flags == ()
    own = sources().figures.indicators["TRAIN_PRO_SELF"]
    make.make_known(Agency.objects.get(slug="hai-phong"), make.day("2022-10-14"), (own, 1180))
    rows = {row.member.slug: row for row in sources(day=make.day("2022-10-14")).rows}
    assert [flag.kind for flag in rows["hai-phong"].flags] == [Kind.DOUBLE]


def test_where_a_figure_comes_from():
    rows = {row.member.slug: row for row in sources().rows}
    own, platform = rows["quang-ninh"].own, rows["quang-ninh"].platform
    assert (own.amount, platform.amount) == (428, 4565)
    assert own.covers == "từ 28/1/2022 đến 30/9/2022"
    assert platform.covers == "từ 1/4/2022 đến 30/9/2022"
    assert own.where_from == (
        "Báo cáo số 17/BC-UBQGCĐS ngày 30/9/2022; 28/1–30/9/2022; ghi 30/9/2022"
    )


def test_total_stated_is_said_with_its_day():
    rows = {row.member.slug: row for row in sources("central").rows}
    assert rows["btttt"].amount == 524
    assert rows["btttt"].total_words == "tổng đã công bố đến 30/9/2022"
    provinces = {row.member.slug: row for row in sources().rows}
    assert provinces["hai-phong"].total_words == "1/2 phần có số"
    assert provinces["quang-ninh"].total_words == ""


def test_page_shows_them_and_says_the_rule(reader):
    text = reader.get(PATH).content.decode()
    for shown in ("74.512", "41.836", "116.348", "35/63", "63/63", "11/35 số tự tổ chức"):
        assert shown in text
    assert "Tổng số: cộng cả hai nguồn." in text
    assert "28/1–30/9/2022" in text
    central = reader.get(PATH + "&khoi=central").content.decode()
    assert "Cả 30 tổng số đã công bố" in central
    assert ">810<" in central


def test_filter_order_and_region(reader):
    def names(query):
        rows = reader.get(PATH + query).context["rows"]
        return [row.member.printed_name for row in rows]

    assert len(names("")) == 63
    assert len(names("&chi=co")) == 11
    by_total = reader.get(PATH + "&xep=tong").context["rows"]
    shown = [[row.own_amount, row.platform_amount, row.amount] for row in by_total]
    assert sorted(map(str, shown)) == sorted(str(row["cells"]) for row in PRINTED)
    assert [row.amount for row in by_total] == [row["cells"][-1] for row in PRINTED]
    assert next(row.member.printed_name for row in by_total) == PRINTED[0]["name"]
    unknown_last = reader.get(PATH + "&xep=tu-to-chuc").context["rows"]
    assert [row.own is None for row in unknown_last] == [False] * 35 + [True] * 28
    regions = reader.get(PATH).context["sources"].regions
    for region in regions:
        shown = reader.get(f"{PATH}&vung={region.code}").context
        assert len(shown["rows"]) == len(region.members)
        if region.name == "Trung du và miền núi phía Bắc":
            assert shown["sums"]["amount"] == (32211, "14/14")
    assert len(names("&vung=khong-co&xep=khong-co&khoi=khong-co&chi=khong")) == 63


def test_workbook_holds_the_page(reader):
    response = reader.get("/boi-duong/doi-chieu.xlsx?ngay=30/9/2022&xep=tong")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    first = next(row for row in cells if row[0] == 1)
    assert (first[1], first[2], first[4], first[6]) == (
        PRINTED[0]["name"],
        *PRINTED[0]["cells"],
    )
    total = next(row for row in cells if "Tổng cộng" in row)
    assert (total[2], total[4], total[6]) == (74512, 41836, 116348)
    words = " ".join(str(cell) for row in cells for cell in row if cell)
    assert "11/35 số tự tổ chức" in words
    assert "tự tổ chức: 35/63" in words


def test_day_before_anything_is_known(reader):
    assert reader.get("/boi-duong/doi-chieu/?ngay=31/12/2021").status_code == 200
    early = sources(day=make.day("2022-09-29"))
    assert sums(early.rows)["amount"] == (None, "0/63")
    assert (early.remarks, early.counts()) == ([], {})
    assert source_table(early, early.rows).total["amount"] is None


def test_reference_data_is_loaded_once():
    loaded.load_reference()
    assert PlatformDomain.objects.count() == 1
    assert PlatformDomain.history.count() == 1


def test_another_country_has_no_platform_file():
    folder = loaded.INVENTED / "country"
    assert not (folder / "platform.json").exists()
