"""The two tables of section 1.3 as living pages: any day, order and columns, against any day."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.office.separated import CSV_TYPE
from portal.office.xlsx import XLSX_TYPE
from portal.ui.day import day_of

from .asking import ask
from .books import text, workbook
from .columns import MINISTRIES, PROVINCES, Side
from .page import LivingPage, living_page

FILES = {"xlsx": (workbook, XLSX_TYPE), "csv": (text, CSV_TYPE)}


def asked_page(request, side: Side) -> LivingPage | None:
    """None when the day cannot be read; the reader is told."""
    day = day_of(request, clock.today())
    return living_page(ask(request.GET, side, day), request.access) if day else None


def table_page(request, side: Side, other: Side):
    page = asked_page(request, side)
    if page is None:
        return redirect(request.path)
    return render(request, "training/living.html", {"page": page, "side": side, "other": other})


def table_file(request, side: Side, kind: str):
    page = asked_page(request, side)
    if page is None:
        return redirect(f"/boi-duong/{side.slug}/")
    make, content_type = FILES[kind]
    response = HttpResponse(make(page), content_type=content_type)
    name = f"boi-duong-{side.slug}-{page.asked.day:%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@requires(Capability.READ)
@require_GET
def province_training(request):
    return table_page(request, PROVINCES, MINISTRIES)


@requires(Capability.READ)
@require_GET
def ministry_training(request):
    return table_page(request, MINISTRIES, PROVINCES)


@requires(Capability.READ)
@require_GET
def province_book(request):
    return table_file(request, PROVINCES, "xlsx")


@requires(Capability.READ)
@require_GET
def ministry_book(request):
    return table_file(request, MINISTRIES, "xlsx")


@requires(Capability.READ)
@require_GET
def province_text(request):
    return table_file(request, PROVINCES, "csv")


@requires(Capability.READ)
@require_GET
def ministry_text(request):
    return table_file(request, MINISTRIES, "csv")
