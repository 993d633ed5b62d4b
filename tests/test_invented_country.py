"""Nothing is known by heart: another country runs through the same portal, the real one keeps its
dated denominators, and an indicator added in the admin is asked and reported without a restart.
"""

import datetime
import io
import json
import re
from functools import cache

import openpyxl
import pytest
from django.test import Client

from portal.accounts.models import Role
from portal.models import Agency, Indicator, ReportingPeriod, Submission
from portal.submissions import actions
from portal.submissions.gates import Closed
from portal.submissions.models import State
from portal.submissions.sheet import load_sheet
from reporting.models import WeeklyEdition
from tests import factories as make
from tests import loaded
from tests.addresses import ADMIN, addresses
from tests.answering import answers
from tests.markup import Page

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("invented")]

ROLES = "portal.accounts.backends.RolesBackend"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend=ROLES)
    return client


def page_of(client, path) -> Page:
    response = client.get(path)
    assert response.status_code == 200, path
    return Page(response.content.decode())


def report(client, slug, period, **how):
    """Fills and sends a month through the pages; returns the report."""
    agency = Agency.objects.get(slug=slug)
    month = ReportingPeriod.objects.get(year=period[:4], month=period[5:])
    path = f"/phieu/{slug}/{period}/"
    assert client.get(path).status_code == 200
    texts = answers(load_sheet(agency, month, None), **how)
    response = client.post(path, {**texts, "base_version": "0", "then": "check"})
    assert response.headers["Location"] == f"{path}xem-lai/"
    assert client.get(f"{path}xem-lai/").status_code == 200
    sent = Submission.objects.get(agency=agency, period=month, channel="agency")
    client.post(f"{path}gui/", {"base_version": sent.version})
    sent.refresh_from_db()
    assert sent.state == State.SUBMITTED
    return sent


def accept(client, sent):
    path = f"/theo-doi/{sent.period.key}/{sent.agency.slug}/"
    assert client.get(path).status_code == 200
    client.post(f"{path}ket-luan/", {"decision": "accept"})
    sent.refresh_from_db()
    assert sent.state == State.ACCEPTED


# An invented country


@cache
def real_names() -> set[str]:
    """Every name, printed name, official name and spelling of the real agencies and regions."""
    agencies = json.loads((loaded.REAL / "agencies.json").read_text(encoding="utf-8"))["agencies"]
    sets = json.loads((loaded.REAL / "sets.json").read_text(encoding="utf-8"))["sets"]
    names = {one["name"] for one in sets if one["purpose"] == "region"}
    for agency in agencies:
        for name in agency["names"]:
            names |= {name[key] for key in ("name", "printed_name", "official_name") if key in name}
    return names


@pytest.fixture(scope="class")
def country(django_db_setup, django_db_blocker):
    folder = loaded.INVENTED / "country"
    with loaded.for_module(django_db_blocker, lambda: loaded.load_reference(folder)):
        yield


@pytest.mark.usefixtures("country")
class TestInventedCountry:
    @pytest.fixture(autouse=True)
    def _in_october(self, settings):
        settings.DEMO_TODAY = datetime.date(2022, 10, 17)

    @pytest.fixture
    def played(self):
        """Entry through the pages: one province and one central body report, one is accepted."""
        centre = signed_in(make.make_member(Role.DATA_MANAGER))
        for slug in ("suong-mu", "sao-mai"):
            officer = make.make_member(Role.REPORTER, Agency.objects.get(slug=slug))
            sent = report(signed_in(officer), slug, "2022-10")
            if slug == "suong-mu":
                accept(centre, sent)
        return centre

    def all_pages(self, centre):
        """(path, main text) of every page that anyone can read about this country."""
        samples = {
            "*": {
                "agency": ["suong-mu", "sao-mai", "thuy-tien"],
                "period": "2022-10",
                "week": "2022-W40",
                "code": "TEAMS",
            },
            "reporting:indicator_names": {
                "code": list(Indicator.objects.values_list("code", flat=True))
            },
            "provinces:province": {"slug": ["suong-mu", "bach-duong"]},
            "provinces:province_sheet": {"slug": ["suong-mu"]},
            "ministries:ministry": {"slug": ["sao-mai", "hat-mua"]},
            "ministries:ministry_sheet": {"slug": ["sao-mai"]},
        }
        visitors = [centre]
        for slug in ("suong-mu", "sao-mai", "thuy-tien"):
            officer = make.make_member(Role.REPORTER, Agency.objects.get(slug=slug))
            visitors.append(signed_in(officer))
        for client in visitors:
            for address in addresses(samples):
                if ADMIN in address.place.namespaces or address.place.name == "sign_out":
                    continue
                response = client.get(address.path)
                assert response.status_code < 500, address
                is_page = response.headers.get("Content-Type", "").startswith("text/html")
                if response.status_code == 200 and is_page:
                    markup = response.content.decode()
                    yield address.path, Page(markup[markup.index("<main") :]).text

    def test_no_real_name_and_no_real_size_on_any_page(self, played):
        found, walked = [], 0
        for path, text in self.all_pages(played):
            walked += 1
            found += [f"{path}: {leak}" for leak in leaks(text) if not is_sum_of_months(path, leak)]
        assert sorted(set(found)) == []
        assert walked > 60

    def test_no_real_name_and_no_real_size_in_the_workbook(self, played):
        response = played.get("/bao-cao-tuan/2022-W40.xlsx")
        assert response.status_code == 200
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        texts = [
            f"{cell}" for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
        ]
        assert [leak for text in texts for leak in leaks(text)] == []
        lines = list(book.worksheets[0].iter_rows(values_only=True))
        sizes = {row[3] for row in lines if isinstance(row[3], int)}
        assert sizes == {4, 5}

    def test_workbook_has_the_countrys_own_rows(self, played):
        book = openpyxl.load_workbook(io.BytesIO(played.get("/bao-cao-tuan/2022-W40.xlsx").content))
        first, second = (
            list(book[name].iter_rows(values_only=True)) for name in ("Bảng 1", "Bảng 2")
        )
        assert [row for row in first if isinstance(row[0], int)] == [
            (1, "Bộ Gió, Mây và Trăng", 1520),
            (2, "Bộ Sao Mai", 77),
            (3, "Ủy ban Đèn Lồng", 77),
            (4, "Viện Hạt Mưa", 0),
        ]
        assert [row for row in second if isinstance(row[0], int)] == [
            (1, "Thủy Tiên", 900, 1101, 2001),
            (2, "Bạch Dương - Lá Đỏ", None, 2000, 2000),
            (3, "Vân Khê", 35, 65, 100),
            (4, "TP. Sương Mù", None, 100, 100),
            (5, "Đông Nguyệt", 0, 9, 9),
        ]

    def test_report_counts_out_of_its_own_agencies(self, played):
        text = page_of(played, "/bao-cao-tuan/2022-W40/").text
        sizes = re.findall(r"\d+/(\d+) (?:bộ|tỉnh|địa phương|cơ quan)", text)
        assert set(sizes) == {"04", "05"}
        assert "02/04 bộ" in text
        assert "03/05 tỉnh" in text
        for amount in ("5.884", "1.674", "4.210"):
            assert f"{amount} lượt" in text

    def test_dashboard_counts_the_accepted_month(self, played):
        text = page_of(played, "/tong-quan/").text
        assert "01/04 bộ, ngành và 01/05 địa phương" in text
        assert "Kỳ tháng 10/2022" in text
        # Sương Mù's self-run figure came in: the month's 5 beside the platform's 100.
        table = page_of(played, "/boi-duong/dia-phuong/").tables[0]
        (row,) = [row for row in table.rows if "Sương Mù" in row[1]]
        assert row[2:] == ["5", "100", "105"]

    def test_denominators_follow_the_countrys_merger(self, played):
        for day, central, provincial in (("30/6/2024", 4, 5), ("1/7/2024", 3, 4)):
            text = page_of(played, f"/tong-quan/?ngay={day}").text
            assert set(map(int, re.findall(r"\d+/(\d+) bộ, ngành", text))) == {central}
            assert f"/0{provincial} địa phương" in text
            assert f"/0{9 - provincial} địa phương" not in text


def leaks(text: str) -> list[str]:
    """Real names in `text`, and fractions out of 30, 63 or 93."""
    sizes = re.findall(r"\d+\s?/\s?(?:30|63|93)\b(?!/)", text)
    return [*sizes, *(name for name in real_names() if re.search(rf"\b{re.escape(name)}\b", text))]


def is_sum_of_months(path: str, leak: str) -> bool:
    """Miền Đồi's three agencies in ten months are 30 reports: no size of the real country."""
    return path == "/theo-doi/nam/2022/ty-le/" and re.fullmatch(r"\d+/30", leak) is not None


def test_leaks_would_be_found():
    assert leaks("Đã có 41/63 tỉnh, ngày 7/10/2022 và 30/9/2022") == ["41/63"]
    assert leaks("Tỉnh Hà Giang")
    assert leaks("Bộ Y tế: 0") == ["Bộ Y tế"]


# The real country through time


@pytest.fixture(scope="class")
def real(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


def sampled_days():
    """Twice a year from 2021 to 2030 on changing days, and each side of every turning point."""
    days = [
        datetime.date(year, month, 1 + (7 * month + year) % 28)
        for year in range(2021, 2031)
        for month in (2, 8)
    ]
    turns = ("2021-12-31", "2022-01-01", "2022-01-27", "2022-01-28", "2022-09-29", "2022-09-30")
    turns += ("2025-01-01", "2025-02-28", "2025-03-01", "2025-06-30", "2025-07-01", "2030-12-31")
    return sorted({*days, *map(make.day, turns), datetime.date(2021, 1, 1)})


PAGES = (
    "/tong-quan/",
    "/tong-quan/chi-tieu/PLAN_PRO/",
    "/tong-quan/chi-tieu/TEAMS/",
    "/boi-duong/dia-phuong/",
    "/boi-duong/bo-nganh/",
    "/dia-phuong/",
    "/bo-nganh/",
)


@pytest.mark.usefixtures("real")
class TestRealCountryThroughTime:
    @pytest.fixture
    def reader(self):
        return signed_in(make.make_member(Role.READER))

    def test_no_day_breaks_a_page(self, reader):
        statuses = {}
        for day in sampled_days():
            for path in PAGES:
                status = reader.get(f"{path}?ngay={day:%d/%m/%Y}").status_code
                before = day < make.LONG_AGO and "chi-tieu" in path  # not asked yet: not there
                if status != (404 if before else 200):
                    statuses[day, path] = status
        assert statuses == {}

    @pytest.mark.parametrize(
        ("day", "central", "provincial"),
        [
            ("30/9/2022", 30, 63),
            ("28/2/2025", 30, 63),
            ("1/3/2025", 22, 63),
            ("30/6/2025", 22, 63),
            ("1/7/2025", 22, 34),
            ("1/8/2025", 22, 34),
        ],
    )
    def test_denominators_are_those_of_the_day(self, reader, day, central, provincial):
        text = page_of(reader, f"/tong-quan/?ngay={day}").text
        assert {int(size) for size in re.findall(r"\d+/(\d+) bộ, ngành", text)} == {central}
        assert provincial in {int(size) for size in re.findall(r"\d+/(\d+) địa phương", text)}
        assert f"/{central + provincial} cơ quan" in text
        behind = page_of(reader, f"/tong-quan/chi-tieu/PLAN_PRO/?ngay={day}")
        assert f"/{provincial} địa phương" in behind.text
        assert len(behind.tables[0].rows) == provincial
        for path, size in (("dia-phuong", provincial), ("bo-nganh", central)):
            assert len(page_of(reader, f"/boi-duong/{path}/?ngay={day}").tables[0].rows) == size

    def test_number_and_list_of_the_day_agree(self, reader):
        """The page behind PLAN_PRO on 1/8/2025 lists as many as it counts, and all 34 in all."""
        text = page_of(reader, "/tong-quan/chi-tieu/PLAN_PRO/?ngay=1/8/2025").text
        done, size = re.search(r"(\d+) /(\d+) địa phương, số liệu", text).groups()
        labels = "Đã thực hiện|Báo cáo là chưa thực hiện|Không áp dụng|Chưa ghi nhận"
        found = re.findall(rf"({labels}) (\d+) cơ quan", text)
        lists = {label: int(count) for label, count in found}
        assert (lists["Đã thực hiện"], sum(lists.values())) == (int(done), int(size))


# An indicator added by the administrator


@pytest.mark.usefixtures("real")
class TestAddedIndicator:
    CODE, LABEL = "HOTLINE_PRO", "Số cuộc gọi đường dây nóng về chuyển đổi số"

    @pytest.fixture(autouse=True)
    def _in_november(self, settings):
        settings.DEMO_TODAY = datetime.date(2022, 11, 15)

    def add_through_the_admin(self):
        administrator = make.make_user("quantri-thu", is_staff=True, is_superuser=True)
        make.make_member(Role.ADMINISTRATOR, user=administrator)
        client = signed_in(administrator)
        form = client.get("/quan-tri/portal/indicator/add/")
        assert form.status_code == 200
        prefix = form.context["inline_admin_formsets"][0].formset.prefix
        section = Indicator.objects.get(code="TEAMS").section_id
        asked_of = Indicator.objects.get(code="TEAMS").asked_of_id
        response = client.post(
            "/quan-tri/portal/indicator/add/",
            {
                "code": self.CODE,
                "section": section,
                "position": "900",
                "source": "agency",
                "asked_of": asked_of,
                "value_type": "count",
                "decimals": "0",
                "accumulation": "stock",
                "combine": "sum",
                "evidence": "none",
                "in_force_from": "15/11/2022",
                f"{prefix}-TOTAL_FORMS": "1",
                f"{prefix}-INITIAL_FORMS": "0",
                f"{prefix}-MIN_NUM_FORMS": "1",
                f"{prefix}-MAX_NUM_FORMS": "1000",
                f"{prefix}-0-label": self.LABEL,
                f"{prefix}-0-short_label": "Cuộc gọi đường dây nóng",
                f"{prefix}-0-unit": "cuộc",
                f"{prefix}-0-definition": "Đếm cuộc gọi đến, không đếm người gọi.",
                f"{prefix}-0-in_force_from": "15/11/2022",
            },
        )
        errors = response.context and response.context["errors"]
        assert response.status_code == 302, errors

    def test_is_asked_from_its_first_month_on_and_reported(self, settings):
        province = Agency.objects.get(slug="quang-ninh")
        officer = signed_in(make.make_member(Role.REPORTER, province))
        assert self.LABEL not in officer.get("/phieu/quang-ninh/2022-12/").content.decode()
        self.add_through_the_admin()
        assert self.LABEL in officer.get("/phieu/quang-ninh/2022-12/").content.decode()
        assert self.LABEL not in officer.get("/phieu/quang-ninh/2022-11/").content.decode()

        settings.DEMO_TODAY = datetime.date(2022, 12, 15)  # a month is sent once it is over
        sent = report(officer, "quang-ninh", "2022-12", count="1473")
        accept(signed_in(make.make_member(Role.DATA_MANAGER)), sent)
        WeeklyEdition.objects.create(
            **{"year": 2022, "number": 30, "week_year": 2022, "week": 50},
            **{"as_of": make.day("2022-12-16"), "symbol": "BC-THU", "topic": "Thử"},
        )
        reader = signed_in(make.make_member(Role.EDITOR))
        text = page_of(reader, "/bao-cao-tuan/2022-W50/").text
        assert f"{self.LABEL}: 1.473 cuộc (1/63 địa phương có số)." in text
        book = openpyxl.load_workbook(io.BytesIO(reader.get("/bao-cao-tuan/2022-W50.xlsx").content))
        rows = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[1]]
        (row,) = [row for row in rows if row[1].startswith(self.LABEL)]
        assert (row[2], row[4]) == (1473, "cuộc")
        assert self.LABEL not in page_of(reader, "/bao-cao-tuan/2022-W39/").text
        behind = page_of(reader, f"/tong-quan/chi-tieu/{self.CODE}/?ngay=16/12/2022").text
        assert "1.473" in behind

    def test_wrong_combination_is_refused_in_words(self):
        administrator = make.make_user("quantri-hai", is_staff=True, is_superuser=True)
        make.make_member(Role.ADMINISTRATOR, user=administrator)
        response = signed_in(administrator).post(
            "/quan-tri/portal/indicator/add/",
            {
                "code": "chữ thường",
                "section": Indicator.objects.first().section_id,
                "position": "1",
                "source": "agency",
                "value_type": "text",
                "decimals": "2",
                "accumulation": "flow",
                "combine": "sum",
                "evidence": "none",
                "in_force_from": "15/11/2022",
                **{f"versions-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")},
            },
        )
        text = response.content.decode()
        assert response.status_code == 200
        assert "Mã gồm chữ in hoa không dấu" in text
        assert not Indicator.objects.filter(code="chữ thường").exists()


@pytest.mark.usefixtures("real")
def test_actions_of_another_agency_are_closed_to_an_officer():
    """The door itself refuses, not only the page before it."""
    ours, others = (Agency.objects.get(slug=slug) for slug in ("quang-ninh", "hai-phong"))
    officer = make.make_member(Role.REPORTER, ours)
    month = ReportingPeriod.objects.get(year=2022, month=11)
    at = make.instant("2022-11-15 09:00")
    theirs = actions.open_report(others, month, by=officer, at=at)
    with pytest.raises(Closed):
        actions.save_draft(theirs, base_version=0, texts={}, access=make.access_of(officer), at=at)
