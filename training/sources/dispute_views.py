"""An agency disputes its platform figure and may take that back; the centre answers."""

from django.contrib import messages
from django.db.models import F, FilteredRelation
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.catalogue.changes import Refused
from portal.dated import in_force
from portal.programme.adding import adding_page

from . import disputes
from .forms import AnswerForm, DisputeForm
from .models import Dispute
from .place import agency_with_domains

SPEAKERS = disputes.MAY_SPEAK
MOST_ANSWERED = 100


def agency_address(slug: str) -> str:
    return f"{reverse('training:source_agency', args=[slug])}#y-kien"


@requires(*SPEAKERS, agency="agency", keeps_input=True)
@require_http_methods(["GET", "POST"])
def dispute_new(request, agency):
    now = clock.now()
    agency = agency_with_domains(agency, now.date())
    standing = disputes.standing_figures(agency, now.date())

    def make(data, **known):
        return DisputeForm(data, standing=standing, chosen=request.GET.get("so", ""), **known)

    def add(form):
        indicator, reading = form.disputed
        disputes.open_dispute(
            agency,
            indicator,
            value_id=reading.value_id,
            comment=form.cleaned_data["comment"],
            own_amount=form.cleaned_data["own_amount"],
            access=request.access,
            at=now,
        )
        return "Đã gửi ý kiến tới Cục.", agency_address(agency.slug)

    def context(form):
        return {"agency": agency, "has_figures": bool(standing)}

    return adding_page(request, make, add, "training/sources/dispute_new.html", context)


@requires(*SPEAKERS, agency="agency")
def dispute_withdraw(request, agency, pk):
    """Only a post takes it back; whoever comes here otherwise is led to it."""
    row = get_object_or_404(Dispute, agency__slug=agency, pk=min(pk, 2**63 - 1))
    if request.method != "POST":  # another agency's is not there, whatever is asked
        return redirect(agency_address(agency))
    try:
        disputes.withdraw_dispute(row.pk, access=request.access, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "Đã rút ý kiến.")
    return redirect(agency_address(agency))


def named(rows, day):
    """With the agency's printed name and the indicator's words of the day."""
    return (
        disputes.labelled(rows, day)
        .alias(of_day=FilteredRelation("agency__names", condition=in_force(day, "agency__names__")))
        .annotate(agency_name=F("of_day__printed_name"))
        .select_related("agency", "indicator", "value__indicator", "opened_by", "answered_by")
    )


@requires(Capability.MANAGE_FIGURES)
@require_GET
def dispute_list(request):
    today = clock.today()
    rows = named(Dispute.objects.all(), today)
    waiting = list(rows.filter(**disputes.OPEN).order_by("opened_at", "pk"))
    for row in waiting:
        row.days = disputes.days_open(row, today)
    over = rows.exclude(**disputes.OPEN).order_by("-opened_at", "-pk")[:MOST_ANSWERED]
    context = {"waiting": waiting, "over": over, "most": MOST_ANSWERED}
    return render(request, "training/sources/dispute_list.html", context)


@requires(Capability.MANAGE_FIGURES, keeps_input=True)
@require_http_methods(["GET", "POST"])
def dispute_answer(request, pk):
    now = clock.now()
    row = named(Dispute.objects.all(), now.date()).filter(pk=min(pk, 2**63 - 1)).first()
    if row is None:
        raise Http404("no such dispute")

    def answer(form):
        disputes.answer_dispute(row.pk, **form.cleaned_data, access=request.access, at=now)
        return "Đã trả lời cơ quan.", reverse("training:dispute_list")

    def context(form):
        return {"dispute": named(Dispute.objects.filter(pk=row.pk), now.date()).get()}

    return adding_page(
        request,
        lambda data, **known: AnswerForm(data, **known),
        answer,
        "training/sources/dispute_answer.html",
        context,
    )
