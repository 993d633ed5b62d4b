"""An invented register of one province, from which its month's form proposes a figure."""

import datetime

from portal.accounts.models import Membership, Role
from portal.accounts.permissions import Access
from portal.dated import in_force
from portal.demo.draws import instant
from portal.models import Agency

from .models import TrainingClass
from .register import FIELDS, record_class, strike_class

DAYS = ("begins_on", "ends_on")


def load(ledger) -> None:
    """Records the classes, once: nothing when the agency's register has some."""
    content = ledger.read("classes")
    agency = Agency.objects.filter(slug=content.get("agency", "")).first()
    if agency is None or TrainingClass.objects.filter(agency=agency).exists():
        return
    for told in content["classes"]:
        at = instant(told["recorded_at"])
        held = Membership.objects.filter(in_force(at.date()), role=Role.REPORTER, agency=agency)
        access = Access(held.earliest("pk").user, at.date())
        said = {name: told[name] for name in FIELDS}
        said |= {name: datetime.date.fromisoformat(told[name]) for name in DAYS}
        entry = record_class(agency, said, access=access, at=at).entry
        if "struck_at" in told:
            reason, at = told["struck_reason"], instant(told["struck_at"])
            strike_class(entry, reason=reason, access=access, at=at)
    ledger.created["lớp bồi dưỡng"] += len(content["classes"])
