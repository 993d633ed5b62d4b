"""An agency's totals through time: the points that exist, and what may be held against what."""

import pytest

from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel
from portal.submissions.readings import Moment
from portal.submissions.record import moving
from portal.submissions.record.rows import read
from tests import factories as make

SLUG = "quang-ninh"


@pytest.fixture
def agency(db):
    return make.make_agency("Quảng Ninh", SLUG)


@pytest.fixture
def indicators(agency):
    asked = make.make_set("provinces", agency)
    whole = make.make_flow("ALL", asked, source="centre", label="Lượt bồi dưỡng", unit="lượt")
    own = make.make_flow("OWN", asked, source="agency", part_of=whole, label="Tự tổ chức")
    other = make.make_flow("OTHER", asked, source="platform", part_of=whole, label="Nền tảng")
    return {"ALL": whole, "OWN": own, "OTHER": other}


def charts_on(day="2022-11-15"):
    moment = Moment(make.day(day))
    figures = Figures(None, moment)
    (member,) = figures.members_of("ALL")
    return moving.trends(read(moving.parts(SLUG, moment.day)), figures, member)


def rows_of(chart) -> list[tuple]:
    return [tuple(row) for row in chart.table.raw_rows()]


def test_parts_carry_forward_and_are_added_day_by_day(agency, indicators):
    make.make_known(
        agency, make.day("2022-08-31"), (indicators["OWN"], 10), (indicators["OTHER"], 5)
    )
    make.make_known(agency, make.day("2022-09-30"), (indicators["OTHER"], 25))
    make.make_known(agency, make.day("2022-10-31"), (indicators["OWN"], 40))
    (chart,) = charts_on()
    assert rows_of(chart) == [
        ("31/10/2022", 40, 25, 65),
        ("30/09/2022", 10, 25, 35),
        ("31/08/2022", 10, 5, 15),
    ]
    assert chart.title == "Quảng Ninh tăng từ 15 lên 65 lượt, từ 31/8/2022 đến 31/10/2022"
    assert "Điểm rỗng" not in chart.caption


def test_a_total_of_some_parts_is_not_held_against_one_of_all(agency, indicators):
    make.make_known(agency, make.day("2022-08-31"), (indicators["OTHER"], 5))
    make.make_known(agency, make.day("2022-09-30"), (indicators["OWN"], 10))
    (chart,) = charts_on()
    assert chart.title == "Quảng Ninh đạt 15 lượt đến 30/9/2022"
    assert "Điểm rỗng: mới biết một phần" in chart.caption
    assert rows_of(chart)[-1] == ("31/08/2022", None, 5, 5)


def test_the_last_point_is_what_the_figures_say(agency, indicators):
    make.make_known(agency, make.day("2022-08-31"), (indicators["ALL"], 30))
    make.make_known(
        agency, make.day("2022-09-30"), (indicators["OWN"], 10), (indicators["OTHER"], 7)
    )
    (chart,) = charts_on()
    codes = ("OWN", "OTHER")
    figures = Figures(None, Moment(make.day("2022-11-15")))
    assert rows_of(chart)[0][-1] == figures.total("ALL", codes, agency.pk).amount == 17
    assert rows_of(chart)[-1] == ("31/08/2022", None, None, 30)


def test_a_fall_and_standing_still_are_said(agency, indicators):
    for day, amount in (("2022-08-31", 30), ("2022-09-30", 20)):
        make.make_known(
            agency, make.day(day), (indicators["OWN"], amount), (indicators["OTHER"], 0)
        )
    assert "giảm từ 30 xuống 20 lượt" in charts_on()[0].title
    make.make_known(agency, make.day("2022-10-31"), (indicators["OWN"], 30))
    assert "giữ nguyên 30 lượt" in charts_on()[0].title


def test_later_days_and_single_points_are_no_course(agency, indicators):
    make.make_known(agency, make.day("2022-09-30"), (indicators["OWN"], 10))
    make.make_known(agency, make.day("2022-10-31"), (indicators["OWN"], 20))
    assert charts_on("2022-10-15") == []
    assert len(charts_on()) == 1


def test_what_is_not_accepted_is_not_there(agency, indicators):
    make.make_known(agency, make.day("2022-08-31"), (indicators["OWN"], 10))
    make.make_known(agency, make.day("2022-09-30"), (indicators["OWN"], 20))
    submission = make.make_known(agency, make.day("2022-10-31"), (indicators["OWN"], 999))
    revision = getattr(submission, "submission", submission).revisions.get()
    revision.accepted_at = None
    revision.save()
    assert [row[-1] for row in rows_of(charts_on()[0])] == [20, 10]


def test_a_rule_of_publication_counts_one_source(agency, indicators):
    indicators["ALL"].publication_rules.create(
        channel=Channel.PLATFORM, in_force_from=make.LONG_AGO, basis="Kết luận"
    )
    for day, amount in (("2022-08-31", 3), ("2022-09-30", 7)):
        make.make_known(
            agency, make.day(day), (indicators["OWN"], 100), (indicators["OTHER"], amount)
        )
    (chart,) = charts_on()
    assert [row[-1] for row in rows_of(chart)] == [7, 3]
