"""Which editions someone may read, and finding one by its week or its number."""

import re
from itertools import groupby

from django.db.models import Case, F, Value, When

from portal.accounts.permissions import Access, Capability
from reporting.models import WeeklyEdition

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


def of_week(access: Access, week_year: int, week: int) -> list[WeeklyEdition]:
    """The week's readable reports, each in its current correction, the highest number first.

    Two topics may share a week. One that is only a draft stands at the end, without a number.
    """
    editions = readable_by(access).filter(week_year=week_year, week=week)
    found = current_first(editions.order_by(F("year").desc(), F("number").desc(nulls_last=True)))
    return [
        edition
        for number, group in groupby(found, key=report_key)
        for edition in (group if number[1] is None else [next(group)])
    ]


def report_key(edition: WeeklyEdition) -> tuple[int, int | None]:
    """What the corrections of one report have in common."""
    return edition.year, edition.number


def current_first(editions):
    """`editions` in their order; of the corrections of one report the one in force first: the
    newest published, else the newest withdrawn, else the newest."""
    in_force = Case(
        When(stage=Stage.PUBLISHED, then=Value(0)),
        When(stage=Stage.WITHDRAWN, then=Value(1)),
        default=Value(2),
    )
    return editions.order_by(*editions.query.order_by, in_force, "-correction", "-pk")


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
