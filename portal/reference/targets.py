"""What is to be reached by a day: by the country, and by agencies in their own plans."""

from portal.models import Agency, Indicator, Target

from .ledger import Known
from .rows import picked

KEY = ["indicator", "agency", "due_on"]


def load(ledger):
    facts = ledger.read("targets").get("targets", [])
    if not facts:
        return
    indicators = Known({indicator.code: indicator for indicator in Indicator.objects.all()})
    agencies = Known({agency.slug: agency for agency in Agency.objects.all()})
    rows = [target_row(fact, indicators, agencies) for fact in facts]
    ledger.reconcile(Target, rows, KEY, among=Target.objects.filter(struck_at=None), removable=True)


def target_row(fact, indicators, agencies):
    return {
        "indicator": indicators[fact["indicator"]],
        "agency": agencies[fact["agency"]] if fact.get("agency") else None,
        "due_on": fact["due_on"],
        **{name: fact[name] for name in ("amount", "counts_from", "basis")},
        **picked(fact, qualifier=""),
    }
