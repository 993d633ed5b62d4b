"""The month on paper: a print in the agency's letterhead for signature, and its signed scan."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.documents.files import FileError, store_pdf
from portal.submissions import actions
from portal.submissions.gates import Closed
from portal.submissions.signing import attach_scan, newest_revision, scan_gate

from .letterheads import letterhead_of
from .papers import paper_of
from .place import agency_and_period
from .posting import version_of
from .receipt_views import pdf_response

OWN = (Capability.REPORT, Capability.APPROVE)


@requires(*OWN, agency="agency")
@require_GET
def paper_pdf(request, agency, period):
    """The sheet as it stands (a draft) or as it was last sent, laid out for signature."""
    agency, period = agency_and_period(agency, period)
    report = actions.report_of(agency, period)
    if report is None:
        raise Http404("nothing begun")
    context = {
        "agency": agency,
        "period": period,
        "letterhead": letterhead_of(agency),
        "paper": paper_of(agency, period, report),
        "printed_at": clock.now(),
    }
    return pdf_response("entry/paper_pdf.html", context, f"phieu-{agency.slug}-{period.key}.pdf")


@requires(*OWN, agency="agency")
@require_http_methods(["GET", "POST"])
def scan_attach(request, agency, period):
    """Uploads the signed scan of the newest revision."""
    agency, period = agency_and_period(agency, period)
    report = actions.report_of(agency, period)
    if report is None:
        raise Http404("nothing begun")
    fault, revision = "", newest_revision(report)
    verdict = scan_gate(revision, request.access, agency.slug)
    if request.method == "POST" and verdict:
        fault = attach(request, agency, report)
        if not fault:
            messages.success(request, "Đã đính bản ký. Cục thấy bản này khi kiểm tra phiếu.")
            return redirect("entry:receipt", agency.slug, period.key, revision.number)
    context = {
        "agency": agency,
        "period": period,
        "report": report,
        "revision": revision,
        "scan_gate": verdict,
        "fault": fault,
    }
    return render(request, "entry/scan_attach.html", context, status=422 if fault else 200)


def attach(request, agency, report) -> str:
    """Stores and attaches the posted file; what is wrong with it, empty when nothing is."""
    uploaded, now = request.FILES.get("scan"), clock.now()
    if uploaded is None:
        return "Bạn chọn tệp PDF của bản đã ký."
    try:
        scan = store_pdf(uploaded, agency, now)
        seen = version_of({"base_version": request.POST.get("seen", "")}, -1)
        attach_scan(report, scan=scan, access=request.access, at=now, seen=seen)
    except FileError as error:
        return error.message
    except Closed as closed:
        return closed.reason
    return ""
