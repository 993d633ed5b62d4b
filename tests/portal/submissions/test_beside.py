"""Places, shares and sums beside an agency's figure; a blank takes part in none of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.submissions.aggregation import Figures
from portal.submissions.beside import besides, group_of, place_of
from portal.submissions.readings import Moment
from tests import factories as make

DAY = make.day("2022-09-30")
NAMES = ("Hà Giang", "Cao Bằng", "Bắc Kạn", "Tuyên Quang")


class Number:
    is_number = True


@given(st.lists(st.integers(0, 50), min_size=2, max_size=20), st.data())
def test_a_place_is_one_more_than_how_many_have_more(amounts, data):
    own = data.draw(st.sampled_from(amounts))
    rank, ranked = place_of(Number(), own, amounts)
    assert ranked == len(amounts)
    ordered = sorted(amounts, reverse=True)
    assert ordered[rank - 1] == own
    assert rank == 1 or ordered[rank - 2] > own


@pytest.mark.parametrize(("own", "amounts"), [(None, [1, 2]), (3, [3])])
def test_nothing_known_and_one_alone_have_no_place(own, amounts):
    assert place_of(Number(), own, amounts)[0] is None


@pytest.fixture
def country(db):
    provinces = [make.make_agency(name, f"t-{at}") for at, name in enumerate(NAMES)]
    asked = make.make_set("provinces", *provinces)
    make.make_set("bac", *provinces[:2], purpose="region")
    indicators = {
        "SUM": make.make_flow("SUM", asked),
        "YES": make.make_indicator("YES", asked, value_type="yes_no"),
        "DEC": make.make_indicator("DEC", asked, value_type="decimal", decimals=1),
    }
    for agency, amounts in zip(provinces, ((10, 1, 755), (30, 0, None), (30, 1, 5)), strict=False):
        known = [
            (indicator, amount)
            for indicator, amount in zip(indicators.values(), amounts, strict=True)
            if amount is not None
        ]
        make.make_known(agency, DAY, *known)
    return provinces, indicators


def beside(agency) -> dict:
    figures = Figures(None, Moment(DAY), with_regions=True, every_set=True)
    group = group_of(figures, agency.pk)
    (member,) = [m for m in figures.members_of("SUM") if m.agency_id == agency.pk]
    return {one.indicator.code: one for one in besides(figures, member, group)}


def test_sums_counts_places_and_shares(country):
    found = beside(country[0][0])
    total = found["SUM"]
    assert (total.shown, total.group.shown, total.group.basis) == ("10", "40", "2/2 có số")
    assert (total.country.shown, total.country.basis) == ("70", "3/4 có số")
    assert (total.place, total.share) == ("thứ 3/3", "14,3%")
    yes = found["YES"]
    assert (yes.shown, yes.group.shown, yes.country.shown) == ("Có", "1/2", "2/4")
    assert (yes.place, yes.share) == ("", "")
    assert (found["DEC"].shown, found["DEC"].place) == ("75,5", "thứ 1/2")


def test_equal_figures_share_a_place(country):
    assert [beside(agency)["SUM"].place for agency in country[0][1:3]] == ["thứ 1/3"] * 2


def test_who_reported_nothing_has_blanks_and_no_region(country):
    one = beside(country[0][3])["SUM"]
    assert (one.shown, one.place, one.share, one.amount, one.group) == ("", "", "", None, None)
    assert one.country.shown == "70"


def test_a_published_total_without_names_gives_no_share(country):
    indicator = country[1]["SUM"]
    make.make_known(None, DAY, (indicator, 500), channel="centre")
    one = beside(country[0][0])["SUM"]
    assert (one.country.shown, one.share) == ("500", "")
    assert one.country.basis == "không kèm tên, 30/9/2022"
    assert one.place == "thứ 3/3"


def test_a_published_count_does_not_stand_over_a_later_number_of_agencies(country):
    make.make_known(None, DAY, (country[1]["YES"], 3), channel="centre")
    assert beside(country[0][0])["YES"].country.shown == "3/4"
    figures = Figures(None, Moment(make.day("2023-10-01")), every_set=True)
    (member,) = [m for m in figures.members_of("SUM") if m.agency_id == country[0][0].pk]
    later = {one.indicator.code: one for one in besides(figures, member, None)}
    assert later["YES"].country.shown == "3"


def test_a_count_above_the_number_of_agencies_stands_alone(country):
    make.make_known(None, DAY, (country[1]["YES"], 9), channel="centre")
    assert beside(country[0][0])["YES"].country.shown == "9"
