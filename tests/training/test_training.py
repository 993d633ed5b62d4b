"""The training figures of Tuần 39 by region, kind and rank, and how they move.

Golden numbers: domain.md A.6, worked out from the printed report by hand.
"""

import pytest

from portal.models import Agency
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment
from tests import factories as make
from tests import loaded
from tests.reporting.tuan39 import standing
from training.charts import leaders_chart, regions_chart
from training.figures import (
    CENTRAL,
    CODES,
    PROVINCIAL,
    covered_days,
    training_rows,
    training_totals,
)
from training.tables import ministry_table, province_table
from training.trend import training_trend

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]

FRIDAY = make.day("2022-09-30")
REGIONS = {  # name: (provinces, self-run, One Touch, total, plans issued)
    "Đồng bằng sông Hồng": (11, 16760, 11207, 27967, 8),
    "Trung du và miền núi phía Bắc": (14, 24473, 7738, 32211, 8),
    "Bắc Trung Bộ và Duyên hải miền Trung": (14, 21327, 6210, 27537, 8),
    "Tây Nguyên": (5, 2051, 1635, 3686, 5),
    "Đông Nam Bộ": (6, 4201, 9318, 13519, 4),
    "Đồng bằng sông Cửu Long": (13, 5700, 5728, 11428, 8),
}


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


def figures_on(day=FRIDAY):
    return Figures([*CODES, "PLAN_PRO"], Moment(day), with_regions=True)


def test_regions_add_up_to_the_country():
    figures = figures_on()
    rows = {row.agency_id: row for row in training_rows(figures, PROVINCIAL)}
    planned = {member.agency_id for member in figures.figure("PLAN_PRO").done}
    found = {}
    for region in figures.regions:
        totals = training_totals([rows[m.agency_id] for m in region.members])
        plans = sum(m.agency_id in planned for m in region.members)
        found[region.name] = (
            *(totals.size, totals.self_run, totals.one_touch, totals.amount),
            plans,
        )
    assert found == REGIONS
    sums = [sum(column) for column in zip(*found.values(), strict=True)]
    assert sums == [63, 74512, 41836, 116348, 41]


def test_central_bodies_by_kind():
    figures = figures_on()
    kinds = dict(Agency.objects.named_on(FRIDAY).values_list("pk", "kind"))
    amounts = {"ministry": 0, "ministerial": 0, "government": 0}
    for row in training_rows(figures, CENTRAL):
        amounts[kinds[row.agency_id]] += row.amount
    assert amounts == {"ministry": 728, "ministerial": 26, "government": 56}
    assert amounts["ministry"] + amounts["ministerial"] == 754


def test_ministries_totals_are_stated_without_parts():
    rows = training_rows(figures_on(), CENTRAL)
    totals = training_totals(rows)
    assert (totals.amount, totals.self_run, totals.one_touch) == (810, None, None)
    assert not totals.has_parts
    assert all(row.total.is_stated for row in rows)
    assert all(row.amount % 2 == 0 for row in rows)  # domain.md, O2


def test_self_run_figures_as_the_report_has_them():
    known = [row.self_run for row in training_rows(figures_on(), PROVINCIAL)]
    known = [amount for amount in known if amount is not None]
    assert len(known) == 35
    assert sum(amount % 100 == 0 for amount in known) == 11
    assert sum(amount % 10 == 0 for amount in known) == 20


def test_both_parts_of_a_body_supersede_its_stated_total():
    ministry = Agency.objects.get(slug="bxd")
    indicators = figures_on().indicators
    make.make_known(
        ministry,
        make.day("2022-10-14"),
        (indicators["TRAIN_MIN_SELF"], 20),
        (indicators["TRAIN_MIN_OT"], 9),
    )
    later = training_rows(figures_on(make.day("2022-10-14")), CENTRAL)
    rows = {row.member.slug: row for row in later}
    assert (rows["bxd"].amount, rows["bxd"].self_run, rows["bxd"].one_touch) == (29, 20, 9)
    assert rows["btttt"].amount == 524
    before = {row.member.slug: row for row in training_rows(figures_on(), CENTRAL)}
    assert before["bxd"].amount == 8


def test_ties_stand_in_pinned_order_else_in_official_order():
    figures = figures_on()
    tied = [row for row in training_rows(figures, CENTRAL) if row.amount == 4]
    positions = [row.member.position for row in tied]
    assert len(tied) > 3
    assert positions == sorted(positions)
    reverse = {row.agency_id: -row.member.position for row in tied}
    pinned = [row for row in training_rows(figures, CENTRAL, reverse) if row.amount == 4]
    assert pinned == tied[::-1]


def test_unknown_rows_come_last_and_are_blank():
    province = Agency.objects.get(slug="phu-yen")
    value = standing(province, "TRAIN_PRO_OT")
    value.revision.values.filter(pk=value.pk).delete()
    rows = training_rows(figures_on(), PROVINCIAL)
    assert (rows[-1].name, rows[-1].amount) == ("Phú Yên", None)
    table = province_table(rows, FRIDAY)
    assert list(table.raw_rows())[-1] == [63, "Phú Yên", None, None, None]
    assert table.total["amount"] == 116348 - 219
    assert table.basis["amount"] == "62/63"


def test_leaders_share_is_said_in_the_title():
    chart = leaders_chart(training_rows(figures_on(), PROVINCIAL), FRIDAY)
    assert chart.title == (
        "10 địa phương đứng đầu chiếm 55,2% tổng số lượt của 63 địa phương có số"
    )
    assert "64.206 trong 116.348" in chart.caption


def test_regions_chart_leads_with_the_largest():
    figures = figures_on()
    rows = {row.agency_id: row for row in training_rows(figures, PROVINCIAL)}
    groups = [(g.name, [rows[m.agency_id] for m in g.members]) for g in figures.regions]
    chart = regions_chart(groups, FRIDAY)
    assert chart.title.startswith("Trung du và miền núi phía Bắc dẫn đầu với 32.211 lượt")
    assert list(chart.table.raw_total())[1:] == [63, 74512, 41836, 116348]


def test_nothing_known_draws_nothing():
    rows = training_rows(figures_on(make.day("2022-09-29")), PROVINCIAL)
    assert len(rows) == 63
    assert leaders_chart(rows, FRIDAY) is None
    assert regions_chart([("Vùng", rows)], FRIDAY) is None
    totals = training_totals(rows)
    assert (totals.amount, totals.amount_known, totals.size) == (None, 0, 63)
    assert ministry_table([], FRIDAY).total == {"amount": None}


def test_indicator_not_in_force_gives_no_rows():
    assert training_rows(figures_on(make.day("2021-12-31")), PROVINCIAL) == []


def test_covered_days_are_the_oldest_and_newest():
    province = Agency.objects.get(slug="phu-yen")
    later = make.day("2022-10-14")
    make.make_known(province, later, (figures_on().indicators["TRAIN_PRO_SELF"], 100))
    rows = training_rows(figures_on(later), PROVINCIAL)
    assert covered_days(rows) == (FRIDAY, later)
    assert "từ 30/9/2022 đến 14/10/2022" in province_table(rows, later).unit_line


def test_trend_of_a_day_is_the_total_of_that_day():
    province = Agency.objects.get(slug="phu-yen")
    later = make.day("2022-10-14")
    make.make_known(province, later, (figures_on().indicators["TRAIN_PRO_SELF"], 100))
    points = training_trend(figures_on(later))
    assert [(point.day, point.amount, point.known) for point in points] == [
        (FRIDAY, 117158, 93),
        (later, 117258, 93),
    ]
