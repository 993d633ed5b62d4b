"""Which month an address means."""

from django.shortcuts import get_object_or_404

from portal.catalogue.calendar import ReportingPeriod


def period_or_404(month) -> ReportingPeriod:
    return get_object_or_404(ReportingPeriod, year=month[0], month=month[1])
