"""Which editions someone may read, and finding one by its week or its number."""

import re

from portal.accounts.permissions import Access, Capability
from reporting.models import WeeklyEdition

from .content import current_of_week
from .models import Stage

ISSUED = (Stage.PUBLISHED, Stage.WITHDRAWN)
# Who works on a report, or on its figures, reads it before it is published.
AT_WORK = (
    Capability.EDIT_EDITION,
    Capability.FREEZE_EDITION,
    Capability.PUBLISH_EDITION,
    Capability.REVIEW,
)
NUMBERED = re.compile(r"^(?P<number>[0-9]{1,4})(?P<letter>[b-z]?)$")


def readable_by(access: Access):
    """The editions that the holder of `access` may read: those issued, or all of them."""
    editions = WeeklyEdition.objects.all()
    if any(access.can(capability) for capability in AT_WORK):
        return editions
    return editions.filter(stage__in=ISSUED)


def of_week(access: Access, week_year: int, week: int) -> WeeklyEdition | None:
    """The newest readable correction of the week's report with the highest number, or None."""
    return current_of_week(readable_by(access), week_year, week)


def numbered(access: Access, year: int, text: str) -> WeeklyEdition | None:
    """The edition "17" or "17b" of a year; None when there is none that may be read."""
    found = NUMBERED.match(text)
    if not found:
        return None
    correction = ord(found["letter"]) - ord("a") if found["letter"] else 0
    found_number = int(found["number"])
    return readable_by(access).filter(year=year, number=found_number, correction=correction).first()


def superseded_by(edition: WeeklyEdition) -> WeeklyEdition | None:
    """The newest issued correction of a numbered edition; None when it is the current one."""
    if edition.number is None:
        return None
    return (
        WeeklyEdition.objects.filter(
            year=edition.year,
            number=edition.number,
            correction__gt=edition.correction,
            stage=Stage.PUBLISHED,
        )
        .order_by("-correction")
        .first()
    )
