"""Two timers and a person at the same moment: each agency still gets one mail."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection

from portal.catalogue.holidays import DaysOff
from portal.chasing.reminders import chosen_reminders, due_reminders
from portal.chasing.sending import send_reminders
from portal.submissions.contacts import Contact
from tests import factories as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

HANDS = 4


def test_four_at_once_send_each_reminder_once(chased):
    for n in range(6):
        chased.agency(f"Tỉnh {n}", f"tinh-{n}")
    slugs = {f"tinh-{n}" for n in range(6)}
    now, start = make.instant("2022-11-22 08:00"), threading.Barrier(HANDS)

    def remind(hand):
        try:
            if hand % 2:
                found = chosen_reminders(chased.period, now, slugs)
            else:
                found = due_reminders(chased.period, now, DaysOff())
            start.wait()
            return send_reminders(found, at=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as hands:
        outcomes = list(hands.map(remind, range(HANDS)))
    assert sorted(message.to[0] for message in mail.outbox) == [
        f"tinh-{n}@mau.example" for n in range(6)
    ]
    assert sum(len(outcome.sent) for outcome in outcomes) == 6
    assert sum(len(outcome.taken) for outcome in outcomes) == 6 * (HANDS - 1)
    assert not any(outcome.failed or outcome.stopped for outcome in outcomes)
    assert Contact.objects.count() == Contact.objects.exclude(sent_at=None).count() == 6
