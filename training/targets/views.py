"""What is to be reached, by the country and by each agency's own plan, and how far it has come."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.days import show_date
from portal.office.xlsx import XLSX_TYPE
from portal.submissions.reaching import all_reaching
from portal.ui.day import day_of

from .books import target_workbook
from .tables import plan_table

KEEPS = Capability.MANAGE_FIGURES


@requires(Capability.READ)
@require_GET
def target_list(request):
    day = day_of(request, clock.today())
    if day is None:
        return redirect(request.path)
    targets = all_reaching(day)
    own = {grant.agency_id for grant in request.access.agencies}
    plans = [one for one in targets if one.agency_id]
    context = {
        "day": day,
        "national": [one for one in targets if not one.agency_id],
        "table": plan_table(plans, day, own=lambda row: row["agency_id"] in own),
        "book": f"/boi-duong/muc-tieu.xlsx?ngay={show_date(day)}",
        "may_keep": request.access.can(KEEPS),
    }
    return render(request, "training/target_list.html", context)


@requires(Capability.READ)
@require_GET
def target_book(request):
    day = day_of(request, clock.today())
    if day is None:
        return redirect("/boi-duong/muc-tieu/")
    response = HttpResponse(target_workbook(all_reaching(day), day), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="muc-tieu-{day:%Y-%m-%d}.xlsx"'
    return response
