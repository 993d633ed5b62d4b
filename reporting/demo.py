"""A later weekly report for the demonstration, so that there is more than one to look through."""

from .models import WeeklyEdition


def load(ledger):
    rows = ledger.read("editions").get("editions", [])
    ledger.reconcile(WeeklyEdition, rows, ["year", "number", "correction"])
