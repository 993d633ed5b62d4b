"""What an agency is called on an edition's day."""

import datetime

from portal.models import Agency, AgencyName


def provinces_named(day: datetime.date) -> dict[int, str]:
    """The official name of each province by its key; one query."""
    rows = AgencyName.objects.in_force_on(day).filter(agency__side="provincial")
    return dict(rows.values_list("agency_id", "official_name"))


def province_name(agency: Agency, names: dict[int, str]) -> str:
    return names.get(agency.pk) or str(agency)
