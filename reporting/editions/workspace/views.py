"""The editions under way, opening a new one, and one edition with all that can be done in it."""

import datetime

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import Capability, requires
from reporting.editions import reading, writing
from reporting.editions.lifecycle import NOT_YOUR_RIGHT
from reporting.editions.models import LIVING
from reporting.editions.report import Report
from reporting.editions.snapshot import living_report
from reporting.models import WeeklyEdition

from .forms import OpenForm, proposed
from .found import edition_at_work
from .rows import rows_of
from .steps import steps_of


@requires(*reading.AT_WORK, keeps_input=True)
@require_http_methods(["GET", "POST"])
def work_list(request):
    """Editions under way; who edits opens a new one here."""
    may_open = request.access.can(Capability.EDIT_EDITION)
    is_opening = request.method == "POST" and may_open
    last = WeeklyEdition.objects.order_by("-week_year", "-week", "-pk").first()
    kept = kept_input.kept_for(request.user, request.path) if request.method == "GET" else None
    initial = proposed(last, clock.today()) | (kept_input.fields_of(kept).dict() if kept else {})
    form = OpenForm(request.POST if is_opening else None, initial=initial)
    other = None
    if is_opening and form.is_valid():
        try:
            opened = writing.open_week(
                week=form.week,
                as_of=form.cleaned_data["as_of"],
                topic=form.cleaned_data["topic"],
                is_meant=form.cleaned_data["is_meant"],
                access=request.access,
                at=clock.now(),
            )
        except writing.AlreadyOpen as found:
            other = found.edition
        else:
            drop_kept(request)
            messages.success(request, f"Đã mở bản soạn {opened}.")
            return redirect("reporting:edition_work", opened.pk)
    context = {
        "editions": WeeklyEdition.objects.filter(stage__in=LIVING),
        "form": form if may_open else None,
        "other": other,
        "who_mark": kept_input.mark_of(request.user),
    }
    is_refused = request.method == "POST" and not may_open
    if is_refused:
        messages.error(request, NOT_YOUR_RIGHT)
    status = 409 if other else 422 if form.errors or is_refused else 200
    return render(request, "reporting/workspace/work_list.html", context, status=status)


def drop_kept(request) -> None:
    """What was kept of this page's form is written now."""
    kept_input.KeptInput.objects.filter(user=request.user, path=request.path).delete()


@requires(*reading.AT_WORK)
@require_GET
def work(request, edition):
    """One edition as it will be printed, with what can be done beside each stretch."""
    edition = edition_at_work(request.access, edition)
    why_not = writing.why_not(edition, request.access)
    report = report_now(edition)
    context = {
        "edition": edition,
        "report": report,
        "identity": report.identity,
        "as_of": edition.as_of,
        "rows": rows_of(edition, report, may_write=not why_not),
        "steps": steps_of(edition),
        "why_not": why_not,
        "late": list(late_of(report)),
        "read_here": address_to_read(edition),
    }
    return render(request, "reporting/workspace/work.html", context)


def report_now(edition: WeeklyEdition) -> Report:
    """As of now while it is living, else as it was frozen."""
    if edition.is_living:
        return living_report(edition)
    return Report.read(edition.snapshot.text)


def late_of(report: Report):
    """(agency's name, receipt, accepted at) of what the last edition would have held."""
    names = {key: name for name, key in report.agencies.items()}
    for row in report.late:
        at = datetime.datetime.fromisoformat(row["accepted_at"])
        yield names.get(row["agency"], row["agency"]), row["receipt"], at


def address_to_read(edition: WeeklyEdition) -> str:
    if edition.number is not None:
        return reverse("reporting:edition_numbered", args=[edition.year, edition.numbered])
    return reverse("reporting:edition", args=[edition.key])
