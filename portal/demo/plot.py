"""The plot of a month: what becomes of each agency's report, and at which instants."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .draws import dice, office_hour, shuffled


class Fate(StrEnum):
    NOTHING = "nothing"
    DRAFT = "draft"
    AWAITING = "awaiting"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CORRECTING = "correcting"
    CORRECTED = "corrected"


RECEIVED = (Fate.SUBMITTED, Fate.ACCEPTED, Fate.CORRECTING, Fate.CORRECTED)
UNSENT = (Fate.NOTHING, Fate.DRAFT)


@dataclass(frozen=True)
class Destiny:
    """One report's fate with its instants; `reviewed_at` and later only where they come to pass."""

    fate: Fate
    opened_at: datetime.datetime
    saved_at: datetime.datetime
    sent_at: datetime.datetime
    reviewed_at: datetime.datetime
    reopened_at: datetime.datetime | None
    settled_at: datetime.datetime | None


def deal(month: dict, slugs: Iterable[str]) -> dict[str, Destiny]:
    """A destiny for each of `slugs`: the cast by name, the rest by the month's counts."""
    slugs, key = list(slugs), month_key(month)
    fates = {slug: Fate(fate) for slug, fate in month["cast"].items() if slug in slugs}
    free = shuffled([slug for slug in slugs if slug not in fates], "fates", key)
    counted = [Fate(fate) for fate, count in month["fates"].items() for _ in range(count)]
    rest = [Fate(month["rest"])] * (len(free) - len(counted))
    dealt = dict(zip(free, [*counted, *rest], strict=False))
    received = [slug for slug, fate in dealt.items() if fate in RECEIVED]
    late = set(shuffled(received, "late", key)[: month["late"]])
    fates |= dealt
    return {slug: destiny(month, slug, fates[slug], slug in late) for slug in slugs}


def destiny(month: dict, slug: str, fate: Fate, is_late: bool) -> Destiny:
    rng, days = dice("instants", slug, month_key(month)), month["days"]
    sent_on = days["drafted"] if fate in UNSENT else days["late"] if is_late else days["sent"]
    sent_at = office_hour(rng.choice(sent_on), rng)
    saved_at = sent_at - datetime.timedelta(minutes=rng.randint(12, 110))
    reopened = rng.choice(days["reopened"]) if days["reopened"] else None
    settled = rng.choice(days["settled"]) if days["settled"] else None
    return Destiny(
        fate=fate,
        opened_at=saved_at - datetime.timedelta(minutes=rng.randint(4, 40)),
        saved_at=saved_at,
        sent_at=sent_at,
        reviewed_at=reviewed(sent_at, days["reviewed"], rng),
        reopened_at=office_hour(reopened, rng) if reopened else None,
        settled_at=office_hour(settled, rng) if settled else None,
    )


def reviewed(sent_at, days, rng) -> datetime.datetime:
    """Within the three working days after the sending, else the same day."""
    later = [day for day in days if day > sent_at.date().isoformat()][:3]
    if later:
        return office_hour(rng.choice(later), rng)
    return sent_at + datetime.timedelta(minutes=rng.randint(40, 180))


def month_key(month: dict) -> str:
    return f"{month['year']}-{month['month']:02d}"
