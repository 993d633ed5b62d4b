"""Years in addresses, and instants on the clock of Việt Nam."""

import datetime

from django.utils import timezone

from portal.catalogue.holidays import FIRST_YEAR, LAST_YEAR


def year_in(request, otherwise: int) -> int:
    """The year that the address asks for (`nam`), if it is one that the calendar keeps."""
    text = request.GET.get("nam", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else otherwise
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def local(instant: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(instant, timezone.get_default_timezone())
