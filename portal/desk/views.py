"""The first page after signing in, and the machine's question whether the portal is alive."""

from django.db import connection
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, public, signed_in
from portal.days import show_weekday
from portal.programme.front import open_shelves

from .notices import notices_for
from .tasks import agency_desks, centre_desk


@signed_in
@require_GET
def desk(request):
    """What do I have to do now, by when, and why is something closed?"""
    now, access = clock.now(), request.access
    context = {
        "today_shown": show_weekday(now.date()),
        "agency_desks": agency_desks(access, now),
        "can_read": access.can(Capability.READ),
        "notices": notices_for(access, now.date()),
    }
    if access.can(Capability.ADMINISTER):
        context["shelves"] = open_shelves(access)
    if access.can(Capability.REVIEW):
        context["centre"] = centre_desk(now)
    return render(request, "desk/desk.html", context)


@public
@require_GET
def healthz(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
