"""The living tables: the printed ones to the cell, and every other order, column and comparison.

Golden numbers: the printed report of Tuần 39 (tests/data/tuan39_printed.json) and domain.md A.6.
"""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Role
from portal.agencies.models import Agency
from portal.catalogue.models import Indicator, PublicationRule
from portal.names import sort_key
from portal.submissions.models import Channel
from reporting.editions.snapshot import ready_to_report, report_of
from reporting.models import WeeklyEdition
from reporting.outputs.book import workbook_of
from tests import factories as make
from tests import loaded
from tests.markup import Page
from tests.reporting.tuan39 import dotted, one_spelling, printed, standing
from training.sources.models import Dispute

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]

PROVINCES, MINISTRIES = "/boi-duong/dia-phuong/", "/boi-duong/bo-nganh/"
FRIDAY, LATER = "30/9/2022", "14/10/2022"
SHEETS = {PROVINCES: "Bảng 2", MINISTRIES: "Bảng 1"}
TABLES = {PROVINCES: "provinces", MINISTRIES: "ministries"}


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


def page_of(client, path=PROVINCES, **query):
    response = client.get(path, {"ngay": FRIDAY, **query})
    assert response.status_code == 200
    return Page(response.content.decode())


def table_of(client, path=PROVINCES, **query):
    (table,) = page_of(client, path, **query).tables
    return table


def rows_of(client, path=PROVINCES, **query):
    """{name: cells after the name} of the body, in order."""
    return {row[1]: row[2:] for row in table_of(client, path, **query).rows}


def book_of(client, path=PROVINCES, **query):
    response = client.get(f"{path.rstrip('/')}.xlsx", {"ngay": FRIDAY, **query})
    assert response.status_code == 200
    (sheet,) = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets
    return sheet


def text_of(client, path=PROVINCES, **query):
    response = client.get(f"{path.rstrip('/')}.csv", {"ngay": FRIDAY, **query})
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def tell(slug, code, on, amount):
    """One more figure of an agency, as of a later day."""
    channel = Channel.REFERENCE
    agency = Agency.objects.get(slug=slug)
    indicator = Indicator.objects.get(code=code)
    make.make_known(agency, make.day(on), (indicator, amount), channel=channel)


# The printed tables


@pytest.mark.parametrize("path", [PROVINCES, MINISTRIES])
def test_standard_table_is_the_printed_one_cell_by_cell(reader, path):
    table, wanted = table_of(reader, path), printed()[TABLES[path]]
    assert table.head == wanted["columns"]
    found = [[row[0], one_spelling(row[1]), *row[2:]] for row in table.rows]
    assert found == [
        [str(row["tt"]), one_spelling(row["name"]), *map(dotted, row["cells"])]
        for row in wanted["rows"]
    ]


@pytest.mark.parametrize("path", [PROVINCES, MINISTRIES])
def test_standard_sheet_is_the_reports_cell_by_cell(reader, path):
    report = report_of(ready_to_report(WeeklyEdition.objects.filter(week=39)).get())
    theirs = openpyxl.load_workbook(io.BytesIO(workbook_of(report)))[SHEETS[path]]
    ours = book_of(reader, path)
    assert ours.title == theirs.title
    assert ours.dimensions == theirs.dimensions
    assert ours.merged_cells.ranges == theirs.merged_cells.ranges
    own_words = {"A1", "A3"}  # the report's name and number; the day of the figures
    for row, wanted in zip(ours.iter_rows(), theirs.iter_rows(), strict=True):
        for cell, other in zip(row, wanted, strict=True):
            if cell.coordinate not in own_words:
                assert cell.value == other.value, cell.coordinate
            assert cell.number_format == other.number_format
            for style in ("font", "border", "alignment", "fill"):
                assert repr(getattr(cell, style)) == repr(getattr(other, style)), cell.coordinate
    widths = {name: size.width for name, size in theirs.column_dimensions.items()}
    assert {name: size.width for name, size in ours.column_dimensions.items()} == widths
    assert ours["A3"].value == "(Số liệu tính đến ngày 30/9/2022)"


def test_totals_say_what_they_rest_on(reader):
    table = table_of(reader)
    assert table.foot == [
        ["", "Tổng cộng", "74.512", "41.836", "116.348"],
        ["", "Số cơ quan có số", "35/63", "63/63", "63/63"],
    ]


# Order


def test_by_name_follows_the_vietnamese_alphabet_both_ways(reader):
    names = list(rows_of(reader, xep="ten"))
    short = {one_spelling(name): name for name in names}
    assert [one_spelling(name) for name in names] == sorted(short, key=sort_key)
    assert list(rows_of(reader, xep="-ten")) == names[::-1]
    assert names.index("Đà Nẵng" if "Đà Nẵng" in names else "TP. Đà Nẵng") > names.index("Cà Mau")


def test_unknown_comes_last_whichever_way(reader):
    for order in ("tu-to-chuc", "-tu-to-chuc"):
        column = [cells[0] for cells in rows_of(reader, xep=order).values()]
        assert column[35:] == [""] * 28
        amounts = [int(text.replace(".", "")) for text in column[:35]]
        assert amounts == sorted(amounts, reverse=order.startswith("-"))


def test_official_order(reader):
    positions = dict(
        Agency.objects.named_on(make.day("2022-09-30")).values_list("printed_name", "position")
    )
    names = list(rows_of(reader, MINISTRIES, xep="chinh-thuc"))
    assert [positions[name] for name in names] == sorted(positions[name] for name in names)


def test_heads_lead_to_the_other_order_and_say_the_present_one(reader):
    text = reader.get(PROVINCES, {"ngay": FRIDAY}).content.decode()
    assert 'aria-sort="descending"><a href="?ngay=30/9/2022&amp;xep=tong-so">Tổng số</a>' in text
    assert '<a href="?ngay=30/9/2022&amp;xep=ten">Địa phương</a>' in text
    assert '<a href="?ngay=30/9/2022&amp;xep=-one-touch">' in text
    again = reader.get(PROVINCES, {"ngay": FRIDAY, "xep": "ten"}).content.decode()
    assert 'aria-sort="ascending"><a href="?ngay=30/9/2022&amp;xep=-ten">' in again
    assert '<a href="?ngay=30/9/2022">Tổng số</a>' in again


# Columns


def test_shares_and_ranks(reader):
    cells = rows_of(reader, cot=["ty-trong", "hang", "tong-so"])
    assert table_of(reader, cot=["hang", "tong-so"]).head == ["TT", "Địa phương", "Tổng số", "Hạng"]
    assert cells["Quảng Ngãi"] == ["14.680", "12,6%", "1"]
    assert cells["Quảng Ninh"] == ["4.993", "4,3%", "7"]
    ranks = [
        row[2] for row in rows_of(reader, MINISTRIES, cot=["tong-so", "ty-trong", "hang"]).values()
    ]
    assert len(set(ranks)) < len(ranks)  # equals share a rank


def test_region_of_each_and_the_sums_by_region(reader):
    assert rows_of(reader, cot=["nhom", "tong-so"])["Quảng Ninh"][0] == "Đồng bằng sông Hồng"
    table = table_of(reader, cot="tong-so", nhom="co")
    sums = {row[1]: row[2] for row in table.rows if not row[0]}
    assert sums == {
        "Đồng bằng sông Hồng (11)": "27.967",
        "Trung du và miền núi phía Bắc (14)": "32.211",
        "Bắc Trung Bộ và Duyên hải miền Trung (14)": "27.537",
        "Tây Nguyên (5)": "3.686",
        "Đông Nam Bộ (6)": "13.519",
        "Đồng bằng sông Cửu Long (13)": "11.428",
    }
    assert len(table.rows) == 63 + 6
    assert table.foot[0][2] == "116.348"
    assert table.rows[1][0] == "4"  # its place in the whole country


def test_kinds_of_central_bodies(reader):
    table = table_of(reader, MINISTRIES, nhom="co")
    sums = {row[1]: row[2] for row in table.rows if not row[0]}
    assert sums == {
        "Bộ (18)": "728",
        "Cơ quan ngang bộ (4)": "26",
        "Cơ quan thuộc Chính phủ (8)": "56",
    }
    kinds = rows_of(reader, MINISTRIES, cot=["nhom", "tong-so"])
    assert kinds["Bộ Y tế"] == ["Bộ", "0"]


def test_completions_and_persons_stand_beside_and_are_in_no_sum(reader):
    tell("quang-ninh", "TRAIN_PRO_DONE", "2022-09-30", 3000)
    table = table_of(reader, cot=["tu-to-chuc", "one-touch", "tong-so", "hoan-thanh", "nguoi"])
    assert table.head[-2:] == [
        "Hoàn thành khóa (lượt hoàn thành)",
        "Số người được bồi dưỡng (người)",
    ]
    rows = {row[1]: row[2:] for row in table.rows}
    assert rows["Quảng Ninh"] == ["428", "4.565", "4.993", "3.000", ""]
    assert table.foot[0][2:] == ["74.512", "41.836", "116.348", "3.000", ""]
    assert table.foot[1][-2:] == ["1/63", "0/63"]


# Against an earlier day


@pytest.fixture
def october():
    tell("quang-ninh", "TRAIN_PRO_OT", "2022-10-14", 4605)
    tell("hai-phong", "TRAIN_PRO_SELF", "2022-10-14", 700)
    tell("phu-yen", "TRAIN_PRO_OT", "2022-10-14", 200)


def test_changes_since_an_earlier_day(reader, october):
    query = {"ngay": LATER, "so-voi": FRIDAY, "cot": ["tu-to-chuc", "one-touch", "tong-so", "hang"]}
    table = table_of(reader, **query)
    assert table.head[2:] == [
        "Địa phương tự tổ chức bồi dưỡng",
        "Thay đổi: tự tổ chức",
        "Bồi dưỡng trên Nền tảng One Touch",
        "Thay đổi: One Touch",
        "Tổng số",
        "Thay đổi: tổng số",
        "Hạng",
        "Thay đổi: hạng",
    ]
    rows = {row[1]: row[2:] for row in table.rows}
    assert rows["Quảng Ninh"] == ["428", "0", "4.605", "+40", "5.033", "+40", "7", "giữ nguyên"]
    assert rows["TP. Hải Phòng"] == [
        *("700", "mới", "1.304", "0", "2.004", "+700"),
        *("18", "lên 5"),
    ]
    assert rows["Phú Yên"][2:6] == ["200", "−19", "200", "−19"]
    assert rows["TP. Hồ Chí Minh"][-1] == "xuống 1"
    assert rows["Thanh Hóa"][:2] == ["", ""]
    assert table.foot[0][2:8] == ["75.212", "+700", "41.857", "+21", "117.069", "+721"]
    assert table.foot[1][3] == "trước: 35/63"


def test_earlier_day_without_figures_makes_all_new(reader):
    rows = rows_of(reader, **{"so-voi": "1/9/2022", "cot": ["tong-so", "hang"]})
    assert {tuple(cells[1::2]) for cells in rows.values()} == {("mới", "mới")}


def test_order_by_change(reader, october):
    query = {"ngay": LATER, "so-voi": FRIDAY, "xep": "-tong-so-thay-doi"}
    names = list(rows_of(reader, **query))
    assert names[:2] == ["TP. Hải Phòng", "Quảng Ninh"]
    assert names[-1] == "Phú Yên"


def test_earlier_day_follows_the_rule_of_its_own_day(reader, october):
    PublicationRule.objects.create(
        indicator=Indicator.objects.get(code="TRAIN_PRO"),
        channel="platform",
        in_force_from=make.day("2022-10-10"),
        basis="Kết luận thử",
    )
    page = reader.get(PROVINCES, {"ngay": LATER, "so-voi": FRIDAY}).content.decode()
    assert "Tổng số theo Nền tảng từ 10/10/2022 (căn cứ Kết luận thử)." in page
    rows = rows_of(reader, **{"ngay": LATER, "so-voi": FRIDAY})
    assert rows["Quảng Ninh"][-2:] == ["4.605", "−388"]  # 4.605 now, 4.993 then
    assert "Tổng số: cộng cả hai nguồn." in reader.get(PROVINCES, {"ngay": FRIDAY}).content.decode()


def test_stated_total_that_is_not_the_sum_says_why(reader):
    tell("bxd", "TRAIN_MIN_OT", "2022-10-14", 9)
    plain = page_of(reader, MINISTRIES, ngay=LATER)
    parts = ["tu-to-chuc", "one-touch", "tong-so"]
    assert "là số đã công bố" not in plain.text
    assert (
        "Tổng số của 1 cơ quan là số đã công bố"
        in page_of(reader, MINISTRIES, ngay=LATER, cot=parts).text
    )


# Files


def test_workbook_holds_the_chosen_columns_and_the_changes(reader, october):
    query = {"ngay": LATER, "so-voi": FRIDAY, "cot": ["tong-so", "ty-trong", "hang"], "xep": "ten"}
    rows = [[cell.value for cell in row] for row in book_of(reader, **query).iter_rows()]
    heads = next(row for row in rows if row[0] == "TT")
    assert heads == [
        *("TT", "Địa phương", "Tổng số", "Thay đổi: tổng số", "Tỷ trọng"),
        *("Hạng", "Thay đổi: hạng"),
    ]
    found = {row[1]: row[2:] for row in rows if isinstance(row[0], int)}
    assert len(found) == 63
    assert found["TP. Hải Phòng"][:2] == [2004, 700]
    assert found["TP. Hải Phòng"][3:] == [18, "lên 5"]
    foot = next(row for row in rows if row[0] == "Tổng cộng")
    assert foot[2:4] == [117069, 721]


def test_separated_text_holds_the_same(reader):
    rows = text_of(reader)
    assert rows[0] == table_of(reader).head
    assert len(rows) == 1 + 63 + 2
    assert rows[1] == ["1", "Quảng Ngãi", "14464", "216", "14680"]
    assert rows[23][2] == ""  # nothing known is no zero
    assert rows[-2:] == [
        ["", "Tổng cộng", "74512", "41836", "116348"],
        ["", "Số cơ quan có số", "35/63", "63/63", "63/63"],
    ]


def test_files_keep_what_was_asked(reader):
    text = reader.get(PROVINCES, {"ngay": FRIDAY, "xep": "ten", "nhom": "co"}).content.decode()
    assert "/boi-duong/dia-phuong.xlsx?ngay=30/9/2022&amp;xep=ten&amp;nhom=co" in text


# Hostile and clumsy addresses


@pytest.mark.parametrize(
    "query",
    [
        {"xep": "khong-co"},
        {"xep": "--tong-so"},
        {"xep": "\x00"},
        {"xep": "-tong-so-thay-doi"},  # without an earlier day there is none
        {"cot": "khong-co"},
        {"cot": ""},
        {"cot": ["<script>", "'; DROP TABLE--"]},
        {"nhom": "x" * 5000},
    ],
)
def test_what_names_nothing_gives_the_printed_table(reader, query):
    assert table_of(reader, **query).rows == table_of(reader).rows


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("40/9/2022", "không có ngày 40"),
        ("30/9/2022", "phải trước ngày 30/9/2022"),
        ("1/1/2030", "phải trước ngày 30/9/2022"),
        ("<b>x</b>", "Chưa rõ"),
    ],
)
def test_earlier_day_that_cannot_be_says_so_beside_its_box(reader, text, said):
    response = reader.get(PROVINCES, {"ngay": FRIDAY, "so-voi": text})
    page = response.content.decode()
    assert response.status_code == 200
    assert said in Page(page).text
    assert "<b>x</b>" not in page
    assert "Thay đổi" not in page


@pytest.mark.parametrize("kind", ["/", ".xlsx", ".csv"])
def test_day_that_cannot_be_read_leads_back_to_today(reader, kind):
    response = reader.get(f"/boi-duong/dia-phuong{kind}", {"ngay": "30/13/2022"})
    assert (response.status_code, response["Location"]) == (302, PROVINCES)


def test_all_columns_against_another_day_in_at_most_eight_queries(reader):
    every = [
        "nhom",
        "tu-to-chuc",
        "one-touch",
        "tong-so",
        "ty-trong",
        "hang",
        "hoan-thanh",
        "nguoi",
    ]
    for path in (PROVINCES, MINISTRIES):
        with CaptureQueriesContext(connection) as asked:
            page_of(reader, path, **{"cot": every, "so-voi": "1/9/2022", "nhom": "co"})
        assert len(asked) <= 8


def test_open_disputes_are_named_on_page_and_sheet(reader):
    province = Agency.objects.get(slug="quang-ninh")
    value = standing(province, "TRAIN_PRO_OT")
    said = "Đang có ý kiến chưa trả lời về số One Touch của Quảng Ninh."
    assert said not in page_of(reader).text
    dispute = Dispute.objects.create(
        agency=province,
        indicator=value.indicator,
        value=value,
        comment="Thiếu lớp tháng 9",
        opened_at=make.instant("2022-10-20 09:00"),
        opened_by=make.make_member(Role.REPORTER, province),
    )
    assert said in page_of(reader).text
    notes = [row[0].value for row in book_of(reader).iter_rows() if row[0].value]
    assert any(said in str(note) for note in notes)
    Dispute.objects.filter(pk=dispute.pk).update(withdrawn_at=make.instant("2022-10-21 09:00"))
    assert said not in page_of(reader).text


def test_own_agency_is_marked(client):
    own = Agency.objects.get(slug="quang-ninh")
    make.sign_in(client, make.make_member(Role.REPORTER, own))
    assert "Quảng Ninh (cơ quan bạn)" in rows_of(client)
    assert "Quảng Ninh (cơ quan bạn)" in rows_of(client, nhom="co", cot="tong-so")


def test_equals_stand_in_printed_order_on_the_reports_day_else_in_official_order(reader):
    wanted = [
        one_spelling(r["name"]) for r in printed()["ministries"]["rows"] if r["cells"] == [18]
    ]
    pinned = [name for name, cells in rows_of(reader, MINISTRIES).items() if cells == ["18"]]
    assert [one_spelling(name) for name in pinned] == wanted
    later = rows_of(reader, MINISTRIES, ngay="1/10/2022")
    officially = [name for name, cells in later.items() if cells == ["18"]]
    positions = dict(
        Agency.objects.named_on(make.day("2022-10-01")).values_list("printed_name", "position")
    )
    assert officially == sorted(pinned, key=positions.get)
    assert officially != pinned
