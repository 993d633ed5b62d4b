"""The agency's word on figures that the centre entered for it: they are right."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.submissions import actions
from portal.submissions.behalf import confirm
from portal.submissions.gates import Closed

from .place import agency_and_period
from .posting import version_of


@requires(Capability.REPORT, Capability.APPROVE, agency="agency")
@require_http_methods(["GET", "POST"])
def entry_confirm(request, agency, period):
    """Confirms the entry that was read. A GET only leads to the page with the figures."""
    agency, period = agency_and_period(agency, period)
    report = actions.report_of(agency, period)
    if report is None:
        raise Http404("nothing begun")
    check = redirect("entry:sheet_check", agency.slug, period.key)
    if request.method == "GET":
        return check
    seen = version_of({"base_version": request.POST.get("seen", "")}, -1)
    try:
        revision = confirm(report, seen=seen, access=request.access, at=clock.now())
    except Closed as closed:
        messages.error(request, closed.reason)
        return check
    except actions.Stale:
        messages.error(request, "Phiếu vừa có bản khác. Bạn xem các số dưới đây rồi xác nhận.")
        return check
    messages.success(request, f"Đã xác nhận số Cục nhập thay, phiếu {period.label}.")
    return redirect("entry:receipt", agency.slug, period.key, revision.number)
