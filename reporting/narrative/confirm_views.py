"""The province's page: what it told beside what will be printed, and its word on it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import Capability, requires
from portal.models import Agency
from portal.submissions.gates import Closed
from provinces.models import Story
from provinces.telling import BLOCKS, last_handed_in
from reporting.editions.body import Writer
from reporting.editions.workspace.found import LARGEST_KEY
from reporting.editions.workspace.text_page import Asked, figures_now
from reporting.models import EditionStory
from reporting.outputs.page import Part

from . import confirming
from .cutting import count_words
from .forms import AnswerForm
from .names import province_name, provinces_named


@requires(Capability.REPORT, Capability.APPROVE, agency="agency")
@require_GET
def confirm_list(request, agency):
    """What the province was asked about, the newest first."""
    agency = get_object_or_404(Agency.objects.named_on(clock.today()), slug=agency)
    asked = EditionStory.objects.filter(story__agency=agency, asked_at__isnull=False)
    asked = asked.select_related("edition", "story").order_by("-asked_at", "-pk")
    rows = [(row, confirming.standing_of(row)) for row in asked[:100]]
    context = {"agency": agency, "rows": rows}
    return render(request, "reporting/narrative/confirm_list.html", context)


@requires(Capability.REPORT, Capability.APPROVE, agency="agency", keeps_input=True)
@require_http_methods(["GET", "POST"])
def confirm_story(request, agency, story):
    """Nothing is shown before the editor has asked."""
    rows = EditionStory.objects.filter(story__agency__slug=agency).select_related(
        "edition", "story__agency", "confirmed_by"
    )
    row = get_object_or_404(rows, pk=min(story, LARGEST_KEY))
    if row.asked_at is None and row.edition.is_living:
        return render(request, "reporting/narrative/confirm_later.html", {"row": row})
    if row.asked_at is None:
        raise Http404("nothing was asked")
    kept = kept_input.kept_for(request.user, request.path) if request.method == "GET" else None
    typed = kept_input.fields_of(kept).dict() if kept else {}
    initial = {"words": "", **typed, "version": row.version}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                answered(request, row, form)
                return redirect("reporting:confirm_story", agency, row.pk)
        except Closed as error:
            form.add_error(None, str(error))
            row.refresh_from_db()
            status = 409
    return shown(request, row, form, status)


def answered(request, row: EditionStory, form: AnswerForm) -> None:
    said = form.cleaned_data
    confirming.answer(
        row,
        agrees=form.agrees,
        words=said["words"],
        version=said["version"],
        access=request.access,
        at=clock.now(),
    )
    kept_input.KeptInput.objects.filter(user=request.user, path=request.path).delete()
    agreed = "Đã xác nhận. Cục in bài theo bản này."
    messages.success(request, agreed if form.agrees else "Đã gửi chỗ cần sửa về Cục.")


def shown(request, row: EditionStory, form: AnswerForm, status: int):
    figures = figures_now(row.edition)
    writer = Writer(row.edition, figures)
    original = last_handed_in(row.story)
    context = {
        "row": row,
        "name": province_name(row.story.agency, provinces_named(row.edition.as_of)),
        "blocks": [block_of(row, name, original, writer) for name in BLOCKS],
        "notes": writer.notes.notes,
        "report": Asked(figures.indicators),
        "as_of": row.edition.as_of,
        "standing": confirming.standing_of(row),
        "form": form if row.edition.is_living else None,
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "reporting/narrative/confirm.html", context, status=status)


def block_of(row: EditionStory, name: str, original, writer: Writer) -> dict:
    """A block as told and as it will be printed; without `parts` it is left out."""
    told = getattr(original, name) if original else ""
    text = getattr(row, name)
    return {
        "label": capfirst(str(Story._meta.get_field(name).verbose_name)),
        "told": told,
        "parts": [Part(block.kind, block) for block in writer.read(text, f"story-{name}")],
        "words_told": count_words(told),
        "words": count_words(text),
    }
