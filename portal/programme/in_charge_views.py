"""Who at the centre looks after which agency: many at a time, by a tick or by region."""

from django import forms
from django.contrib import messages
from django.db.models import F, OuterRef, Q, Subquery
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.actions import MembershipError
from portal.accounts.form_fields import DayField
from portal.accounts.in_charge import may_be_in_charge, put_in_charge
from portal.accounts.models import InCharge, User
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Agency, AgencySet, AgencySetMember, Side
from portal.days import show_date, show_date_padded

from .changes import changes_of
from .people_forms import PersonField

REPORTING = (Side.CENTRAL, Side.PROVINCIAL)


class Several(forms.ModelMultipleChoiceField):
    default_error_messages = {"invalid_choice": "Không có trong danh sách. Bạn chọn lại."}


class Sets(Several):
    def label_from_instance(self, agency_set: AgencySet) -> str:
        return capfirst(agency_set.name)


class InChargeForm(forms.Form):
    user = PersonField(
        User.objects.none(),
        label="Người phụ trách",
        required=False,
        empty_label="Chọn người",
        help_text="Người đang là quản trị số liệu.",
    )
    nobody = forms.BooleanField(label="Không ai phụ trách các cơ quan này nữa", required=False)
    since = DayField(label="Từ ngày")
    regions = Sets(
        AgencySet.objects.none(),
        label="Mọi cơ quan của một vùng hoặc phạm vi",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    agencies = Several(Agency.objects.none(), required=False, label="Từng cơ quan")

    def __init__(self, *args, today, **kwargs):
        kwargs["initial"] = {"since": show_date_padded(today), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = may_be_in_charge(today)
        self.fields["regions"].queryset = AgencySet.objects.filter(side__in=REPORTING)
        self.fields["agencies"].queryset = reporting_on(today)

    def clean(self):
        said = super().clean()
        if "user" not in self.errors and bool(said.get("user")) == bool(said.get("nobody")):
            self.add_error("user", "Bạn chọn một người, hoặc đánh dấu “Không ai phụ trách”.")
        if (
            not said.get("agencies")
            and not said.get("regions")
            and not {"agencies", "regions"} & {*self.errors}
        ):
            self.add_error("regions", "Bạn chọn ít nhất một vùng, hoặc đánh dấu cơ quan ở bảng.")
        return said


def reporting_on(day):
    return Agency.objects.in_force_on(day).filter(side__in=REPORTING)


def listed(today):
    """Each agency of the day with its region and who looks after it (`keeper` None: nobody)."""
    keepers = InCharge.objects.in_force_on(today).filter(agency=OuterRef("pk"))
    regions = AgencySetMember.objects.in_force_on(today).filter(
        agency=OuterRef("pk"), agency_set__purpose=AgencySet.Purpose.REGION
    )
    keepers = keepers.order_by("-in_force_from")
    return (
        reporting_on(today)
        .named_on(today)
        .annotate(
            keeper=Subquery(keepers.values("user__full_name")[:1]),
            keeper_since=Subquery(keepers.values("in_force_from")[:1]),
            region=Subquery(regions.values("agency_set__name")[:1]),
            region_order=Subquery(regions.values("agency_set__position")[:1]),
        )
        .order_by("side", F("region_order").asc(nulls_last=True), "position", "slug")
    )


@requires(Capability.ADMINISTER, keeps_input=True)
@require_http_methods(["GET", "POST"])
def in_charge(request):
    today = clock.today()
    kept = kept_input.kept_for(request.user, request.path) if request.method == "GET" else None
    form = InChargeForm(
        request.POST if request.method == "POST" else None,
        today=today,
        initial=kept_initial(kept),
    )
    if request.method == "POST" and form.is_valid() and assign(request, form):
        kept_input.KeptInput.objects.filter(user=request.user, path=request.path).delete()
        return redirect("programme:in_charge")
    context = {
        "title": "Phân công phụ trách",
        "form": form,
        "agencies": list(listed(today)),
        "ticked": {str(key) for key in form["agencies"].value() or ()},
        "coming": coming(today),
        "changes": changes_of(InCharge.history.all(), limit=30),
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "programme/in_charge.html", context, status=422 if form.errors else 200)


def kept_initial(kept) -> dict:
    if kept is None:
        return {}
    fields = kept_input.fields_of(kept)
    return {
        **fields.dict(),
        "regions": fields.getlist("regions"),
        "agencies": fields.getlist("agencies"),
    }


def coming(today) -> int:
    """How many assignments begin after today."""
    return InCharge.objects.filter(in_force_from__gt=today).count()


def assign(request, form) -> bool:
    said, since = form.cleaned_data, form.cleaned_data["since"]
    of_regions = AgencySetMember.objects.in_force_on(since).filter(agency_set__in=said["regions"])
    chosen = reporting_on(since).filter(
        Q(pk__in=of_regions.values("agency")) | Q(pk__in=said["agencies"].values("pk"))
    )
    try:
        changed = put_in_charge(said["user"], chosen, since=since, by=request.user)
    except MembershipError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    who = f"{said['user']} phụ trách" if said["user"] else "không ai phụ trách"
    if changed:
        messages.success(request, f"Từ {show_date(since)}, {who} {changed} cơ quan vừa chọn.")
    else:
        messages.info(request, "Phân công này đã được ghi trước đó.")
    return True
