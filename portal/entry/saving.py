"""Saving what the sheet posted: by a button, by itself, and when two people typed at once."""

import json
import urllib.parse

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render

from portal import clock
from portal.accounts import kept_input
from portal.submissions import actions
from portal.submissions.gates import Closed
from portal.submissions.sheet import load_sheet

from .boxes import field_names
from .merging import conflict_rows, field_labels
from .no_news import rest_unchanged, unchanged_texts, why_not_unchanged
from .place import report_at
from .posting import posted_texts, store_uploads, version_of, with_own_files
from .sheet_page import back_to_sheet, show_sheet

TO_CHECK = ("check", "rest", "no_news")
OF_ANOTHER = (
    "Trang này do tài khoản khác mở, hoặc mở đã quá lâu, nên không tự lưu. Số bạn nhập còn trên "
    "trang này; bạn mở lại phiếu ở tab khác."
)


def save_sheet(request, agency, period, report=None):
    """Keeps what was posted and leads on as the pressed button says."""
    now = clock.now()
    if report is None or not report.pk:
        report = actions.open_report(agency, period, by=request.user, at=now)
    sheet = load_sheet(agency, period, report, proposals="take" in request.POST)
    stored, faults = store_uploads(request.FILES, sheet, agency, now)
    texts = with_own_files(posted_texts(request.POST, sheet) | stored, agency)
    refusal = answer_for(request.POST.get("then"), sheet, texts)
    version = version_of(request.POST)
    try:
        saved = actions.save_draft(
            report, base_version=version, texts=texts, access=request.access, at=now
        )
    except Closed as closed:
        messages.error(request, f"Chưa lưu được. {closed.reason}")
        return redirect("entry:sheet_check", agency.slug, period.key)
    token = request.POST.get("kept", "")
    kept_input.drop_once_saved(request.user, token, texts, field_names(sheet))
    if saved.conflicts:
        for fault in faults.values():
            messages.error(request, fault.message)
        return ask_about_conflicts(request, agency, period, sheet, saved, version)
    if faults:
        _, _, report = report_at(agency.slug, (period.year, period.month))
        return show_sheet(request, report, extra=faults, status=422)
    if refusal:
        messages.error(request, refusal)
        return back_to_sheet(request, agency, period)
    if request.POST.get("then") in TO_CHECK:
        return redirect("entry:sheet_check", agency.slug, period.key)
    messages.success(request, f"Đã lưu nháp lúc {now:%H:%M}.")
    return back_to_sheet(request, agency, period)


def answer_for(button, sheet, texts) -> str:
    """Adds to `texts` what the button answers by itself; returns why it could not."""
    if button == "rest":
        texts |= rest_unchanged(sheet, texts)
    if button != "no_news":
        return ""
    refusal = why_not_unchanged(sheet, texts)
    if not refusal:
        texts |= unchanged_texts(sheet)
    return refusal


def ask_about_conflicts(request, agency, period, sheet, saved, version):
    """Two people changed the same fields: both texts side by side, the rest is already saved.

    What this person typed there is kept until each field is decided, even if the page is closed.
    """
    typed = QueryDict(mutable=True)
    typed.update({conflict.field: conflict.mine for conflict in saved.conflicts})
    typed["base_version"] = str(version)
    context = {
        "agency": agency,
        "period": period,
        "report": saved.submission,
        "rows": conflict_rows(sheet, saved.conflicts),
        "who_mark": kept_input.mark_of(request.user),
        "kept": kept_input.keep_for(request.user, typed.urlencode(), request.path, clock.now()),
    }
    return render(request, "entry/sheet_merge.html", context, status=409)


def save_by_itself(request, agency, period, report):
    """Saves the page as it stands and answers one line: htmx asks while someone types.

    All or nothing: where another person changed the same field, nothing of the draft is touched,
    and the typing is kept as it is until its author presses a button and decides.
    """
    now = clock.now()
    if kept_input.marked_pk(request.POST) != request.user.pk:
        return line(request, {"refusal": OF_ANOTHER})
    if not report.pk:
        report = actions.open_report(agency, period, by=request.user, at=now)
    sheet = load_sheet(agency, period, report)
    texts = with_own_files(posted_texts(request.POST, sheet), agency)
    version, token = version_of(request.POST), request.POST.get("kept", "")
    try:
        saved = actions.save_draft(
            report, base_version=version, texts=texts, access=request.access, at=now, whole=True
        )
    except Closed as closed:
        return line(request, {"refusal": f"Chưa lưu được. {closed.reason}"})
    if saved.conflicts:
        body = urllib.parse.urlencode(texts | {"base_version": version})
        kept = kept_input.keep_for(request.user, body, request.path, now)
        if kept and token:
            kept_input.drop(request.user, token)
        labels = field_labels(sheet)
        fields = [labels.get(conflict.field, conflict.field) for conflict in saved.conflicts]
        return line(request, {"conflicts": fields, "at": now, "kept": kept})
    kept_input.drop_once_saved(request.user, token, texts, field_names(sheet))
    theirs = list(saved.theirs.items())
    context = {
        "saved": saved.submission,
        "at": now,
        "theirs": len(theirs),
        "theirs_json": json.dumps(theirs),
    }
    return line(request, context)


def line(request, context):
    return render(request, "entry/_sheet_saved.html", context)
