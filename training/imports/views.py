"""The list of imports, the upload, and what ends an import: given up, or withdrawn whole."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.models import KeptInput
from portal.accounts.permissions import Capability, requires
from portal.days import show_date
from portal.names import join_names

from .forms import ReasonForm, UploadForm
from .grid import GridError
from .models import PlatformImport
from .storing import drop, withdraw
from .taking_in import Closed, Stage, take_in

A_PAGE = 30


def batches():
    return PlatformImport.objects.defer("content").select_related(
        "uploaded_by", "stored_by", "withdrawn_by"
    )


def batch_or_404(pk: int, among=None) -> PlatformImport:
    return get_object_or_404(batches() if among is None else among, pk=min(pk, 2**63 - 1))


@requires(Capability.MANAGE_FIGURES)
@require_http_methods(["GET", "POST"])
def import_list(request):
    """Every import, newest first, and the box for a new file."""
    if request.method == "GET":
        return show_list(request, UploadForm(today=clock.today()))
    form = UploadForm(request.POST, request.FILES, today=clock.today())
    if not form.is_valid():
        return show_list(request, form, status=422)
    uploaded, as_of = form.cleaned_data["file"], form.cleaned_data["as_of"]
    try:
        taken = take_in(
            uploaded.read(),
            uploaded.name,
            as_of=as_of,
            today=clock.today(),
            by=request.user,
            at=clock.now(),
        )
    except GridError as error:
        form.add_error("file", error.message)
        return show_list(request, form, status=422)
    if not taken.is_new:
        day = show_date(taken.batch.as_of)
        said = f"Tệp này đã tải lên trước đó, tính đến {day}. Không tạo lần nhập mới."
        messages.info(request, said)
    return redirect("training:import_detail", taken.batch.pk)


def show_list(request, form, status=200):
    found = batches().order_by("-pk")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "Stage": Stage}
    return render(request, "training/imports/list.html", context, status=status)


@requires(Capability.MANAGE_FIGURES)
@require_http_methods(["GET", "POST"])
def import_drop(request, pk):
    """Only a post drops the draft; whoever comes here otherwise is led back to it."""
    if request.method != "POST":
        return redirect("training:import_detail", pk)
    try:
        drop(batch_or_404(pk))
    except Closed as closed:
        messages.error(request, closed.message)
        return redirect("training:import_detail", pk)
    messages.success(request, f"Đã bỏ bản nháp lần nhập {pk}. Tệp vẫn được giữ.")
    return redirect("training:import_list")


@requires(Capability.MANAGE_FIGURES, keeps_input=True)
@require_http_methods(["GET", "POST"])
def import_withdraw(request, pk):
    """Asks why, then takes every figure of the import back."""
    batch = batch_or_404(pk)
    if batch.stage != Stage.STORED:
        return redirect("training:import_detail", pk)
    if request.method == "GET":
        kept = kept_input.kept_for(request.user, request.path)
        known = kept_input.fields_of(kept).dict() if kept else {}
        return show_withdrawal(request, batch, ReasonForm(initial=known))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show_withdrawal(request, batch, form, status=422)
    try:
        done = withdraw(batch, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
    except Closed as closed:
        messages.error(request, closed.message)
        return redirect("training:import_detail", pk)
    KeptInput.objects.filter(user=request.user, path=request.path).delete()
    said = f"Đã rút số của {done.agencies} cơ quan. Số trước lần nhập này lại được dùng."
    messages.success(request, said)
    if done.kept:
        names = join_names(done.kept)
        messages.info(request, f"Giữ các cách viết mà chỗ khác đang dùng: {names}.")
    return redirect("training:import_detail", pk)


def show_withdrawal(request, batch, form, status=200):
    context = {
        "batch": batch,
        "form": form,
        "agencies": batch.submissions.count(),
        "aliases": list(batch.aliases.values_list("text", flat=True)),
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "training/imports/withdraw.html", context, status=status)


@requires(Capability.MANAGE_FIGURES)
@require_GET
def import_file(request, pk):
    """The file as it was uploaded."""
    batch = batch_or_404(pk, PlatformImport.objects.only("content", "file_name"))
    ending = ".xlsx" if bytes(batch.content[:2]) == b"PK" else ".csv"
    return HttpResponse(
        bytes(batch.content),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="one-touch-{batch.pk}{ending}"',
            "Cache-Control": "private, no-store",
        },
    )
