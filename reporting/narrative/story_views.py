"""The editor chooses stories, shortens them beside the original, asks the province's word."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import Capability, requires
from portal.submissions.gates import Closed
from provinces.models import Story
from provinces.telling import BLOCKS, last_handed_in, last_handed_in_of
from reporting.editions.workspace.found import LARGEST_KEY, edition_at_work
from reporting.editions.workspace.steps import steps_of
from reporting.editions.workspace.views import drop_kept
from reporting.editions.writing import why_not
from reporting.models import EditionStory

from . import choosing, confirming
from .cutting import count_words, runs
from .forms import ShortenForm, shortened_typed
from .names import province_name, provinces_named
from .tracker import track

EDIT = Capability.EDIT_EDITION


@requires(EDIT)
@require_http_methods(["GET", "POST"])
def edition_stories(request, edition):
    """What the edition tells, what else was handed in, and who was printed when."""
    edition = edition_at_work(request.access, edition)
    if request.method == "POST":
        return carried_out(request, edition)
    tracker = track(clock.today(), request.GET.get("vung", ""))
    rows = list(edition.stories.select_related("story__agency"))
    names = provinces_named(edition.as_of)
    shown = last_handed_in_of([row.story for row in rows])
    chosen = {row.story_id for row in rows}
    context = {
        "edition": edition,
        "rows": [chosen_row(row, shown.get(row.story_id), names) for row in rows],
        "tracker": tracker,
        "offered": [(row, one) for row, one in tracker.told if one.story.pk not in chosen],
        "is_full": len(rows) >= choosing.MOST_STORIES,
        "most": choosing.MOST_STORIES,
        "why_not": why_not(edition, request.access),
        "steps": steps_of(edition),
    }
    return render(request, "reporting/narrative/stories.html", context)


def chosen_row(row: EditionStory, original, names) -> dict:
    return {
        "row": row,
        "name": province_name(row.story.agency, names),
        "standing": confirming.standing_of(row),
        "words": sum(count_words(getattr(row, name)) for name in BLOCKS),
        "words_told": sum(count_words(getattr(original or row, name)) for name in BLOCKS),
    }


def carried_out(request, edition):
    """choose:<story>, up:<row>, down:<row>, out:<row>; anything else that is posted is nothing."""
    deed, _, key = request.POST.get("do", "").partition(":")
    facts = {"access": request.access, "at": clock.now()}
    try:
        if deed == "choose":
            choosing.choose(edition, get_object_or_404(Story, pk=key_of(key)), **facts)
            messages.success(request, "Đã chọn bài. Bạn rút ngắn rồi xin địa phương xác nhận.")
        elif deed in ("up", "down"):
            choosing.move(row_of(edition, key), deed == "up", **facts)
        elif deed == "out":
            choosing.leave_out(row_of(edition, key), **facts)
            messages.success(
                request, "Đã bỏ bài ra khỏi báo cáo này. Bài của địa phương còn nguyên."
            )
        else:
            raise Http404("no such deed")
    except Closed as error:
        messages.error(request, str(error))
    return redirect("reporting:edition_stories", edition.pk)


def key_of(text: str) -> int:
    return min(int(text), LARGEST_KEY) if text.isascii() and text.isdigit() else 0


def row_of(edition, key: str | int) -> EditionStory:
    rows = edition.stories.select_related("story__agency", "edition")
    return get_object_or_404(rows, pk=key_of(str(key)))


@requires(EDIT, keeps_input=True)
@require_http_methods(["GET", "POST"])
def shorten_story(request, edition, pk):
    """Block by block, the original on the left for reading, the copy on the right for writing."""
    edition = edition_at_work(request.access, edition)
    row = row_of(edition, pk)
    if request.method == "GET":
        return shortening(request, edition, row, begun(request, row))
    form = ShortenForm(request.POST)
    if not form.is_valid():
        return shortening(request, edition, row, form, status=422)
    try:
        base = form.cleaned_data["base_version"]
        done = choosing.shorten(row, form.said, base=base, access=request.access, at=clock.now())
    except Closed as error:
        form.add_error(None, str(error))
        return shortening(request, edition, row, form, status=409)
    if done.clashes:
        both = ShortenForm({**done.merged, "base_version": done.row.version})
        return shortening(request, edition, done.row, both, done.clashes, status=409)
    drop_kept(request)
    messages.success(request, "Đã ghi bản rút ngắn.")
    return redirect("reporting:shorten_story", edition.pk, row.pk)


def begun(request, row: EditionStory) -> ShortenForm:
    kept = kept_input.kept_for(request.user, request.path)
    typed = kept_input.fields_of(kept).dict() if kept else {}
    return ShortenForm(initial=shortened_typed(row) | typed)


def shortening(request, edition, row, form: ShortenForm, clashes=(), status=200):
    theirs = {clash.name: clash.theirs for clash in clashes}
    original = last_handed_in(row.story)
    context = {
        "edition": edition,
        "row": row,
        "original": original,
        "name": province_name(row.story.agency, provinces_named(edition.as_of)),
        "blocks": [block_of(name, original, form, theirs) for name in BLOCKS],
        "form": form,
        "standing": confirming.standing_of(row),
        "is_clash": bool(clashes),
        "why_not": why_not(edition, request.access),
        "who_mark": kept_input.mark_of(request.user),
        "steps": steps_of(edition),
    }
    return render(request, "reporting/narrative/shorten.html", context, status=status)


def block_of(name: str, original, form: ShortenForm, theirs: dict) -> dict:
    """A block: what the province told, what is typed, what of it is cut."""
    told = getattr(original, name) if original else ""
    typed = str(form[name].value() or "")[:20_000]
    return {
        "label": capfirst(str(Story._meta.get_field(name).verbose_name)),
        "told": told,
        "box": form[name],
        "runs": runs(told, typed) if told else [],
        "words_told": count_words(told),
        "words": count_words(typed),
        "is_clash": name in theirs,
        "theirs": theirs.get(name, ""),
    }


@requires(EDIT)
@require_http_methods(["GET", "POST"])
def ask_province(request, edition, pk):
    """Asks the province to confirm the copy as it is, and writes to its people. A GET only leads
    to the page of the copy."""
    edition = edition_at_work(request.access, edition)
    row = row_of(edition, pk)
    if request.method == "GET":
        return redirect("reporting:shorten_story", edition.pk, row.pk)
    try:
        row = confirming.ask(row, access=request.access, at=clock.now())
    except Closed as error:
        messages.error(request, str(error))
        return redirect("reporting:shorten_story", edition.pk, row.pk)
    name = province_name(row.story.agency, provinces_named(edition.as_of))
    sent = confirming.tell_province(row, name, clock.today())
    said = f"Đã xin {name} xác nhận. Gửi thư tới {sent} địa chỉ."
    if not sent:
        said = f"Đã xin {name} xác nhận, nhưng không thư nào gửi được. Bạn gọi điện báo địa phương."
    messages.success(request, said) if sent else messages.warning(request, said)
    return redirect("reporting:edition_stories", edition.pk)
