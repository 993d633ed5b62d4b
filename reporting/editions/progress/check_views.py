"""The checks of an edition: what was found, letting a warning pass, confirming."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import Capability, requires
from portal.submissions.gates import Closed
from reporting.editions import checking, lifecycle
from reporting.editions.reading import AT_WORK
from reporting.editions.workspace.found import edition_at_work
from reporting.editions.workspace.steps import steps_of

from .steps_taken import confirm_checked

NO_REASON = "Bạn ghi lý do rồi bấm “Cho qua”."


@requires(*AT_WORK)
@require_GET
def checks(request, edition):
    """Every check, run anew; a frozen edition is not checked any more."""
    edition = edition_at_work(request.access, edition)
    if not edition.is_living:
        return redirect("reporting:edition_progress", edition.pk)
    path = reverse("reporting:edition_waive", args=[edition.pk])
    kept = kept_input.kept_for(request.user, path)
    typed = kept_input.fields_of(kept) if kept else {}
    return show_checks(request, edition, typed=typed, kept=kept)


def show_checks(request, edition, *, typed, kept=None, fault="", refusal="", status=200):
    """`typed`: the finding that was to be waived and the reason for it; `fault`: what is wrong with
    the reason."""
    rows = checking.checked(edition)
    open_rows = [row for row in rows if row.waiver is None]
    open_rows.sort(key=lambda row: (not row.is_blocking, row.finding.group))
    about = typed.get("finding", "")
    is_there = any(row.finding.key == about for row in open_rows)
    context = {
        "edition": edition,
        "steps": steps_of(edition),
        "blocking": sum(row.is_blocking for row in rows),
        "warnings": sum(not row.is_blocking for row in open_rows),
        "groups": [
            (group, list(found)) for group, found in groupby(open_rows, lambda r: r.finding.group)
        ],
        "waived": [row for row in rows if row.waiver],
        "why_not": lifecycle.why_closed("check", edition, request.access),
        "may_edit": request.access.can(Capability.EDIT_EDITION),
        "may_review": request.access.can(Capability.REVIEW),
        "about": about if is_there else "",
        "reason": typed.get("reason", ""),
        "is_lost": bool(typed.get("reason")) and not is_there,
        "fault": fault,
        "refusal": refusal,
        "kept": kept,
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "reporting/progress/checks.html", context, status=status)


@requires(Capability.EDIT_EDITION, keeps_input=True)
@require_http_methods(["GET", "POST"])
def waive_one(request, edition):
    """Lets one finding pass with a reason. A GET only leads back to the checks."""
    edition = edition_at_work(request.access, edition)
    if request.method == "GET":
        return redirect("reporting:edition_checks", edition.pk)
    key, reason = request.POST.get("finding", ""), request.POST.get("reason", "").strip()
    if not reason and edition.is_living:
        return show_checks(request, edition, typed=request.POST, fault=NO_REASON, status=422)
    try:
        checking.waive(edition, key, reason, access=request.access, at=clock.now())
    except Closed as closed:
        return refused(request, edition, closed.reason, typed=request.POST)
    kept_input.drop(request.user, request.POST.get("kept", ""))
    messages.success(request, "Đã cho qua và ghi tên bạn cùng lý do.")
    return redirect("reporting:edition_checks", edition.pk)


@requires(Capability.EDIT_EDITION)
@require_http_methods(["GET", "POST"])
def unwaive_one(request, edition):
    edition = edition_at_work(request.access, edition)
    if request.method == "POST":
        try:
            checking.take_back(edition, request.POST.get("finding", ""), access=request.access)
        except Closed as closed:
            return refused(request, edition, closed.reason)
        messages.success(request, "Đã bỏ cho qua.")
    return redirect("reporting:edition_checks", edition.pk)


@requires(Capability.EDIT_EDITION)
@require_http_methods(["GET", "POST"])
def confirm(request, edition):
    """The editor confirms that the checks are done; on to the next person."""
    edition = edition_at_work(request.access, edition)
    if request.method == "GET":
        return redirect("reporting:edition_checks", edition.pk)
    try:
        confirm_checked(edition, access=request.access, at=clock.now())
    except Closed as closed:
        return refused(request, edition, closed.reason)
    messages.success(request, f"Đã xác nhận kiểm tra {edition}.")
    return redirect("reporting:edition_progress", edition.pk)


def refused(request, edition, reason: str, typed=None):
    """The checks as they are now, with why it was not done and what was typed."""
    edition.refresh_from_db()
    if not edition.is_living:
        messages.error(request, reason)
        return redirect("reporting:edition_progress", edition.pk)
    return show_checks(request, edition, typed=typed or {}, refusal=reason, status=409)
