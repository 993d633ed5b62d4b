"""Many classes at once: pasted, looked at row by row, written together."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import Capability, requires
from portal.models import Agency

from .many import judged, record_many
from .pasted import PasteError, read_classes
from .views import agency_of, drop_kept, dropped

NOTHING_TO_WRITE = "Chưa có dòng nào ghi được. Bạn sửa khối dán, hoặc bỏ dấu “Bỏ dòng này”."
STILL_FAULTY = "Còn dòng chưa đúng. Bạn sửa khối dán, hoặc đánh dấu “Bỏ dòng này”."
WRITE, AGAIN = "write", "again"


@requires(Capability.REPORT, agency="agency", keeps_input=True)
@require_http_methods(["GET", "POST"])
def class_paste(request, agency):
    agency = agency_of(agency)
    if request.method == "GET":
        kept = kept_input.kept_for(request.user, request.path)
        block = kept_input.fields_of(kept).get("block", "") if kept else ""
        return show_box(request, agency, block, kept=kept)
    block = request.POST.get("block", "")
    if dropped(request):
        return redirect(request.path)
    if request.POST.get("then") == AGAIN:
        return show_box(request, agency, block)
    try:
        rows = read_classes(block)
    except PasteError as error:
        return show_box(request, agency, block, error=error.message, status=422)
    left_out = {row.number for row in rows if row.field in request.POST}
    if request.POST.get("then") != WRITE:
        outcomes = judged(agency, rows, left_out, request.access, clock.now())
        return show_preview(request, agency, block, outcomes)
    return write(request, agency, block, rows, left_out)


def write(request, agency: Agency, block: str, rows, left_out: set[int]):
    """All rows that are not left out, or none."""
    outcomes = record_many(agency, rows, left_out, access=request.access, at=clock.now())
    new = sum(outcome.is_ready for outcome in outcomes)
    if any(outcome.why for outcome in outcomes):
        return show_preview(request, agency, block, outcomes, note=STILL_FAULTY, status=422)
    if all(outcome.is_left_out for outcome in outcomes):
        return show_preview(request, agency, block, outcomes, note=NOTHING_TO_WRITE, status=422)
    drop_kept(request)
    if new:
        messages.success(request, f"Đã ghi {new} lớp.")
    else:
        messages.info(request, "Các lớp này đã có trong sổ, không ghi thêm.")
    return redirect("training:class_list", agency.slug)


def show_box(request, agency, block, *, kept=None, error="", status=200):
    context = {"agency": agency, "pasted": block, "kept": kept, "error": error}
    context["who_mark"] = kept_input.mark_of(request.user)
    return render(request, "training/classes/class_paste.html", context, status=status)


def show_preview(request, agency, block, outcomes, *, note="", status=200):
    context = {
        "agency": agency,
        "pasted": block,
        "outcomes": outcomes,
        "ready": sum(outcome.is_ready for outcome in outcomes),
        "faulty": sum(bool(outcome.why) for outcome in outcomes),
        "note": note,
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "training/classes/class_paste_preview.html", context, status=status)
