"""Central bodies: the list, and one body's page."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Kind
from portal.days import show_date
from portal.models import Agency
from portal.submissions.aggregation import Figures
from portal.submissions.profile import known_counts, profile_table
from portal.submissions.readings import Moment
from portal.ui.day import day_of

from .tables import MinistryRow, ministries_on, ministry_list_table


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
    day = day_of(request, clock.today())
    if day is None:
        return redirect(request.path)
    agency = get_object_or_404(Agency, slug=slug, side="central")
    if agency.in_force_until and agency.in_force_until < day:
        day = agency.in_force_until
    figures = Figures(None, Moment(day))
    member = next((m for m in ministries_on(figures) if m.agency_id == agency.pk), None)
    if member is None:
        raise Http404("not asked anything on the day")
    context = {
        "member": member,
        "agency": agency,
        "day": day,
        "table": profile_table(
            figures, member, lambda code: f"/tong-quan/chi-tieu/{code}/?ngay={show_date(day)}"
        ),
        "documents": agency.documents.select_related("stored_file"),
    }
    return render(request, "ministries/ministry.html", context)
