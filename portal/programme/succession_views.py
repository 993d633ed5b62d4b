"""Recording that an agency is taken over: by one other (merger) or by several, one at a time."""

from django.contrib import messages
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts import kept_input, roles
from portal.accounts.actions import MembershipError
from portal.accounts.permissions import Capability, requires
from portal.agencies.actions import AgencyError
from portal.agencies.models import Agency, AgencyName
from portal.agencies.successions import record_succession
from portal.days import show_date

from .agency_forms import SuccessionForm
from .agency_views import agency_or_404


@requires(Capability.ADMINISTER, keeps_input=True)
@require_http_methods(["GET", "POST"])
def succession_add(request, pk):
    today = clock.today()
    agency = agency_or_404(pk, today)
    kept = kept_input.kept_for(request.user, request.path) if request.method == "GET" else None
    form = SuccessionForm(
        request.POST if request.method == "POST" else None,
        agency=agency,
        agencies=candidates(agency, today),
        initial=kept_input.fields_of(kept).dict() if kept else None,
    )
    if request.method == "POST" and form.is_valid() and record(request, agency, form):
        kept_input.KeptInput.objects.filter(user=request.user, path=request.path).delete()
        return redirect("programme:agency_change", agency.pk)
    context = {
        "agency": agency,
        "title": "Ghi kế thừa",
        "kicker": agency.name,
        "lead": "Chia tách thì ghi mỗi cơ quan kế thừa một lần, cùng ngày.",
        "crumbs": [
            ("Cơ quan", reverse("programme:agency_list")),
            (agency.name, reverse("programme:agency_change", args=[agency.pk])),
        ],
        "form": form,
        "button": "Ghi kế thừa",
        "who_mark": kept_input.mark_of(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "programme/succession.html", context, status=status)


def candidates(agency: Agency, today):
    """Agencies of the same side that have not ended, each by its newest name."""
    newest = AgencyName.objects.filter(agency=OuterRef("pk")).order_by("-in_force_from")
    going_on = Agency.objects.filter(roles.open_from(today), side=agency.side)
    return going_on.annotate(
        name=Subquery(newest.values("name")[:1]), key=Subquery(newest.values("sort_key")[:1])
    ).order_by("key")


def record(request, agency, form) -> bool:
    """The succession, the end of the predecessor and the people's roles, or nothing of it."""
    said = dict(form.cleaned_data)
    gives_people = said.pop("gives_people")
    try:
        with transaction.atomic():
            held = Agency.objects.select_for_update().get(pk=agency.pk)
            record_succession(held, **said, by=request.user)
            given = roles.pass_on(
                held,
                to=said["successor"] if gives_people else None,
                since=said["takes_over_on"],
                by=request.user,
            )
    except (AgencyError, MembershipError) as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    told = f" Đã giao {given} vai trò ở cơ quan kế thừa." if given else ""
    messages.success(
        request,
        f"{said['successor'].name} kế thừa {agency.name} từ {show_date(said['takes_over_on'])}."
        f"{told}",
    )
    return True
