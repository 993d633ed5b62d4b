"""Demonstration data: made-up people and two made-up months, played through the portal's own doors.

The cast and the fates of the months are files; everything else is drawn from them with fixed
seeds, so every load gives the same portal. Nothing here is dated on or before the last printed
report: what that report says stays as it was.
"""

from django.core.management import CommandError

from portal.models import ReportingPeriod

from . import centre, months, people, stated


def load(ledger):
    if not ReportingPeriod.objects.exists():
        raise CommandError("Chưa có dữ liệu tham chiếu. Bạn chạy load_reference trước.")
    cast = people.load(ledger)
    stated.load(ledger, cast)
    months.load(ledger, cast)
    centre.load(ledger, cast)
