"""What an edition's progress page says: each step, whose it is, and why it is not open."""

import datetime
from dataclasses import dataclass

from django.db.models import Max

from portal.accounts.models import Role, User
from portal.accounts.permissions import GRANTS, Access, Capability
from portal.dated import in_force
from portal.names import join_names
from reporting.editions import lifecycle
from reporting.editions.models import EditionEvent, Stage
from reporting.models import WeeklyEdition

FRIDAY = 4
MOST_NAMED = 4
# The step that brings an edition on from each stage.
NEXT = {
    Stage.DRAFT: "check",
    Stage.CHECKED: "reserve",
    Stage.RESERVED: "freeze",
    Stage.FROZEN: "publish",
}
LABELS = {
    "check": "xác nhận đã kiểm tra",
    "reserve": "cấp số và ngày",
    "freeze": "chốt",
    "publish": "phát hành",
}


@dataclass(frozen=True)
class NextStep:
    """The step that comes next, who may take it, and why the visitor cannot."""

    step: str
    label: str
    people: str
    role: str
    why_not: str


def next_step(edition: WeeklyEdition, access: Access) -> NextStep | None:
    """None for an edition that is published or withdrawn; two queries at most."""
    step = NEXT.get(edition.stage)
    if step is None:
        return None
    capability = lifecycle.PASSAGES[step].capability
    roles = [role for role in Role.values if capability in GRANTS[role]]
    people = User.objects.filter(
        in_force(access.day, "memberships__"), memberships__role__in=roles, is_active=True
    )
    if step in lifecycle.SAME_EYES:
        people = people.exclude(pk=last_by(edition, lifecycle.SAME_EYES[step][0]))
    names = list(people.distinct().order_by("full_name").values_list("full_name", flat=True))
    more = f" và {len(names) - MOST_NAMED} người khác" if len(names) > MOST_NAMED else ""
    return NextStep(
        step,
        LABELS[step],
        join_names(names[:MOST_NAMED]) + more,
        join_names(Role(role).label for role in roles),
        lifecycle.why_closed(step, edition, access),
    )


def last_by(edition: WeeklyEdition, kind: str) -> int | None:
    """Who did `kind` last; asks nothing where the events are at hand."""
    by = [event.by_id for event in edition.events.all() if event.kind == kind]
    return by[-1] if by else None


def proposed_number(edition: WeeklyEdition, issued_on: datetime.date) -> int:
    """The edition's own number where it has one, else the next of the year."""
    if edition.number is not None:
        return edition.number
    taken = WeeklyEdition.objects.filter(year=issued_on.year).aggregate(last=Max("number"))
    return (taken["last"] or 0) + 1


def proposed_day(edition: WeeklyEdition) -> datetime.date:
    """The Friday on or after the day of the figures."""
    ahead = (FRIDAY - edition.as_of.weekday()) % 7
    return edition.issued_on or edition.as_of + datetime.timedelta(days=ahead)


def open_steps(edition: WeeklyEdition, access: Access) -> dict[str, str]:
    """Each step with the reason why it is closed; empty where it is open."""
    return {step: lifecycle.why_closed(step, edition, access) for step in lifecycle.PASSAGES}


def may_show(edition: WeeklyEdition, access: Access) -> bool:
    """Whether the visitor opens and closes the public teaser now."""
    return edition.stage == Stage.PUBLISHED and access.can(Capability.PUBLISH_EDITION)


def done_before(edition: WeeklyEdition, step: str) -> EditionEvent | None:
    """The event by which somebody, or the same person's first click, took the step already."""
    kind = lifecycle.PASSAGES[step].event
    last = edition.events.select_related("by").order_by("-pk").first()
    return last if last and last.kind == kind else None
