"""Who may do what: roles give capabilities, every view declares the one it needs.

A view without a declaration is refused by the middleware, so a new view is closed until its author
says who it is for.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from django.db.models import Exists, F, FilteredRelation, OuterRef, Subquery

from portal.agencies.models import AgencyName
from portal.dated import in_force

from .models import KeptInput, Role, User


class Capability(StrEnum):
    READ = "read"
    REPORT = "report"
    APPROVE = "approve"
    REVIEW = "review"
    MANAGE_FIGURES = "manage_figures"
    EDIT_EDITION = "edit_edition"
    FREEZE_EDITION = "freeze_edition"
    PUBLISH_EDITION = "publish_edition"
    ADMINISTER = "administer"


GRANTS = {
    Role.REPORTER: {Capability.READ, Capability.REPORT},
    Role.APPROVER: {Capability.READ, Capability.APPROVE},
    Role.DATA_MANAGER: {
        Capability.READ,
        Capability.REVIEW,
        Capability.MANAGE_FIGURES,
        Capability.FREEZE_EDITION,
    },
    Role.EDITOR: {Capability.READ, Capability.EDIT_EDITION},
    Role.PUBLISHER: {Capability.READ, Capability.PUBLISH_EDITION},
    Role.READER: {Capability.READ},
    Role.ADMINISTRATOR: {Capability.READ, Capability.ADMINISTER},
}


class Grant(NamedTuple):
    role: str
    unit: str
    agency_id: int | None
    agency_slug: str | None
    agency_name: str | None


def with_grants(users, day: datetime.date):
    """One row for each role that each of `users` holds on `day`; one empty row for none."""
    names = AgencyName.objects.in_force_on(day).filter(agency=OuterRef("role_now__agency"))
    return (
        users.alias(
            role_now=FilteredRelation("memberships", condition=in_force(day, "memberships__"))
        )
        .annotate(
            granted_role=F("role_now__role"),
            granted_unit=F("role_now__unit"),
            granted_agency_id=F("role_now__agency_id"),
            granted_agency_slug=F("role_now__agency__slug"),
            granted_agency_name=Subquery(names.values("name")[:1]),
            has_kept_input=Exists(KeptInput.objects.filter(user=OuterRef("pk"))),
        )
        .order_by("role_now__in_force_from", "role_now__pk")
    )


def grants_of(rows) -> list[Grant]:
    return [
        Grant(
            row.granted_role,
            row.granted_unit,
            row.granted_agency_id,
            row.granted_agency_slug,
            row.granted_agency_name,
        )
        for row in rows
        if row.granted_role
    ]


class Access:
    """What one person may do on one day; asks the database at most once, when first needed."""

    def __init__(self, user: User, day: datetime.date):
        self.user = user
        self.day = day

    @cached_property
    def grants(self) -> list[Grant]:
        if not self.user.is_authenticated:
            return []
        known_day, known = getattr(self.user, "grants_known", (None, []))
        if known_day == self.day:
            return known
        return grants_of(with_grants(User.objects.filter(pk=self.user.pk), self.day))

    def can(self, capability: str, agency_slug: str | None = None) -> bool:
        """Whether any role gives `capability`; with an agency, only roles for it or for all."""
        return any(
            capability in GRANTS[grant.role]
            and (agency_slug is None or grant.agency_slug in (None, agency_slug))
            for grant in self.grants
        )

    @cached_property
    def agencies(self) -> list[Grant]:
        """The agencies that the person acts for, each once."""
        return list({grant.agency_id: grant for grant in self.grants if grant.agency_id}.values())

    @property
    def agency(self) -> Grant | None:
        return self.agencies[0] if self.agencies else None

    @property
    def role_label(self) -> str:
        """What stands behind the name in the masthead: "Sở TT&TT Quảng Ninh"."""
        if not self.grants:
            return ""
        first = self.grants[0]
        return first.unit or first.agency_name or Role(first.role).label


@dataclass(frozen=True)
class Need:
    """What a view asks of its visitor. No capabilities: anyone signed in."""

    signed_in: bool = True
    capabilities: frozenset[str] = field(default_factory=frozenset)
    agency_kwarg: str = ""
    keeps_input: bool = False

    def is_met_by(self, access: Access, agency_slug: str | None) -> bool:
        if not self.capabilities:
            return True
        return any(access.can(capability, agency_slug) for capability in self.capabilities)


def declare(need: Need) -> Callable:
    def mark(view):
        view.need = need
        return view

    return mark


public = declare(Need(signed_in=False))
signed_in = declare(Need())


def requires(*capabilities: str, agency: str = "", keeps_input: bool = False) -> Callable:
    """Opens a view to holders of any of `capabilities`; `agency` names the URL's agency slug.

    `keeps_input`: typing posted after the session has ended is kept for its author.
    """
    return declare(
        Need(capabilities=frozenset(capabilities), agency_kwarg=agency, keeps_input=keeps_input)
    )
