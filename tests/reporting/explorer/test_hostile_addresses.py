"""Addresses that nobody meant: a sentence says what is wrong, nothing breaks, nothing changes."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from portal.models import Indicator
from reporting.explorer.query import LABELS, MOST_CODES, MOST_DAYS, read_query
from tests import factories as make
from tests import small_portal
from tests.markup import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client, settings):
    settings.DEMO_TODAY = small_portal.TODAY
    small_portal.build()
    return make.sign_in(client, make.make_member("reader"))


GOOD = "chi-tieu=PROV_TRAINED"
HOSTILE = {
    "chi-tieu=KHONG-CO": "Không có chỉ tiêu “KHONG-CO”",
    f"{GOOD}&chi-tieu=%00%27--": "Không có chỉ tiêu “'--”",
    f"{GOOD}&tu=2022-11&den=2022-07": "Kỳ 11/2022 sau kỳ 7/2022",
    f"{GOOD}&tu=1000000": "Chưa rõ “1000000” là kỳ nào",
    f"{GOOD}&tu=0000-01": "Chưa có kỳ 1/0000",
    f"{GOOD}&tu=2022-07&tu=2022-08": "Địa chỉ có 2 giá trị cho “Từ kỳ”",
    f"{GOOD}&ngay=31/2/2022": "Tháng 2/2022 không có ngày 31",
    f"{GOOD}&ngay={';'.join(['30/9/2022'] * 100)}": f"nhiều nhất {MOST_DAYS} ngày",
    f"{GOOD}&so=tuy-thich": "Không có lựa chọn “tuy-thich”",
    f"{GOOD}&ngay=30/9/2022&so=trong-ky": "chỉ xem được theo kỳ, không theo ngày",
    "chi-tieu=PROV_TEAMS&so=trong-ky": "không có phát sinh trong kỳ",
    f"{GOOD}&pham-vi=sao-hoa": "Không có phạm vi này",
    f"{GOOD}&co-quan=Atlantis": "“Atlantis” không có trong các cơ quan",
    f"{GOOD}&co-quan=Quang Ninh": "Bạn muốn nói: Quảng Ninh?",
    f"{GOOD}&page=-1": "là một số từ 1 trở lên",
    f"{GOOD}&page=99999999999999999999999999": "là một số từ 1 trở lên",
    f"{GOOD}&co-quan={'a' * 20000}": "dài quá 4000 ký tự",
    "&".join(f"chi-tieu=A{n}" for n in range(2000)): f"nhiều nhất {MOST_CODES} chỉ tiêu",
}


@pytest.mark.parametrize("query", HOSTILE)
def test_fault_is_said_and_its_file_refused(reader, query):
    with CaptureQueriesContext(connection) as captured:
        response = reader.get(f"/kham-pha/?{query}")
        names = ("so-lieu.xlsx", "so-lieu.csv", "hinh.png")
        files = [reader.get(f"/kham-pha/{name}?{query}") for name in names]
    assert response.status_code == 200
    page = Page(response.content.decode())
    assert HOSTILE[query] in page.text
    assert not page.tables
    assert [file.status_code for file in files] == [400, 400, 400]
    writes = ("INSERT", "UPDATE", "DELETE")
    assert [q["sql"] for q in captured if q["sql"].startswith(writes)] == []


def test_last_page_stands_in_for_pages_beyond_it(reader):
    response = reader.get(f"/kham-pha/?{GOOD}&bay=danh-sach&page=999")
    assert response.status_code == 200
    assert Page(response.content.decode()).tables[-1].rows


def test_too_many_columns_are_refused_in_words(reader):
    asked = Indicator.objects.get(code="PROV_TEAMS").asked_of
    codes = [make.make_indicator(f"EXTRA_{n}", asked).code for n in range(25)]
    query = "&".join(f"chi-tieu={code}" for code in codes)
    page = Page(reader.get(f"/kham-pha/?{query}").content.decode())
    assert "Bảng có nhiều nhất 24 cột, bạn đang chọn 25 chỉ tiêu" in page.text
    assert reader.get(f"/kham-pha/?{query}&bay=danh-sach").status_code == 200


def test_nothing_chosen_is_an_invitation(reader):
    page = Page(reader.get("/kham-pha/").content.decode())
    assert "Bạn đánh dấu ít nhất một chỉ tiêu" in page.text
    assert reader.get("/kham-pha/so-lieu.csv").status_code == 400


def test_no_month_at_all(client, settings):
    settings.DEMO_TODAY = small_portal.TODAY
    make.make_indicator("ONLY", make.make_set("provinces", make.make_agency()))
    reader = make.sign_in(client, make.make_member("reader"))
    page = Page(reader.get("/kham-pha/?chi-tieu=ONLY").content.decode())
    assert page.tables[-1].head == ["TT", "Cơ quan", "15/11/2022"]
    assert page.tables[-1].foot[1][-1] == "0/1"


@given(
    st.dictionaries(
        st.sampled_from([*LABELS, "la"]), st.lists(st.text(max_size=40), max_size=3), max_size=6
    )
)
def test_no_address_breaks_the_reading(fields):
    params = QueryDict(mutable=True)
    for name, values in fields.items():
        params.setlist(name, values)
    query = read_query(params)
    assert query.page >= 1
    assert len(query.days) <= MOST_DAYS
    assert all(fault.strip() for fault in query.faults.values())
    assert "\x00" not in "".join([*query.codes, *query.names, query.scope])
