"""The register of an agency: its sums by month, the classes of one month, one more class."""

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Subquery
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import Capability, requires
from portal.documents.files import FileError
from portal.models import Agency, FigureProposal, ReportingPeriod

from . import register
from .forms import ClassForm
from .lists import save_with_list
from .refusals import ClassError
from .sums import Month, is_within, months_of

OWN = (Capability.REPORT, Capability.APPROVE)
MONTH = "ky"
HOLDING = ReportingPeriod.objects.filter(
    starts_on__lte=OuterRef("ends_on"), ends_on__gte=OuterRef("ends_on")
)


@requires(*OWN, Capability.REVIEW, agency="agency")
@require_GET
def class_list(request, agency):
    """Sums by month; the agency's own people also read the classes of one month."""
    agency, today = agency_of(agency), clock.today()
    months = months_of(agency, today)
    asked = request.GET.get(MONTH, "")
    month = next((m for m in months if m.key == asked), None)
    if asked and month is None:
        messages.info(request, "Sổ không có kỳ này.")
        return redirect(request.path)
    month = month or month_to_show(months)
    is_own = any(request.access.can(held, agency.slug) for held in OWN)
    context = {
        "agency": agency,
        "today": today,
        "months": months,
        "month": month,
        "unlike": [m for m in months if m.difference],
        "is_own": is_own,
        "may_write": register.may_write(request.access, agency),
        "classes": classes_in(agency, month) if is_own and month else None,
    }
    return render(request, "training/classes/class_list.html", context)


@requires(Capability.REVIEW)
@require_GET
def class_agencies(request):
    """Every agency that keeps a register, with what it gives for the month that is reported."""
    period = ReportingPeriod.objects.current(clock.now())
    given = FigureProposal.objects.filter(period=period, agency=OuterRef("pk"))
    agencies = (
        Agency.objects.named_on(clock.today())
        .filter(training_classes__struck_at=None)
        .annotate(classes=Count("training_classes"), given=Subquery(given.values("in_month")[:1]))
        .filter(classes__gt=0)
        .order_by("side", "position", "pk")
    )
    context = {"agencies": list(agencies), "period": period}
    return render(request, "training/classes/class_agencies.html", context)


def month_to_show(months: list[Month]) -> Month | None:
    """The month that is reported now, else the newest with classes; None when there is no month."""
    now = clock.now()
    still_open = [m for m in months if m.period and m.period.closes_at >= now]
    filled = (m for m in (*reversed(still_open), *months) if m.has_classes)
    return next(filled, months[0] if months else None)


def agency_of(slug: str) -> Agency:
    return get_object_or_404(Agency.objects.named_on(clock.today()), slug=slug)


def classes_in(agency: Agency, month: Month) -> list:
    """The month's classes, newest first, the struck ones among them; one query."""
    classes = agency.training_classes.select_related("attendance_list")
    if month.period is None:
        return list(classes.exclude(Exists(HOLDING)))
    days = (month.period.starts_on, month.period.ends_on)
    return list(classes.filter(ends_on__range=days))


@requires(Capability.REPORT, agency="agency", keeps_input=True)
@require_http_methods(["GET", "POST"])
def class_add(request, agency):
    agency = agency_of(agency)
    if request.method == "GET":
        kept = kept_input.kept_for(request.user, request.path)
        return show_add(request, agency, ClassForm(initial=kept_fields(kept)), kept=kept)
    if dropped(request):
        return redirect(request.path)
    form = ClassForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_add(request, agency, form, status=422)
    facts = {"access": request.access, "at": clock.now()}
    is_another, uploaded = form.cleaned_data["is_another"], form.cleaned_data["attendance_list"]

    def record():
        return register.record_class(agency, form.said, is_another=is_another, **facts)

    try:
        saved = save_with_list(record, uploaded, agency, replaces=False, **facts)
    except (ClassError, FileError) as error:
        form.add_error(getattr(error, "field", "attendance_list") or None, error.message)
        return show_add(request, agency, form, status=422)
    drop_kept(request)
    if saved.is_new:
        messages.success(request, f"Đã ghi lớp “{saved.entry}”.")
    else:
        messages.info(request, f"Lớp “{saved.entry}” đã có trong sổ, không ghi thêm.")
    return redirect(month_address(agency, saved.entry))


def show_add(request, agency, form, *, kept=None, status=200):
    context = {
        "agency": agency,
        "form": form,
        "kept": kept,
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "training/classes/class_add.html", context, status=status)


def month_address(agency: Agency, entry) -> str:
    """The register at the month that the class belongs to."""
    months = months_of(agency, clock.today())
    key = next((m.key for m in months if m.period and is_within(entry.ends_on, m.period)), "")
    query = {MONTH: key} if key else None
    return reverse("training:class_list", args=[agency.slug], query=query)


# Typing that was kept when the session had ended


def kept_fields(kept) -> dict:
    """The kept typing as a form's initial; an unticked box is not in what was posted."""
    if kept is None:
        return {}
    fields: QueryDict = kept_input.fields_of(kept)
    return fields.dict() | {"on_platform": "on_platform" in fields}


def dropped(request) -> bool:
    """Whether the post throws the kept typing away instead of saving anything."""
    if "drop" not in request.POST:
        return False
    kept_input.drop(request.user, request.POST["drop"])
    return True


def drop_kept(request) -> None:
    kept_input.KeptInput.objects.filter(user=request.user, path=request.path).delete()
