"""Many hands on one form, over HTTP and in real processes: nothing acknowledged is lost."""

import contextlib
import http.client
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.accounts.models import KeptInput, Role
from portal.submissions import actions
from portal.submissions.draft_entries import DraftEntry
from portal.submissions.drafting import load_draft
from tests import factories as make
from tests.served import served, session_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

HANDS = 8
KILLS = 6


def test_eight_saves_at_once_of_one_form(reports, tmp_path):
    """Nothing is begun; all post the same field, and each one more of their own."""
    people = [
        make.make_member(Role.REPORTER, reports.agency, full_name=f"Người {n}")
        for n in range(HANDS)
    ]
    sessions = [session_of(user) for user in people]
    shared = reports.field("TRAINED", "month")
    own = [reports.field(code, "why") for code in reports.indicators if code != "TOUCH"][:HANDS]
    start = threading.Barrier(HANDS)

    def save(n):
        fields = {"base_version": "0", shared: f"7{n}", own[n]: f"Lý do của người {n}"}
        start.wait()
        return server.ask("POST", reports.path, sessions[n], fields)

    with served(tmp_path, workers=4, threads=2) as server, ThreadPoolExecutor(HANDS) as hands:
        answers = list(hands.map(save, range(HANDS)))

    assert sorted(status for status, _ in answers) == [302] + [409] * (HANDS - 1)
    (winner,) = [n for n, (status, _) in enumerate(answers) if status == 302]
    for n, (_, page) in enumerate(answers):
        if n != winner:
            assert f'name="{shared}" value="7{n}"' in page
            assert f'name="{shared}" value="7{winner}"' in page
            assert shared in KeptInput.objects.get(user=people[n]).body
    texts = load_draft(actions.report_of(reports.agency, reports.period)).texts()
    assert texts == {shared: f"7{winner}"} | {own[n]: f"Lý do của người {n}" for n in range(HANDS)}


def test_worker_killed_while_saving_loses_nothing_acknowledged(reports, tmp_path):
    session, field = session_of(reports.reporter), reports.field("WORDS")
    reports.open()
    acknowledged, tried = [], []

    def save(server):
        report = actions.report_of(reports.agency, reports.period)
        text = f"Lần {len(tried)}"
        tried.append(text)
        fields = {"base_version": str(report.version), field: text}
        with contextlib.suppress(OSError, http.client.HTTPException):
            if server.ask("POST", reports.path, session, fields)[0] == 302:
                acknowledged.append(text)

    with served(tmp_path, workers=1, threads=1) as server:
        for kill in range(KILLS):
            for _ in range(3):
                save(server)
            (worker,) = server.workers()
            killer = threading.Timer(kill * 0.01, os.kill, (worker, signal.SIGKILL))
            killer.start()
            save(server)
            killer.join()
            wait_for_another(server, worker)

    kept = list(DraftEntry.objects.filter(field=field).order_by("version"))
    texts = [entry.text for entry in kept]
    assert len(acknowledged) >= KILLS * 3
    assert [text for text in acknowledged if text not in texts] == []
    assert texts == [text for text in tried if text in texts]  # in order, each at most once
    assert [entry.until_version for entry in kept] == [
        *[entry.version for entry in kept][1:],
        None,
    ]
    report = actions.report_of(reports.agency, reports.period)
    assert report.version == kept[-1].version


def wait_for_another(server, killed):
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):
            is_new = server.workers() not in ([], [killed])
            if is_new and server.ask("GET", "/healthz", "")[0] == 200:
                return
        time.sleep(0.05)
    raise AssertionError("no worker came back")
