"""Delegation of approving: a leader lends the role to a colleague between two days."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.agencies.models import Agency
from portal.days import show_date

from .actions import (
    MembershipError,
    delegate_approval,
    delegations_of,
    end_membership,
    own_approval,
    people_of,
)
from .form_fields import DayField, RowField
from .models import Membership, User
from .permissions import Capability, requires


class PersonField(RowField):
    def label_from_instance(self, person: User) -> str:
        return f"{person}, {person.position}" if person.position else str(person)


class DelegationForm(forms.Form):
    to = PersonField(
        User.objects.none(),
        label="Người được ủy quyền",
        empty_label="Chọn người",
        help_text="Người đang làm hoặc đã làm báo cáo của cơ quan.",
    )
    since = DayField(label="Từ ngày", help_text="Ví dụ 21/11/2022.")
    until = DayField(label="Đến hết ngày")

    def __init__(self, *args, agency, by, **kwargs):
        super().__init__(*args, auto_id=f"{agency.slug}-%s", **kwargs)
        self.fields["to"].queryset = people_of(agency).exclude(pk=by.pk)


@dataclass(frozen=True)
class Lending:
    """One own agency: the form (None for a delegate, who cannot lend on) and what was lent."""

    agency: Agency
    form: DelegationForm | None
    delegations: list[Membership]


@requires(Capability.APPROVE)
@require_http_methods(["GET", "POST"])
def delegation_list(request):
    """Lends the approving role, ends a loan early, shows all loans of the own agencies."""
    bound = {}
    if request.method == "POST":
        agency = posted_agency(request)
        if "end" in request.POST:
            return end_early(request, agency)
        form = DelegationForm(request.POST, agency=agency, by=request.user)
        if form.is_valid() and lend(request, agency, form):
            return redirect("delegation_list")
        bound[agency.pk] = form
    context = {
        "lendings": [lending_of(request, agency, bound) for agency in own_agencies(request)],
        "today": clock.today(),
    }
    return render(request, "accounts/delegation_list.html", context, status=422 if bound else 200)


def own_agencies(request):
    """The agencies that the visitor approves for today."""
    slugs = [
        grant.agency_slug
        for grant in request.access.agencies
        if request.access.can(Capability.APPROVE, grant.agency_slug)
    ]
    return Agency.objects.named_on(request.access.day).filter(slug__in=slugs)


def posted_agency(request) -> Agency:
    """The own agency that the form is about; 404 for any other."""
    slug = request.POST.get("agency", "")
    for agency in own_agencies(request):
        if agency.slug == slug:
            return agency
    raise Http404("not an own agency")


def lending_of(request, agency, bound) -> Lending:
    form = bound.get(agency.pk)
    if form is None and own_approval(request.user, agency, request.access.day):
        form = DelegationForm(agency=agency, by=request.user)
    return Lending(agency, form, list(delegations_of(agency)))


def lend(request, agency, form) -> bool:
    try:
        made = delegate_approval(
            agency=agency, **form.cleaned_data, by=request.user, today=clock.today()
        )
    except MembershipError as error:
        form.add_error(error.field or None, error.message)
        return False
    messages.success(
        request,
        f"{made.user} duyệt thay bạn từ {show_date(made.in_force_from)} đến hết "
        f"{show_date(made.in_force_until)}.",
    )
    return True


def end_early(request, agency):
    """Whoever approves in one's own right ends any loan of the agency, the delegate the own one."""
    text = request.POST["end"]
    pk = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    loan = get_object_or_404(delegations_of(agency), pk=pk)
    may_end = loan.user == request.user or own_approval(request.user, agency, request.access.day)
    if not may_end:
        messages.error(request, "Chỉ người ủy quyền và người được ủy quyền kết thúc được.")
        return redirect("delegation_list")
    try:
        end_membership(loan, by=request.user, today=clock.today(), reason="Kết thúc ủy quyền sớm")
    except MembershipError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{loan.user} không còn duyệt thay.")
    return redirect("delegation_list")
