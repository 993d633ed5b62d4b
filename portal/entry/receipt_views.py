"""The receipt of one revision, as a page and as a PDF for the file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.office.pdf import PdfUnavailable, pdf_of
from portal.submissions.behalf import confirm_gate, entry_gate
from portal.submissions.signing import scan_gate
from portal.submissions.usage import uses_of, why_none_is_used

from .letterheads import letterhead_of
from .proof import qr_of, verification_url
from .receipts import receipt_or_404
from .steps import gates_of

WHOLE = (Capability.REPORT, Capability.APPROVE, Capability.REVIEW)


@requires(*WHOLE, agency="agency")
@require_GET
def receipt_view(request, agency, period, number):
    """Proof of what was sent, when and by whom; every revision keeps its own."""
    receipt = receipt_or_404(agency, period, number)
    report, access = receipt.report, request.access
    uses = uses_of(receipt.revision, receipt.values)
    context = {
        "receipt": receipt,
        "agency": receipt.agency,
        "period": receipt.period,
        "revision": receipt.revision,
        "report": report,
        "is_newest": receipt.is_newest,
        "can_confirm": receipt.is_newest and confirm_gate(report, receipt.revision, access),
        "can_enter_again": receipt.revision.on_behalf
        and receipt.is_newest
        and entry_gate(report, receipt.revision, access, clock.now()),
        "values": receipt.values,
        "gates": gates_of(report, access, clock.now(), agency),
        "scan_gate": receipt.is_newest and scan_gate(receipt.revision, access, agency),
        "uses": uses,
        "why_none": why_none_is_used(uses),
        "qr": qr_of(verification_url(request, receipt.revision)),
    }
    return render(request, "entry/receipt.html", context)


@requires(*WHOLE, agency="agency")
@require_GET
def receipt_pdf(request, agency, period, number):
    """The receipt as a PDF for the file."""
    receipt = receipt_or_404(agency, period, number)
    url = verification_url(request, receipt.revision)
    context = {
        "receipt": receipt,
        "revision": receipt.revision,
        "period": receipt.period,
        "letterhead": letterhead_of(receipt.agency),
        "values": receipt.values,
        "qr": qr_of(url),
        "url": url,
    }
    name = f"bien-nhan-{agency}-{receipt.period.key}-{number}.pdf"
    return pdf_response("entry/receipt_pdf.html", context, name)


def pdf_response(template: str, context: dict, name: str) -> HttpResponse:
    """The template on paper as a download; without the PDF libraries a sentence that says so."""
    try:
        content = pdf_of(render_to_string(template, context))
    except PdfUnavailable as error:
        return HttpResponse(error.message, status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
