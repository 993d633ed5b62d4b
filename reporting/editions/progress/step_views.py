"""An edition's way to print: where it stands, and each step as a button."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import requires
from portal.days import show_instant
from portal.submissions.gates import Closed
from reporting.editions.files import OFFERED, NoFile
from reporting.editions.reading import AT_WORK, superseded_by
from reporting.editions.report import Report
from reporting.editions.snapshot import living_report
from reporting.editions.workspace.found import edition_at_work
from reporting.editions.workspace.steps import steps_of
from reporting.models import EditionFile, WeeklyEdition

from . import offered
from .steps_taken import lacks_files
from .taking import STEPS, Taken, form_of

MOST_CORRECTED = 40


@requires(*AT_WORK)
@require_GET
def progress(request, edition):
    return show_progress(request, edition_at_work(request.access, edition))


def show_progress(request, edition, *, refused_step="", form=None, refusal="", status=200):
    """`form`: the one that was refused, shown with what was typed under its step."""
    closed = offered.open_steps(edition, request.access)
    forms = {
        STEPS[step].passage: form_of(step, edition, kept(request, edition, step))
        for step in STEPS
        if STEPS[step].typed and not closed[STEPS[step].passage]
    }
    if form:
        forms[STEPS[refused_step].passage] = form
    context = {
        "edition": edition,
        "steps": steps_of(edition),
        "next_step": offered.next_step(edition, request.access),
        "closed": closed,
        "forms": forms,
        "may_show": offered.may_show(edition, request.access),
        "events": list(edition.events.select_related("by")),
        "refusal": refusal,
        "who_mark": kept_input.mark_of(request.user),
        "family": family_of(edition),
        "newer": superseded_by(edition),
        **frozen_facts(edition),
        **corrected_facts(edition),
    }
    return render(request, "reporting/progress/progress.html", context, status=status)


def kept(request, edition, step):
    path = reverse("reporting:edition_step", args=[edition.pk, step])
    return kept_input.kept_for(request.user, path)


def family_of(edition) -> list[WeeklyEdition]:
    """The other issues of the same number, oldest first."""
    if edition.number is None:
        return []
    same = WeeklyEdition.objects.filter(year=edition.year, number=edition.number)
    return list(same.exclude(pk=edition.pk).order_by("correction"))


def frozen_facts(edition) -> dict:
    """The files of a frozen edition with their hashes, without reading what is in them."""
    if edition.is_living:
        return {}
    kept_files = EditionFile.objects.filter(snapshot__edition=edition).defer("content")
    files = {file.format: file for file in kept_files}
    return {
        "snapshot": edition.snapshot,
        "files": [files[format] for format in OFFERED if format in files],
        "lacks_files": lacks_files(edition),
    }


def corrected_facts(edition) -> dict:
    """What a correction changed so far, or as it was frozen."""
    if not edition.correction:
        return {}
    report = living_report(edition) if edition.is_living else Report.read(edition.snapshot.text)
    return {
        "corrected": report.corrected[:MOST_CORRECTED],
        "corrected_more": max(len(report.corrected) - MOST_CORRECTED, 0),
        "corrects": report.identity.corrects,
    }


@requires(*AT_WORK, keeps_input=True)
@require_http_methods(["GET", "POST"])
def take(request, edition, step):
    """One step. Pressed twice, or by two at once, it is done once and the second is told so."""
    edition = edition_at_work(request.access, edition)
    if step not in STEPS:
        raise Http404("no such step")
    if request.method == "GET":
        return redirect("reporting:edition_progress", edition.pk)
    form = STEPS[step].form(request.POST, edition)
    if form is not None and not form.is_valid():
        return show_progress(request, edition, refused_step=step, form=form, status=422)
    typed = form.cleaned_data if form is not None else {}
    try:
        taken = STEPS[step].take(edition, typed, request.access, clock.now())
    except NoFile as failed:
        messages.error(request, f"{failed.message} Bạn bấm “Làm lại tệp”.")
        return redirect("reporting:edition_progress", edition.pk)
    except Closed as closed:
        return not_taken(request, edition, step, form, closed.reason)
    return say_taken(request, taken)


def say_taken(request, taken: Taken):
    kept_input.KeptInput.objects.filter(user=request.user, path=request.path).delete()
    messages.success(request, taken.text)
    if taken.trouble:
        messages.error(request, taken.trouble)
    return redirect("reporting:edition_progress", taken.edition.pk)


def not_taken(request, edition, step: str, form, reason: str):
    """Already done: said who did it. Otherwise the page as it stands now, with what was typed."""
    edition.refresh_from_db()
    passage = STEPS[step].passage
    done = offered.done_before(edition, passage) if passage else None
    if done:
        at = show_instant(timezone.localtime(done.at))
        words = f"Việc này đã xong: {done.get_kind_display()} lúc {at}"
        messages.info(request, f"{words}, {done.by}." if done.by else f"{words}.")
        return redirect("reporting:edition_progress", edition.pk)
    return show_progress(request, edition, refused_step=step, form=form, refusal=reason, status=409)
