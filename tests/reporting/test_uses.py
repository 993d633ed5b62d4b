"""Where a weekly report prints each figure: written down once, with links, by both loaders."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from portal.models import FigureUse, IndicatorValue
from portal.submissions.usage import why_not_used
from reporting.editions.content import load_edition
from reporting.uses import record_edition_uses
from tests import factories as make
from tests import loaded
from tests.markup import Page

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

AT = make.instant("2022-11-15 09:00")


@pytest.fixture(scope="module", autouse=True)
def _demonstration(django_db_setup, django_db_blocker):
    def load():
        loaded.load_reference()
        call_command("load_demo", anyway=True, files=False, stdout=io.StringIO())

    with loaded.for_module(django_db_blocker, load):
        yield


@pytest.fixture(autouse=True)
def _in_november(settings):
    settings.DEMO_TODAY = datetime.date(2022, 11, 15)


def told():
    return sorted(
        FigureUse.objects.values_list("report_key", "value__indicator__code", "value", "place")
    )


def test_both_reports_are_written_down():
    assert set(FigureUse.objects.values_list("report_key", flat=True)) == {"2022/17", "2022/23"}


def test_loading_again_writes_the_same():
    before = told()
    loaded.load_reference()
    call_command("load_demo", anyway=True, files=False, stdout=io.StringIO())
    assert told() == before


def test_recording_again_replaces():
    before = told()
    record_edition_uses(load_edition(2022, 45), AT)
    assert told() == before


def test_command_tells_how_many():
    out = io.StringIO()
    call_command("record_uses", "2022-W45", stdout=out)
    assert "Tuần 45/2022" in out.getvalue()
    for wrong in ("2031-W01", "x", "2022-W99"):
        with pytest.raises(CommandError):
            call_command("record_uses", wrong, stdout=out)


def test_printed_figure_stands_where_the_use_says(client):
    """The province's own figure of October is in the row of table 2 that its use names."""
    value = IndicatorValue.objects.get(
        revision__submission__agency__slug="quang-ninh",
        revision__submission__channel="agency",
        revision__accepted_at__isnull=False,
        indicator__code="TRAIN_PRO_SELF",
    )
    use = value.uses.get(report_key="2022/23")
    row = int(use.place.rpartition(" ")[2])
    make.sign_in(client, make.make_member("reader"))
    page = Page(client.get(use.href.partition("#")[0]).content.decode())
    cells = page.table("bang-2").rows[row - 1]
    assert "Quảng Ninh" in " ".join(cells)
    assert value.shown in cells


def test_every_link_leads_to_a_page_and_a_place_on_it(client):
    make.sign_in(client, make.make_member("reader"))
    for href in set(FigureUse.objects.values_list("href", flat=True)):
        path, _, place = href.partition("#")
        response = client.get(path)
        assert response.status_code == 200
        assert f'id="{place}"' in response.content.decode(), href


def test_newest_report_is_the_one_with_the_latest_day_not_the_last_recorded():
    record_edition_uses(load_edition(2022, 39), AT + datetime.timedelta(days=9))
    value = IndicatorValue.objects.filter(
        revision__submission__channel="agency",
        revision__accepted_at__isnull=False,
        revision__superseded_at=None,
        state="reported",
        uses=None,
        covers_to=make.day("2022-10-14"),
    ).first()
    newest = FigureUse.objects.order_by("-as_of").values("as_of").first()
    assert "Báo cáo in số công bố chung" in why_not_used(value, value.revision, newest)
