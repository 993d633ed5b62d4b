"""The officer's pages: the list of months, the sheet, the check before sending, the receipt."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import Capability, requires
from portal.submissions import actions
from portal.submissions.behalf import confirm_gate, stands_on_behalf
from portal.submissions.drafting import Draft, cleaned, load_draft
from portal.submissions.gates import WRITABLE, Closed, Step, extension_note, gate
from portal.submissions.models import EventKind
from portal.submissions.register import events_of, revision_values
from portal.submissions.sheet import load_sheet
from portal.submissions.surroundings import look_around
from portal.submissions.validation import judge

from .boxes import Page
from .checking import check_parts
from .corrected import draft_correction
from .forms import SheetForm
from .months_list import month_rows
from .no_news import unchanged_texts, why_not_unchanged
from .place import BROUGHT_BACK, agency_and_period, report_at
from .posting import files_of, version_of
from .saving import save_by_itself, save_sheet
from .sheet_page import back_to_sheet, show_sheet
from .steps import PATHS, gates_of, take

OWN = (Capability.REPORT, Capability.APPROVE)
WHOLE = (*OWN, Capability.REVIEW)


@requires(*OWN)
@require_GET
def sheet_list(request):
    rows = month_rows(request.access, clock.now())
    return render(request, "entry/sheet_list.html", {"rows": rows})


@requires(*OWN, agency="agency", keeps_input=True)
@require_http_methods(["GET", "POST"])
def sheet_edit(request, agency, period):
    agency, period, report = report_at(agency, period)
    verdict = gate(Step.SAVE, report, request.access, clock.now(), agency.slug)
    if request.method == "POST" and request.htmx and verdict:
        return save_by_itself(request, agency, period, report)
    if not verdict:
        return closed_sheet(request, agency, period, verdict)
    if request.method == "GET":
        return show_sheet(request, report)
    if "drop" in request.POST:
        kept_input.drop(request.user, request.POST["drop"])
        return back_to_sheet(request, agency, period)
    return save_sheet(request, agency, period, report)


def closed_sheet(request, agency, period, verdict):
    """What was typed meanwhile waits for its author until the sheet opens again."""
    if request.method == "POST":
        refusal = f"Chưa lưu được. {verdict.reason}"
        if request.htmx:
            return render(request, "entry/_sheet_saved.html", {"refusal": refusal})
        edit = reverse("entry:sheet_edit", args=[agency.slug, period.key])
        if request.path == edit:
            typed = kept_input.typed_only(request.POST)
            kept_input.keep_for(request.user, typed, edit, clock.now())
            refusal += " Số bạn vừa nhập được giữ lại, hiện ra khi phiếu mở lại."
        messages.error(request, refusal)
    return redirect("entry:sheet_check", agency.slug, period.key)


@requires(*OWN, agency="agency")
@require_http_methods(["GET", "POST"])
def sheet_unchanged(request, agency, period):
    """A month without news in one step; refused in words where something is typed already.

    A GET (coming back from the sign-in page) only leads to the sheet.
    """
    agency, period, report = report_at(agency, period)
    edit = redirect("entry:sheet_edit", agency.slug, period.key)
    verdict = gate(Step.SAVE, report, request.access, clock.now(), agency.slug)
    if request.method == "GET" or not verdict:
        return edit if verdict else closed_sheet(request, agency, period, verdict)
    sheet = load_sheet(agency, period, report)
    draft = load_draft(report) if report.pk else Draft(version=0)
    refusal = why_not_unchanged(sheet, draft.texts())
    if refusal:
        messages.error(request, refusal)
        return edit
    now = clock.now()
    report = actions.open_report(agency, period, by=request.user, at=now)
    try:
        saved = actions.save_draft(
            report,
            base_version=draft.version,
            texts=unchanged_texts(sheet),
            access=request.access,
            at=now,
        )
    except Closed as closed:
        return closed_sheet(request, agency, period, closed)
    if saved.conflicts:
        messages.error(request, "Người khác vừa nhập vào phiếu này. Bạn xem lại từng phần.")
        return edit
    return redirect("entry:sheet_check", agency.slug, period.key)


@requires(*WHOLE, agency="agency")
@require_GET
def sheet_check(request, agency, period):
    """Every answer as it will be sent, with the button that sends it or why there is none."""
    agency, period, report = report_at(agency, period)
    is_own = any(request.access.can(capability, agency.slug) for capability in OWN)
    if not report.pk and not is_own:
        raise Http404("nothing begun")
    sheet = load_sheet(agency, period, report, proposals=True)
    texts = load_draft(report).texts() if report.pk else {}
    judged = judge(sheet, texts, look_around)
    files = files_of(agency, texts)
    form = SheetForm(sheet, Page(texts, judged, period.ends_on, show_all=True, files=files))
    parts = check_parts(form)
    gates = gates_of(report, request.access, clock.now(), agency.slug)
    events = events_of(report) if report.pk else []
    last = last_move(events)
    context = {
        "agency": agency,
        "period": period,
        "report": report,
        "form": form,
        "parts": parts,
        "correction": draft_correction(report, parts) if report.pk else None,
        "judged": judged,
        "gates": gates,
        "events": events,
        "returned": last if last and brings_back(report, last) else None,
        "extension": extension_note(report, clock.now()),
        "can_review": request.access.can(Capability.REVIEW),
        **entry_of_centre(report, events, request.access),
    }
    return render(request, "entry/sheet_check.html", context)


def entry_of_centre(report, events, access) -> dict:
    """The centre's entry that stands for the month with its figures; nothing without one."""
    newest = max((e.revision for e in events if e.revision), key=lambda r: r.number, default=None)
    if not stands_on_behalf(report, newest):
        return {}
    return {
        "on_behalf": newest,
        "can_confirm": confirm_gate(report, newest, access),
        "values": revision_values(newest, report.period.ends_on),
    }


def brings_back(report, event) -> bool:
    """Whether the report's last event brought it back to its preparer with a question."""
    return report.state in WRITABLE and event.kind in BROUGHT_BACK


def last_move(events):
    """The event that brought the report where it is: more time given moves nothing."""
    moves = [event for event in events if event.kind != EventKind.EXTENDED]
    return moves[-1] if moves else None


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
    note = cleaned(request.POST.get("note", "")).strip()
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
