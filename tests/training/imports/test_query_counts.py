"""Pages and the storing of an import: as many queries for a thousand agencies as for a few."""

import datetime
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Role
from portal.agencies.models import Agency, AgencyName, AgencySet, AgencySetMember, Side
from portal.names import sort_key
from tests import factories as make
from training.imports.models import PlatformImport
from training.imports.storing import store, withdraw
from training.imports.taking_in import take_in

from .exports import csv_text

pytestmark = pytest.mark.django_db

# Names are recognised among all agencies, their aliases, codes and successions: five queries that
# a page without such questions does not ask. Few people ever open a draft (decisions.md).
MOST = 8
MOST_OF_A_DRAFT = 14
MOST_TO_STORE = 120  # a thousand agencies; SQLite takes 999 values in a query
NOW = make.instant("2022-11-20 09:00")


@pytest.fixture(autouse=True)
def _in_november(settings):
    settings.DEMO_TODAY = datetime.date(2022, 11, 20)


def country_of(count):
    asked = AgencySet.objects.filter(code="asked").first() or make.make_set("asked")
    if not asked.memberships.exists():
        for what in ("OT", "DONE"):
            make.make_flow(f"TRAIN_PRO_{what}", asked, source="platform", unit="lượt")
    made = Agency.objects.bulk_create(
        Agency(slug=f"t-{i}", side=Side.PROVINCIAL, position=i, in_force_from=make.LONG_AGO)
        for i in range(count)
    )
    names = [f"Tỉnh thứ {i} của {i * 7} miền" for i in range(count)]
    AgencyName.objects.bulk_create(
        AgencyName(
            agency=agency, kind="province", name=name, printed_name=name, official_name=name,
            in_force_from=make.LONG_AGO, sort_key=sort_key(name), search_key=name.lower(),
        )
        for agency, name in zip(made, names, strict=True)
    )  # fmt: skip
    AgencySetMember.objects.bulk_create(
        AgencySetMember(agency_set=asked, agency=agency, in_force_from=make.LONG_AGO)
        for agency in made
    )
    return names


def draft(names, day=datetime.date(2022, 11, 18)):
    rows = [[n, name, 10 + n, n] for n, name in enumerate(names)]
    content = csv_text([*rows, [0, "Người lạ", 5, 1]], title=(str(day),)).encode()
    return take_in(content, "a.csv", as_of=day, today=NOW.date(), by=None, at=NOW).batch


def queries_of(act):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        act()
    return len(caught)


def leave_stranger_out(batch):
    batch.rows.filter(name="Người lạ").update(answer="left_out")


@pytest.mark.parametrize("count", [5, 1000])
def test_pages_ask_the_same_for_any_number_of_agencies(client, count):
    batch = draft(country_of(count))
    make.sign_in(client, make.make_member(Role.DATA_MANAGER))
    path = f"/boi-duong/one-touch/{batch.pk}/"
    client.get(path)
    assert queries_of(lambda: client.get(path)) <= MOST_OF_A_DRAFT
    assert queries_of(lambda: client.get("/boi-duong/one-touch/")) <= MOST
    leave_stranger_out(batch)
    store(batch, seen=None, by=None, at=NOW)
    assert queries_of(lambda: client.get(path)) <= MOST


def test_a_thousand_agencies_are_stored_and_withdrawn_at_once():
    batch = draft(country_of(1000))
    leave_stranger_out(batch)
    began = time.process_time()
    assert queries_of(lambda: store(batch, seen=None, by=None, at=NOW)) <= MOST_TO_STORE
    assert batch.submissions.count() == 1000
    assert queries_of(lambda: withdraw(batch, reason="Nhầm.", by=None, at=NOW)) <= MOST_TO_STORE
    assert time.process_time() - began < 20
    assert PlatformImport.objects.get().stage == "withdrawn"
