"""Provinces: the list with their community teams, and one province's page."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.submissions.aggregation import Figures
from portal.submissions.profile import known_counts
from portal.submissions.readings import Moment
from portal.submissions.record.answers import profile_page, profile_sheet
from portal.ui.day import day_of

from .record import DOOR
from .tables import province_list_table
from .teams import provinces_on, team_rows


@requires(Capability.READ)
@require_GET
def province_list(request):
    day = day_of(request, clock.today())
    if day is None:
        return redirect(request.path)
    figures = Figures(None, Moment(day), with_regions=True)
    region = request.GET.get("vung", "")
    rows = team_rows(figures, known_counts(figures, provinces_on(figures)), region)
    own = {grant.agency_id for grant in request.access.agencies}
    table = province_list_table(rows, day, own=lambda row: row.member.agency_id in own)
    context = {"table": table, "day": day, "regions": figures.regions, "region": region}
    return render(request, "provinces/province_list.html", context)


@requires(Capability.READ)
@require_GET
def province_view(request, slug):
    """A province's page. A province that was merged away shows its last day in force."""
    return profile_page(request, slug, DOOR)


@requires(Capability.READ)
@require_GET
def province_sheet(request, slug):
    """The same on one page of paper."""
    return profile_sheet(request, slug, DOOR)
