"""Central bodies: the list, one body's page, and the national figures that the centre states."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Kind
from portal.days import show_date
from portal.models import Agency
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel
from portal.submissions.profile import known_counts, profile_table
from portal.submissions.readings import Moment
from portal.submissions.stating import Stated, state_figures
from portal.ui.day import day_of

from .forms import NationalFigureForm
from .national import national_rows
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


@requires(Capability.MANAGE_FIGURES)
@require_http_methods(["GET", "POST"])
def national_figures(request):
    """What the centre states without naming agencies; a new statement is a new revision."""
    now = clock.now()
    form = NationalFigureForm(request.POST or None, day=now.date())
    if request.method == "POST" and form.is_valid():
        indicator = form.cleaned_data["indicator"]
        qualifier, amount = form.cleaned_data["figure"]
        state_figures(
            channel=Channel.CENTRE,
            as_of=form.cleaned_data["as_of"],
            values=[
                Stated(
                    indicator=indicator,
                    amount=amount,
                    qualifier=qualifier,
                    covers_from=indicator.accumulates_from,
                )
            ],
            source_text=form.cleaned_data["source"],
            at=now,
            by=request.user,
        )
        messages.success(request, f"Đã ghi {form.label_of(indicator)}.")
        return redirect(request.path)
    singles, counts = national_rows(Figures(None, Moment(now.date())))
    context = {"form": form, "singles": singles, "counts": counts, "day": now.date()}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "ministries/national_figures.html", context, status=status)
