"""One class: its agency changes it, strikes it, takes it back; its list for the agency alone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import requires
from portal.documents.files import FileError
from portal.documents.views import as_download
from portal.programme.changes import changes_of

from . import register
from .forms import ClassForm, StrikeForm, shown_fields, typed
from .lists import detach, save_with_list
from .models import TrainingClass
from .refusals import ClassError
from .views import OWN, agency_of, drop_kept, dropped, kept_fields, month_address

HIDDEN = ("agency", "version", "recorded_at", "recorded_by", "attendance_list", "struck_at")
READS_ONLY = "Người lập báo cáo của cơ quan sửa sổ lớp; bạn đọc được."


def found(slug: str, pk: int):
    """(agency, class), or Http404."""
    agency = agency_of(slug)
    classes = agency.training_classes.select_related("attendance_list", "recorded_by")
    entry = get_object_or_404(classes, pk=min(pk, 2**63 - 1))
    entry.agency = agency
    return agency, entry


@requires(*OWN, agency="agency", keeps_input=True)
@require_http_methods(["GET", "POST"])
def class_change(request, agency, pk):
    agency, entry = found(agency, pk)
    if not register.may_write(request.access, agency):
        if request.method == "POST":
            messages.error(request, READS_ONLY)
            return redirect(request.path)
        return shown(request, entry)
    if request.method == "GET":
        if entry.struck_at:
            return shown(request, entry)
        kept = kept_input.kept_for(request.user, request.path)
        return shown(request, entry, ClassForm(initial=typed(entry) | kept_fields(kept)), kept=kept)
    if dropped(request):
        return redirect(request.path)
    form = ClassForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, entry, form, status=422)
    return save(request, agency, entry, form)


def save(request, agency, entry: TrainingClass, form: ClassForm):
    facts = {"access": request.access, "at": clock.now()}
    said, uploaded = form.cleaned_data, form.cleaned_data["attendance_list"]
    base, is_another = said["base_version"], said["is_another"]

    def change():
        return register.change_class(entry, form.said, base=base, is_another=is_another, **facts)

    try:
        saved = save_with_list(change, uploaded, agency, replaces=True, **facts)
    except (ClassError, FileError) as error:
        form.add_error(getattr(error, "field", "attendance_list") or None, error.message)
        return shown(request, found(agency.slug, entry.pk)[1], form, status=422)
    if saved.clashes:
        entry = found(agency.slug, entry.pk)[1]
        return shown(request, entry, merged_form(request, saved), saved.clashes, status=409)
    drop_kept(request)
    changed = saved.is_new or uploaded
    messages.success(request, "Đã ghi thay đổi." if changed else "Không có gì thay đổi.")
    return redirect(month_address(agency, saved.entry))


def merged_form(request, saved: register.Saved) -> ClassForm:
    """The typing with what the other changed elsewhere; saving it once more is meant."""
    data = request.POST.copy()
    for name, value in shown_fields(saved.merged).items():
        data[name] = value
        if value is False:
            del data[name]
    data["base_version"] = str(saved.entry.version)
    return ClassForm(data)


def shown(request, entry, form=None, clashes=(), *, kept=None, strike=None, status=200):
    """The class with its form (None for who only reads, and where it is struck) and its history."""
    may_write = register.may_write(request.access, entry.agency)
    changes = changes_of(entry.history.all(), hide=HIDDEN)
    context = {
        "agency": entry.agency,
        "entry": entry,
        "form": form,
        "clashes": [(form[clash.name].label, in_words(entry, clash.name)) for clash in clashes],
        "kept": kept,
        "may_write": may_write,
        "strike": strike or (StrikeForm() if may_write and not entry.struck_at else None),
        "changes": changes,
        "latest": changes[0] if changes else None,
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "training/classes/class_change.html", context, status=status)


def in_words(entry: TrainingClass, name: str) -> str:
    """What stands in a field now, as a sentence says it."""
    if name == "form":
        return entry.get_form_display()
    value = shown_fields(vars(entry))[name]
    return ("có" if value else "không") if isinstance(value, bool) else value or "để trống"


@requires(*OWN, agency="agency")
@require_http_methods(["GET", "POST"])
def class_strike(request, agency, pk):
    """Strikes the class, takes it back, or takes its list off, as the pressed button says.

    A GET (coming back from the sign-in page) only leads to the class.
    """
    agency, entry = found(agency, pk)
    page = redirect("training:class_change", agency.slug, entry.pk)
    if request.method == "GET":
        return page
    then, facts = request.POST.get("then"), {"access": request.access, "at": clock.now()}
    form = StrikeForm(request.POST) if then not in ("take_back", "detach") else None
    try:
        if then == "take_back":
            register.take_back(entry, **facts)
            messages.success(request, f"Đã lấy lại lớp “{entry}”.")
        elif then == "detach":
            detach(entry, **facts)
            messages.success(request, "Đã gỡ và xóa danh sách lớp.")
        elif not form.is_valid():
            body = None if entry.struck_at else ClassForm(initial=typed(entry))
            return shown(request, entry, body, strike=form, status=422)
        else:
            register.strike_class(entry, **form.cleaned_data, **facts)
            messages.success(request, f"Đã gạch bỏ lớp “{entry}”.")
            return redirect(month_address(agency, entry))
    except ClassError as error:
        messages.error(request, error.message)
    return page


@requires(*OWN, agency="agency")
@require_GET
def class_file(request, agency, pk):
    """The attached list, always as a download, to the agency's own people only."""
    _, entry = found(agency, pk)
    if entry.attendance_list is None:
        raise Http404("no list")
    return as_download(entry.attendance_list)
