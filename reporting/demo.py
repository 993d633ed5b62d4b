"""A later weekly report for the demonstration, so that there is more than one to look through."""

from portal import clock

from .models import WeeklyEdition
from .uses import record_edition_uses


def load(ledger):
    rows = ledger.read("editions").get("editions", [])
    ledger.reconcile(WeeklyEdition, rows, ["year", "number", "correction"])
    for edition in WeeklyEdition.objects.current_corrections().prefetch_related("pinned_rows"):
        record_edition_uses(edition, clock.now())
