"""Agencies' own sub-domains of the platform: listed, added and ended by the centre."""

from django.db.models import F, FilteredRelation
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts.permissions import Access, Capability, requires
from portal.dated import in_force
from portal.days import show_date, show_date_padded
from portal.programme.adding import adding_page
from portal.programme.changes import changes_of
from portal.programme.deeds import Deed, deeds_page

from .domains import add_domain, end_domain
from .forms import DomainEndForm, DomainForm
from .models import PlatformDomain


def named(day):
    """With the agency's printed name of the day."""
    names = FilteredRelation("agency__names", condition=in_force(day, "agency__names__"))
    rows = PlatformDomain.objects.alias(of_day=names).select_related("agency")
    return rows.annotate(agency_name=F("of_day__printed_name"))


@requires(Capability.MANAGE_FIGURES, keeps_input=True)
@require_http_methods(["GET", "POST"])
def domain_list(request):
    today = clock.today()

    def add(form):
        made = add_domain(**form.cleaned_data, access=request.access)
        return f"Đã ghi tên miền {made.host}.", reverse("training:domain_list")

    def context(form):
        rows = named(today).order_by("host")
        return {"domains": [(row, row.is_in_force_on(today)) for row in rows]}

    return adding_page(
        request,
        lambda data, **known: DomainForm(data, day=today, **known),
        add,
        "training/sources/domain_list.html",
        context,
    )


@requires(Capability.MANAGE_FIGURES, keeps_input=True)
@require_http_methods(["GET", "POST"])
def domain_change(request, pk):
    today = clock.today()
    domain = get_object_or_404(named(today), pk=min(pk, 2**63 - 1))
    end_it = Deed(
        "end", "Kết thúc, hoặc sửa ngày kết thúc", "Lưu ngày kết thúc", DomainEndForm, end, end_now,
        hint="Sau ngày này số tự tổ chức của cơ quan không còn bị nhắc vì tên miền này.",
        is_versioned=True, is_open=True,
    )  # fmt: skip

    def context():
        changes = changes_of(domain.history.all())
        return {"domain": domain, "changes": changes, "is_now": domain.is_in_force_on(today)}

    page = "training/sources/domain_change.html"
    return deeds_page(request, domain, (end_it,), page, context, today)


def end_now(target, today):
    return {"initial": {"until": show_date_padded(target.in_force_until)}}


def end(target, *, by, today, until, reason):
    end_domain(target.pk, until=until, basis=reason, access=Access(by, today))
    return f"Tên miền dùng đến hết {show_date(until)}." if until else "Tên miền vẫn đang dùng."
