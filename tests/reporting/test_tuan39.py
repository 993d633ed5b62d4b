"""Tuần 39/2022: every printed figure on the page and in the workbook, and none of them by heart."""

import re

import pytest

from portal.models import Agency, Document, Submission
from portal.submissions.models import IndicatorValue
from tests import loaded
from tests.markup import Page

from .tuan39 import (
    DAY,
    dotted,
    figures_in,
    line_with,
    names_in,
    one_spelling,
    printed,
    read_sheet,
    reader,
    report_book,
    report_page,
    restate,
)

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture
def report(client):
    return report_page(reader(client))


@pytest.fixture
def book(client):
    return report_book(reader(client))


def province(name):
    return Agency.objects.named_on(DAY).get(name=name)


# The printed table itself


def test_printed_table_agrees_with_itself():
    ministries, provinces = printed()["ministries"], printed()["provinces"]
    assert [row["tt"] for row in ministries["rows"]] == list(range(1, 31))
    assert [row["tt"] for row in provinces["rows"]] == list(range(1, 64))
    assert sum(row["cells"][0] for row in ministries["rows"]) == ministries["total"][0] == 810
    for row in provinces["rows"]:
        self_run, one_touch, total = row["cells"]
        assert (self_run or 0) + one_touch == total, row["name"]
    assert provinces["total"] == [None, None, 116348]
    assert sum(row["cells"][2] for row in provinces["rows"]) == 116348
    assert printed()["total"] == 810 + 116348 == 117158
    assert sum(row["cells"][0] is None for row in provinces["rows"]) == 28


def test_only_listed_slips_were_mended():
    cells = [*printed()["ministries"]["rows"], *printed()["provinces"]["rows"]]
    for name in ("plan_central", "plan_provincial", "without_teams"):
        cells += printed()[name]
    assert {(cell["raw"], cell["name"]) for cell in cells if cell["raw"] != cell["name"]} == {
        ("Hung Yên", "Hưng Yên"),
        ("Đông Nai", "Đồng Nai"),
        (
            "Viện Hàn lâm Khoa học và Xã hội Việt Nam",
            "Viện Hàn lâm Khoa học xã hội Việt Nam",
        ),
        ("Bảo hiểm Xã hội Việt Nam", "Bảo hiểm xã hội Việt Nam"),
    }


# Tables, cell by cell


def test_ministry_table_of_the_page(report):
    table, expected = report.table("bang-1"), printed()["ministries"]
    assert table.head == expected["columns"]
    assert table.rows == [
        [str(row["tt"]), row["name"], dotted(row["cells"][0])] for row in expected["rows"]
    ]
    assert table.rows[-1] == ["30", "Bộ Y tế", "0"]
    assert table.foot == [["", "Tổng cộng", "810"], ["", "Số cơ quan có số", "30/30"]]


def test_province_table_of_the_page(report):
    table, expected = report.table("bang-2"), printed()["provinces"]
    assert table.head == expected["columns"]
    assert table.rows == [
        [str(row["tt"]), row["name"], *map(dotted, row["cells"])] for row in expected["rows"]
    ]
    assert sum(row[2] == "" for row in table.rows) == 28
    assert "" not in {cell for row in table.rows for cell in (*row[:2], *row[3:])}
    assert table.foot == [
        ["", "Tổng cộng", "74.512", "41.836", "116.348"],
        ["", "Số cơ quan có số", "35/63", "63/63", "63/63"],
    ]


def test_ministry_table_of_the_workbook(book):
    sheet, expected = read_sheet(book, "Bảng 1"), printed()["ministries"]
    assert sheet.head == expected["columns"]
    assert sheet.rows == [[row["tt"], row["name"], row["cells"][0]] for row in expected["rows"]]
    assert sheet.rows[-1] == [30, "Bộ Y tế", 0]
    assert sheet.foot == [["Tổng cộng", None, 810]]


def test_province_table_of_the_workbook(book):
    sheet, expected = read_sheet(book, "Bảng 2"), printed()["provinces"]
    assert sheet.head == expected["columns"]
    assert sheet.rows == [[row["tt"], row["name"], *row["cells"]] for row in expected["rows"]]
    assert sum(row[2] is None for row in sheet.rows) == 28
    numbers = {type(cell) for row in sheet.rows for cell in (row[0], *row[2:])}
    assert numbers == {int, type(None)}
    assert sheet.foot == [["Tổng cộng", None, 74512, 41836, 116348]]


def test_living_tables_of_the_day_are_the_printed_ones(client):
    """Ties keep no printed order there: compared as sets of rows."""
    reader(client)
    for path, key in (("bo-nganh", "ministries"), ("dia-phuong", "provinces")):
        table = report_page(client, f"/boi-duong/{path}/?ngay=30/9/2022").tables[0]
        assert sorted(row[1:] for row in table.rows) == sorted(
            [row["name"], *map(dotted, row["cells"])] for row in printed()[key]["rows"]
        )
        totals = [int(row[-1].replace(".", "")) for row in table.rows]
        assert totals == sorted(totals, reverse=True)


# Lines

PLAN = "đã ban hành Kế hoạch triển khai Đề án."
AWARENESS = (
    "đã tổ chức hội nghị, hội thảo",
    "đã có chuyên trang, chuyên mục",
    "đã gửi đề xuất bài toán lớn",
    "câu chuyện chuyển đổi số Việt Nam",
    "sáng tác Biểu trưng",
    "Viet Solutions",
    "tập phim",
    "trên Zalo",
)
TEAMS = (
    "đã thành lập Tổ công nghệ số cộng đồng",
    "lượt truy cập và tham gia khóa học",
    "được bồi dưỡng trực tiếp cho Tổ",
)


def expected_lines():
    yield PLAN, printed()["plan"]
    yield from zip(AWARENESS, printed()["awareness"], strict=True)
    first, *rest = printed()["teams"]
    two = f"{len(printed()['without_teams']):02d}"
    yield TEAMS[0], [first[0], two, *first[1:]]
    yield from zip(TEAMS[1:], rest, strict=True)


@pytest.mark.parametrize(("words", "figures"), list(expected_lines()))
def test_line_of_the_page(report, words, figures):
    assert figures_in(line_with(report, words)) == figures


def test_approximate_figure_keeps_its_word(report, book):
    assert line_with(report, "tập phim").startswith("Gần 500 ")
    row = next(row for row in line_rows(book) if row[1].startswith("Gần 500 "))
    assert row[2] == 500
    assert "gần" in row[6].lower()


def test_line_of_the_zalo_channel_says_its_day(report):
    assert "tính đến 30/9/2022" in line_with(report, "trên Zalo")


def test_total_line_of_the_page(report):
    sentence = line_with(report, "Tổng cộng 117.158 lượt")
    assert figures_in(sentence) == ["117.158", "810", "116.348"]


def test_lines_stand_in_the_printed_order(report):
    lines = [words for words, _ in expected_lines()]
    at = [report.text.index(words) for words in lines]
    assert at == sorted(at)


def test_completeness_note_of_the_page(report):
    assert re.search(
        r"báo cáo của 11 bộ, ngành và 45 tỉnh, thành phố trực thuộc Trung ương",
        line_with(report, "Số liệu tổng hợp từ báo cáo của"),
    )


def line_rows(book):
    sheet = book["Số liệu thống kê"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    at = next(i for i, row in enumerate(rows) if row[0] == "Mục")
    return [row for row in rows[at + 1 :] if row[1]]


def figures_of_block(rows, words) -> list[str]:
    """The number cells beside or below the sentence with `words`, as printed."""
    at = next(i for i, row in enumerate(rows) if words in row[1])
    cells = [rows[at]]
    if rows[at][2] is None:
        for row in rows[at + 1 :]:
            if row[0] is not None and row[2] is None:
                break
            if row[0] is not None:
                cells.append(row)
    found = []
    for _, _, amount, size, *_ in cells:
        if amount is not None:
            found.append(f"{amount:02d}/{size}" if size else dotted(amount))
    return found


@pytest.mark.parametrize(("words", "figures"), list(expected_lines()))
def test_line_of_the_workbook(book, words, figures):
    rows = line_rows(book)
    sentence = next(row[1] for row in rows if words in row[1])
    assert figures_in(sentence) == figures
    numbers = figures_of_block(rows, words)
    if words == TEAMS[0]:
        figures = [figures[0], *figures[2:]]  # "02" is the length of the list of names
    assert numbers[: len(figures)] == [re.sub(r"^0(\d)$", r"\1", f) for f in figures]


def test_total_line_of_the_workbook(book):
    (row,) = [row for row in line_rows(book) if row[1].startswith("Tổng cộng 117.158")]
    assert row[2] == 117158


def test_completeness_note_of_the_workbook(book):
    texts = [row[0] for row in book["Số liệu thống kê"].iter_rows(values_only=True) if row[0]]
    assert any("báo cáo của 11 bộ, ngành và 45 tỉnh, thành phố" in text for text in texts)


# Lists of names


def listed_on_page(page: Page, first_words: str) -> str:
    notes = [text for name, text in page.ids.items() if name.startswith("chu-thich-")]
    (found,) = [text for text in notes if first_words in text]
    return found.rstrip(" ↑").rstrip(".")


def test_five_central_bodies_with_a_plan(report, book):
    expected = {cell["name"] for cell in printed()["plan_central"]}
    assert len(expected) == 5
    assert set(listed_on_page(report, "Bộ Xây dựng").split("; ")) == expected
    (row,) = [row for row in line_rows(book) if row[1].startswith("Danh sách (5)")]
    assert set(row[1].split(": ", 1)[1].split("; ")) == expected


def test_forty_one_provinces_with_a_plan(report, book):
    expected = names_in(printed()["plan_provincial"])
    assert len(expected) == 41
    on_page = [one_spelling(name) for name in listed_on_page(report, "Vĩnh Phúc").split(", ")]
    assert (len(on_page), set(on_page)) == (41, expected)
    (row,) = [row for row in line_rows(book) if row[1].startswith("Danh sách (41)")]
    in_book = [one_spelling(name) for name in row[1].split(": ", 1)[1].split("; ")]
    assert (len(in_book), set(in_book)) == (41, expected)


def test_two_provinces_without_teams(report, book):
    expected = names_in(printed()["without_teams"])
    assert len(expected) == 2
    notes = [text for name, text in report.ids.items() if name.startswith("chu-thich-")]
    lists = [text.rstrip(" ↑").rstrip(".").split(", ") for text in notes]
    assert [set(map(one_spelling, names)) for names in lists].count(expected) == 1
    (row,) = [row for row in line_rows(book) if row[1].startswith("Đã báo cáo là chưa (2)")]
    assert {one_spelling(name) for name in row[1].split(": ", 1)[1].split("; ")} == expected


def test_no_names_are_invented_for_counts_without_names(book):
    """43/63 held events: the report does not say who, so nothing says who."""
    listed = [row[1] for row in line_rows(book) if row[1].startswith("Danh sách")]
    assert [re.match(r"Danh sách \((\d+)\)", text)[1] for text in listed] == ["5", "41", "61"]


# Computed, or the centre's statement


def test_every_figure_leads_to_what_it_rests_on(client, report):
    """Behind each stands the centre's statement by name, or lists that add up to all asked."""
    links = sorted({link for link in report.links if link.startswith("/tong-quan/chi-tieu/")})
    assert len(links) > 15
    for link in links:
        behind = report_page(client, link)
        stated = "Đây là số Cục công bố" in behind.text
        sizes = [int(count) for count in re.findall(r"(\d+) cơ quan(?= [^,])", behind.text)]
        assert stated or sizes, link


def test_figure_behind_a_link_is_the_one_printed(client, report):
    response = client.get("/bao-cao-tuan/2022-W39/").content.decode()
    pairs = re.findall(
        r'href="(/tong-quan/chi-tieu/[A-Z_]+/\?ngay=[\d/]+)"><strong>([^<]+)</strong>', response
    )
    assert len(pairs) >= 20
    wrong = []
    for link, text in pairs:
        behind = client.get(link).content.decode()
        shown = re.search(r'<dd class="big">(.*?)</dd>', behind, re.DOTALL)[1]
        shown = re.sub(r"<[^>]+>", "", shown).strip()
        is_list_length = f"{without_padding(text)} cơ quan" in behind
        if without_padding(shown) != without_padding(text) and not is_list_length:
            wrong.append((link, text, shown))
    assert wrong == []


def without_padding(text):
    return re.sub(r"\b0(\d)\b", r"\1", text).lower()


def test_every_counted_line_follows_the_database(client, report):
    """Each of the centre's figures raised by one comes out so: none is known by heart."""
    submission = Submission.objects.get(channel="centre", as_of=DAY)
    codes = IndicatorValue.objects.filter(revision__submission=submission).values_list(
        "indicator__code", "amount"
    )
    restate(None, **{code: amount + 1 for code, amount in codes})
    changed, book = report_page(client), report_book(client)
    for words, _ in expected_lines():
        if words == PLAN:
            continue
        before, after = figures_in(line_with(report, words)), figures_in(line_with(changed, words))
        kept = {0, 1} if words == TEAMS[0] else set()  # named province by province
        for i, (old, new) in enumerate(zip(before, after, strict=True)):
            assert first_number(new) == first_number(old) + (i not in kept), (words, old, new)
        sentence = next(row[1] for row in line_rows(book) if words in row[1])
        assert figures_in(sentence) == after
    assert "12 bộ, ngành và 46 tỉnh" in line_with(changed, "Số liệu tổng hợp từ báo cáo của")


def first_number(figure):
    return int(figure.split("/")[0].replace(".", ""))


def test_withdrawn_plan_and_changed_figure_change_page_and_workbook(client):
    Document.objects.filter(agency=province("Hải Phòng")).update(effective_until="2022-09-29")
    restate(province("Quảng Ninh"), TRAIN_PRO_SELF=6428)
    reader(client)
    page, book = report_page(client), report_book(client)

    expected = names_in(printed()["plan_provincial"]) - {"Hải Phòng"}
    assert figures_in(line_with(page, PLAN)) == ["05/30", "40/63"]
    on_page = {one_spelling(name) for name in listed_on_page(page, "Vĩnh Phúc").split(", ")}
    assert on_page == expected
    (row,) = [row for row in line_rows(book) if row[1].startswith("Danh sách (40)")]
    assert {one_spelling(n) for n in row[1].split(": ", 1)[1].split("; ")} == expected
    assert figures_of_block(line_rows(book), PLAN) == ["05/30", "40/63"]

    rows = [[row["name"], *row["cells"]] for row in printed()["provinces"]["rows"]]
    rows = [["Quảng Ninh", 6428, 4565, 10993] if r[0] == "Quảng Ninh" else r for r in rows]
    rows.sort(key=lambda row: -row[3])  # stable: ties as printed
    assert rows[1][0] == "Quảng Ninh"
    shown = [[str(i), name, *map(dotted, cells)] for i, (name, *cells) in enumerate(rows, 1)]
    assert page.table("bang-2").rows == shown
    assert page.table("bang-2").foot[0] == ["", "Tổng cộng", "80.512", "41.836", "122.348"]
    sheet = read_sheet(book, "Bảng 2")
    assert sheet.rows == [[i, *row] for i, row in enumerate(rows, 1)]
    assert sheet.foot == [["Tổng cộng", None, 80512, 41836, 122348]]
    assert figures_in(line_with(page, "Tổng cộng 123.158")) == ["123.158", "810", "122.348"]
    assert any(row[2] == 123158 for row in line_rows(book))


def test_second_plan_withdrawn_by_a_new_revision(client):
    Document.objects.filter(agency=province("Hải Phòng")).update(effective_until="2022-09-29")
    restate(province("Vĩnh Long"), PLAN_PRO=0)
    page = report_page(reader(client))
    assert figures_in(line_with(page, PLAN)) == ["05/30", "39/63"]
    expected = names_in(printed()["plan_provincial"]) - {"Hải Phòng", "Vĩnh Long"}
    on_page = {one_spelling(name) for name in listed_on_page(page, "Vĩnh Phúc").split(", ")}
    assert on_page == expected


def test_new_figure_in_a_blank_cell_is_added(client):
    restate(province("Phú Yên"), TRAIN_PRO_SELF=0)
    restate(province("Hải Phòng"), TRAIN_PRO_SELF=700)
    page = report_page(reader(client))
    rows = {row[1]: row[2:] for row in page.table("bang-2").rows}
    assert rows["Phú Yên"] == ["0", "219", "219"]
    assert rows["TP. Hải Phòng"] == ["700", "1.304", "2.004"]
    assert page.table("bang-2").foot[0][2:] == ["75.212", "41.836", "117.048"]
    assert page.table("bang-2").foot[1][2] == "37/63"
