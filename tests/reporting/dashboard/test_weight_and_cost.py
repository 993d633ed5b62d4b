"""The overview is light, asks little, and its figures and drawings stand before any script."""

import gzip
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Role
from portal.agencies.models import Agency
from portal.models import Indicator
from portal.submissions.aggregation import Figures
from portal.submissions.over_time import Over
from portal.submissions.readings import Moment
from tests import factories as make
from tests.addresses import places
from training.figures import CODES
from training.trend import WINDOW, training_trend

from .conftest import OVERVIEW

pytestmark = pytest.mark.django_db

KB = 1024
MOST = 15 * KB
PAGES = (
    OVERVIEW,
    "/tong-quan/?ngay=30/9/2022",
    "/tong-quan/?vung=trung-du-mien-nui-phia-bac",
    "/tong-quan/trinh-chieu/?ngay=30/9/2022",
    "/tong-quan/bieu-do/?ngay=30/9/2022",
    "/tong-quan/bieu-do/xep-hang/?ngay=30/9/2022",
    "/tong-quan/bieu-do/thoi-gian/",
    "/tong-quan/cach-xem/",
)


def asked_by(client, path) -> int:
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light(officer, path):
    size = len(gzip.compress(officer.get(path).content, 6))
    assert size <= MOST, f"{size} bytes"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_at_most_eight_questions(officer, path):
    assert asked_by(officer, path) <= 8


def test_saved_views_own_agencies_and_targets_cost_no_further_question(reader, officer):
    user = make.make_member(Role.REPORTER, Agency.objects.get(slug="hai-phong"))
    client = make.sign_in(type(reader)(), user)
    before = asked_by(client, OVERVIEW)
    for name in ("Một", "Hai", "Ba"):
        client.post("/tong-quan/cach-xem/", {"name": name, "address": OVERVIEW})
    client.get(OVERVIEW)  # its message
    make.make_member(Role.REPORTER, Agency.objects.get(slug="quang-ninh"), user=user)
    assert asked_by(client, OVERVIEW) == before


def test_figures_and_drawings_stand_before_any_script_and_sheet_of_plotly(reader):
    body = reader.get("/tong-quan/?ngay=30/9/2022").content.decode()
    head, _, rest = body.partition("</head>")
    assert "<script" not in head
    assert "plotly" not in head
    drawn = max(match.start() for match in re.finditer("<svg", rest))
    assert drawn < rest.index("plotly.css") < rest.index("plotly-basic")
    scripts = re.findall(r"<script src=[^>]*>", body)
    assert scripts
    assert all(" defer" in script for script in scripts)


def test_the_course_beside_the_newest_is_what_would_be_asked_for_alone(reader):
    pro = Indicator.objects.get(code="TRAIN_PRO_SELF")
    for slug, amount, day in (("an-giang", 900, "2022-10-14"), ("ha-giang", 7000, "2022-11-14")):
        make.make_known(Agency.objects.get(slug=slug), make.day(day), (pro, amount))
    moment = Moment(make.day("2022-11-15"))
    plain = Figures(None, moment)
    beside = Figures(None, moment, over=Over(frozenset(CODES), WINDOW))
    assert training_trend(beside) == training_trend(plain)
    assert len(training_trend(plain)) == 3
    codes = plain.indicators
    assert {c: plain.figure(c) for c in codes} == {c: beside.figure(c) for c in codes}


def test_every_reading_page_of_the_dashboard_is_among_those_measured():
    """A new page of the dashboard without parameters is measured too."""
    own = {
        place.name
        for place in places()
        if getattr(place.view, "__module__", "").startswith("reporting.dashboard")
        and not place.parameters
    }
    assert own == {
        "reporting:overview",
        "reporting:presentation",
        "reporting:charts",
        "reporting:charts_ranking",
        "reporting:charts_over_time",
        "reporting:saved_view_list",
    }
