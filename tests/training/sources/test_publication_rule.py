"""A rule on a whole chooses among its parts; a stated total and a split are never added."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.catalogue.models import PublicationRule
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel
from portal.submissions.readings import Moment
from portal.submissions.totals import compose_total, counts
from tests import factories as make
from training.figures import PROVINCIAL, training_rows, training_totals
from training.ruling import BOTH, total_words
from training.tables import province_table
from training.trend import training_trend

OCTOBER, NOVEMBER = make.day("2022-10-14"), make.day("2022-11-14")
SOURCES = ("agency", "platform")


class Said:
    """As much of a reading as a total looks at."""

    def __init__(self, amount, covers_to):
        self.amount, self.covers_to = amount, covers_to
        self.state = "reported" if amount is not None else "not_applicable"


days = st.dates(datetime.date(2022, 9, 1), datetime.date(2022, 12, 31))
readings = st.none() | st.builds(Said, st.none() | st.integers(0, 10**6), days)


@given(stated=readings, parts=st.tuples(readings, readings), rule=st.sampled_from(["", *SOURCES]))
def test_total_is_the_stated_one_or_the_counted_parts_never_both(stated, parts, rule):
    taken = [counts(rule, source) for source in SOURCES]
    total = compose_total(stated, parts, taken)
    counted = [part for part, is_in in zip(parts, taken, strict=True) if is_in]
    known = [part for part in counted if part is not None and part.amount is not None]
    has_stated = stated is not None and stated.amount is not None
    is_superseded = (
        bool(known)
        and len(known) == len(counted)
        and has_stated
        and min(part.covers_to for part in known) >= stated.covers_to
    )
    if has_stated and not is_superseded:
        assert (total.amount, total.is_stated) == (stated.amount, True)
    else:
        expected = sum(part.amount for part in known) if known else None
        assert (total.amount, total.is_stated) == (expected, False)
    # Both columns are there whatever the rule.
    assert total.parts == tuple(part.amount if part else None for part in parts)
    assert total.parts_known == len(known)


@given(stated=readings, parts=st.tuples(readings, readings))
def test_no_rule_counts_both(stated, parts):
    assert compose_total(stated, parts) == compose_total(stated, parts, [True, True])


# In the database


@pytest.fixture
def place(db):
    province = make.make_agency()
    other = make.make_agency("Hải Phòng", "hai-phong")
    asked = make.make_set("provinces", province, other)
    whole = make.make_flow("TRAIN_PRO", asked, source="centre", unit="lượt")
    own = make.make_flow("TRAIN_PRO_SELF", asked, part_of=whole, unit="lượt")
    touch = make.make_flow("TRAIN_PRO_OT", asked, part_of=whole, source="platform", unit="lượt")
    make.make_known(province, OCTOBER, (own, 428), (touch, 4565))
    make.make_known(other, OCTOBER, (touch, 1304), channel=Channel.PLATFORM)
    return province, other, (whole, own, touch)


def rule(whole, channel, since="2022-11-01", until=None, basis="Kết luận giao ban"):
    return PublicationRule.objects.create(
        indicator=whole,
        channel=channel,
        in_force_from=make.day(since),
        in_force_until=until and make.day(until),
        basis=basis,
    )


def figures_on(day):
    return Figures(PROVINCIAL, Moment(day))


def amounts_on(day):
    rows = training_rows(figures_on(day), PROVINCIAL)
    return {row.member.slug: (row.self_run, row.one_touch, row.amount) for row in rows}


def test_both_are_added_without_a_rule(place):
    assert amounts_on(NOVEMBER) == {
        "quang-ninh": (428, 4565, 4993),
        "hai-phong": (None, 1304, 1304),
    }


def test_platform_wins_from_its_day_and_both_columns_stay(place):
    _, _, (whole, *_) = place
    rule(whole, "platform")
    assert amounts_on(make.day("2022-10-31"))["quang-ninh"] == (428, 4565, 4993)
    assert amounts_on(NOVEMBER) == {
        "quang-ninh": (428, 4565, 4565),
        "hai-phong": (None, 1304, 1304),
    }


def test_self_run_alone_leaves_the_unknown_blank(place):
    _, _, (whole, *_) = place
    rule(whole, "agency", until="2022-11-30")
    assert amounts_on(NOVEMBER) == {
        "quang-ninh": (428, 4565, 428),
        "hai-phong": (None, 1304, None),
    }
    figure = figures_on(NOVEMBER).figure("TRAIN_PRO")
    assert (figure.amount, figure.known, figure.size) == (428, 1, 2)
    assert amounts_on(make.day("2022-12-01"))["hai-phong"][2] == 1304


def test_stated_total_stands_until_the_counted_part_is_newer(place):
    province, _, (whole, _own, touch) = place
    rule(whole, "platform")
    make.make_known(province, make.day("2022-11-10"), (whole, 9000), channel=Channel.CENTRE)
    assert amounts_on(NOVEMBER)["quang-ninh"] == (428, 4565, 9000)
    make.make_known(province, make.day("2022-11-12"), (touch, 5000), channel=Channel.PLATFORM)
    assert amounts_on(NOVEMBER)["quang-ninh"] == (428, 5000, 5000)


def test_rule_that_takes_no_part_prints_the_stated_total_only(place):
    province, _, (whole, *_) = place
    rule(whole, "centre")
    assert amounts_on(NOVEMBER)["quang-ninh"] == (428, 4565, None)
    make.make_known(province, OCTOBER, (whole, 5000))
    assert amounts_on(NOVEMBER)["quang-ninh"] == (428, 4565, 5000)


def test_rule_of_a_part_still_chooses_its_channel(place):
    _province, _other, (_whole, _own, touch) = place
    rule(touch, "reference", since="2022-10-01")
    assert amounts_on(NOVEMBER)["hai-phong"] == (None, None, None)
    assert amounts_on(NOVEMBER)["quang-ninh"] == (428, 4565, 4993)


@pytest.mark.parametrize("channel", ["agency", "platform"])
def test_trend_counts_each_day_by_the_rule_of_that_day(place, channel):
    province, _other, (whole, own, _touch) = place
    make.make_known(province, NOVEMBER, (own, 500))
    rule(whole, channel)
    points = training_trend(figures_on(NOVEMBER))
    assert [point.day for point in points] == [OCTOBER, NOVEMBER]
    for point in points:
        totals = training_totals(training_rows(figures_on(point.day), PROVINCIAL))
        assert (point.amount, point.known) == (totals.amount, totals.amount_known)


def test_caption_says_the_rule_in_force(place):
    _, _, (whole, *_) = place
    made = rule(whole, "platform", basis="Thông báo số 12/TB-BTTTT.")
    rows = training_rows(figures_on(NOVEMBER), PROVINCIAL)
    assert "Tổng số theo Nền tảng từ 1/11/2022 (căn cứ Thông báo số 12/TB-BTTTT)." in (
        province_table(rows, NOVEMBER).unit_line
    )
    before = training_rows(figures_on(OCTOBER), PROVINCIAL)
    assert "Tổng số" not in province_table(before, OCTOBER).unit_line
    assert total_words(figures_on(OCTOBER).printed_source("TRAIN_PRO")) == BOTH
    made.delete()
    assert figures_on(NOVEMBER).printed_source("TRAIN_PRO") is None
    assert figures_on(NOVEMBER).printed_source("KHONG_CO") is None


def test_two_rules_in_a_row_are_one_indicator(place):
    _, _, (whole, *_) = place
    rule(whole, "agency", since="2022-10-15", until="2022-10-31")
    rule(whole, "platform")
    figures = figures_on(NOVEMBER)
    assert list(figures.indicators) == list(PROVINCIAL)
    assert figures.printed_source("TRAIN_PRO").channel == "platform"
    assert figures_on(make.day("2022-10-20")).printed_source("TRAIN_PRO").channel == "agency"
