"""The national overview, all its charts, and the same for a meeting room's screen."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires

from .filters import choices, ground, read_filters
from .overview import build_overview
from .pictures.board import Board
from .pictures.shelf import pictures
from .pictures.teams import teams_words
from .presentation import slides

READ = Capability.READ
PLACES, RANKS, TIMES = "charts", "charts_ranking", "charts_over_time"
SHELVES = {
    PLACES: ("Biểu đồ theo địa phương", ("do-phu", "to-cong-nghe")),
    RANKS: ("Xếp hạng địa phương", ("xep-hang",)),
    TIMES: ("Biểu đồ theo thời gian", ("ty-le-bao-cao", "trong-ky", "luy-ke")),
}


@requires(READ)
@require_GET
def overview(request):
    """The country as of a day: figures, what moved, whether to trust it, who is behind."""
    page, context = overview_of(request)
    return render(request, "reporting/dashboard/overview.html", {"page": page, **context})


@requires(READ)
@require_GET
def presentation(request):
    """The same figures, one message a screen; printed, one message a page."""
    page, context = overview_of(request)
    context |= {"page": page, "slides": slides(page)}
    return render(request, "reporting/dashboard/presentation.html", context)


@requires(READ)
@require_GET
def charts(request, shelf):
    """The charts of one shelf that there is something to draw of, each with its table and files."""
    on = ground(read_filters(request.GET, clock.today()))
    title, names = SHELVES[shelf]
    drawn = pictures(names, Board(on.figures, on.filters.query))
    has_teams = any(chart.id == "to-cong-nghe" for chart in drawn)
    context = {
        "title": title,
        "filters": on.filters,
        "choices": choices(on.filters, on.whole),
        "charts": drawn,
        "teams": "" if has_teams or shelf != PLACES else teams_words(on.figures),
        "shelves": [
            (label, reverse(f"reporting:{name}") + on.filters.query, name == shelf)
            for name, (label, _) in SHELVES.items()
        ],
    }
    return render(request, "reporting/dashboard/charts.html", context)


def overview_of(request) -> tuple:
    """The page of the address, and its form: every view of it reads the address the same way."""
    filters = read_filters(request.GET, clock.today())
    on = ground(filters)
    page = build_overview(on, request.access)
    here = reverse("reporting:overview") + filters.query
    return page, {
        "choices": choices(filters, on.whole),
        "here": here,
        "sent": request.build_absolute_uri(here),
    }
