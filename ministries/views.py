"""Central bodies: the list, and one body's page."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Kind, Side
from portal.models import Agency
from portal.submissions.aggregation import Figures
from portal.submissions.profile import known_counts
from portal.submissions.readings import Moment
from portal.submissions.record.answers import Door, profile_page, profile_sheet
from portal.ui.day import day_of

from .tables import MinistryRow, ministries_on, ministry_list_table

DOOR = Door(side=Side.CENTRAL, template="ministries/ministry.html", kind="Hồ sơ bộ, ngành")


@requires(Capability.READ)
@require_GET
def ministry_list(request):
    day = day_of(request, clock.today())
    if day is None:
        return redirect(request.path)
    figures = Figures(None, Moment(day))
    members = ministries_on(figures)
    counts = known_counts(figures, members)
    kinds = dict(Agency.objects.named_on(day).filter(side="central").values_list("pk", "kind"))
    rows = [
        MinistryRow(member, Kind(kinds[member.agency_id]).label, *counts[member.agency_id])
        for member in members
    ]
    own = {grant.agency_id for grant in request.access.agencies}
    table = ministry_list_table(rows, day, own=lambda row: row.member.agency_id in own)
    return render(request, "ministries/ministry_list.html", {"table": table, "day": day})


@requires(Capability.READ)
@require_GET
def ministry_view(request, slug):
    """A central body's page. One that no longer exists shows its last day in force."""
    return profile_page(request, slug, DOOR)


@requires(Capability.READ)
@require_GET
def ministry_sheet(request, slug):
    """The same on one page of paper."""
    return profile_sheet(request, slug, DOOR)
