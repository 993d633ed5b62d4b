"""The officer's paste: a block from Excel, Word or a chat, previewed, asked about, then saved.

Nothing is stored before the confirmation, which writes exactly what the last preview showed.
"""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import Capability, requires
from portal.submissions import actions
from portal.submissions.drafting import Draft, load_draft
from portal.submissions.gates import Closed, Step, gate
from portal.submissions.pasting import PasteError, read_block
from portal.submissions.placing import answers_in
from portal.submissions.sheet import load_sheet

from .pasted import PastePlan
from .place import agency_and_period, report_or_new
from .posting import version_of

NOTHING_READ = "Chưa thấy dòng nào có tên và số. Bạn chép cả cột tên và cột số rồi dán lại."
NOTHING_TO_WRITE = "Chưa có số nào để ghi. Bạn sửa khối dán, hoặc bỏ dấu “Bỏ dòng này”."
LOOK_AGAIN = "Có dòng vừa thay đổi. Bạn xem các số sẽ ghi dưới đây rồi bấm ghi."


@requires(Capability.REPORT, agency="agency", keeps_input=True)
@require_http_methods(["GET", "POST"])
def sheet_paste(request, agency, period):
    agency, period = agency_and_period(agency, period)
    report = report_or_new(agency, period)
    verdict = gate(Step.SAVE, report, request.access, clock.now(), agency.slug)
    if not verdict:
        messages.error(request, verdict.reason)
        return redirect("entry:sheet_check", agency.slug, period.key)
    if "drop" in request.POST:
        kept_input.drop(request.user, request.POST["drop"])
        return redirect("entry:sheet_paste", agency.slug, period.key)
    if request.method == "GET" or request.POST.get("then") == "again":
        return show_box(request, agency, period)
    try:
        rows = read_block(request.POST.get("block", ""))
    except PasteError as error:
        return show_box(request, agency, period, error.message)
    return go_on(request, agency, period, report, rows)


def show_box(request, agency, period, error=""):
    """The page to paste into; what was pasted before stays in the box."""
    kept = None
    if request.method == "GET":
        kept = kept_input.kept_for(request.user, request.path)
    block = kept_input.fields_of(kept).get("block", "") if kept else ""
    context = {
        "agency": agency,
        "period": period,
        "pasted": request.POST.get("block", block),
        "error": error,
        "kept": kept,
        "kept_token": kept.token if kept else request.POST.get("kept", ""),
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "entry/paste.html", context, status=422 if error else 200)


def go_on(request, agency, period, report, rows):
    """To the preview, or past it when the preview that was confirmed still says the same."""
    draft = load_draft(report) if report.pk else Draft(version=0)
    sheet = load_sheet(agency, period, report)
    plan = PastePlan(sheet, draft.texts(), rows, answers_in(request.POST))
    if not plan.rows and not plan.unclear:
        return show_box(request, agency, period, NOTHING_READ)
    is_confirmed = request.POST.get("then") == "write" and "use" not in request.POST
    if not is_confirmed:
        return show_preview(request, agency, period, draft, plan)
    if plan.faults:
        return show_preview(request, agency, period, draft, plan, shows_faults=True, status=422)
    if not plan.texts:
        return show_preview(request, agency, period, draft, plan, note=NOTHING_TO_WRITE)
    if request.POST.get("seen") != plan.digest:
        return show_preview(request, agency, period, draft, plan, note=LOOK_AGAIN)
    return write(request, agency, period, plan)


def show_preview(request, agency, period, draft, plan, *, note="", shows_faults=False, status=200):
    context = {
        "agency": agency,
        "period": period,
        "plan": plan,
        "pasted": request.POST.get("block", ""),
        "base_version": draft.version,
        "note": note,
        "faults": plan.faults if shows_faults else [],
        "leaves_rest": bool(request.POST.get("leave_out_rest")),
        "kept_token": request.POST.get("kept", ""),
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "entry/paste_preview.html", context, status=status)


def write(request, agency, period, plan):
    sheet_page = redirect("entry:sheet_edit", agency.slug, period.key)
    if not plan.changes_anything:
        kept_input.drop(request.user, request.POST.get("kept", ""))
        messages.info(request, "Các số trong khối dán đã có trong phiếu nên không ghi thêm.")
        return sheet_page
    now = clock.now()
    report = actions.open_report(agency, period, by=request.user, at=now)
    version = version_of(request.POST)
    try:
        saved = actions.save_draft(
            report, base_version=version, texts=plan.texts, access=request.access, at=now
        )
    except Closed as closed:
        messages.error(request, f"Chưa ghi được. {closed.reason}")
        return redirect("entry:sheet_check", agency.slug, period.key)
    kept_input.drop(request.user, request.POST.get("kept", ""))
    if saved.conflicts:
        return keep_conflicts(request, agency, period, saved, version, now)
    messages.success(request, f"Đã ghi {len(plan.ready)} số vào phiếu nháp lúc {now:%H:%M}.")
    return sheet_page


def keep_conflicts(request, agency, period, saved, version, now):
    """Someone typed into the same fields meanwhile: the sheet asks which text to keep."""
    typed = QueryDict(mutable=True)
    typed.update({conflict.field: conflict.mine for conflict in saved.conflicts})
    typed["base_version"] = str(version)
    path = reverse("entry:sheet_edit", args=[agency.slug, period.key])
    kept_input.keep_for(request.user, typed.urlencode(), path, now)
    messages.warning(
        request,
        f"Người khác vừa sửa {len(saved.conflicts)} ô trong khối dán; các ô khác đã ghi. "
        "Bấm “Lưu nháp” để chọn số giữ lại ở từng ô.",
    )
    return redirect(path)
