"""Typing that was kept when a session ended, offered in the chase list's small forms."""

from dataclasses import dataclass, field

from portal.accounts import kept_input
from portal.accounts.models import KeptInput


@dataclass(frozen=True)
class Offer:
    """What a form needs to keep typing: whose it is, and what waits. `kept` None: nothing."""

    who_mark: str
    kept: KeptInput | None = None
    token: str = ""
    initial: dict[str, str] = field(default_factory=dict)


def offer_of(request, path: str, names) -> Offer:
    """The offer for the form posted to `path`, of the fields `names`; one query where something
    waits for the visitor, none where nothing does."""
    mark = kept_input.mark_of(request.user)
    if request.method == "POST":
        return Offer(mark, token=request.POST.get("kept", ""))
    kept = kept_input.kept_for(request.user, path)
    if kept is None:
        return Offer(mark)
    fields = kept_input.fields_of(kept)
    typed = {name: fields[name] for name in names if name in fields}
    return Offer(mark, kept, kept.token, typed)


def taken_up(request) -> None:
    """What was kept has been written down: it is offered no more."""
    kept_input.drop(request.user, request.POST.get("kept", ""))
