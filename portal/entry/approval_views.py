"""The approver's page: what changed, what was warned of and why, what is not known; yes or no."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts.actions import standing_in
from portal.accounts.permissions import Capability, requires
from portal.submissions import actions
from portal.submissions.drafting import cleaned, load_draft
from portal.submissions.gates import Closed, Step
from portal.submissions.models import EventKind
from portal.submissions.register import question_of
from portal.submissions.sheet import load_sheet
from portal.submissions.validation import judge

from .approval import sorted_rows
from .boxes import Page
from .checking import check_parts
from .corrected import draft_correction
from .forms import SheetForm
from .place import agency_and_period
from .posting import files_of, version_of
from .steps import gates_of, take

LONGEST_NOTE = 2000


@requires(Capability.APPROVE, agency="agency")
@require_http_methods(["GET", "POST"])
def report_approve(request, agency, period):
    """Reads short, decides once; the whole sheet is one link away."""
    agency, period = agency_and_period(agency, period)
    report = actions.report_of(agency, period)
    if report is None:
        raise Http404("nothing begun")
    if request.method == "GET":
        return show(request, agency, period, report)
    note = cleaned(request.POST.get("note", ""))[:LONGEST_NOTE]
    step = Step.SEND_BACK if request.POST.get("decision") == "return" else Step.APPROVE
    if step == Step.SEND_BACK and not note:
        fault = "Bạn ghi điều cần người lập sửa, rồi bấm Trả lại."
        return show(request, agency, period, report, fault=fault)
    return decide(request, agency, period, report, step, note)


def decide(request, agency, period, report, step, note):
    version = version_of(request.POST, -1)
    try:
        revision = take(
            step, report, version=version, note=note, access=request.access, at=clock.now()
        )
    except Closed as closed:
        messages.error(request, closed.reason)
    except actions.Stale:
        messages.error(
            request, "Phiếu vừa được người khác lưu. Bạn xem lại các số dưới đây rồi duyệt."
        )
    except actions.NotReady:
        messages.error(request, "Phiếu còn chỗ phải sửa nên chưa gửi. Bạn trả lại người lập.")
    else:
        if revision:
            return redirect("entry:receipt", agency.slug, period.key, revision.number)
        messages.success(request, f"Đã trả lại phiếu {period.label} cho người lập.")
        return redirect("desk")
    return redirect("entry:report_approve", agency.slug, period.key)


def show(request, agency, period, report, *, fault=""):
    sheet, texts = load_sheet(agency, period, report), load_draft(report).texts()
    judged, files = judge(sheet, texts), files_of(agency, texts)
    form = SheetForm(sheet, Page(texts, judged, period.ends_on, show_all=True, files=files))
    parts = check_parts(form)
    asked = (
        report.events.filter(kind=EventKind.APPROVAL_ASKED)
        .select_related("by")
        .order_by("-pk")
        .first()
    )
    context = {
        "agency": agency,
        "period": period,
        "report": report,
        "rows": sorted_rows(parts),
        "judged": judged,
        "size": form.size,
        "asked": asked,
        "gates": gates_of(report, request.access, clock.now(), agency.slug),
        "stands_in": standing_in(request.access, agency.slug),
        "returned": question_of(report),
        "correction": draft_correction(report, parts),
        "fault": fault,
        "longest_note": LONGEST_NOTE,
    }
    return render(request, "entry/report_approve.html", context, status=422 if fault else 200)
