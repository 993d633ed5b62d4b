"""For 30/9/2022 the overview shows what was published; with a filter what follows from it.

Expectations come from the printed report (tests/data/tuan39_printed.json) and, for regions, from
the six regions' provinces as the law of the time lists them, added up here.
"""

import pytest

from tests.reporting.tuan39 import dotted, names_in, one_spelling, printed

from .conftest import seen

pytestmark = pytest.mark.django_db

DAY = "?ngay=30/9/2022"
# slug: (name, its provinces)
REGIONS = {
    "dong-bang-song-hong": (
        "Đồng bằng sông Hồng",
        "Hà Nội, Quảng Ninh, Vĩnh Phúc, Bắc Ninh, Hải Dương, Hải Phòng, Hưng Yên, Thái Bình, "
        "Hà Nam, Nam Định, Ninh Bình",
    ),
    "trung-du-mien-nui-phia-bac": (
        "Trung du và miền núi phía Bắc",
        "Hà Giang, Cao Bằng, Bắc Kạn, Tuyên Quang, Lào Cai, Điện Biên, Lai Châu, Sơn La, Yên Bái, "
        "Hòa Bình, Thái Nguyên, Lạng Sơn, Bắc Giang, Phú Thọ",
    ),
    "tay-nguyen": ("Tây Nguyên", "Kon Tum, Gia Lai, Đắk Lắk, Đắk Nông, Lâm Đồng"),
    "dong-nam-bo": (
        "Đông Nam Bộ",
        "Bình Phước, Tây Ninh, Bình Dương, Đồng Nai, Bà Rịa - Vũng Tàu, Hồ Chí Minh",
    ),
}


def province_rows() -> dict[str, list]:
    return {one_spelling(row["name"]): row["cells"] for row in printed()["provinces"]["rows"]}


def of_region(slug):
    """(names, (self-run, One Touch, total), how many plans) of a region as printed."""
    names = REGIONS[slug][1].split(", ")
    rows = [province_rows()[name] for name in names]
    sums = [sum(row[i] or 0 for row in rows) for i in range(3)]
    plans = names_in(printed()["plan_provincial"]) & set(names)
    return names, sums, len(plans)


def test_headlines_are_the_published_figures(reader):
    text = seen(reader, DAY).text
    told = printed()["completeness"]
    assert f"{told['central'] + told['provincial']} /93" in text
    assert "05/30 bộ, ngành và 41/63 địa phương" in text
    ministries = sum(row["cells"][0] for row in printed()["ministries"]["rows"])
    provinces = sum(row[2] for row in province_rows().values())
    assert ministries + provinces == printed()["total"]
    assert dotted(printed()["total"]) in text
    assert f"{ministries} của 30/30 bộ, ngành và {dotted(provinces)} của 63/63 địa phương" in text
    assert "61.063" in text
    assert "277.881 thành viên" in text


def test_the_leaders_hold_their_share(reader):
    text = seen(reader, DAY).text
    totals = sorted((row[2] for row in province_rows().values()), reverse=True)
    share = f"{100 * sum(totals[:10]) / sum(totals):.1f}".replace(".", ",")
    assert f"10 địa phương đứng đầu chiếm {share}% tổng số lượt" in text
    assert f"{dotted(sum(totals[:10]))} trong {dotted(sum(totals))}" in text
    assert (share, dotted(sum(totals))) == ("55,2", "116.348")


def test_regions_add_up(reader):
    page = seen(reader, DAY)
    shown = {row[0]: row for table in page.tables for row in table.rows if row}
    for slug, (name, _) in REGIONS.items():
        (row,) = [cells for head, cells in shown.items() if head.startswith(name)]
        assert set(row) >= {dotted(amount) for amount in of_region(slug)[1]}, name


def test_criteria_stand_side_by_side(reader):
    page = seen(reader, DAY)
    (table,) = [t for t in page.tables if t.caption.startswith("Cơ quan đã thực hiện")]
    wanted = [printed()["plan"], *(pair[:2] for pair in printed()["awareness"][:3])]
    assert [row[1:] for row in table.rows[:4]] == wanted
    assert table.rows[4][1:] == ["Không áp dụng", "61/63"]


@pytest.mark.parametrize("slug", REGIONS)
def test_a_region_alone(reader, slug):
    names, (*_, total), plans = of_region(slug)
    page = seen(reader, f"{DAY}&vung={slug}")
    size = len(names)
    assert f"{plans:02d}/{size:02d} địa phương" in page.text
    assert f"{dotted(total)} của {size}/{size} địa phương" in page.text
    assert "bộ, ngành" not in page.text.partition("Việc cần")[0].partition("Xem Trình")[2]
    linked = {link for link in page.links if "/chi-tieu/PLAN_PRO/" in link}
    assert linked
    assert all(f"vung={slug}" in link for link in linked)


def test_the_northern_mountains_by_hand(reader):
    """8 of 14 plans, 32.211 lượt."""
    text = seen(reader, f"{DAY}&vung=trung-du-mien-nui-phia-bac").text
    assert "08/14 địa phương" in text
    assert "32.211" in text


def test_one_side_alone_keeps_what_was_published_of_the_whole_side(reader):
    text = seen(reader, f"{DAY}&khoi=central").text
    assert "11 /30" in text
    assert "05/30 bộ, ngành" in text
    assert "08/30" in text
    assert "116.348" not in text
    assert "Tổ công nghệ số cộng đồng" not in text.partition("Việc cần")[0]


def test_what_has_no_names_is_not_split(reader):
    text = seen(reader, f"{DAY}&vung=tay-nguyen").text
    assert "61.063" not in text
    assert "43/63" not in text
    assert "không kèm tên cơ quan" in text


def test_a_group_within_a_side(reader):
    """The 22 ministries hold 754 of the 810."""
    rows = printed()["ministries"]["rows"]
    text = seen(reader, f"{DAY}&nhom=ministries").text
    assert "754 của 22/22 bộ, ngành" in text
    assert sum(row["cells"][0] for row in rows) == 810


def test_the_names_behind_a_figure_are_of_the_same_agencies(reader):
    path = "/tong-quan/chi-tieu/PLAN_PRO/"
    page = seen(reader, f"{DAY}&vung=tay-nguyen", path)
    (table,) = page.tables
    assert [row[1] for row in table.rows] == REGIONS["tay-nguyen"][1].split(", ")
    assert "/kham-pha/PLAN_PRO/kon-tum/" in page.links
    whole = seen(reader, f"{DAY}&khoi=central", path)
    assert len(whole.tables[0].rows) == 63
    assert "không hỏi cơ quan nào thuộc Bộ, ngành" in whole.text


def test_presentation_shows_the_same(reader):
    page = seen(reader, DAY, "/tong-quan/trinh-chieu/")
    assert "55,2%" in page.text
    assert "32.211 lượt" in page.text
    assert "41/63 địa phương đã ban hành Kế hoạch" in page.text
    assert "47/93 cơ quan chưa có Kế hoạch được ghi nhận" in page.text
