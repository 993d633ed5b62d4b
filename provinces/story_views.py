"""A province's own pages: its stories, and one of them being written."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Agency, Side
from portal.submissions.gates import Closed

from . import telling
from .models import Story
from .story_forms import BeginForm, StoryForm, shown_fields, typed

WHO = (Capability.REPORT, Capability.APPROVE)


@requires(*WHO, agency="agency", keeps_input=True)
@require_http_methods(["GET", "POST"])
def story_list(request, agency):
    """What the province told, newest first; its reporter begins another story here."""
    agency = province_of(agency)
    may_tell = telling.may_tell(request.access, agency)
    kept = kept_input.kept_for(request.user, request.path) if request.method == "GET" else None
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        initial=kept_input.fields_of(kept).dict() if kept else {},
    )
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                said = {**form.cleaned_data, "access": request.access, "at": clock.now()}
                story = telling.begin_story(agency, **said)
                drop_kept(request)
                return redirect("provinces:story", agency.slug, story.pk)
        except Closed as error:
            form.add_error(None, str(error))
            status = 409
    context = {
        "agency": agency,
        "stories": telling.stories_of(agency),
        "form": form if may_tell else None,
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "provinces/story_list.html", context, status=status)


@requires(*WHO, agency="agency", keeps_input=True)
@require_http_methods(["GET", "POST"])
def story(request, agency, story):
    """One story: its reporter writes and hands in, its approver reads."""
    agency = province_of(agency)
    story = get_object_or_404(telling.stories_of(agency), pk=min(story, 2**63 - 1))
    if not telling.may_tell(request.access, agency):
        if request.method == "POST":
            messages.error(request, "Người lập của địa phương viết và gửi bài; bạn đọc được.")
            return redirect("provinces:story", agency.slug, story.pk)
        context = {"agency": agency, "story": story, "parts": parts_of(story)}
        return render(request, "provinces/story_read.html", context)
    if request.method == "GET":
        return shown(request, story, begun(request, story))
    form = StoryForm(request.POST)
    if not form.is_valid():
        return shown(request, story, form, status=422)
    try:
        told = saved(request, story, form)
    except Closed as error:
        form.add_error(None, str(error))
        story.refresh_from_db()
        return shown(request, story, form, status=409)
    if told.clashes:
        return shown(request, told.story, merged_form(request, told), told.clashes, status=409)
    drop_kept(request)
    said = "Đã gửi bài về Cục." if told.story.handed_in_at else "Đã ghi bản nháp."
    messages.success(request, said)
    return redirect("provinces:story", agency.slug, story.pk)


def province_of(slug: str) -> Agency:
    agency = get_object_or_404(Agency.objects.named_on(clock.today()), slug=slug)
    if agency.side != Side.PROVINCIAL:
        raise Http404("only provinces tell")
    return agency


def saved(request, story: Story, form: StoryForm) -> telling.Told:
    return telling.save_story(
        story,
        form.said,
        base=form.cleaned_data["base_version"],
        hand_in=request.POST.get("then") == "hand_in",
        access=request.access,
        at=clock.now(),
    )


def begun(request, story: Story) -> StoryForm:
    """The story as it is, or what was typed after a session had ended, from its own beginning."""
    kept = kept_input.kept_for(request.user, request.path)
    return StoryForm(initial=typed(story) | (kept_input.fields_of(kept).dict() if kept else {}))


def merged_form(request, told: telling.Told) -> StoryForm:
    """The typing with what the other changed elsewhere; saving it once more is meant."""
    data = request.POST.copy()
    for name, text in shown_fields(told.merged).items():
        data[name] = text
    data["base_version"] = str(told.story.version)
    return StoryForm(data)


def shown(request, story: Story, form: StoryForm, clashes=(), status=200):
    names = {clash.name: clash.theirs for clash in clashes}
    context = {
        "agency": province_of(story.agency.slug),
        "story": story,
        "form": form,
        "boxes": [(box, names.get(box.name), box.name in names) for box in form.parts],
        "clashes": [(form[name], theirs) for name, theirs in names.items()],
        "handed_in": telling.last_handed_in(story),
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "provinces/story.html", context, status=status)


def parts_of(story) -> list[tuple[str, str]]:
    """(heading, text) of the parts that are told."""
    fields = ((Story._meta.get_field(name), getattr(story, name)) for name in telling.BLOCKS)
    return [(str(field.verbose_name), text) for field, text in fields if text]


def drop_kept(request) -> None:
    kept_input.KeptInput.objects.filter(user=request.user, path=request.path).delete()
