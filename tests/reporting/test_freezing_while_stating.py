"""Frozen at random moments while others write, in processes of their own: each wholly in or out."""

import datetime
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from portal import clock
from portal.accounts.permissions import Access
from portal.models import IndicatorValue
from reporting.editions.freezing import freeze
from reporting.editions.models import Stage
from reporting.editions.report import Report
from reporting.models import Snapshot, WeeklyEdition
from tests import factories as make
from tests.served import ROOT

FIRST, SECOND = "THU_MOT", "THU_HAI"
DAY = datetime.date(2022, 11, 14)
WRITERS, EDITIONS = 2, 6

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def begin_writers(stop: Path) -> list[subprocess.Popen]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings_served",
        "SERVED_VENDOR": connection.vendor,
        "SERVED_DATABASE": str(connection.settings_dict["NAME"]),
        "SERVED_TODAY": settings.DEMO_TODAY.isoformat(),
    }
    return [
        subprocess.Popen(
            [sys.executable, "-m", "tests.reporting.stating_process", str(seed), str(stop)],
            cwd=ROOT,
            env=environment,
        )
        for seed in range(WRITERS)
    ]


def make_edition(number: int) -> WeeklyEdition:
    return WeeklyEdition.objects.create(
        year=2022,
        number=number,
        week_year=2022,
        week=40 + number,
        as_of=DAY,
        symbol="BC-THU",
        topic="Thử",
        stage=Stage.RESERVED,
    )


@pytest.fixture
def country(settings):
    settings.DEMO_TODAY = datetime.date(2022, 11, 15)
    places = [make.make_agency(f"Nơi {i}", f"noi-{i}") for i in range(5)]
    asked = make.make_set("noi", *places)
    for code in (FIRST, SECOND):
        make.make_indicator(code, asked)
    return asked


def stated_in_the_database() -> dict[tuple[str, str], int]:
    """(revision, indicator) → what the revision says."""
    rows = IndicatorValue.objects.values_list("revision_id", "indicator__code", "amount")
    return {(str(revision), code): amount for revision, code, amount in rows}


def wait_for_more(writers) -> None:
    """Until something more was written than there is."""
    there = IndicatorValue.objects.count()
    while IndicatorValue.objects.count() == there:
        assert all(writer.poll() is None for writer in writers)
        time.sleep(0.01)


def test_each_statement_is_in_wholly_or_not_at_all(country, tmp_path):
    access = Access(make.make_member("data_manager"), DAY)
    editions = [make_edition(number) for number in range(1, EDITIONS + 1)]
    dice = random.Random(EDITIONS)  # noqa: S311
    stop = tmp_path / "stop"
    writers = begin_writers(stop)
    try:
        for edition in editions:
            wait_for_more(writers)
            time.sleep(dice.random() / 4)
            freeze(edition, access=access, at=clock.now())
    finally:
        stop.touch()
        codes = [writer.wait(60) for writer in writers]
    assert codes == [0] * WRITERS
    written = stated_in_the_database()
    reports = [Report.read(snapshot.text) for snapshot in Snapshot.objects.order_by("pk")]
    for report in reports:
        first, second = report.figures[FIRST], report.figures[SECOND]
        assert sum(amount for _, amount, _, _ in first.parts) == first.amount
        assert sum(amount for _, amount, _, _ in second.parts) == second.amount
        assert [p[3] for p in first.parts] == [p[3] for p in second.parts]
        for mine, other in zip(first.parts, second.parts, strict=True):
            assert other[1] == mine[1] + 1
            assert written[mine[3], FIRST] == mine[1]
    assert len({report.figures[FIRST].amount for report in reports}) > 1  # it was written meanwhile
