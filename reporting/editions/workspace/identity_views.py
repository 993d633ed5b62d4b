"""Week, days, topic and heads of an edition."""

from django.contrib import messages
from django.core import signing
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import Capability, requires
from portal.submissions.gates import Closed
from reporting.editions import writing
from reporting.models import WeeklyEdition

from .forms import IdentityForm, identity_typed
from .found import edition_at_work
from .steps import steps_of
from .views import drop_kept

SALT = "reporting.edition-identity"


@requires(Capability.EDIT_EDITION, keeps_input=True)
@require_http_methods(["GET", "POST"])
def identity(request, edition):
    """Two who edit at once: what the other changed is said, and nothing typed is lost."""
    edition = edition_at_work(request.access, edition)
    kept = kept_input.kept_for(request.user, request.path) if request.method == "GET" else None
    initial = identity_typed(edition) | (kept_input.fields_of(kept).dict() if kept else {})
    form = IdentityForm(
        request.POST if request.method == "POST" else None, initial=initial, now=clock.now()
    )
    taken, status = [], 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid() and saved(request, edition, form):
                return redirect("reporting:edition_work", edition.pk)
        except writing.Changed as found:
            edition.refresh_from_db()
            taken, status = said_now(edition, found.names), 409
        except Closed as error:
            form.add_error(None, str(error))
            status = 409
    context = {
        "edition": edition,
        "form": form,
        "taken": taken,
        "began": began_of(edition, kept),
        "why_not": writing.why_not(edition, request.access),
        "who_mark": kept_input.mark_of(request.user),
        "steps": steps_of(edition),
    }
    return render(request, "reporting/workspace/identity.html", context, status=status)


def saved(request, edition: WeeklyEdition, form: IdentityForm) -> bool:
    changed = writing.change_identity(
        edition,
        form.facts,
        began=read_began(request.POST.get("began", "")),
        access=request.access,
        at=clock.now(),
    )
    drop_kept(request)
    if changed:
        messages.success(request, "Đã ghi phần đầu văn bản.")
    return True


def began_of(edition: WeeklyEdition, kept) -> str:
    """What the form begins from: as it is now, or as it was when the kept typing began."""
    if kept and read_began(kept_input.fields_of(kept).get("began", "")):
        return kept_input.fields_of(kept)["began"]
    return signing.dumps(writing.shown_facts(edition), salt=SALT)


def read_began(text: str) -> dict[str, str]:
    try:
        return signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return {}


def said_now(edition: WeeklyEdition, names: list[str]) -> list[tuple[str, str]]:
    """(label, what it is now) of the facts that somebody else changed."""
    shown = {**writing.shown_facts(edition), "layout": edition.get_layout_display()}
    label = edition._meta.get_field
    return [(str(label(name).verbose_name), shown[name]) for name in names]
