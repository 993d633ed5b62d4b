"""Made-up figures that no agency types: One Touch as of two days, and national single figures."""

import datetime

from portal.models import Indicator, Submission
from portal.reference.ledger import Known
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel
from portal.submissions.readings import Moment
from portal.submissions.stating import Stated, state_figures

from .draws import dice, instant

CHANNELS = (Channel.PLATFORM, Channel.CENTRE)


def load(ledger, cast):
    if Submission.objects.filter(is_demo=True, channel__in=CHANNELS).exists():
        return
    content = ledger.read("figures")
    known = Figures(None, Moment(datetime.date.fromisoformat(content["known_on"])))
    for part in content["platform"]["parts"]:
        state_platform(ledger, cast, content, part, known)
    state_national(ledger, cast, content["national"])


def state_platform(ledger, cast, content, part, known: Figures):
    """Each asked agency's figure on each day, growing from what was known."""
    indicator = known.indicators[part["code"]]
    platform = content["platform"]
    agencies = known.indicators[part["code"]].asked_of.members.in_bulk()
    for member in known.members_of(part["code"]):
        amount = starting_amount(content, part, known, member)
        for statement in platform["statements"]:
            amount = grown(amount, part, dice(part["code"], member.slug, statement["as_of"]))
            state_figures(
                channel=Channel.PLATFORM,
                agency=agencies[member.agency_id],
                as_of=datetime.date.fromisoformat(statement["as_of"]),
                values=[
                    Stated(
                        indicator=indicator,
                        amount=amount,
                        covers_from=indicator.accumulates_from,
                    )
                ],
                source_text=platform["source_text"],
                at=instant(statement["at"]),
                by=cast.data_manager,
                is_demo=True,
            )
            ledger.created["phiếu số liệu nền tảng"] += 1


def starting_amount(content, part, known: Figures, member) -> int:
    """What the agency had: its own figure, or its published total less what it ran itself."""
    if "from_total" not in part:
        return known.amount(part["code"], member.agency_id) or 0
    total = known.amount(part["from_total"], member.agency_id) or 0
    return total - content["first_known"].get(part["minus"], {}).get(member.slug, 0)


def grown(amount: int, part, rng) -> int:
    more = amount * rng.randint(*part["growth"]) // 100 + rng.randint(*part["more"])
    return amount + more - more % part["step"]


def state_national(ledger, cast, national):
    indicators = Known({row.code: row for row in Indicator.objects.all()})
    values = [
        Stated(
            indicator=indicators[code],
            amount=amount,
            covers_from=indicators[code].accumulates_from,
        )
        for code, amount in national["amounts"].items()
    ]
    state_figures(
        channel=Channel.CENTRE,
        as_of=datetime.date.fromisoformat(national["as_of"]),
        values=values,
        source_text=national["source_text"],
        at=instant(national["at"]),
        by=cast.data_manager,
        is_demo=True,
    )
    ledger.created["phiếu số liệu quốc gia"] += 1
