"""Two timers, or two impatient people, at the same instant: every effect happens once."""

import datetime
import threading

import pytest
from django.db import connection

from portal.models import Submission
from tests import factories as make
from training.imports.folder import take_in_folder
from training.imports.models import PlatformImport
from training.imports.storing import store, withdraw
from training.imports.taking_in import take_in

from .test_command import good, put

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

NOW = make.instant("2022-11-20 09:00")
TOGETHER = 3


@pytest.fixture(autouse=True)
def country():
    provinces = [make.make_agency("Hà Nội", "ha-noi"), make.make_agency("Hà Nam", "ha-nam")]
    asked = make.make_set("asked", *provinces)
    for what in ("OT", "DONE"):
        make.make_flow(f"TRAIN_PRO_{what}", asked, source="platform", unit="lượt")


def at_once(act) -> list:
    """What `act` answered in each of TOGETHER threads that began together."""
    gate, answers = threading.Barrier(TOGETHER), []

    def run():
        try:
            gate.wait(10)
            answers.append(act())
        except Exception as error:
            answers.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [one for one in answers if isinstance(one, Exception)] == []
    return answers


def test_two_timers_take_each_file_in_once(tmp_path):
    put(tmp_path, "a.csv", good())
    told = at_once(lambda: [one.fate for one in take_in_folder(tmp_path, as_of=None, at=NOW)])
    assert sorted(fate for fates in told for fate in fates) == ["known", "known", "stored"]
    assert PlatformImport.objects.count() == 1
    assert Submission.objects.count() == 2


def test_stored_and_withdrawn_once():
    batch = take_in(
        good(), "a.csv", as_of=datetime.date(2022, 11, 18), today=NOW.date(), by=None, at=NOW
    ).batch
    stored = at_once(lambda: store(batch, seen=None, by=None, at=NOW).is_new)
    assert sorted(stored) == [False, False, True]
    assert Submission.objects.count() == 2
    gone = at_once(lambda: withdraw(batch, reason="Nhầm.", by=None, at=NOW).is_new)
    assert sorted(gone) == [False, False, True]
    kinds = Submission.objects.first().events.values_list("kind", flat=True)
    assert sorted(kinds) == ["recalled", "stated"]
