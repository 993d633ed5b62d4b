"""The day that a page is read as of: `?ngay=30/9/2022` in its address."""

import datetime

from django.contrib import messages

from portal.days import DateError, read_date

PARAMETER = "ngay"


def day_of(request, today: datetime.date) -> datetime.date | None:
    """The asked day, `today` when none is asked; None (with a message) when it cannot be read."""
    text = request.GET.get(PARAMETER, "")
    try:
        return read_date(text) or today
    except DateError as error:
        messages.error(request, error.message)
        return None
