"""The Excel template's way out and back in: download, upload, what would change, taking it over."""

from dataclasses import dataclass

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.figures import FigureError, read_count, show
from portal.office.incoming import WorkbookError, check_size
from portal.submissions import actions
from portal.submissions.drafting import Draft, cleaned, load_draft, merge
from portal.submissions.gates import Closed, Step, gate
from portal.submissions.sheet import Sheet, load_sheet
from portal.submissions.validation import judge

from .forms import Page, SheetForm
from .merging import CHOSEN_FROM_A_LIST, WORDS, field_labels
from .place import agency_and_period, report_or_new
from .posting import files_of
from .saving import ask_about_conflicts, save_sheet
from .template_book import CONTENT_TYPE, template_bytes
from .template_layout import Kind, lay_out
from .template_reading import Filled, read_template

SALT = "portal.entry.template-preview"
PREVIEW_LIFETIME = 8 * 60 * 60  # seconds
BOX = "workbook"


@dataclass(frozen=True)
class DiffRow:
    """One field that the file would change; `is_asked`: someone else changed it meanwhile."""

    label: str
    now: str
    new: str
    is_asked: bool


@requires(Capability.REPORT, agency="agency")
@require_GET
def template_download(request, agency, period):
    """This agency's and month's workbook, with what the draft holds already."""
    agency, period = agency_and_period(agency, period)
    report = report_or_new(agency, period)
    closed = closed_reply(request, agency, period, report)
    if closed:
        return closed
    sheet = load_sheet(agency, period, report)
    draft = draft_of(report)
    content = template_bytes(sheet, draft.texts(), draft.version, clock.now())
    name = f"phieu-{agency.slug}-{period.key}.xlsx"
    return HttpResponse(
        content,
        content_type=CONTENT_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


@requires(Capability.REPORT, agency="agency")
@require_http_methods(["GET", "POST"])
def template_upload(request, agency, period):
    """Takes a filled-in template, shows what it would change, and takes it over when told to."""
    agency, period = agency_and_period(agency, period)
    report = report_or_new(agency, period)
    closed = closed_reply(request, agency, period, report)
    if closed:
        return closed
    if request.method == "GET":
        return show_upload(request, agency, period)
    if "preview" in request.POST:
        return take_over(request, agency, period)
    if "base_version" in request.POST:  # the answers of the merge page, which stood at this address
        return save_sheet(request, agency, period)
    return preview(request, agency, period, report)


def closed_reply(request, agency, period, report):
    """The way on where the report takes no typing now; None where it does."""
    verdict = gate(Step.SAVE, report, request.access, clock.now(), agency.slug)
    if verdict:
        return None
    messages.error(request, verdict.reason)
    return redirect("entry:sheet_check", agency.slug, period.key)


def draft_of(report) -> Draft:
    return load_draft(report) if report.pk else Draft(version=0)


def show_upload(request, agency, period, *, refusal="", filled=None, status=200):
    context = {
        "agency": agency,
        "period": period,
        "refusal": refusal,
        "problems": filled.problems if filled else [],
        "notices": filled.notices if filled else [],
    }
    return render(request, "entry/template_upload.html", context, status=status)


def preview(request, agency, period, report):
    """What the posted file would change; nothing is stored."""
    sheet, draft = load_sheet(agency, period, report), draft_of(report)
    try:
        filled = read_template(content_of(request.FILES), sheet, draft)
    except WorkbookError as error:
        return show_upload(request, agency, period, refusal=error.message, status=422)
    if filled.problems:
        return show_upload(request, agency, period, filled=filled, status=422)
    changed = own_changes(filled, draft)
    texts = draft.texts() | merge(draft, filled.base_version, changed).changes
    judged = judge(sheet, texts)
    page = Page(texts, judged, period.ends_on, show_all=True, files=files_of(agency, texts))
    context = {
        "agency": agency,
        "period": period,
        "rows": diff_rows(sheet, draft, filled.base_version, changed),
        "notices": filled.notices,
        "form": SheetForm(sheet, page),
        "judged": judged,
        "preview": signed_preview(request.user, sheet, filled.base_version, changed),
    }
    return render(request, "entry/template_diff.html", context)


def content_of(files) -> bytes:
    uploaded = files.get(BOX)
    if uploaded is None:
        raise WorkbookError("Bạn chọn tệp Excel đã điền rồi bấm “Xem các thay đổi”.")
    check_size(uploaded.size)
    return uploaded.read()


def own_changes(filled: Filled, draft: Draft) -> dict[str, str]:
    """What the file's author changed, compared with what the template was made with."""
    base = draft.at_version(filled.base_version)
    return {
        name: cleaned(text)
        for name, text in filled.texts.items()
        if cleaned(text) != base.get(name, "")
    }


def diff_rows(sheet: Sheet, draft: Draft, base_version: int, changed) -> list[DiffRow]:
    """In the sheet's order, each field whose text would not stay as it stands now."""
    merged = merge(draft, base_version, changed)
    asked = {conflict.field for conflict in merged.conflicts}
    boxes = [box for line in lay_out(sheet) for box in line.inputs.values()]
    counts = {box.field for box in boxes if box.kind == Kind.COUNT}

    def shown(name: str, text: str) -> str:
        if name in counts:
            return grouped(text)
        return WORDS.get(text, text) if name.endswith(CHOSEN_FROM_A_LIST) else text

    return [
        DiffRow(label, shown(name, draft[name]), shown(name, changed[name]), name in asked)
        for name, label in field_labels(sheet).items()
        if name in merged.changes or name in asked
    ]


def grouped(text: str) -> str:
    """A count as it is printed; a text that is none as it was typed."""
    try:
        return show(read_count(text))
    except FigureError:
        return text


# Taking it over: what was read travels signed, so that what is stored is what was shown


def signed_preview(user, sheet: Sheet, base_version: int, changed) -> str:
    told = {"for": whose(user, sheet.agency, sheet.period), "base": base_version, "texts": changed}
    return signing.dumps(told, salt=SALT, compress=True)


def whose(user, agency, period) -> list:
    return [user.pk, agency.slug, period.key]


def take_over(request, agency, period):
    try:
        told = signing.loads(request.POST["preview"], salt=SALT, max_age=PREVIEW_LIFETIME)
    except signing.BadSignature:
        told = {}
    if told.get("for") != whose(request.user, agency, period):
        refusal = "Phần xem trước đã quá lâu hoặc không phải của phiếu này. Bạn tải tệp lên lại."
        return show_upload(request, agency, period, refusal=refusal, status=422)
    now = clock.now()
    report = actions.open_report(agency, period, by=request.user, at=now)
    before = report.version
    try:
        saved = actions.save_draft(
            report, base_version=told["base"], texts=told["texts"], access=request.access, at=now
        )
    except Closed as closed:
        messages.error(request, f"Chưa lưu được. {closed.reason}")
        return redirect("entry:sheet_check", agency.slug, period.key)
    if saved.conflicts:
        sheet = load_sheet(agency, period, saved.submission)
        # What is kept of the conflicts is offered again where the sheet is opened.
        request.path = reverse("entry:sheet_edit", args=[agency.slug, period.key])
        return ask_about_conflicts(request, agency, period, sheet, saved, told["base"])
    if saved.submission.version > before:
        messages.success(request, f"Đã đưa số trong tệp Excel vào phiếu lúc {now:%H:%M}.")
    return redirect("entry:sheet_check", agency.slug, period.key)
