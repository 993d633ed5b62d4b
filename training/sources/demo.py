"""Invented words of two agencies about their platform figures, and the centre's answers."""

from portal.accounts.models import Membership, Role
from portal.accounts.permissions import Access
from portal.dated import in_force
from portal.demo.draws import instant
from portal.models import Agency, Indicator

from .disputes import answer_dispute, open_dispute, standing_figures
from .models import Dispute


def load(ledger) -> None:
    """Says each once, in order; nothing of an agency that has spoken or has no such figure."""
    spoken = set(Dispute.objects.values_list("agency__slug", flat=True))
    for told in ledger.read("disputes").get("disputes", []):
        if told["agency"] not in spoken:
            say(ledger, told)


def say(ledger, told: dict) -> None:
    agency = Agency.objects.filter(slug=told["agency"]).first()
    indicator = Indicator.objects.filter(code=told["indicator"]).first()
    at = instant(told["opened_at"])
    if agency is None or indicator is None:
        return
    reading = dict(standing_figures(agency, at.date())).get(indicator)
    if reading is None:
        return
    dispute = open_dispute(
        agency,
        indicator,
        value_id=reading.value_id,
        comment=told["comment"],
        own_amount=told.get("own_amount"),
        access=first_of(Role.REPORTER, at, agency),
        at=at,
    )
    if "answered_at" in told:
        at = instant(told["answered_at"])
        words = {name: told[name] for name in ("outcome", "answer")}
        answer_dispute(dispute.pk, **words, access=first_of(Role.DATA_MANAGER, at), at=at)
    ledger.created["ý kiến về số của Nền tảng"] += 1


def first_of(role, at, agency=None) -> Access:
    """The demonstration's first holder of a role on the day."""
    held = Membership.objects.filter(in_force(at.date()), role=role, agency=agency)
    return Access(held.earliest("pk").user, at.date())
