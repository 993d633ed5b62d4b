"""The sheet's page: the draft's texts, overlaid by what was typed but could not be saved yet."""

from django.shortcuts import redirect, render
from django.urls import reverse

from portal import clock
from portal.accounts import kept_input
from portal.submissions.drafting import Draft, load_draft
from portal.submissions.gates import extension_note
from portal.submissions.sheet import load_sheet
from portal.submissions.surroundings import look_around
from portal.submissions.validation import judge

from .boxes import Page
from .forms import SheetForm
from .no_news import why_not_unchanged
from .place import question_to
from .posting import files_of, posted_texts, pressed_field, version_of, with_own_files

SHOW_ALL = "kiem-tra"


def show_sheet(request, report, *, extra=None, status=200):
    """`report` as read by `place.report_at`; `extra`: faults of posted files, field → problem."""
    agency, period = report.agency, report.period
    sheet = load_sheet(agency, period, report, proposals=True)
    draft = load_draft(report) if report.pk else Draft(version=0)
    texts, base_version = draft.texts(), draft.version
    kept = kept_input.kept_for(request.user, request.path) if extra is None else None
    if kept:
        typed = kept_input.fields_of(kept)
        texts |= with_own_files(posted_texts(typed, sheet), agency)
        base_version = version_of(typed)
    page = Page(
        texts=texts,
        judged=judge(sheet, texts, look_around if SHOW_ALL in request.GET else None),
        ends_on=period.ends_on,
        show_all=SHOW_ALL in request.GET,
        extra=extra or {},
        files=files_of(agency, texts),
    )
    context = {
        "agency": agency,
        "period": period,
        "report": report,
        "form": SheetForm(sheet, page),
        "base_version": base_version,
        "kept": kept,
        "last_saved": draft.last,
        "who_mark": kept_input.mark_of(request.user),
        "returned": question_to(report),
        "goal": goal_of(agency),
        "extension": extension_note(report, clock.now()),
        "no_news": not why_not_unchanged(sheet, texts),
    }
    return render(request, "entry/sheet_edit.html", context, status=status)


def goal_of(agency) -> str:
    asks_first = agency.needs_approval and not agency.one_person
    return "trình lãnh đạo duyệt" if asks_first else "gửi về Cục"


def back_to_sheet(request, agency, period):
    """To the sheet again, at the box whose suggestion was taken over."""
    query = {SHOW_ALL: "1"} if SHOW_ALL in request.GET else None
    field = pressed_field(request.POST)
    kwargs = {"agency": agency.slug, "period": period.key}
    return redirect(reverse("entry:sheet_edit", kwargs=kwargs, query=query, fragment=field or None))
