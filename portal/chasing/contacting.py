"""Writing down contacts that a person made: added, never changed and never taken away."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod
from portal.days import show_date
from portal.submissions.contacts import Contact, Means

BY_HAND = (Means.PHONE, Means.ZALO, Means.MEETING, Means.LETTER)


def record_contact(
    agency: Agency,
    period: ReportingPeriod,
    *,
    means: str,
    day: datetime.date,
    reached: str,
    note: str,
    by: User,
    at: datetime.datetime,
) -> Contact:
    """One contact with one agency on `day`; `at` is when it was written down."""
    if means not in BY_HAND:
        raise ValueError(f"not a contact that a person writes down: {means}")
    return Contact.objects.create(
        agency=agency,
        period=period,
        means=means,
        day=day,
        at=at,
        by=by,
        reached=reached,
        note=note,
    )


@transaction.atomic
def record_letter(
    agencies: Iterable[Agency],
    period: ReportingPeriod,
    *,
    number: str,
    day: datetime.date,
    by: User,
    at: datetime.datetime,
) -> int:
    """One letter that went to all of `agencies`; returns how many rows are new.

    The same letter (number and day) is written down once for an agency however often it is posted.
    """
    ReportingPeriod.objects.select_for_update().get(pk=period.pk)  # a double click has one effect
    note = f"Công văn số {number} ngày {show_date(day)}"
    same = Contact.objects.filter(period=period, means=Means.LETTER, day=day, note=note)
    known = set(same.values_list("agency_id", flat=True))
    new = [
        Contact(agency=agency, period=period, means=Means.LETTER, day=day, at=at, by=by, note=note)
        for agency in agencies
        if agency.pk not in known
    ]
    Contact.objects.bulk_create(new)
    return len(new)


def contacts_of(agency: Agency):
    """All contacts with an agency in every month, newest first."""
    return Contact.objects.filter(agency=agency).select_related("period", "by")
