"""Which month an address means."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.catalogue.calendar import ReportingPeriod


def period_or_404(month) -> ReportingPeriod:
    return get_object_or_404(ReportingPeriod, year=month[0], month=month[1])


def current_or_404(now) -> ReportingPeriod:
    """The month under way; between two, the newest."""
    period = ReportingPeriod.objects.current(now) or ReportingPeriod.objects.first()
    if period is None:
        raise Http404("no months yet")
    return period
