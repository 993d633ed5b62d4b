"""The centre's paste: one indicator's figures of many agencies, previewed, then stated at once."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.days import show_date
from portal.names import nfc
from portal.submissions.importing import channel_of, import_figures
from portal.submissions.pasting import PasteError, read_block
from portal.submissions.placing import answers_in

from .paste_forms import PasteForm
from .pasted import ImportPlan

NOTHING_READ = "Chưa thấy dòng nào có tên cơ quan và số. Bạn chép cả hai cột rồi dán lại."
NOTHING_TO_WRITE = "Chưa có số nào để ghi. Bạn sửa khối dán, hoặc bỏ dấu “Bỏ dòng này”."
LOOK_AGAIN = "Có dòng vừa thay đổi. Bạn xem các số sẽ ghi dưới đây rồi bấm ghi."
NO_REASON = "Có số lũy kế giảm. Bạn ghi lý do."


@requires(Capability.MANAGE_FIGURES)
@require_http_methods(["GET", "POST"])
def figures_paste(request):
    if request.method == "GET":
        return show_box(request, PasteForm(day=clock.today()))
    form = PasteForm(request.POST, day=clock.today())
    if request.POST.get("then") == "again":
        return show_box(request, PasteForm(initial=request.POST.dict(), day=clock.today()))
    if not form.is_valid():
        return show_box(request, form)
    try:
        rows = read_block(request.POST.get("block", ""))
    except PasteError as error:
        return show_box(request, form, error.message)
    facts = form.cleaned_data
    plan = ImportPlan(facts["indicator"], facts["as_of"], rows, answers_in(request.POST))
    if not plan.rows and not plan.unclear:
        return show_box(request, form, NOTHING_READ)
    return go_on(request, form, plan)


def show_box(request, form, error=""):
    context = {"form": form, "pasted": request.POST.get("block", ""), "error": error}
    status = 422 if error or (form.is_bound and form.errors) else 200
    return render(request, "review/paste.html", context, status=status)


def go_on(request, form, plan):
    """To the preview, or past it when the preview that was confirmed still says the same."""
    if request.POST.get("then") != "write" or "use" in request.POST:
        return show_preview(request, form, plan)
    faults = list(plan.faults)
    if plan.falling and not reason_in(request):
        faults.append(("#reason", NO_REASON))
    if faults:
        return show_preview(request, form, plan, faults=faults, status=422)
    if not plan.ready:
        return show_preview(request, form, plan, note=NOTHING_TO_WRITE)
    if request.POST.get("seen") != plan.digest:
        return show_preview(request, form, plan, note=LOOK_AGAIN)
    return write(request, form, plan)


def reason_in(request) -> str:
    return nfc(request.POST.get("reason", ""))[:300]


def show_preview(request, form, plan, *, faults=(), note="", status=200):
    indicator = form.cleaned_data["indicator"]
    context = {
        "form": form,
        "plan": plan,
        "pasted": request.POST.get("block", ""),
        "label": form.label_of(indicator),
        "as_of": form.cleaned_data["as_of"],
        "source": form.cleaned_data["source"],
        "channel": channel_of(indicator).label,
        "faults": list(faults),
        "note": note,
        "reason": reason_in(request),
        "reason_is_missing": any(href == "#reason" for href, _ in faults),
        "leaves_rest": bool(request.POST.get("leave_out_rest")),
    }
    return render(request, "review/paste_preview.html", context, status=status)


def write(request, form, plan):
    facts = form.cleaned_data
    new = import_figures(
        indicator=facts["indicator"],
        as_of=facts["as_of"],
        amounts=plan.amounts,
        source_text=facts["source"],
        at=clock.now(),
        by=request.user,
        reason=reason_in(request),
        aliases=plan.aliases,
    )
    what = f"{form.label_of(facts['indicator'])}, tính đến {show_date(facts['as_of'])}"
    if new:
        messages.success(request, f"Đã ghi số của {new} cơ quan: {what}.")
    else:
        messages.info(request, f"Các số này đã được ghi trước đó: {what}.")
    return redirect("review:figures_paste")
