"""The officer's pages: the list of months, the sheet, the check before sending, the receipt."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal import clock
from portal.accounts.kept_input import fields_of, kept_for, mark_of
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Agency
from portal.catalogue.models import ReportingPeriod
from portal.documents.files import FileError, store_pdf
from portal.documents.models import StoredFile
from portal.submissions import actions
from portal.submissions.drafting import Draft, load_draft
from portal.submissions.gates import Closed, Step, gate
from portal.submissions.models import Revision
from portal.submissions.register import revision_values
from portal.submissions.sheet import load_sheet
from portal.submissions.validation import Problem, Severity, judge

from .forms import Page, SheetForm, field_names
from .months_list import month_rows
from .steps import PATHS, gates_of, take

OWN = (Capability.REPORT, Capability.APPROVE)
WHOLE = (*OWN, Capability.REVIEW)


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
    if request.method == "POST":
        return save_sheet(request, agency, period)
    return show_sheet(request, agency, period, report)


def show_sheet(request, agency, period, report, *, typed=None, extra=None, status=200):
    """The sheet with the draft's texts, overlaid by what was typed but could not be saved yet."""
    sheet = load_sheet(agency, period, report)
    draft = load_draft(report) if report.pk else Draft(version=0)
    texts, base_version = draft.texts(), draft.version
    kept = kept_for(request.user, request.path) if typed is None else None
    if kept:
        typed = fields_of(kept)
        base_version = version_of(typed, base_version)
    if typed is not None:
        texts |= {name: typed[name] for name in field_names(sheet) if name in typed}
    page = Page(
        texts=texts,
        judged=judge(sheet, texts),
        show_all="kiem-tra" in request.GET,
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
        "draft": draft,
        "who_mark": mark_of(request.user),
        "returned": returned_note(report),
        "gates": gates_of(report, request.access, clock.now(), agency.slug),
    }
    return render(request, "entry/sheet_edit.html", context, status=status)


def returned_note(report):
    """The centre's or the leader's question that the report came back with; None when it did not."""
    if not report.pk:
        return None
    event = report.events.select_related("by").order_by("-at", "-pk").first()
    return event if event and event.kind in ("returned", "sent_back") else None


def files_of(agency, texts) -> dict[int, StoredFile]:
    pks = [int(t) for n, t in texts.items() if n.endswith("-doc_file") and t.isdigit()]
    return StoredFile.objects.filter(agency=agency).in_bulk(pks) if pks else {}


def version_of(posted, default=0) -> int:
    text = posted.get("base_version", "")
    return int(text) if text.isdigit() and len(text) < 9 else default


def save_sheet(request, agency, period):
    now = clock.now()
    report = actions.open_report(agency, period, by=request.user, at=now)
    sheet = load_sheet(agency, period, report)
    texts = {n: request.POST[n] for n in field_names(sheet) if n in request.POST}
    stored, faults = store_uploads(request, sheet, agency, now)
    texts |= stored
    own_files = files_of(agency, texts)
    for name in [n for n in texts if n.endswith("-doc_file") and texts[n]]:
        if not texts[name].isdigit() or int(texts[name]) not in own_files:
            texts[name] = ""
    try:
        saved = actions.save_draft(
            report,
            base_version=version_of(request.POST),
            texts=texts,
            access=request.access,
            at=now,
        )
    except Closed as closed:
        messages.error(request, f"Chưa lưu được. {closed.reason}")
        return redirect("entry:sheet_check", agency.slug, period.key)
    kept = kept_for(request.user, request.path)
    if kept:
        kept.delete()
    if saved.conflicts:
        return show_conflicts(request, agency, period, sheet, saved)
    if faults:
        return show_sheet(
            request, agency, period, saved.submission, typed={}, extra=faults, status=422
        )
    if request.POST.get("then") == "check":
        return redirect("entry:sheet_check", agency.slug, period.key)
    messages.success(request, f"Đã lưu nháp lúc {now:%H:%M}.")
    return redirect("entry:sheet_edit", agency.slug, period.key)


def store_uploads(request, sheet, agency, now):
    """Files posted with the sheet: field → stored file's id, and a problem for each refused one."""
    stored, faults = {}, {}
    for question in sheet.asked:
        uploaded = request.FILES.get(question.field("doc_upload"))
        if uploaded is None:
            continue
        name = question.field("doc_file")
        try:
            stored[name] = str(store_pdf(uploaded, agency, now).pk)
        except FileError as error:
            faults[name] = Problem(Severity.ERROR, name, error.message)
    return stored, faults


def show_conflicts(request, agency, period, sheet, saved):
    """Two people changed the same fields: both texts side by side, the rest is already kept."""
    labels = field_labels(sheet)
    context = {
        "agency": agency,
        "period": period,
        "report": saved.submission,
        "conflicts": [(labels.get(c.field, c.field), c) for c in saved.conflicts],
        "who_mark": mark_of(request.user),
        "people": {e.by_id: e.by for e in saved.submission.draft_entries.select_related("by")},
    }
    return render(request, "entry/sheet_merge.html", context, status=409)


def field_labels(sheet) -> dict[str, str]:
    names = {
        "month": "phát sinh trong kỳ",
        "total": "lũy kế",
        "value": "giá trị",
        "link": "địa chỉ",
        "doc_kind": "loại văn bản",
        "doc_number": "số, ký hiệu",
        "doc_issued_on": "ngày ban hành",
        "doc_file": "tệp văn bản",
        "other": "câu trả lời khác",
        "why": "lý do",
        "explain": "giải trình",
        "choice": "câu trả lời của phần",
    }
    labels = {
        part.field(name): f"{part.section.title}, {names[name]}"
        for part in sheet.parts
        for name in ("choice", "why")
    }
    for question in sheet.asked:
        for name, label in names.items():
            labels[question.field(name)] = f"{question.indicator.short_label}, {label}"
    return labels


@requires(*WHOLE, agency="agency")
@require_GET
def sheet_check(request, agency, period):
    """Every answer as it will be sent, with the button that sends it or why there is none."""
    agency, period = agency_and_period(agency, period)
    report = report_or_new(agency, period)
    if not report.pk and not request.access.can(Capability.REPORT, agency.slug):
        raise Http404("nothing begun")
    sheet = load_sheet(agency, period, report)
    texts = load_draft(report).texts() if report.pk else {}
    judged = judge(sheet, texts)
    context = {
        "agency": agency,
        "period": period,
        "report": report,
        "form": SheetForm(sheet, Page(texts, judged, show_all=True, files=files_of(agency, texts))),
        "answers": {answer.question.code: answer for answer in judged.answers},
        "judged": judged,
        "gates": gates_of(report, request.access, clock.now(), agency.slug),
        "events": list(report.events.select_related("by", "revision")) if report.pk else [],
        "returned": returned_note(report),
    }
    return render(request, "entry/sheet_check.html", context)


@requires(*OWN, agency="agency")
@require_POST
def sheet_step(request, agency, period, step):
    """One step of the report's way: sends, asks for approval, recalls, opens a correction …"""
    agency, period = agency_and_period(agency, period)
    report = actions.report_of(agency, period)
    if report is None:
        raise Http404("nothing begun")
    note = request.POST.get("note", "").strip()
    if PATHS[step] in (Step.CORRECT, Step.SEND_BACK) and not note:
        messages.error(request, "Bạn ghi lý do rồi bấm lại.")
        return redirect("entry:sheet_check", agency.slug, period.key)
    try:
        revision = take(
            PATHS[step],
            report,
            version=version_of(request.POST, -1),
            note=note,
            access=request.access,
            at=clock.now(),
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
        if PATHS[step] in (Step.RECALL, Step.CORRECT):
            return redirect("entry:sheet_edit", agency.slug, period.key)
    return redirect("entry:sheet_check", agency.slug, period.key)


@requires(*WHOLE, agency="agency")
@require_GET
def receipt_view(request, agency, period, number):
    """Proof of what was sent, when and by whom; every revision keeps its own."""
    agency, period = agency_and_period(agency, period)
    revision = get_object_or_404(
        Revision.objects.select_related("submission", "sent_by", "accepted_by"),
        submission__agency=agency,
        submission__period=period,
        submission__channel="agency",
        number=number,
    )
    context = {
        "agency": agency,
        "period": period,
        "revision": revision,
        "report": revision.submission,
        "values": revision_values(revision, period.ends_on),
        "gates": gates_of(
            revision.submission, request.access, clock.now(), agency.slug
        ),
    }
    return render(request, "entry/receipt.html", context)
