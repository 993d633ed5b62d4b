"""Which sheet and which columns of a file hold what: said by a person where its head is unclear."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.accounts.permissions import Capability, requires

from .draft_views import number_in
from .forms import ColumnsForm
from .grid import GridError, letter_of
from .models import PlatformImport
from .reading import Export, read_export
from .taking_in import Closed, Stage, say_columns
from .views import batch_or_404

NO_ROWS = "Dưới dòng tiêu đề này không có dòng nào. Bạn chọn lại."


@requires(Capability.MANAGE_FIGURES)
@require_http_methods(["GET", "POST"])
def import_columns(request, pk):
    """Asks by the file's own first lines; saying so reads the rows anew."""
    batch = batch_or_404(pk, PlatformImport.objects)
    if batch.stage != Stage.DRAFT:
        return redirect("training:import_detail", pk)
    content, sheet = bytes(batch.content), sheet_in(request, batch)
    try:
        export = read_export(content, batch.file_name, sheet=sheet)
    except GridError as error:
        messages.error(request, error.message)
        return redirect("training:import_list")
    if request.method == "GET":
        return show_columns(request, batch, export, ColumnsForm(export=export, initial=seen(batch)))
    form = ColumnsForm(request.POST, export=export)
    if not form.is_valid():
        return show_columns(request, batch, export, form, status=422)
    read = read_export(content, batch.file_name, sheet=export.sheet, columns=form.columns)
    if not read.rows:
        form.add_error("head_line", NO_ROWS)
        return show_columns(request, batch, export, form, status=422)
    try:
        say_columns(batch, read, base=number_in(request.POST, "base_version"))
    except Closed as closed:
        messages.warning(request, closed.message)
        return redirect("training:import_columns", pk)
    messages.success(request, f"Đã đọc {len(read.rows)} dòng theo các cột đã chọn.")
    return redirect("training:import_detail", pk)


def sheet_in(request, batch: PlatformImport) -> str:
    """The sheet that is asked about: chosen on the page, or the one chosen before."""
    if request.method == "POST":
        return request.POST.get("trang", "")
    return request.GET.get("trang", "") or batch.sheet


def seen(batch: PlatformImport) -> dict:
    """The columns as they were read, to begin with; nothing where they were not."""
    return {
        "head_line": batch.head_line,
        "name": batch.name_column,
        "participants": batch.participants_column,
        "completions": batch.completions_column,
        "course": batch.course_column,
    }


def show_columns(request, batch, export: Export, form, status=200):
    context = {
        "batch": batch,
        "export": export,
        "form": form,
        "letters": [letter_of(column) for column in range(1, export.width + 1)],
        "lines": [
            (line.number, [line.text(column) for column in range(1, export.width + 1)])
            for line in export.sample
        ],
    }
    return render(request, "training/imports/columns.html", context, status=status)
