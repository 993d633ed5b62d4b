"""Which of the centre's notices a person reads today."""

import datetime

from django.db.models import Q

from portal.accounts.permissions import Access, Capability
from portal.agencies.models import Agency
from portal.catalogue.notices import Notice

MOST_SHOWN = 5


def notices_for(access: Access, day: datetime.date) -> list[Notice]:
    """The newest notices of the day for everybody and for the sides of the own agencies.

    Who acts for no agency reads all of them: the centre sees what it said. One query.
    """
    notices = Notice.objects.in_force_on(day)
    keys = [grant.agency_id for grant in access.agencies]
    if keys or not access.can(Capability.READ):
        sides = Agency.objects.filter(pk__in=keys).values("side")
        notices = notices.filter(Q(side="") | Q(side__in=sides))
    return list(notices[:MOST_SHOWN])
