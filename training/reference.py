"""Agencies' own sub-domains of the platform, as published reports name them."""

from portal.models import Agency
from portal.reference.ledger import Known
from portal.reference.rows import picked

from .models import PlatformDomain


def load(ledger):
    listed = ledger.read("platform").get("domains", [])
    wanted = {row["agency"] for row in listed}
    agencies = Known({one.slug: one for one in Agency.objects.filter(slug__in=wanted)})
    rows = [
        {
            "host": row["host"],
            "agency": agencies[row["agency"]],
            "in_force_from": row["in_force_from"],
            **picked(row, in_force_until=None, basis=""),
        }
        for row in listed
    ]
    ledger.reconcile(PlatformDomain, rows, ["host"])
