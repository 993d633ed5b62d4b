"""One place of the report that the editor writes: typing, looking, saving, older texts."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import Capability, requires
from portal.submissions.gates import Closed
from reporting.editions import writing
from reporting.editions.models import Slot
from reporting.models import EditionText, WeeklyEdition

from .forms import TextForm
from .found import edition_at_work
from .steps import steps_of
from .text_page import WHAT_FOR, Asked, figures_now, preview_of
from .tokens import tokens_by_section
from .views import drop_kept

EDIT = Capability.EDIT_EDITION


@requires(EDIT, keeps_input=True)
@require_http_methods(["GET", "POST"])
def text(request, edition, slot):
    """Two who write at once: the second sees both texts and loses nothing."""
    edition = edition_at_work(request.access, edition)
    row = text_of(edition, slot)
    if request.method == "GET":
        return shown(request, edition, row, begun(request, row))
    form = TextForm(request.POST)
    if request.POST.get("then") == "preview" or not form.is_valid():
        return shown(request, edition, row, form, 422 if form.errors else 200)
    try:
        written = writing.save_text(
            edition,
            slot,
            form.cleaned_data["text"],
            base=form.base,
            access=request.access,
            at=clock.now(),
        )
    except Closed as error:
        form.add_error(None, str(error))
        return shown(request, edition, row, form, 409)
    if written.theirs:
        return shown(request, edition, written.theirs, form, 409, is_conflict=True)
    drop_kept(request)
    messages.success(request, f"Đã ghi phần “{row.get_slot_display()}”.")
    return redirect("reporting:edition_work", edition.pk)


def text_of(edition: WeeklyEdition, slot: str) -> EditionText:
    if slot not in Slot.values:
        raise Http404("no such place in the report")
    row = edition.texts.filter(slot=slot).select_related("updated_by").first()
    return row or EditionText(edition=edition, slot=slot)


def begun(request, row: EditionText) -> TextForm:
    """The text as it is, or what was typed after a session had ended, from its own beginning."""
    initial = {"text": row.text, "base_version": row.version}
    kept = kept_input.kept_for(request.user, request.path)
    if kept:
        initial |= kept_input.fields_of(kept).dict()
    form = TextForm(initial=initial)
    form.is_kept = bool(kept)
    return form


def shown(request, edition, row, form: TextForm, status=200, *, is_conflict=False):
    """The page: what is typed, what it will look like, the figures to name."""
    figures = figures_now(edition)
    why_not = writing.why_not(edition, request.access)
    if why_not:
        form.fields["text"].widget.attrs["readonly"] = True
    typed = str(form["text"].value() or "")
    context = {
        "edition": edition,
        "row": row,
        "slot": Slot(row.slot),
        "what_for": WHAT_FOR[row.slot],
        "form": form,
        # After a conflict the next saving is meant: it goes over the text that stands beside.
        "base_version": row.version if is_conflict else form.base,
        "theirs": row if is_conflict else None,
        "preview": preview_of(edition, figures, row.slot, typed[:20_000]),
        "report": Asked(figures.indicators),
        "as_of": edition.as_of,
        "sections": tokens_by_section(figures),
        "why_not": why_not,
        "who_mark": kept_input.mark_of(request.user),
        "steps": steps_of(edition),
    }
    return render(request, "reporting/workspace/text.html", context, status=status)


@requires(EDIT)
@require_http_methods(["GET", "POST"])
def text_preview(request, edition, slot):
    """What is typed just now as it will be printed; nothing is saved. A GET only leads to the
    page where it is typed."""
    edition = edition_at_work(request.access, edition)
    row = text_of(edition, slot)
    if request.method == "GET":
        return redirect("reporting:edition_text", edition.pk, row.slot)
    figures = figures_now(edition)
    form = TextForm(request.POST)
    typed = str(form["text"].value() or "")[:20_000]
    context = {
        "preview": preview_of(edition, figures, row.slot, typed),
        "report": Asked(figures.indicators),
        "as_of": edition.as_of,
    }
    return render(request, "reporting/workspace/_preview.html", context)


@requires(EDIT)
@require_http_methods(["GET", "POST"])
def text_history(request, edition, slot):
    """Every version that was saved, newest first; an older one can be taken back."""
    edition = edition_at_work(request.access, edition)
    row = text_of(edition, slot)
    if request.method == "POST":
        return taken_back(request, edition, row)
    context = {
        "edition": edition,
        "row": row,
        "slot": Slot(slot),
        "versions": versions_of(row),
        "why_not": writing.why_not(edition, request.access),
    }
    return render(request, "reporting/workspace/text_history.html", context)


def versions_of(row: EditionText):
    if row.pk is None:
        return []
    return row.history.select_related("updated_by").order_by("-history_id")[:100]


def taken_back(request, edition: WeeklyEdition, row: EditionText):
    """The text of a version, saved as the newest one: nothing that stood in between is lost."""
    key = request.POST.get("history", "")
    old = None
    if row.pk is not None and key.isascii() and key.isdigit() and len(key) < 19:
        old = row.history.filter(history_id=int(key)).first()
    if old is None:
        raise Http404("no such version")
    try:
        writing.save_text(
            edition,
            row.slot,
            old.text,
            base=row.version,
            access=request.access,
            at=clock.now(),
        )
        messages.success(request, f"Đã lấy lại bản thứ {old.version}.")
    except Closed as error:
        messages.error(request, str(error))
    return redirect("reporting:edition_text", edition.pk, row.slot)
