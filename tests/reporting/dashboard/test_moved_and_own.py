"""What moved since the last edition, by value from its text; the reader's own agency first."""

import re

import pytest

from portal.accounts.models import Role
from portal.agencies.models import Agency
from portal.models import Indicator
from reporting.models import WeeklyEdition
from tests import factories as make
from tests.reporting import issuing
from tests.reporting.tuan39 import printed

from .conftest import seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    edition = issuing.published(WeeklyEdition.objects.get(year=2022, number=17))
    return edition


def newly_known(code, slug, amount, day="2022-10-14"):
    make.make_known(
        Agency.objects.get(slug=slug), make.day(day), (Indicator.objects.get(code=code), amount)
    )


def test_without_an_edition_nothing_is_compared(reader):
    assert "So với Báo cáo" not in seen(reader).text


def test_the_change_is_against_the_frozen_figures(reader, published):
    newly_known("PLAN_PRO", "an-giang", 1)
    newly_known("PLAN_PRO", "ha-giang", 1)
    newly_known("PLAN_MIN", "btc", 1)
    text = seen(reader).text
    assert "So với Báo cáo Tuần 39/2022: +1 bộ, ngành, +2 địa phương." in text
    assert "Không đổi so với Báo cáo Tuần 39/2022" in seen(reader, "?ngay=30/9/2022").text


def test_what_is_learnt_later_about_then_moves_the_page_and_not_the_edition(reader, published):
    """The edition's figures are read by value: today's knowledge of 30/9 does not change them."""
    newly_known("PLAN_PRO", "an-giang", 1, day="2022-09-29")
    text = seen(reader, "?ngay=30/9/2022").text
    assert "42/63 địa phương" in text
    assert "So với Báo cáo Tuần 39/2022: +1 địa phương." in text


def test_an_edition_of_a_later_day_is_not_the_last_one(reader, published):
    assert "Báo cáo Tuần 39" not in seen(reader, "?ngay=29/9/2022").text


def test_a_withdrawn_edition_is_not_compared_with(reader, published):
    issuing.withdrawn(published)
    assert "Báo cáo Tuần 39" not in seen(reader).text


def test_a_scope_is_not_compared_with_the_country(reader, published):
    newly_known("PLAN_PRO", "kon-tum", 1)
    assert "So với Báo cáo" not in seen(reader, "?vung=tay-nguyen").text


def test_the_provinces_officer_sees_it_first_with_its_place(officer):
    text = seen(officer, "?ngay=30/9/2022").text
    rows = printed()["provinces"]["rows"]
    (own,) = [row for row in rows if row["name"] == "Quảng Ninh"]
    place = 1 + sum(row["cells"][2] > own["cells"][2] for row in rows)
    before, _, after = text.partition("Thứ ")
    assert after.startswith(f"{place}/63 địa phương theo tổng lượt, thứ 2/11 của vùng Đồng bằng")
    assert "4.993 lượt: 428 tự tổ chức, 4.565 trên One Touch" in before
    assert text.index("Cơ quan bạn") < text.index("Đã có báo cáo")


def test_own_first_also_where_others_are_looked_at(officer):
    text = seen(officer, "?ngay=30/9/2022&vung=tay-nguyen").text
    assert "Thứ 7/63 địa phương" in text


def test_a_ministrys_officer_sees_it_first(client):
    ministry = Agency.objects.get(slug="bxd")
    make.sign_in(client, make.make_member(Role.REPORTER, ministry))
    text = seen(client, "?ngay=30/9/2022").text
    assert re.search(r"Cơ quan bạn Bộ Xây dựng .* Thứ \d+/30 bộ, ngành theo tổng lượt\.", text)


def test_who_has_no_agency_sees_the_country(reader):
    assert "Cơ quan bạn" not in seen(reader).text


def test_an_agency_that_is_not_there_on_the_day_has_no_board(officer):
    assert "Cơ quan bạn" not in seen(officer, "?ngay=1/1/1990").text


def test_nothing_known_of_the_own_agency_is_said(client):
    agency = Agency.objects.get(slug="quang-ninh")
    make.sign_in(client, make.make_member(Role.APPROVER, agency))
    text = seen(client, "?ngay=1/3/2022").text
    assert "Chưa ghi nhận số lượt bồi dưỡng." in text
    assert "Thứ" not in text.partition("Cơ quan bạn")[2].partition("Đã có")[0]
