"""The explorer: any figures by address, their files, and the history of one value."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.ui.charts.outlets import chart_file

from .charts import picture
from .downloads import csv_response, xlsx_response
from .figures import read_grid
from .history import value_history
from .page import build_page
from .query import read_query
from .selection import choose


@requires(Capability.READ)
@require_GET
def explore(request):
    """Indicators × agencies × months, filtered by the address."""
    return _page(request, choose(read_query(request.GET), clock.today()))


@requires(Capability.READ)
@require_GET
def explore_file(request, kind):
    """What the page shows, as a workbook or as text; an address that is at fault gives the page."""
    selection = choose(read_query(request.GET), clock.today())
    if not selection.is_sound:
        return _page(request, selection, status=400)
    return {"xlsx": xlsx_response, "csv": csv_response}[kind](selection, clock.now())


@requires(Capability.READ)
@require_GET
def explore_picture(request):
    """The picture above the table, as it is on the page."""
    selection = choose(read_query(request.GET), clock.today())
    if not selection.is_sound:
        return _page(request, selection, status=400)
    chart = None if selection.query.is_listing else picture(read_grid(selection))
    if chart is None:
        raise Http404("nothing to draw")
    return chart_file(chart, "png")


def _page(request, selection, status=200):
    own = frozenset(grant.agency_id for grant in request.access.agencies)
    page = build_page(selection, own=own, params=request.GET)
    context = {"page": page, "here": reverse("explorer:explore")}
    return render(request, "explorer/explore.html", context, status=status)


@requires(Capability.READ)
@require_GET
def value_view(request, code, agency):
    """What one agency reported of one indicator, revision by revision."""
    history = value_history(code, agency, request.access, request.GET.get("page", ""))
    if history is None:
        raise Http404("no such indicator or agency")
    return render(request, "explorer/value.html", {"history": history})
