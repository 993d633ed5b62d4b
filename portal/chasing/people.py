"""Who of an agency is spoken to: its reporters and approvers, and whom an e-mail reaches."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.accounts.models import Membership, Role
from portal.submissions.contacts import Occasion
from portal.submissions.models import State


@dataclass(frozen=True)
class Person:
    """One person of one agency. `role` empty: no longer of it (the last sender who has left)."""

    pk: int
    name: str
    role: str
    phone: str = ""
    email: str = ""

    @property
    def role_label(self) -> str:
        return Role(self.role).label if self.role else ""

    @property
    def has_address(self) -> bool:
        return is_address(self.email)


def is_address(text: str) -> bool:
    """Whether `text` is one e-mail address and nothing else: no second header, no second person."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def people_by_agency(day, agencies: Iterable[int] | None = None) -> dict[int, list[Person]]:
    """The active reporters and approvers of each agency on `day`; one query."""
    held = (
        Membership.objects.in_force_on(day)
        .filter(agency__isnull=False, user__is_active=True)
        .select_related("user")
        .order_by("-role", "pk")  # reporters first
    )
    if agencies is not None:
        held = held.filter(agency__in=list(agencies))
    found = defaultdict(list)
    for one in held:
        user = one.user
        found[one.agency_id].append(Person(user.pk, str(user), one.role, user.phone, user.email))
    return found


def recipients(people: Iterable[Person], state: str | None, occasion: Occasion) -> list[Person]:
    """Who gets the e-mail, each once; empty when nobody has an address.

    Until the deadline whoever has to act: the approvers of a report that waits for approval, else
    the reporters. After it everyone of the agency, as when nobody who has to act has an address.
    """
    reachable = [person for person in people if person.has_address]
    turn = Role.APPROVER if state == State.AWAITING_APPROVAL else Role.REPORTER
    acting = [person for person in reachable if person.role == turn]
    chosen = reachable if occasion == Occasion.AFTER or not acting else acting
    return list({person.email.casefold(): person for person in chosen}.values())
