"""What the explorer costs: queries that do not grow, history that is not read, constant memory."""

import datetime
import json
import os
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Role
from portal.models import Agency, Indicator
from tests import factories as make
from tests import loaded
from tests.reporting.test_query_counts import MOST, grow_to, queries_of

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]

PAGES = (
    "/kham-pha/",
    "/kham-pha/?chi-tieu=TRAIN_PRO",
    "/kham-pha/?chi-tieu=TRAIN_PRO&chi-tieu=PLAN_PRO&chi-tieu=STORIES&xep=lon",
    "/kham-pha/?chi-tieu=TRAIN_PRO_SELF&co-quan=TPHCM;Quảng Ninh&ngay=14/8/2022;30/9/2022",
    "/kham-pha/?chi-tieu=TRAIN_PRO&chi-tieu=PLAN_PRO&chi-tieu=STORIES&bay=danh-sach&page=2",
    "/kham-pha/so-lieu.xlsx?chi-tieu=TRAIN_PRO",
    "/kham-pha/TRAIN_PRO_SELF/quang-ninh/",
)


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _in_october(settings):
    settings.DEMO_TODAY = datetime.date(2022, 10, 17)


def signed_in(user) -> Client:
    return make.sign_in(Client(), user)


def test_at_most_eight_queries_and_no_more_for_a_thousand_agencies():
    readers = {
        "centre": signed_in(make.make_member(Role.DATA_MANAGER)),
        "officer": signed_in(
            make.make_member(Role.REPORTER, Agency.objects.get(slug="quang-ninh"))
        ),
    }

    def counts():
        return {
            (who, page): len(queries_of(one, page))
            for who, one in readers.items()
            for page in PAGES
        }

    before = counts()
    assert {key: n for key, n in before.items() if n > MOST} == {}
    grow_to(1000)
    assert counts() == before


def test_thousand_rows_come_in_pages_and_totals_count_all_of_them():
    grow_to(1000)
    reader = signed_in(make.make_member(Role.READER))
    response = reader.get("/kham-pha/?chi-tieu=TRAIN_PRO_SELF&ngay=30/9/2022&page=2")
    text = response.content.decode()
    assert "Đang xem dòng 151 đến 300 trong 1.000 dòng." in text
    assert "972/1.000" in text


def test_history_outside_the_window_is_not_read():
    """The rows that the one query of values gives: those shown, and one before for each agency."""
    agency = Agency.objects.get(slug="quang-ninh")
    indicator = Indicator.objects.get(code="TRAIN_PRO_SELF")
    for n in range(60):
        day = make.day("2022-02-01") + datetime.timedelta(days=n)
        make.make_known(agency, day, (indicator, n), at=make.instant("2022-10-01 08:00"))
    for month in (8, 9):
        make.make_period(2022, month)
    reader = signed_in(make.make_member(Role.READER))
    path = "/kham-pha/?chi-tieu=TRAIN_PRO_SELF&co-quan=Quảng Ninh&tu=2022-08&den=2022-10"
    with CaptureQueriesContext(connection) as captured:
        assert reader.get(path).status_code == 200
    (statement,) = [q["sql"] for q in captured if "portal_indicatorvalue" in q["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert len(cursor.fetchall()) <= 4


# Memory


MEASURED = """
import datetime, json, resource, sys, tempfile
import django
django.setup()
from reporting.explorer import downloads, figures, ground, listing, query, selection

MONTHS, AGENCIES = 24, 100
AT = datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC)
columns = []
for n in range(MONTHS):
    day = datetime.date(2022 + n // 12, n % 12 + 1, 14)
    columns.append(ground.Column(f"{day:%Y-%m}", f"{day:%m/%Y}", day.replace(day=1), day))


class Invented:
    decimals, value_type, combine, asked_of_id, is_number = 0, "count", "sum", 1, True

    def __init__(self, code):
        self.code = self.pk = code

    def is_in_force_on(self, day):
        return True


class Members:
    def of_set(self, pk, days):
        return set(range(AGENCIES))


parties = [
    ground.Party(n, f"t-{n}", "provincial", *[f"Tỉnh {n}"] * 3, (0, n, n), str(n))
    for n in range(AGENCIES)
]
STATED = {
    "state": "reported", "amount": 1234, "text": "", "qualifier": "", "channel": "agency",
    "source_text": "Nguồn", "sent_at": AT, "accepted_at": AT,
}


def newest_on_days(wanted, agency_ids, columns, channel_on):
    fields = figures.KnownValue._fields
    return {
        (one.pk, agency_id, column.day): figures.KnownValue(
            **{**dict.fromkeys(fields), **STATED, "covers_to": column.day}
        )
        for one in wanted
        for agency_id in agency_ids
        for column in columns
    }


def write(rows, kind):
    asked = [
        ground.Asked(Invented(f"C{n}"), "Chỉ tiêu", f"Chỉ tiêu {n}", "lượt", "Phần")
        for n in range(rows // (MONTHS * AGENCIES))
    ]
    chosen = selection.Selection(
        query.Query(layout="danh-sach"), columns, columns, {}, [], asked, parties, Members()
    )
    if kind == "xlsx":
        with tempfile.TemporaryFile() as into:
            downloads.write_lines_book(into, chosen)
            size = into.seek(0, 2)
    else:
        size = sum(len(part) for part in downloads.csv_parts(downloads.csv_rows(chosen)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"lines": listing.count_lines(chosen), "size": size, "peak": peak}


figures.newest_on_days = newest_on_days
print(json.dumps([write(int(rows), sys.argv[1]) for rows in sys.argv[2:]]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_ten_times_the_rows_take_no_more_memory(kind):
    """A process of its own writes invented rows, few and then many; kilobytes at its peak."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, kind, "9600", "100800"],
        cwd=django_settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings_sqlite"},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    few, many = json.loads(done.stdout.splitlines()[-1])
    assert (few["lines"], many["lines"]) == (9_600, 100_800)
    assert many["size"] > 8 * few["size"]
    assert many["peak"] - few["peak"] < 3_000, (few, many)
