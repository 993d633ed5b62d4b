"""A chart of the dashboard as a file, by the same address as the page it stands on."""

from django.http import Http404
from django.views.decorators.http import require_safe

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.ui.charts.outlets import KINDS, chart_file
from reporting.dashboard.filters import ground, read_filters

from .board import Board
from .shelf import PICTURES, picture


@requires(Capability.READ)
@require_safe
def dashboard_chart_file(request, chart, kind):
    """A fault in the address is left out, as the page does; it says so itself."""
    if chart not in PICTURES or kind not in KINDS:
        raise Http404("no such chart or kind of file")
    filters = read_filters(request.GET, clock.today())
    found = picture(chart, Board(ground(filters).figures, filters.query))
    if found is None:
        raise Http404("nothing to draw on that day")
    return chart_file(found, kind, filters.day)
