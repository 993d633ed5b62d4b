"""Up to five agencies of one side beside one another: page, workbook, text, clumsy addresses."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.test import Client
from django.utils.http import urlencode

from portal.accounts.models import Role
from portal.agencies.models import Agency
from tests import factories as make
from tests import loaded
from tests.markup import Page
from tests.reporting.tuan39 import dotted, one_spelling, printed

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("record39")]
ROLES = "portal.accounts.backends.RolesBackend"
PAGE = "/so-sanh/"
DAY = "30/9/2022"
FIVE = ("quang-ninh", "hai-phong", "ha-noi", "ha-giang", "thua-thien-hue")


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


def address(*slugs, day=DAY, path=PAGE) -> str:
    return f"{path}?{urlencode([*(('co-quan', slug) for slug in slugs), ('ngay', day)])}"


def markup_of(client, path) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def page_of(client, *slugs, **options) -> Page:
    return Page(markup_of(client, address(*slugs, **options)))


def row_of(page, label) -> list[str]:
    (found,) = [row[1:] for row in page.tables[0].rows if row[0].startswith(label) and len(row) > 1]
    return found


def printed_of(slug) -> list:
    day = make.day("2022-09-30")
    name = one_spelling(Agency.objects.named_on(day).get(slug=slug).printed_name)
    rows = printed()["provinces"]["rows"]
    return next(row["cells"] for row in rows if one_spelling(row["name"]) == name)


COLUMNS = {
    "Địa phương tự tổ chức": 0,
    "Bồi dưỡng trên Nền tảng One Touch": 1,
    "Tổng số": 2,
}


@pytest.mark.parametrize("label", COLUMNS)
def test_five_provinces_stand_as_printed_and_the_largest_is_said_to_lead(reader, label):
    cells = row_of(page_of(reader, *FIVE), label)
    amounts = [printed_of(slug)[COLUMNS[label]] for slug in FIVE]
    most = max(amount for amount in amounts if amount is not None)
    for cell, amount in zip(cells, amounts, strict=False):
        assert cell.startswith(dotted(amount))
        assert ("cao nhất" in cell) == (amount == most)
        assert bool(cell) == (amount is not None)


def test_the_country_stands_beside_and_a_shared_region_too(reader):
    alone = page_of(reader, "ha-giang", "cao-bang")
    assert alone.tables[0].head[3:5] == ["Trung du và miền núi phía Bắc", "Cả nước"]
    cells = row_of(alone, "Tổng số")
    assert cells[2].startswith("32.211")
    assert cells[3].startswith("116.348")
    assert "Trung du" not in " ".join(page_of(reader, *FIVE).tables[0].head)


def test_days_stand_beside_the_figures_only_where_they_differ(reader):
    agency = Agency.objects.get(slug="quang-ninh")
    indicator = agency.values.get(indicator__code="TRAIN_PRO_OT").indicator
    make.make_known(agency, make.day("2022-09-15"), (indicator, 4_000))
    other = Agency.objects.get(slug="hai-phong")
    make.make_known(other, make.day("2022-10-14"), (indicator, 5_000))
    page = page_of(reader, "quang-ninh", "hai-phong", day="17/10/2022")
    cells = row_of(page, "Bồi dưỡng trên Nền tảng One Touch")
    assert "đến 30/9/2022" in cells[0]
    assert "đến 14/10/2022" in cells[1]
    assert cells[-1] == ""
    assert "đến" not in row_of(page, "Địa phương tự tổ chức")[0]


def test_chart_says_who_leads_and_by_how_much(reader):
    first, second = sorted((printed_of("quang-ninh")[2], printed_of("hai-phong")[2]), reverse=True)
    text = page_of(reader, "quang-ninh", "hai-phong").text
    assert f"dẫn đầu với {dotted(first)} lượt bồi dưỡng" in text
    assert f"{dotted(first - second)} lượt" in text


def test_ministries_are_compared_among_themselves(reader):
    page = page_of(reader, "bxd", "btttt")
    totals = {row["name"]: row["cells"][0] for row in printed()["ministries"]["rows"]}
    cells = row_of(page, "Tổng số")
    assert cells[0].startswith(dotted(totals["Bộ Xây dựng"]))
    assert cells[1] == f"{dotted(totals['Bộ Thông tin và Truyền thông'])}cao nhất, thứ 1/30"


def test_the_boxes_offer_every_agency_by_region_and_keep_the_choice(reader):
    markup = markup_of(reader, address("quang-ninh", "hai-phong"))
    assert markup.count("<select") == 5
    assert markup.count('<option value="quang-ninh"') == 5
    assert markup.count('<option value="quang-ninh" selected') == 1
    assert markup.count('<optgroup label="Tây Nguyên"') == 5
    assert markup.count("<option value=") == 5 * (1 + 63 + 30)


def test_one_alone_is_shown_and_asked_to_be_joined(reader):
    page = page_of(reader, "quang-ninh")
    assert row_of(page, "Tổng số")[0].startswith("4.993")
    assert "Chọn thêm cơ quan" in page.text


def test_nothing_chosen_is_no_fault(reader):
    markup = markup_of(reader, PAGE)
    assert "error-summary" not in markup
    assert "Chọn từ hai cơ quan" in markup


def test_an_officer_finds_the_own_agency_in_the_first_box():
    client = Client()
    agency = Agency.objects.get(slug="hai-phong")
    client.force_login(make.make_member(Role.REPORTER, agency), backend=ROLES)
    assert markup_of(client, PAGE).count('<option value="hai-phong" selected') == 1


# What cannot be compared


def test_a_sixth_is_refused_with_a_sentence(reader):
    page = page_of(reader, *FIVE, "can-tho")
    assert "So sánh nhiều nhất 5 cơ quan, địa chỉ này nêu 6" in page.text
    assert len(page.tables[0].head) == 1 + 5 + 2


def test_the_two_sides_are_not_mixed(reader):
    page = page_of(reader, "bxd", "quang-ninh")
    assert "Quảng Ninh là địa phương, Bộ Xây dựng là bộ, ngành" in page.text
    assert page.tables == []


def test_a_stranger_is_told_beside_the_box(reader):
    markup = markup_of(reader, address("quang-ninh", "atlantis"))
    assert 'id="co-quan-2_error"' in markup
    assert "không có cơ quan “atlantis”" in markup
    assert row_of(Page(markup), "Tổng số")[0].startswith("4.993")


def test_who_is_not_there_on_the_day_is_a_stranger(reader):
    page = page_of(reader, "ha-giang", day="1/8/2025")
    assert "Ngày 1/8/2025 không có cơ quan “ha-giang”" in page.text


@pytest.mark.parametrize("day", ["31/2/2022", "hom-nay", "1/1/99999", "0"])
def test_a_clumsy_day_is_told_beside_its_box_and_kept(reader, day):
    markup = markup_of(reader, address("quang-ninh", day=day))
    assert 'id="ngay_error"' in markup
    assert f'value="{day}"' in markup
    assert "<table" not in markup


def test_a_day_before_anyone_was_asked_says_so(reader):
    assert "chưa có cơ quan nào được hỏi" in page_of(reader, "quang-ninh", day="31/12/1999").text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "quang-ninh'--",
        "x" * 5_000,
        "\x00",
        "Quảng Ninh",
        "../../etc",
        "\u202equang-ninh",
    ],
)
def test_a_hostile_name_is_a_stranger_and_harms_nothing(reader, text):
    markup = markup_of(reader, address(text, "hai-phong"))
    assert "<script>alert" not in markup
    assert row_of(Page(markup), "Tổng số")


def test_the_same_agency_twice_is_one_column(reader):
    page = page_of(reader, "quang-ninh", "quang-ninh", "", "hai-phong")
    assert page.tables[0].head[1:3] == ["Quảng Ninh", "TP. Hải Phòng"]
    assert len(page.tables[0].head) == 1 + 2 + 1 + 1 + (page.tables[0].head[3] != "Cả nước")


def test_five_hundred_names_are_no_burden(reader):
    assert "So sánh nhiều nhất 5 cơ quan" in page_of(reader, *map(str, range(500))).text


def test_a_post_is_not_answered(reader):
    assert reader.post(PAGE).status_code == 405


# Taken away


def test_workbook_holds_the_same_figures_as_numbers(reader):
    response = reader.get(address("quang-ninh", "hai-phong", path="/so-sanh/bang.xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True) if row[0]}
    total = next(row for label, row in rows.items() if str(label).endswith("Tổng số"))
    assert total[2] == 4_993
    assert total[3].date() == datetime.date(2022, 9, 30)
    assert total[4] == printed_of("hai-phong")[2]
    country = [value for value in total if value == 116_348]
    assert country == [116_348]
    heads = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "Chỉ tiêu")
    assert heads[2:6:2] == ("Quảng Ninh", "TP. Hải Phòng")


def test_text_holds_the_same_and_blanks_stay_blank(reader):
    slugs = ("quang-ninh", next(slug for slug in slugs_without_self_run()))
    response = reader.get(address(*slugs, path="/so-sanh/bang.csv"))
    assert response.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    (self_run,) = [row for row in rows if row[0].endswith("Địa phương tự tổ chức bồi dưỡng")]
    assert self_run[2] == "428"
    assert self_run[4] == self_run[5] == ""
    assert rows[0][0] == "Chỉ tiêu"


def slugs_without_self_run():
    day = make.day("2022-09-30")
    for agency in Agency.objects.in_set("provinces", day).named_on(day):
        if printed_of(agency.slug)[0] is None:
            yield agency.slug


@pytest.mark.parametrize("kind", ["png", "xlsx", "csv"])
def test_the_chart_is_taken_away(reader, kind):
    response = reader.get(address("quang-ninh", "hai-phong", path=f"/so-sanh/bieu-do.{kind}"))
    assert response.status_code == 200
    assert len(response.content) > 100


@pytest.mark.parametrize("file", ["bang.xlsx", "bang.csv", "bieu-do.png"])
def test_a_file_of_nothing_gives_the_page_with_its_faults(reader, file):
    response = reader.get(address("atlantis", path=f"/so-sanh/{file}"))
    assert response.status_code == 400
    assert "không có cơ quan “atlantis”" in response.content.decode()
