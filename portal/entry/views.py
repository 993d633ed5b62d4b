"""The officer's pages: the list of months, the sheet, the check before sending, the receipt."""

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Agency
from portal.catalogue.models import ReportingPeriod
from portal.submissions import actions
from portal.submissions.drafting import Draft, load_draft
from portal.submissions.gates import Closed, Step, gate
from portal.submissions.models import Revision
from portal.submissions.register import events_of, question_of, revision_values
from portal.submissions.sheet import load_sheet
from portal.submissions.validation import judge

from .boxes import Page, field_names
from .checking import check_parts
from .forms import SheetForm
from .merging import conflict_rows
from .months_list import month_rows
from .posting import (
    files_of,
    posted_texts,
    store_uploads,
    suggestion_in,
    version_of,
    with_own_files,
)
from .steps import PATHS, gates_of, take

OWN = (Capability.REPORT, Capability.APPROVE)
WHOLE = (*OWN, Capability.REVIEW)
SHOW_ALL = "kiem-tra"


def agency_and_period(slug, month):
    year, number = month
    period = get_object_or_404(ReportingPeriod, year=year, month=number)
    agency = get_object_or_404(
        Agency.objects.in_force_on(period.ends_on).named_on(period.ends_on), slug=slug
    )
    return agency, period


def report_or_new(agency, period):
    return actions.report_of(agency, period) or actions.new_report(agency, period)


@requires(*OWN)
@require_GET
def sheet_list(request):
    rows = month_rows(request.access, clock.now())
    return render(request, "entry/sheet_list.html", {"rows": rows})


@requires(*OWN, agency="agency", keeps_input=True)
@require_http_methods(["GET", "POST"])
def sheet_edit(request, agency, period):
    agency, period = agency_and_period(agency, period)
    report = report_or_new(agency, period)
    verdict = gate(Step.SAVE, report, request.access, clock.now(), agency.slug)
    if not verdict:
        if request.method == "POST":
            messages.error(request, f"Chưa lưu được. {verdict.reason}")
        return redirect("entry:sheet_check", agency.slug, period.key)
    if request.method == "GET":
        return show_sheet(request, agency, period, report)
    if "drop" in request.POST:
        kept_input.drop(request.user, request.POST["drop"])
        return back_to_sheet(request, agency, period)
    return save_sheet(request, agency, period)


def show_sheet(request, agency, period, report, *, extra=None, status=200):
    """The sheet with the draft's texts, overlaid by what was typed but could not be saved yet."""
    sheet = load_sheet(agency, period, report)
    draft = load_draft(report) if report.pk else Draft(version=0)
    texts, base_version = draft.texts(), draft.version
    kept = kept_input.kept_for(request.user, request.path) if extra is None else None
    if kept:
        typed = kept_input.fields_of(kept)
        texts |= with_own_files(posted_texts(typed, sheet), agency)
        base_version = version_of(typed)
    page = Page(
        texts=texts,
        judged=judge(sheet, texts),
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
        "returned": question_of(report),
    }
    return render(request, "entry/sheet_edit.html", context, status=status)


def save_sheet(request, agency, period):
    now = clock.now()
    report = actions.open_report(agency, period, by=request.user, at=now)
    sheet = load_sheet(agency, period, report)
    stored, faults = store_uploads(request.FILES, sheet, agency, now)
    texts = with_own_files(posted_texts(request.POST, sheet) | stored, agency)
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
        return show_sheet(request, agency, period, saved.submission, extra=faults, status=422)
    if request.POST.get("then") == "check":
        return redirect("entry:sheet_check", agency.slug, period.key)
    messages.success(request, f"Đã lưu nháp lúc {now:%H:%M}.")
    return back_to_sheet(request, agency, period)


def back_to_sheet(request, agency, period):
    """To the sheet again, at the box whose suggestion was taken over."""
    query = {SHOW_ALL: "1"} if SHOW_ALL in request.GET else None
    field = suggestion_in(request.POST)[0]
    kwargs = {"agency": agency.slug, "period": period.key}
    return redirect(reverse("entry:sheet_edit", kwargs=kwargs, query=query, fragment=field or None))


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


@requires(*WHOLE, agency="agency")
@require_GET
def sheet_check(request, agency, period):
    """Every answer as it will be sent, with the button that sends it or why there is none."""
    agency, period = agency_and_period(agency, period)
    report = report_or_new(agency, period)
    is_own = any(request.access.can(capability, agency.slug) for capability in OWN)
    if not report.pk and not is_own:
        raise Http404("nothing begun")
    sheet = load_sheet(agency, period, report)
    texts = load_draft(report).texts() if report.pk else {}
    judged = judge(sheet, texts)
    files = files_of(agency, texts)
    form = SheetForm(sheet, Page(texts, judged, period.ends_on, show_all=True, files=files))
    context = {
        "agency": agency,
        "period": period,
        "report": report,
        "form": form,
        "parts": check_parts(form),
        "judged": judged,
        "gates": gates_of(report, request.access, clock.now(), agency.slug),
        "events": events_of(report) if report.pk else [],
        "returned": question_of(report),
        "can_review": request.access.can(Capability.REVIEW),
    }
    return render(request, "entry/sheet_check.html", context)


@requires(*OWN, agency="agency")
@require_http_methods(["GET", "POST"])
def sheet_step(request, agency, period, step):
    """One step of the report's way: sends, asks for approval, recalls, opens a correction …

    A GET (coming back from the sign-in page) only leads to the page with the buttons.
    """
    agency, period = agency_and_period(agency, period)
    report = actions.report_of(agency, period)
    if report is None:
        raise Http404("nothing begun")
    check = redirect("entry:sheet_check", agency.slug, period.key)
    if request.method == "GET":
        return check
    note = request.POST.get("note", "").strip()
    if PATHS[step] in (Step.CORRECT, Step.SEND_BACK) and not note:
        messages.error(request, "Bạn ghi lý do rồi bấm lại.")
        return check
    return take_step(request, agency, period, report, PATHS[step], note) or check


def take_step(request, agency, period, report, step, note):
    """Takes the step or says why not; the page to go on to, None for the one with the buttons."""
    version = version_of(request.POST, -1)
    try:
        revision = take(
            step, report, version=version, note=note, access=request.access, at=clock.now()
        )
    except Closed as closed:
        messages.error(request, closed.reason)
    except actions.Stale:
        messages.error(
            request, "Phiếu vừa được người khác lưu. Bạn xem lại các số dưới đây rồi gửi."
        )
    except actions.NotReady:
        messages.error(request, "Phiếu còn chỗ phải sửa nên chưa gửi.")
    else:
        if revision:
            return redirect("entry:receipt", agency.slug, period.key, revision.number)
        if step in (Step.RECALL, Step.CORRECT):
            return redirect("entry:sheet_edit", agency.slug, period.key)
    return None


@requires(*WHOLE, agency="agency")
@require_GET
def receipt_view(request, agency, period, number):
    """Proof of what was sent, when and by whom; every revision keeps its own."""
    agency, period = agency_and_period(agency, period)
    revision = get_object_or_404(
        Revision.objects.select_related("submission__period", "sent_by", "accepted_by"),
        submission__agency=agency,
        submission__period=period,
        submission__channel="agency",
        number=number,
    )
    report = revision.submission
    context = {
        "agency": agency,
        "period": period,
        "revision": revision,
        "report": report,
        "is_newest": not report.revisions.filter(number__gt=number).exists(),
        "values": revision_values(revision, period.ends_on),
        "gates": gates_of(report, request.access, clock.now(), agency.slug),
    }
    return render(request, "entry/receipt.html", context)
