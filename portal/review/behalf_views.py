"""The clerk's sheet: one agency's month entered by the centre from a letter or a message."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import Capability, requires
from portal.documents.models import StoredFile
from portal.entry.boxes import Page
from portal.entry.forms import SheetForm
from portal.entry.place import report_at
from portal.entry.posting import files_of, store_uploads, suggestion_in, with_own_files
from portal.submissions import actions
from portal.submissions.behalf import (
    Source,
    enter,
    entry_gate,
    judge_entry,
    newest_of,
    stands_on_behalf,
)
from portal.submissions.drafting import cleaned
from portal.submissions.gates import Closed
from portal.submissions.models import Revision
from portal.submissions.retyping import retyped
from portal.submissions.sheet import load_sheet
from portal.submissions.surroundings import look_around
from portal.submissions.validation import Judged, Problem

from .behalf_forms import COUNTS, COUNTS_NOT, SourceForm, file_at_hand, source_file

NOT_OF_SHEET = {"csrfmiddlewaretoken", "_who", "kept", "seen", "use"}
ENTERED_MEANWHILE = (
    "Vừa có bản khác được ghi cho phiếu này. Số bạn nhập còn dưới đây; bấm ghi lần nữa là thay bản "
    "đó."
)


@dataclass(frozen=True)
class Typed:
    """What the clerk typed so far: the source, the sheet's texts, and faults of uploaded files."""

    form: SourceForm
    texts: dict[str, str]
    file: StoredFile | None = None
    file_fault: str = ""
    faults: dict[str, Problem] | None = None

    @property
    def is_faulty(self) -> bool:
        return bool(self.file_fault or self.faults or not self.form.is_valid())

    @property
    def brought_by(self) -> str:
        return getattr(self.form, "cleaned_data", {}).get("brought_by", "")

    @property
    def source(self) -> Source:
        facts = self.form.cleaned_data
        return Source(facts["brought_by"], facts["counts"] == COUNTS, self.file)


@requires(Capability.MANAGE_FIGURES, keeps_input=True)
@require_http_methods(["GET", "POST"])
def report_on_behalf(request, period, agency):
    """Enters the month for the agency; the typing stays on the page until it is right."""
    agency, period, report = report_at(agency, period)
    if request.method == "GET":
        return show_first(request, report)
    if "drop" in request.POST:
        kept_input.drop(request.user, request.POST["drop"])
        return redirect("review:report_on_behalf", period.key, agency.slug)
    typed = typed_in(request, report)
    if "use" in request.POST:
        return show(request, report, typed)
    if typed.is_faulty:
        return show(request, report, typed, status=422)
    return enter_typed(request, report, typed)


def enter_typed(request, report, typed: Typed):
    agency, period = report.agency, report.period
    seen = request.POST.get("seen", "")[:9]
    try:
        revision = enter(
            report,
            texts=typed.texts,
            source=typed.source,
            seen=int(seen) if seen.isdecimal() else 0,
            access=request.access,
            at=clock.now(),
        )
    except Closed as closed:
        return show(request, report, typed, refusal=closed.reason, status=409)
    except actions.Stale:
        return show(request, report, typed, refusal=ENTERED_MEANWHILE, status=409)
    except actions.NotReady as found:
        return show(request, report, typed, judged=found.judged, status=422)
    if request.POST.get("kept"):
        kept_input.drop(request.user, request.POST["kept"])
    messages.success(request, f"Đã ghi thay {agency.name}, phiếu {period.label}.")
    return redirect("entry:receipt", agency.slug, period.key, revision.number)


def typed_in(request, report) -> Typed:
    """Reads what was posted; files are kept at once, so that they need not be chosen again."""
    agency, now = report.agency, clock.now()
    texts = texts_in(request.POST)
    field, text = suggestion_in(request.POST)
    if field:
        texts[field] = cleaned(text)
    faults = {}
    if any(name != "source_upload" for name in request.FILES):
        sheet = load_sheet(agency, report.period, report)
        stored, faults = store_uploads(request.FILES, sheet, agency, now)
        texts |= stored
    file, file_fault = source_file(request.POST, request.FILES, agency, now)
    return Typed(SourceForm(request.POST), with_own_files(texts, agency), file, file_fault, faults)


def texts_in(post) -> dict[str, str]:
    names = set(post) - NOT_OF_SHEET - set(SourceForm.base_fields)
    return {name: cleaned(post[name]) for name in names}


def show_first(request, report):
    """The empty sheet; an earlier entry of the centre that is not confirmed; or what was kept."""
    kept = kept_input.kept_for(request.user, request.path)
    if kept:
        fields = kept_input.fields_of(kept)
        agency, texts = report.agency, texts_in(fields)
        file = file_at_hand(fields.get("source_file", ""), agency)
        form = SourceForm(initial=fields.dict())
        return show(request, report, Typed(form, with_own_files(texts, agency), file), kept=kept)
    return show(request, report, None)


def first_typed(report, newest: Revision | None, sheet) -> Typed:
    if not stands_on_behalf(report, newest):
        return Typed(SourceForm(), {})
    initial = {
        "brought_by": newest.brought_by,
        "counts": COUNTS if newest.counts_as_received else COUNTS_NOT,
    }
    texts = retyped(sheet, newest.values.select_related("evidence"))
    return Typed(SourceForm(initial=initial), texts, newest.source_file)


def show(
    request,
    report,
    typed: Typed | None,
    *,
    judged: Judged | None = None,
    refusal: str = "",
    kept=None,
    status=200,
):
    """`typed` None: nothing yet."""
    if status == 409:
        _, _, report = report_at(report.agency.slug, (report.period.year, report.period.month))
    agency, period, newest = report.agency, report.period, newest_of(report)
    sheet = load_sheet(agency, period, report)
    if not sheet.asked:
        raise Http404("this agency is asked nothing")
    typed = typed or first_typed(report, newest, sheet)
    around = look_around if request.method == "POST" else None
    page = Page(
        texts=typed.texts,
        judged=judged or judge_entry(sheet, typed.texts, typed.brought_by, around),
        ends_on=period.ends_on,
        show_all=request.method == "POST",
        extra=typed.faults or {},
        files=files_of(agency, typed.texts),
    )
    context = {
        "agency": agency,
        "period": period,
        "report": report,
        "newest": newest,
        "replaces": stands_on_behalf(report, newest),
        "gate": entry_gate(report, newest, request.access, clock.now()),
        "typed": typed,
        "form": typed.form,
        "sheet": SheetForm(sheet, page),
        "seen": newest.number if newest else 0,
        "refusal": refusal,
        "kept": kept,
        "kept_token": kept.token if kept else request.POST.get("kept", ""),
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "review/behalf.html", context, status=status)
