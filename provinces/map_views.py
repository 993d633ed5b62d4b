"""The map of the provinces, and its files."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.ui.charts.outlets import chart_file
from portal.ui.day import day_of

from .map_page import (
    build_chart,
    build_figure,
    build_page,
    choices,
    figures_on,
    first_code,
    is_choice,
)

PARAMETER = "chi-tieu"


@requires(Capability.READ)
@require_GET
def province_map(request):
    """Any indicator asked of provinces, on the map and on tiles; `page` None: nothing to draw."""
    day = day_of(request, clock.today())
    if day is None:
        return redirect(request.path)
    figures = figures_on(day)
    code = request.GET.get(PARAMETER) or first_code(figures)
    if code is not None and not is_choice(figures, code):
        messages.error(request, "Ngày này không có chỉ tiêu đã chọn để vẽ. Bạn chọn chỉ tiêu khác.")
        code = first_code(figures)
    context = {
        "day": day,
        "code": code,
        "choices": choices(figures),
        "page": build_page(figures, code) if code else None,
    }
    return render(request, "provinces/map.html", context)


@requires(Capability.READ)
@require_GET
def map_file(request, format):
    """The map as a picture, its figures as a workbook or text, and what the page's script draws."""
    day = day_of(request, clock.today())
    if day is None:
        raise Http404("no such day")
    figures = figures_on(day)
    code = request.GET.get(PARAMETER) or first_code(figures)
    if code is None or not is_choice(figures, code):
        raise Http404("no such indicator on the day")
    if format == "json":
        return JsonResponse(build_figure(figures, code))
    return chart_file(build_chart(figures, code), format, day)
