"""A sheet beside what other agencies reported: what is said, and how little is asked."""

import pytest

from portal.agencies.models import AgencySet
from portal.submissions.models import IndicatorValue
from portal.submissions.sheet import load_sheet
from portal.submissions.surroundings import look_around
from portal.submissions.validation import Severity, judge
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def neighbours(reports):
    """Four provinces of one region; three others added 10, 20 and 30 in October."""
    region = make.make_set("vung", reports.agency, purpose=AgencySet.Purpose.REGION)
    found = []
    for number in (10, 20, 30):
        agency = make.make_agency(f"Tỉnh {number}", f"tinh-{number}", sets=[region])
        make.make_known(
            agency,
            make.day("2022-10-14"),
            (reports.indicators["TRAINED"], 1000 + number),
            (reports.indicators["PAGE"], 1),
        )
        values = IndicatorValue.objects.filter(agency=agency)
        values.filter(indicator=reports.indicators["TRAINED"]).update(in_month=number)
        page = values.filter(indicator=reports.indicators["PAGE"])
        page.update(text=f"https://tinh-{number}.gov.vn/cds")
        found.append(agency)
    return found


def found_in(reports, texts, look=look_around):
    return judge(load_sheet(reports.agency, reports.period, None), texts, look)


def said(reports, texts, field):
    return [
        (problem.severity, problem.message)
        for problem in found_in(reports, texts).by_field.get(field, [])
    ]


@pytest.mark.parametrize(("typed", "is_warned"), [("100", False), ("101", True)])
def test_more_than_five_times_the_regions_median(reports, neighbours, typed, is_warned):
    field = reports.field("TRAINED", "month")
    warnings = [m for s, m in said(reports, {field: typed}, field) if s == Severity.WARNING]
    assert bool(warnings) == is_warned
    if is_warned:
        assert "hơn 5 lần mức thường thấy trong vùng (20)" in warnings[0]


def test_two_neighbours_are_no_measure(reports, neighbours):
    IndicatorValue.objects.filter(agency=neighbours[0]).delete()
    field = reports.field("TRAINED", "month")
    assert said(reports, {field: "101"}, field) == []


def test_a_jump_is_warned_of_once(reports, neighbours):
    field = reports.field("TRAINED", "month")
    assert len([s for s, _ in said(reports, {field: "301"}, field)]) == 1


def test_another_agencys_address(reports, neighbours):
    field = reports.field("PAGE", "link")
    texts = {reports.field("PAGE"): "yes", field: "https://tinh-10.gov.vn/cds"}
    ((severity, message),) = said(reports, texts, field)
    assert severity == Severity.NOTICE
    assert message.startswith("Tỉnh 10 cũng ghi địa chỉ này.")
    assert said(reports, {**texts, field: "https://quangninh.gov.vn/x"}, field) == []


def test_one_query_at_most(reports, neighbours, django_assert_num_queries):
    sheet = load_sheet(reports.agency, reports.period, None)
    with django_assert_num_queries(1):
        judge(sheet, reports.good_texts, look_around)
    with django_assert_num_queries(0):
        judge(sheet, {reports.choice("PLAN"): "unchanged"}, look_around)


@pytest.mark.parametrize(
    ("link", "is_told"),
    [
        ("https://quangninh.gov.vn/cds", False),
        ("https://cds.quangninh.gov.vn", False),
        ("https://example.com/gov.vn", True),
        ("https://agov.vn", True),
        ("https://[", True),
    ],
)
def test_address_outside_gov_vn(reports, link, is_told):
    field = reports.field("PAGE", "link")
    found = said(reports, {reports.field("PAGE"): "yes", field: link}, field)
    assert bool([s for s, _ in found if s == Severity.NOTICE]) == is_told


@pytest.mark.parametrize(("typed", "is_told"), [("200", True), ("250", False), ("0", False)])
def test_round_hundreds(reports, typed, is_told):
    field = reports.field("TRAINED", "month")
    found = said(reports, {field: typed}, field)
    assert bool([m for _, m in found if "tròn trăm" in m]) == is_told


def test_first_month_larger_than_the_first_cumulative(reports):
    IndicatorValue.objects.filter(indicator=reports.indicators["TRAINED"]).delete()
    month, total = reports.field("TRAINED", "month"), reports.field("TRAINED", "total")
    ((severity, message),) = said(reports, {month: "30", total: "20"}, month)
    assert (severity, message) == (
        Severity.ERROR,
        "Trong kỳ 30 lớn hơn lũy kế 20. Bạn sửa một trong hai ô.",
    )
    assert said(reports, {month: "20", total: "30"}, month) == []
