"""Weekly reports published before the portal: their identity, the printed order of their rows and
their words.

A pinned order is named by the indicator whose rows or names it orders.
"""

from portal import clock
from portal.models import Agency, FigureUse
from portal.reference.ledger import Known

from .models import PinnedRow, WeeklyEdition
from .narrative.reference import load_words
from .uses import record_edition_uses, uses_key


def load(ledger):
    agencies = Known({agency.slug: agency for agency in Agency.objects.all()})
    for report in ledger.read_all("tuan*"):
        if "edition" in report:
            load_edition(ledger, report, agencies)


def load_edition(ledger, report, agencies):
    row = {"correction": 0, **report["edition"]}
    key = ["year", "number", "correction"]
    there = WeeklyEdition.objects.filter(**{name: row[name] for name in key}).first()
    if there and not there.is_living:  # what was frozen stays as it is
        return
    edition = ledger.reconcile(WeeklyEdition, [row], key)[tuple(row[name] for name in key)]
    pinned = [
        {"edition": edition, "table": table, "agency": agencies[slug], "position": position}
        for table, slugs in printed_orders(report)
        for position, slug in enumerate(slugs, start=1)
    ]
    among = PinnedRow.objects.filter(edition=edition)
    ledger.reconcile(PinnedRow, pinned, ["edition", "table", "agency"], among)
    load_words(ledger, edition, report, agencies)
    if ledger.created or ledger.overwrite or not is_recorded(edition):
        record_edition_uses(edition, clock.now())


def is_recorded(edition) -> bool:
    """Whether it was written down where this report prints its figures."""
    return FigureUse.objects.filter(report_key=uses_key(edition)).exists()


def printed_orders(report):
    for table in report.get("tables", []):
        yield table["table"], [row[0] for row in table["rows"]]
    for listed in report.get("lists", []):
        yield listed["indicator"], listed["agencies"]
