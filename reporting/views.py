"""The national overview, and the names behind each figure."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.ui.day import day_of

from .behind import behind_figure
from .overview import build_overview

READ = Capability.READ


@requires(READ)
@require_GET
def overview(request):
    """The national dashboard as of a day: figures, rates, rankings, what moved."""
    day = day_of(request, clock.today())
    if day is None:
        return redirect(request.path)
    return render(request, "reporting/overview.html", {"page": build_overview(day)})


@requires(READ)
@require_GET
def indicator_names(request, code):
    """Who stands behind one figure: done, reported as not done, nothing known, with their rows."""
    day = day_of(request, clock.today())
    if day is None:
        return redirect(request.path)
    page = behind_figure(code, day)
    if page is None:
        raise Http404("no such indicator on the day")
    return render(request, "reporting/indicator_names.html", {"page": page, "day": day})
