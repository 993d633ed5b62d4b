"""Figures of some agencies only, and statements put together once a process."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.agencies.models import Agency
from portal.models import Submission
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel
from portal.submissions.prepared import prepared_rows
from portal.submissions.readings import Moment
from portal.submissions.scoping import left_unnamed, within
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = make.day("2022-09-30")


@pytest.fixture
def figures():
    """Four provinces, two of a region; a plan of two by name, teams published without names."""
    agencies = [make.make_agency(f"Tỉnh {i}", f"tinh-{i}") for i in range(4)]
    asked = make.make_set("provinces", *agencies)
    make.make_set("vung", *agencies[:2], purpose="region", position=2)
    plan = make.make_indicator("PLAN", asked, value_type="yes_no", combine="count_yes")
    teams = make.make_indicator("TEAMS", asked, combine="sum")
    film = make.make_indicator("FILM", None, combine="latest", source="centre")
    for agency in (agencies[0], agencies[2]):
        make.make_known(agency, DAY, (plan, 1))
    make.make_known(agencies[0], DAY, (teams, 40))
    make.make_known(None, DAY, (teams, 900), (film, 5), channel=Channel.CENTRE)
    return Figures(None, Moment(DAY), every_set=True)


def ids_of(figures, code):
    return {member.agency_id for member in figures.sets[code].members}


def test_only_the_scopes_agencies_count(figures):
    scoped = within(figures, ids_of(figures, "vung"))
    assert (figures.figure("PLAN").amount, figures.figure("PLAN").size) == (2, 4)
    assert (scoped.figure("PLAN").amount, scoped.figure("PLAN").size) == (1, 2)
    assert [m.slug for m in scoped.figure("PLAN").unknown] == ["tinh-1"]


def test_what_has_no_names_is_left_out_of_a_part_and_kept_for_the_whole(figures):
    part = within(figures, ids_of(figures, "vung"))
    assert figures.figure("TEAMS").amount == 900
    assert part.figure("TEAMS").statement is None
    assert part.figure("TEAMS").amount == 40
    assert left_unnamed(figures, part) == ["TEAMS"]
    everyone = within(figures, ids_of(figures, "provinces"))
    assert everyone.figure("TEAMS").amount == 900
    assert left_unnamed(figures, everyone) == []


def test_national_figures_belong_to_no_scope(figures):
    assert "FILM" in figures.indicators
    assert "FILM" not in within(figures, ids_of(figures, "vung")).indicators


def test_an_empty_scope_has_nothing(figures):
    assert within(figures, ()).indicators == {}


def test_scoping_asks_nothing_and_leaves_the_whole_alone(figures):
    before = {code: figures.figure(code) for code in figures.indicators}
    with CaptureQueriesContext(connection) as captured:
        within(figures, ids_of(figures, "vung")).figure("PLAN")
    assert len(captured) == 0
    assert {code: figures.figure(code) for code in figures.indicators} == before


def of_agency_by(agency_id, day):
    found = Submission.objects.filter(agency=agency_id, as_of__lte=day)
    return found.order_by("pk").values_list("agency__slug", "as_of", "created_at")


def test_a_prepared_statement_answers_like_a_new_one(figures):
    first, second = Agency.objects.order_by("pk")[:2]
    for agency in (first, second, first):
        for day in (DAY, make.day("2022-01-01")):
            rows = prepared_rows(of_agency_by, agency.pk, day)
            assert rows == [tuple(row) for row in of_agency_by(agency.pk, day)]
    assert len(prepared_rows(of_agency_by, first.pk, DAY)) == 1
    assert prepared_rows(of_agency_by, first.pk, make.day("2022-01-01")) == []
