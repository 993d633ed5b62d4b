"""One line of the statistical part: names, order, count and words, looked at before saving."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import Capability, requires
from portal.submissions.gates import Closed
from reporting.editions import writing

from .found import edition_at_work
from .line_form import LineForm
from .line_page import line_page, names_in, with_chosen
from .steps import steps_of
from .views import drop_kept


@requires(Capability.EDIT_EDITION, keeps_input=True)
@require_http_methods(["GET", "POST"])
def line(request, edition, code):
    edition = edition_at_work(request.access, edition)
    page = line_page(edition, code)
    if page.usual is None:
        raise Http404("no such line in the report")
    then = request.POST.get("then", "")
    kept = kept_input.kept_for(request.user, request.path) if request.method == "GET" else None
    initial = kept_input.fields_of(kept).dict() if kept else {}
    form = LineForm(request.POST if request.method == "POST" else None, page=page, initial=initial)
    tried, status = None, 200
    if request.method == "POST":
        status = 422
        is_usual = then == "usual"
        if is_usual or form.is_valid():
            chosen = {one: {} for one in form.codes} if is_usual else form.chosen()
            if then == "preview":
                tried, status = page.seen(with_chosen(page.choices, chosen)), 200
            elif saved(request, edition, form, chosen):
                address = reverse("reporting:edition_work", args=[edition.pk])
                return redirect(f"{address}#dong-{code}")
    context = {
        "edition": edition,
        "page": page,
        "printed": page.printed,
        "tried": tried,
        "form": form,
        "checks": (tried or page.printed).checks,
        "names": names_in(page.usual.line.segments),
        "as_of": edition.as_of,
        "why_not": writing.why_not(edition, request.access),
        "who_mark": kept_input.mark_of(request.user),
        "steps": steps_of(edition),
    }
    return render(request, "reporting/workspace/line.html", context, status=status)


def saved(request, edition, form: LineForm, chosen) -> bool:
    try:
        changed = writing.choose_line(edition, chosen, access=request.access, at=clock.now())
    except Closed as error:
        form.add_error(None, str(error))
        return False
    drop_kept(request)
    if changed:
        messages.success(request, "Đã ghi lựa chọn cho dòng này.")
    return True
