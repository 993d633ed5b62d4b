"""National figures and counts without names: stated, read back with their history, corrected."""

from django.contrib import messages
from django.db.models import F, FilteredRelation
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.models import KeptInput
from portal.accounts.permissions import Capability, requires
from portal.dated import in_force
from portal.models import Indicator, IndicatorValue
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel
from portal.submissions.readings import Moment

from .forms import CorrectionForm, NationalFigureForm
from .national import national_rows, statements_of
from .stating import StatementError, correct_statement, standing_value, state_national


@requires(Capability.MANAGE_FIGURES, keeps_input=True)
@require_http_methods(["GET", "POST"])
def national_figures(request):
    """What the centre states without naming agencies; a new day or source is a new statement."""
    now = clock.now()
    posted = request.POST if request.method == "POST" else None
    form = NationalFigureForm(posted, day=now.date(), initial=kept(request))
    if form.is_bound and form.is_valid() and stated(request, form, now):
        return redirect(request.path)
    singles, counts = national_rows(Figures(None, Moment(now.date())))
    context = {
        "form": form,
        "singles": singles,
        "counts": counts,
        "day": now.date(),
        "who_mark": kept_input.mark_of(request.user),
    }
    status = 422 if form.is_bound else 200
    return render(request, "ministries/national_figures.html", context, status=status)


def kept(request) -> dict:
    """What was typed here when the session had ended."""
    left = kept_input.kept_for(request.user, request.path) if request.method == "GET" else None
    return kept_input.fields_of(left).dict() if left else {}


def stated(request, form, now) -> bool:
    said = form.cleaned_data
    try:
        state_national(
            indicator=said["indicator"],
            said=said["figure"],
            as_of=said["as_of"],
            source=said["source"],
            is_checked=said["is_checked"],
            by=request.user,
            at=now,
        )
    except StatementError as error:
        form.add_error(error.field or None, error.message)
        return False
    KeptInput.objects.filter(user=request.user, path=request.path).delete()
    messages.success(request, f"Đã ghi {form.label_of(said['indicator'])}.")
    return True


def indicator_named(code) -> Indicator:
    today = clock.today()
    words = FilteredRelation("versions", condition=in_force(today, "versions__"))
    found = Indicator.objects.alias(words=words).annotate(label=F("words__label"))
    return get_object_or_404(found.select_related("asked_of"), code=code)


@requires(Capability.MANAGE_FIGURES)
@require_GET
def statement_list(request, code):
    """Every statement of one figure, newest day first, with who said what and why it changed."""
    indicator = indicator_named(code)
    context = {"indicator": indicator, "statements": statements_of(indicator)}
    return render(request, "ministries/statement_list.html", context)


@requires(Capability.MANAGE_FIGURES, keeps_input=True)
@require_http_methods(["GET", "POST"])
def statement_correct(request, code, pk):
    """Corrects or withdraws what the centre stated for one day from one source."""
    indicator = indicator_named(code)
    value = get_object_or_404(
        IndicatorValue.objects.select_related("revision__submission", "indicator"),
        pk=min(pk, 2**63 - 1),
        indicator=indicator,
        agency=None,
        revision__submission__channel=Channel.CENTRE,
    )
    standing = standing_value(value.revision.submission, indicator.pk)
    if standing is None:
        raise Http404("nothing stands")
    seen = str(standing.revision.number)
    posted = request.POST if request.method == "POST" else None
    form = CorrectionForm(posted, initial=kept(request) | {"seen": seen})
    if form.is_bound and form.is_valid() and corrected(request, form, value):
        return redirect("national:statement_list", code)
    context = {
        "indicator": indicator,
        "standing": standing,
        "submission": value.revision.submission,
        "seen": seen,
        "form": form,
        "who_mark": kept_input.mark_of(request.user),
    }
    status = 422 if form.is_bound else 200
    return render(request, "ministries/statement_correct.html", context, status=status)


def corrected(request, form, value) -> bool:
    said = form.cleaned_data
    try:
        correct_statement(
            value,
            said=said["figure"],
            reason=said["reason"],
            seen=said["seen"],
            is_checked=said["is_checked"],
            by=request.user,
            at=clock.now(),
        )
    except StatementError as error:
        form.add_error(error.field or None, error.message)
        return False
    KeptInput.objects.filter(user=request.user, path=request.path).delete()
    messages.success(request, "Đã đính chính.")
    return True
