"""The contacts with one agency: all of them to read, one more to write down."""

from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Agency
from portal.review.place import period_or_404

from .contacting import contacts_of, record_contact
from .filters import FIELDS
from .forms import ContactForm
from .offering import offer_of, taken_up
from .people import people_by_agency

MOST_SHOWN = 300


@requires(Capability.REVIEW, agency="agency", keeps_input=True)
@require_http_methods(["GET", "POST"])
def contact_list(request, period, agency):
    period, now = period_or_404(period), clock.now()
    agency = get_object_or_404(
        Agency.objects.in_force_on(period.ends_on).named_on(period.ends_on), slug=agency
    )
    offer = offer_of(request, request.path, ContactForm.base_fields)
    data = request.POST if request.method == "POST" else None
    form = ContactForm(data, today=now.date(), initial=offer.initial)
    if form.is_bound and form.is_valid():
        record_contact(agency, period, **form.cleaned_data, by=request.user, at=now)
        taken_up(request)
        messages.success(request, f"Đã ghi lần liên hệ với {agency.name}.")
        return redirect(list_address(request, period))
    context = {
        "agency": agency,
        "period": period,
        "form": form,
        "offer": offer,
        "people": people_by_agency(now.date(), [agency.pk]).get(agency.pk, []),
        "contacts": contacts_of(agency)[:MOST_SHOWN],
        "list_address": list_address(request, period),
    }
    status = 422 if form.errors else 200
    return render(request, "chasing/contact_list.html", context, status=status)


def list_address(request, period) -> str:
    """The list that the visitor came from, with its filters."""
    chosen = {name: request.GET[name] for name in FIELDS if request.GET.get(name)}
    address = reverse("chasing:chase_list", args=[period.key])
    return f"{address}?{urlencode(chosen)}" if chosen else address
