"""The portal's own clock: the one place that asks what time it is.

In the demonstration the day is fixed by the setting DEMO_TODAY, so that the sample months stay
current; the time of day runs on. Everything deeper takes its day and instant as parameters.
"""

import datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime.datetime:
    """The present instant, aware; on the demonstration's day when one is set."""
    instant = timezone.localtime()
    if settings.DEMO_TODAY is None:
        return instant
    day = settings.DEMO_TODAY
    return instant.replace(year=day.year, month=day.month, day=day.day)


def today() -> datetime.date:
    """The present day in Việt Nam."""
    return now().date()
