"""The agency that an address names, under its name of the day or, once it is over, its last one."""

import datetime

from django.db.models import F
from django.http import Http404

from portal.models import Agency

from .models import PlatformDomain
from .side_by_side import CODES

DOMAIN = {
    "domain_host": F("platform_domains__host"),
    "domain_from": F("platform_domains__in_force_from"),
    "domain_until": F("platform_domains__in_force_until"),
    "domain_basis": F("platform_domains__basis"),
}


def agency_with_domains(slug: str, day: datetime.date) -> Agency:
    """One of a side that is asked about training, with `domains` (PlatformDomain, whenever in
    force, the oldest first); one query, two for an agency that is over."""
    agencies = Agency.objects.filter(side__in=CODES, slug=slug)
    rows = rows_on(agencies, day)
    if not rows:
        raise Http404("no such agency")
    agency = rows[0]
    if agency.in_force_until and agency.in_force_until < day:
        agency = (rows := rows_on(agencies, agency.in_force_until))[0]
    agency.domains = [
        PlatformDomain(
            agency=agency,
            host=row.domain_host,
            in_force_from=row.domain_from,
            in_force_until=row.domain_until,
            basis=row.domain_basis,
        )
        for row in rows
        if row.domain_host
    ]
    return agency


def rows_on(agencies, day: datetime.date) -> list[Agency]:
    """The agency once for each of its sub-domains, or once without any."""
    named = agencies.named_on(day).annotate(**DOMAIN)
    return list(named.order_by("platform_domains__in_force_from", "platform_domains__host"))
