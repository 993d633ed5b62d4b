"""A province's page and its one page on paper, from the published figures of Tuần 39."""

import datetime
import re

import pytest
from django.test import Client

from portal.accounts.models import Role
from portal.agencies.models import Agency, AgencySet
from portal.days import show_date
from portal.office.pdf import PdfUnavailable
from portal.submissions.record import answers
from provinces.models import Population
from tests import factories as make
from tests import loaded
from tests.markup import Page
from tests.portal.office.papers import pages_of
from tests.reporting.tuan39 import dotted, one_spelling, printed

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("record39")]
ROLES = "portal.accounts.backends.RolesBackend"
DAY = "?ngay=30/9/2022"


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _in_october(settings):
    settings.DEMO_TODAY = datetime.date(2022, 10, 17)


def signed_in(role=Role.READER, agency=None) -> Client:
    client = Client()
    client.force_login(make.make_member(role, agency), backend=ROLES)
    return client


@pytest.fixture
def reader():
    return signed_in()


def page_of(client, path) -> Page:
    response = client.get(path)
    assert response.status_code == 200, path
    return Page(response.content.decode())


def rows_of(page) -> dict[str, list[str]]:
    """Label → cells of the first table, its units and links read as plain words."""
    return {row[0]: row[1:] for row in page.tables[0].rows if len(row) > 1}


def cells_of(page, label) -> list[str]:
    (found,) = [cells for name, cells in rows_of(page).items() if name.startswith(label)]
    return found


def printed_rows() -> list[dict]:
    """(name, self-run, One Touch, total) of the printed table of provinces."""
    return [
        dict(zip(("self_run", "one_touch", "total"), row["cells"], strict=True))
        | {"name": one_spelling(row["name"])}
        for row in printed()["provinces"]["rows"]
    ]


def place(name, column) -> str:
    known = [row[column] for row in printed_rows() if row[column] is not None]
    own = next(row[column] for row in printed_rows() if row["name"] == name)
    return f"thứ {1 + sum(amount > own for amount in known)}/{len(known)}"


def share(part, whole) -> str:
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10},{tenths % 10}%"


def test_quang_ninh_stands_as_printed(reader):
    page = page_of(reader, f"/dia-phuong/quang-ninh/{DAY}")
    rows = printed_rows()
    own = next(row for row in rows if row["name"] == "Quảng Ninh")
    assert (own["self_run"], own["one_touch"], own["total"]) == (428, 4565, 4993)
    labels = {
        "total": "Tổng số",
        "self_run": "Địa phương tự tổ chức bồi dưỡng",
        "one_touch": "Bồi dưỡng trên Nền tảng One Touch",
    }
    for column, label in labels.items():
        cells = cells_of(page, label)
        whole = [row[column] for row in rows if row[column] is not None]
        assert cells[0] == dotted(own[column])
        assert cells[2] == f"{dotted(sum(whole))}{len(whole)}/63 có số"
        assert cells[3] == place("Quảng Ninh", column)
        assert cells[4] == share(own[column], sum(whole))
        assert "30/09/2022" in cells[5]


def test_the_region_is_the_sum_of_its_known_members(reader):
    page = page_of(reader, f"/dia-phuong/ha-giang/{DAY}")
    members = Agency.objects.in_set("trung-du-mien-nui-phia-bac", make.day("2022-09-30"))
    names = set(members.named_on(make.day("2022-09-30")).values_list("name", flat=True))
    rows = [row for row in printed_rows() if row["name"] in names]
    total = sum(row["total"] for row in rows)
    assert total == 32_211
    assert cells_of(page, "Tổng số")[1] == f"32.211{len(rows)}/{len(rows)} có số"
    known = [row["self_run"] for row in rows if row["self_run"] is not None]
    self_run = cells_of(page, "Địa phương tự tổ chức")[1]
    assert self_run == f"{dotted(sum(known))}{len(known)}/{len(rows)} có số"


def test_every_province_has_the_place_that_the_printed_table_gives_it(reader):
    slugs = Agency.objects.in_set("provinces", make.day("2022-09-30"))
    names = slugs.named_on(make.day("2022-09-30")).values_list("slug", "printed_name")
    assert len(names) == 63
    for slug, name in list(names)[::7]:
        page = page_of(reader, f"/dia-phuong/{slug}/{DAY}")
        assert cells_of(page, "Tổng số")[3] == place(one_spelling(name), "total"), slug


def test_a_blank_is_a_blank_and_has_no_place(reader):
    name = next(row["name"] for row in printed_rows() if row["self_run"] is None)
    slug = Agency.objects.named_on(make.day("2022-09-30")).get(name=name, side="provincial").slug
    cells = cells_of(page_of(reader, f"/dia-phuong/{slug}/{DAY}"), "Địa phương tự tổ chức")
    assert cells[0] == cells[3] == cells[4] == cells[5] == ""
    assert cells[2].startswith("74.51235/63")


def test_a_count_without_names_is_said_to_be_so(reader):
    page = page_of(reader, f"/dia-phuong/quang-ninh/{DAY}")
    assert cells_of(page, "Đã tổ chức sự kiện")[2] == "43/63không kèm tên, 30/9/2022"
    teams = cells_of(page, "Số Tổ")
    assert teams[2] == "61.063không kèm tên, 30/9/2022"
    assert teams[4] == ""


def test_who_carries_over_is_named_and_nothing_is_invented(reader):
    page = page_of(reader, "/dia-phuong/tuyen-quang-2025/?ngay=1/8/2025")
    assert {cells[0] for cells in rows_of(page).values()} == {""}
    assert "Tỉnh Hà Giang" in page.text
    assert "Trang này không cộng các số đó" in page.text
    assert "../ha-giang/" in page.links
    assert cells_of(page, "Đã tổ chức sự kiện")[1].startswith("43không kèm tên")
    assert "43/34" not in page.text


def test_a_province_that_was_merged_away_stops_on_its_last_day(reader):
    page = page_of(reader, "/dia-phuong/ha-giang/?ngay=1/8/2025")
    assert "tính đến 30/6/2025" in page.text
    assert "../tuyen-quang-2025/?ngay=1/7/2025" in page.links


def test_a_plan_in_force_shows_its_number_and_day(reader):
    page = page_of(reader, f"/dia-phuong/hai-phong/{DAY}")
    assert re.search(r"Kế hoạch đang có hiệu lực: Kế hoạch 81/KH-UBND, ngày 30/3/2022", page.text)


def test_where_the_weekly_report_prints_it(reader):
    page = page_of(reader, f"/dia-phuong/quang-ninh/{DAY}")
    row = next(at for at, row in enumerate(printed_rows(), 1) if row["name"] == "Quảng Ninh")
    said = page.ids["bao-cao-tuan"]
    assert f"Bảng 2, dòng {row}" in said
    assert "4.565" in said


def test_population_comes_from_its_source(reader):
    agency = Agency.objects.get(slug="quang-ninh")
    agency.populations.all().delete()
    for day, amount in (("2021-12-31", 1_000), ("2022-12-31", 2_000)):
        Population.objects.create(
            agency=agency, as_of=make.day(day), amount=amount, source="Niên giám thử"
        )
    text = page_of(reader, f"/dia-phuong/quang-ninh/{DAY}").text
    assert "1.000 người (ngày 31/12/2021; nguồn: Niên giám thử)" in text
    assert "2.000 người" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/dia-phuong/khong-co/",
        "/dia-phuong/bxd/",
        "/dia-phuong/quang-ninh/?ngay=31/12/1999",
        "/dia-phuong/tuyen-quang-2025/?ngay=30/9/2022",
        "/dia-phuong/khong-co/ho-so.pdf",
    ],
)
def test_what_is_not_there_is_not_there(reader, path):
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize("day", ["31/2/2022", "hom-nay", "1/1/99999", "%00", "x" * 500])
def test_a_clumsy_day_leads_back_with_a_sentence(reader, day):
    response = reader.get(f"/dia-phuong/quang-ninh/?ngay={day}", follow=True)
    assert response.status_code == 200
    assert response.redirect_chain


def test_paper_is_one_page_and_says_what_the_page_says(reader, tmp_path):
    response = reader.get(f"/dia-phuong/quang-ninh/ho-so.pdf{DAY}")
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="ho-so-quang-ninh-2022-09-30.pdf"' in response["Content-Disposition"]
    (text,) = pages_in(response.content, tmp_path)
    assert "HỒ SƠ ĐỊA PHƯƠNG: TỈNH QUẢNG NINH" in text
    for said in ("4.993", "4.565", "428", "116.348", place("Quảng Ninh", "total")):
        assert said in text, said


def test_paper_is_one_page_with_the_longest_names_and_most_rows(reader, tmp_path):
    """Every indicator known, thirty more of long names, documents and words without end."""
    agency = Agency.objects.get(slug="quang-ninh")
    asked = AgencySet.objects.get(code="provinces")
    long = "Số lượt người dân được hướng dẫn kỹ năng số tại nhà văn hóa thôn, bản, khu phố"
    for at in range(30):
        one = make.make_indicator(f"LONG_{at}", asked, label=f"{long} {at}", unit="lượt người dân")
        make.make_known(agency, make.day("2022-09-30"), (one, 1_234_567_890 + at))
    agency.names.update(official_name="Thành phố trực thuộc Trung ương " + "Thừa Thiên Huế " * 8)
    for at in range(30):
        agency.documents.create(
            kind="plan", number=f"{at}/KH-UBND-CĐS", title="x" * 300, issued_on=make.LONG_AGO
        )
    response = reader.get(f"/dia-phuong/quang-ninh/ho-so.pdf{DAY}")
    (text,) = pages_in(response.content, tmp_path)
    assert "chỉ tiêu khác ở trang của cơ quan" in " ".join(text.split())


def pages_in(content: bytes, folder) -> list[str]:
    path = folder / "ho-so.pdf"
    path.write_bytes(content)
    return pages_of(path)


def test_without_the_libraries_paper_says_which(reader, monkeypatch):
    def fails(html):
        raise PdfUnavailable("Máy chủ thiếu thư viện làm PDF.")

    monkeypatch.setattr(answers, "pdf_of", fails)
    response = reader.get("/dia-phuong/quang-ninh/ho-so.pdf")
    assert response.status_code == 503
    assert "thiếu thư viện" in response.content.decode()


def test_alphabets_and_figures_are_as_they_should_be(reader):
    text = page_of(reader, f"/dia-phuong/quang-ninh/{DAY}").text
    assert show_date(make.day("2022-09-30")) in text
    assert "None" not in text
    assert not re.search(r"\d,\d{3}\b", text)
