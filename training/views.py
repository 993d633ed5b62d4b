"""The two tables of section 1.3 as living pages: any day, largest total first."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment
from portal.ui.day import day_of

from .figures import CENTRAL, PROVINCIAL, training_rows
from .tables import ministry_table, province_table


def training_page(request, codes, make_table, template):
    day = day_of(request, clock.today())
    if day is None:
        return redirect(request.path)
    rows = training_rows(Figures(codes, Moment(day)), codes)
    own = {grant.agency_id for grant in request.access.agencies}
    table = make_table(rows, day, own=lambda row: row.agency_id in own)
    return render(request, template, {"table": table, "day": day})


@requires(Capability.READ)
@require_GET
def province_training(request):
    return training_page(request, PROVINCIAL, province_table, "training/province_training.html")


@requires(Capability.READ)
@require_GET
def ministry_training(request):
    return training_page(request, CENTRAL, ministry_table, "training/ministry_training.html")
