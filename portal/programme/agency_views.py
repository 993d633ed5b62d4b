"""Agencies: the list as of a day, one with all that is dated about it, a new one."""

from django.db.models import F
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.models import Membership
from portal.accounts.permissions import Capability, requires
from portal.agencies.actions import AgencyError, create_agency
from portal.agencies.models import Agency, AgencyName, AgencySetMember, Side, Succession
from portal.days import DateError, read_date, show_date_padded
from portal.names import search_key

from .agency_deeds import deeds_for
from .agency_forms import NewAgencyForm
from .changes import changes_of, names_of
from .deeds import deeds_page


@requires(Capability.ADMINISTER)
@require_GET
def agency_list(request):
    """The agencies of a day in the official order; the day, the side and a word choose."""
    today = clock.today()
    wanted = {key: request.GET.get(key, "").strip() for key in ("tim", "khoi", "ngay")}
    error, day = "", today
    try:
        day = read_date(wanted["ngay"]) or today
    except DateError as refused:
        error = refused.message
    agencies = Agency.objects.in_force_on(day).named_on(day)
    agencies = agencies.annotate(found_by=F("dated_name__search_key"))
    if wanted["khoi"] in Side:
        agencies = agencies.filter(side=wanted["khoi"])
    key = search_key(wanted["tim"])
    if key:
        agencies = agencies.filter(found_by__contains=key)
    context = {
        "agencies": [(agency, Side(agency.side).label) for agency in agencies],
        "wanted": wanted,
        "day_shown": wanted["ngay"] or show_date_padded(today),
        "day": day,
        "error": error,
        "sides": Side.choices,
    }
    return render(request, "programme/agency_list.html", context)


@requires(Capability.ADMINISTER, keeps_input=True)
@require_http_methods(["GET", "POST"])
def agency_add(request):
    today = clock.today()
    kept = kept_input.kept_for(request.user, request.path) if request.method == "GET" else None
    posted = request.POST if request.method == "POST" else None
    initial = kept_initial(kept)
    form = NewAgencyForm(posted, today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            agency = create_agency(**form.cleaned_data, by=request.user)
        except AgencyError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            kept_input.KeptInput.objects.filter(user=request.user, path=request.path).delete()
            return redirect("programme:agency_change", agency.pk)
    context = {
        "title": "Cơ quan mới",
        "lead": "Cơ quan bị hỏi số liệu từ ngày hoạt động, theo phạm vi bạn chọn.",
        "crumbs": [("Cơ quan", reverse("programme:agency_list"))],
        "form": form,
        "button": "Thêm cơ quan",
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "programme/_form.html", context, status=422 if form.errors else 200)


def kept_initial(kept) -> dict:
    if kept is None:
        return {}
    fields = kept_input.fields_of(kept)
    return {**fields.dict(), "sets": fields.getlist("sets")}


def agency_or_404(pk: int, today) -> Agency:
    """The agency, in force or not, with its newest name."""
    agency = Agency.objects.filter(pk=min(pk, 2**63 - 1)).first()
    if agency is None:
        raise Http404("no such agency")
    agency.name = names_of(Agency, {agency.pk}).get(agency.pk, agency.slug)
    return agency


@requires(Capability.ADMINISTER, keeps_input=True)
@require_http_methods(["GET", "POST"])
def agency_change(request, pk):
    """One agency: everything dated about it, and what may be done."""
    today = clock.today()
    agency = agency_or_404(pk, today)
    return deeds_page(
        request,
        agency,
        deeds_for(agency, today),
        "programme/agency.html",
        lambda: context_of(agency, today),
        today,
    )


def context_of(agency: Agency, today) -> dict:
    members = agency.set_memberships.select_related("agency_set").order_by(
        "agency_set__purpose", "agency_set__position", "in_force_from"
    )
    before, after = successions_of(agency)
    return {
        "agency": agency,
        "title": agency.name,
        "side": Side(agency.side).label,
        "crumbs": [("Cơ quan", reverse("programme:agency_list"))],
        "names": agency.names.order_by("-in_force_from"),
        "codes": agency.codes.order_by("scheme", "-in_force_from"),
        "aliases": [alias.text for alias in agency.aliases.order_by("text")],
        "members": members,
        "precursors": before,
        "successors": after,
        "people": Membership.objects.in_force_on(today)
        .filter(agency=agency)
        .select_related("user")
        .order_by("role", "pk"),
        "today": today,
        "changes": changes_of(
            agency.history.all(),
            AgencyName.history.filter(agency=agency.pk),
            AgencySetMember.history.filter(agency=agency.pk),
            Succession.history.filter(predecessor=agency.pk),
            hide=("agency", "slug"),
        ),
    }


def successions_of(agency: Agency) -> tuple[list, list]:
    """((succession, the other agency's name) … before, … after this agency)."""
    both = list(
        (agency.successions.all() | agency.precursors.all()).distinct().order_by("takes_over_on")
    )
    names = names_of(
        Agency, {key for one in both for key in (one.predecessor_id, one.successor_id)}
    )
    before = [(one, names[one.predecessor_id]) for one in both if one.successor_id == agency.pk]
    after = [(one, names[one.successor_id]) for one in both if one.predecessor_id == agency.pk]
    return before, after
