"""A frozen report stays what it was, byte for byte: whatever changes, wherever it is made again."""

import datetime
import json
import os
import subprocess
import sys

import pytest

from portal.agencies.actions import correct_name
from portal.agencies.models import Agency, Succession
from portal.catalogue.models import IndicatorVersion
from portal.models import IndicatorValue
from reporting.editions.freezing import freeze, make_files
from reporting.editions.kept import Format
from reporting.editions.report import digest
from reporting.models import EditionFile, WeeklyEdition
from reporting.outputs import BRIEF_WRITERS
from tests import factories as make
from tests import loaded
from tests.reporting import issuing
from tests.reporting.issuing import AT

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.xdist_group("frozen")]

LONGEST_FREEZE = 15  # seconds with every output, as the leaders were promised
YEAR = datetime.timedelta(days=366)


@pytest.fixture(scope="module", autouse=True)
def reference(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture
def edition():
    return issuing.frozen(WeeklyEdition.objects.get(week=39), formats=())


def hashes(files) -> dict[str, str]:
    return {str(file.format): file.sha256 for file in files}


def correct_figure():
    """Of the first province of the table: the figure that it is first by."""
    code = "TRAIN_PRO_SELF"
    known = IndicatorValue.objects.filter(indicator__code=code, amount__isnull=False)
    values = known.order_by("-amount")
    return values.filter(pk=values.first().pk).update(amount=1)


def rename():
    row = Agency.objects.get(slug="quang-ngai").names.in_force_on(AT.date()).get()
    names = {"name": "Tên mới", "printed_name": "Tên mới", "official_name": "Tỉnh Tên mới"}
    return correct_name(row, kind=row.kind, by=make.make_member("administrator"), **names)


def merge():
    one, other = (Agency.objects.get(slug=slug) for slug in ("ha-giang", "tuyen-quang"))
    day = datetime.date(2022, 1, 1)
    return Succession.objects.create(predecessor=one, successor=other, takes_over_on=day)


def reword():
    return IndicatorVersion.objects.update(label="Chữ khác", unit="cái")


CHANGES = (correct_figure, rename, merge, reword)


def test_whatever_changes_the_files_stay(edition, settings):
    """Rows of files lost, figures corrected, agencies renamed and merged, words changed, a year
    gone by: made again, each file is the one that was issued."""
    snapshot = edition.snapshot
    issued = hashes(make_files(snapshot, AT))
    briefs = {format: brief(snapshot, format) for format in BRIEF_WRITERS}
    EditionFile.objects.filter(snapshot=snapshot).delete()
    assert all(change() for change in CHANGES)
    WeeklyEdition.objects.filter(pk=edition.pk).update(topic="Chuyên đề khác")
    settings.DEMO_TODAY = AT.date() + YEAR
    snapshot.refresh_from_db()
    assert digest(snapshot.text.encode()) == snapshot.sha256
    assert hashes(make_files(snapshot, AT + YEAR)) == issued
    assert {format: brief(snapshot, format) for format in BRIEF_WRITERS} == briefs


def brief(snapshot, format) -> str:
    from reporting.editions.report import Report

    return digest(BRIEF_WRITERS[format](Report.read(snapshot.text)))


@pytest.mark.parametrize(
    "change", [correct_figure, rename, reword], ids=lambda change: change.__name__
)
def test_the_changes_would_be_seen_in_a_draft(change):
    """So that the test above is of changes that matter."""
    from reporting.editions.snapshot import ready_to_report, report_of

    drafts = ready_to_report(WeeklyEdition.objects.filter(week=39))
    before = report_of(drafts.get()).canonical
    change()
    assert report_of(drafts.get()).canonical != before


def test_made_elsewhere_they_are_the_same(edition):
    """In another process without any database, with another hash seed, zone, locale and clock."""
    issued = hashes(make_files(edition.snapshot, AT))
    around = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    made = subprocess.run(
        [sys.executable, "-m", "tests.reporting.making_process"],
        input=edition.snapshot.text.encode(),
        capture_output=True,
        check=True,
        timeout=120,
        env={"PATH": os.environ["PATH"], **around},
    )
    found = json.loads(made.stdout)
    assert {format: found[format] for format in issued} == issued
    assert found["json"] == edition.snapshot.sha256
    for format in BRIEF_WRITERS:
        assert found[f"brief.{format}"] == brief(edition.snapshot, format)


def test_freezing_93_agencies_with_every_output_takes_seconds():
    """Seconds of the processor, so that a busy machine does not count; about three."""
    edition = WeeklyEdition.objects.get(week=39)
    issuing.lifecycle.mark_checked(edition, access=issuing.access("editor"), at=AT)
    manager = issuing.access("data_manager")
    issuing.lifecycle.reserve(edition, issued_on=AT.date(), access=manager, at=AT)
    began = sum(os.times()[:4])
    files = make_files(freeze(edition, access=manager, at=AT), AT)
    assert {file.format for file in files} == set(Format.values)
    assert sum(os.times()[:4]) - began < LONGEST_FREEZE
