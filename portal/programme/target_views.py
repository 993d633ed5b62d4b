"""The targets of the country and of agencies: set, struck with a reason, their history."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.catalogue import setting_targets
from portal.days import show_date
from portal.submissions.target_rows import worded_targets

from .adding import adding_page
from .changes import changes_of
from .deeds import Deed, deeds_page
from .target_forms import StrikeForm, TargetForm

KEEPERS = (Capability.MANAGE_FIGURES, Capability.ADMINISTER)


@requires(*KEEPERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def target_list(request):
    today = clock.today()

    def add(form):
        made = setting_targets.add_target(form.target, by=request.user)
        told = f"Đã đặt mục tiêu đến hết ngày {show_date(made.due_on)}."
        return told, reverse("programme:target_list")

    def context(form):
        listed = [(target, said(target)) for target in worded_targets(today)]
        return {
            "groups": [
                ("Cả nước", [one for one in listed if not one[0].agency_id]),
                ("Cơ quan", [one for one in listed if one[0].agency_id]),
            ]
        }

    return adding_page(
        request,
        lambda data, **known: TargetForm(data, day=today, **known),
        add,
        "programme/target_list.html",
        context,
    )


@requires(*KEEPERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def target_change(request, pk):
    today = clock.today()
    target = get_object_or_404(worded_targets(today), pk=min(pk, 2**63 - 1))
    strike = Deed(
        "strike", "Bỏ mục tiêu", "Bỏ mục tiêu này", StrikeForm, strike_it,
        hint="Mục tiêu không hiện trên các trang nữa; dòng này và lý do vẫn giữ. Ghi sai thì bạn"
        " bỏ rồi đặt lại.",
        is_versioned=True, danger=True, is_open=True,
    )  # fmt: skip

    def context():
        changes = changes_of(target.history.all())
        return {"target": target, "said": said(target), "changes": changes}

    deeds = () if target.struck_at else (strike,)
    page = "programme/target_change.html"
    return deeds_page(request, target, deeds, page, context, today)


def strike_it(target, *, by, today, reason):
    setting_targets.strike_target(target, reason=reason, by=by, at=clock.now())
    return "Đã bỏ mục tiêu."


def said(target) -> str:
    """ "tối thiểu 10.000 người, từ 1/1/2022 đến hết 31/12/2022"."""
    amount = f"{target.qualifier} {target.indicator.show_amount(target.amount)} {target.unit or ''}"
    days = f"từ {show_date(target.counts_from)} đến hết {show_date(target.due_on)}"
    return f"{amount.strip()}, {days}"
