"""The catalogue: the list by section, one indicator, a new one, and the sheet that they make."""

from django.contrib import messages
from django.db.models import F, FilteredRelation
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.catalogue import indicators
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.models import Indicator, IndicatorVersion, Section, Source
from portal.dated import in_force
from portal.names import nfc
from portal.submissions.models import Channel, Submission
from portal.ui.day import day_of

from .adding import adding_page
from .changes import changes_of
from .deeds import deeds_page
from .form_preview import SIDES, example_of, example_of_set, preview_of
from .indicator_deeds import deeds_for
from .indicator_forms import NewIndicatorForm, kind_of, worded_on
from .trial import tried

KEEPERS = (Capability.MANAGE_FIGURES, Capability.ADMINISTER)


@requires(*KEEPERS)
@require_GET
def indicator_list(request):
    """Every indicator that ever was, by section, with where it stands on a day."""
    day = day_of(request, clock.today())
    if day is None:
        return redirect(request.path)
    by_section = {section: [] for section in Section.objects.all()}
    for indicator in worded_on(day).select_related("section", "asked_of"):
        indicator.standing = standing(indicator, day)
        by_section[indicator.section].append(indicator)
    context = {"sections": list(by_section.items()), "day": day}
    return render(request, "programme/indicator_list.html", context)


def standing(indicator, day) -> str:
    """Where an indicator stands on a day: "now", "future" or "ended"."""
    if indicator.is_in_force_on(day):
        return "now"
    return "future" if indicator.in_force_from > day else "ended"


def indicator_named(code) -> Indicator:
    """The indicator with its words of today and the things it leads to; else Http404."""
    today = clock.today()
    rows = worded_on(today).select_related("section", "asked_of")
    found = (
        rows.alias(
            whole_now=FilteredRelation(
                "part_of__versions", condition=in_force(today, "part_of__versions__")
            ),
            old_now=FilteredRelation(
                "replaces__versions", condition=in_force(today, "replaces__versions__")
            ),
        )
        .annotate(
            whole_code=F("part_of__code"),
            whole_label=F("whole_now__label"),
            old_code=F("replaces__code"),
            old_label=F("old_now__label"),
        )
        .filter(code=code)
        .first()
    )
    if found is None:
        raise Http404("no such indicator")
    return found


@requires(*KEEPERS)
@require_GET
def indicator_view(request, code):
    """One indicator: what it asks, its words from day to day, and what was changed in it."""
    indicator = indicator_named(code)
    today = clock.today()
    versions = list(indicator.versions.order_by("-in_force_from"))
    context = {
        "indicator": indicator,
        "name": indicator.label or versions[0].label,
        "kind": kind_of(indicator),
        "standing": standing(indicator, today),
        "versions": [(version, version.is_in_force_on(today)) for version in versions],
        "successor": indicator.replaced_by.order_by("pk").first(),
        "month": ReportingPeriod.objects.filter(ends_on__gte=today).order_by("ends_on").first(),
    }
    return render(request, "programme/indicator_view.html", context)


@requires(*KEEPERS)
@require_GET
def indicator_history(request, code):
    indicator = get_object_or_404(Indicator, code=code)
    words = IndicatorVersion.history.filter(indicator_id=indicator.pk)
    changes = changes_of(indicator.history.all(), words, hide=("indicator",))
    context = {"indicator": indicator, "changes": changes}
    return render(request, "programme/indicator_history.html", context)


@requires(*KEEPERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def indicator_change(request, code):
    """Other words from a day, a slip mended, other facts, the end; each a form of its own."""
    indicator = indicator_named(code)
    today = clock.today()
    newest = indicator.versions.order_by("-in_force_from").first()

    def context():
        return {"indicator": indicator, "name": indicator.label or newest.label, "changes": None}

    deeds = deeds_for(indicator, newest, today)
    page = deeds_page(request, indicator, deeds, "programme/indicator_change.html", context, today)
    if page.status_code != 302:
        return page
    if Indicator.objects.filter(pk=indicator.pk).exists():
        return redirect("programme:indicator_view", code)
    return redirect("programme:indicator_list")


@requires(*KEEPERS)
@require_http_methods(["GET", "POST"])
def indicator_move(request, code):
    """One place up or down within the section. A GET only leads to the indicator."""
    indicator = get_object_or_404(Indicator, code=code)
    if request.method == "POST":
        indicators.move_in_order(indicator, up=request.POST.get("way") == "up", by=request.user)
        list_address = reverse("programme:indicator_list", fragment=f"i-{code}")
        return redirect(list_address)
    return redirect("programme:indicator_view", code)


@requires(*KEEPERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def indicator_new(request):
    """A new indicator; its question can be looked at before anything is stored."""
    now = clock.now()
    initial = from_address(request, now)

    def make(data, **known):
        return NewIndicatorForm(data, now=now, initial=initial | known["initial"])

    def run(form):
        made = indicators.add_indicator(form.said, by=request.user)
        warn_of_sent(request, made, form.cleaned_data["first_month"])
        told = f"Đã thêm chỉ tiêu {made.code}, hỏi từ {form.cleaned_data['first_month'].label}."
        return told, reverse("programme:indicator_view", kwargs={"code": made.code})

    def preview(form):
        return {"shown": previewed(form, request.user), "was_previewed": True}

    def context(form):
        return {"old": initial.get("old")}

    return adding_page(request, make, run, "programme/indicator_new.html", context, preview)


def warn_of_sent(request, made: Indicator, month: ReportingPeriod) -> None:
    """Says how many reports of the first month were sent before the indicator was there."""
    sent = Submission.objects.filter(
        in_force(month.ends_on, "agency__set_memberships__"),
        agency__set_memberships__agency_set=made.asked_of_id,
        channel=Channel.AGENCY,
        period=month,
        first_sent_at__isnull=False,
    ).count()
    if sent and made.source == Source.AGENCY:
        messages.warning(
            request,
            f"{sent} cơ quan đã gửi phiếu {month.label} trước khi có chỉ tiêu này; phiếu đã gửi"
            " không đổi.",
        )


def previewed(form, user):
    """The new question as the first agency asked would get it; stored for no longer than that."""

    def add_and_look():
        made = indicators.add_indicator(form.said, by=user)
        month = form.cleaned_data["first_month"]
        asked = made.asked_of_id and made.source != Source.CENTRE
        agency = example_of_set(made.asked_of_id, month) if asked else None
        return preview_of(agency, month, made.code) if agency else None

    return tried(add_and_look)


def from_address(request, now) -> dict:
    """What the address says of the new indicator: its section, or the one that it replaces."""
    month = ReportingPeriod.objects.filter(ends_on__gte=now.date()).order_by("ends_on").first()
    known = {"first_month": month and month.pk}
    if "thay" in request.GET:
        old = indicator_named(nfc(request.GET["thay"]))
        known |= {
            "old": old,
            "replaces": old.pk,
            "section": old.section_id,
            "asked_of": old.asked_of_id,
            "kind": kind_of(old),
            "label": old.label,
            "source": old.source,
            "evidence": old.evidence,
        }
    elif "phan" in request.GET:
        section = Section.objects.filter(code=nfc(request.GET["phan"])).first()
        known["section"] = section and section.pk
    return known


@requires(*KEEPERS)
@require_GET
def form_preview(request):
    """The whole sheet of a side for a month, as its first agency would get it, to read."""
    side = request.GET.get("khoi")
    side = side if side in SIDES else SIDES[0]
    periods = list(ReportingPeriod.objects.order_by("-year", "-month")[:24])
    today = clock.today()
    coming = [period for period in periods if period.ends_on >= today]
    usual = coming[-1] if coming else periods[0] if periods else None
    period = next((one for one in periods if one.key == request.GET.get("ky")), usual)
    agency = example_of(side, period) if period else None
    context = {
        "sides": [(str(one), one.label, one == side) for one in SIDES],
        "periods": periods,
        "period": period,
        "shown": preview_of(agency, period) if agency else None,
        "preview": True,
    }
    return render(request, "programme/form_preview.html", context)
