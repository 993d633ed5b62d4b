"""Provinces: the list with their community teams, and one province's page."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.days import show_date
from portal.models import Agency
from portal.submissions.aggregation import Figures
from portal.submissions.profile import known_counts, profile_table
from portal.submissions.readings import Moment
from portal.ui.day import day_of

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
    day = day_of(request, clock.today())
    if day is None:
        return redirect(request.path)
    agency = get_object_or_404(Agency, slug=slug, side="provincial")
    if agency.in_force_until and agency.in_force_until < day:
        day = agency.in_force_until
    figures = Figures(None, Moment(day), with_regions=True)
    member = next((m for m in provinces_on(figures) if m.agency_id == agency.pk), None)
    if member is None:
        raise Http404("not asked anything on the day")
    region = next(
        (g.name for g in figures.regions for m in g.members if m.agency_id == agency.pk), ""
    )
    context = {
        "member": member,
        "agency": agency,
        "day": day,
        "region": region,
        "table": profile_table(
            figures, member, lambda code: f"/tong-quan/chi-tieu/{code}/?ngay={show_date(day)}"
        ),
        "documents": agency.documents.select_related("stored_file"),
        "successions": agency.successions.select_related("successor"),
        "is_own": any(grant.agency_id == agency.pk for grant in request.access.agencies),
    }
    return render(request, "provinces/province.html", context)
