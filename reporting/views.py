"""The names behind each figure."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires

from .behind import behind_figure
from .dashboard.filters import read_filters

READ = Capability.READ


@requires(READ)
@require_GET
def indicator_names(request, code):
    """Who stands behind one figure: done, reported as not done, nothing known, with their rows."""
    filters = read_filters(request.GET, clock.today())
    page = behind_figure(code, filters)
    if page is None:
        raise Http404("no such indicator on the day")
    return render(request, "reporting/indicator_names.html", {"page": page, "filters": filters})
