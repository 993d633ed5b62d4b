"""Several small forms on one object's page: each a deed with its form and the action behind it.

The first that is posted is read, judged and carried out in one transaction with the object's row
locked. A refusal goes beside its field; when somebody else changed the object meanwhile nothing is
written, what was typed stays, and the page says what changed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Model
from django.shortcuts import redirect, render

from portal.accounts import kept_input
from portal.accounts.actions import MembershipError
from portal.agencies.actions import AgencyError
from portal.catalogue.changes import Refused

from .changes import Change, changed_since, version_of

REFUSALS = (AgencyError, MembershipError, Refused)


@dataclass(frozen=True)
class Deed:
    """`run(target, by=, today=, **cleaned)` does it and returns what to tell.

    `make(target, today)`: keyword arguments of the form beside its data. `is_versioned`: two
    people must not do it over one another.
    """

    key: str
    title: str
    button: str
    form: type[forms.Form]
    run: Callable
    make: Callable = lambda target, today: {}
    hint: str = ""
    is_versioned: bool = False
    is_open: bool = False
    danger: bool = False


@dataclass
class ShownDeed:
    deed: Deed
    form: forms.Form
    conflict: list[Change] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.deed.is_open or self.form.is_bound or bool(self.form.initial_is_kept)


def shown_deeds(request, target: Model, deeds, today, kept=None) -> list[ShownDeed]:
    """Each deed with its form: the posted one bound, a kept one filled with what was kept."""
    posted = request.POST.get("do") if request.method == "POST" else None
    known = kept_input.fields_of(kept) if kept else {}
    shown = []
    for deed in deeds:
        facts = deed.make(target, today)
        is_kept = known.get("do") == deed.key
        if is_kept:
            facts["initial"] = {**facts.get("initial", {}), **known.dict()}
        data = request.POST if posted == deed.key else None
        form = deed.form(data, auto_id=f"{deed.key}-%s", **facts)
        form.initial_is_kept = is_kept
        shown.append(ShownDeed(deed, form))
    return shown


def carry_out(request, target: Model, shown: ShownDeed, today) -> bool:
    """Does the posted deed; whether it was done. What is wrong stands in the form afterwards."""
    if not shown.form.is_valid():
        return False
    try:
        with transaction.atomic():
            held = type(target).objects.select_for_update().get(pk=target.pk)
            if shown.deed.is_versioned:
                shown.conflict = changed_since(held, request.POST.get("version"))
            if shown.conflict:
                return False
            told = shown.deed.run(held, by=request.user, today=today, **shown.form.cleaned_data)
    except REFUSALS as error:
        named = error.field if error.field in shown.form.fields else None
        shown.form.add_error(named, error.message)
        return False
    messages.success(request, told)
    return True


def deeds_page(request, target: Model, deeds, template: str, context_of: Callable, today):
    """The object's page: `context_of()` gives the rest of its context, asked only when shown."""
    kept = kept_input.kept_for(request.user, request.path) if request.method == "GET" else None
    shown = shown_deeds(request, target, deeds, today, kept)
    status = 200
    if request.method == "POST":
        done = next((one for one in shown if one.form.is_bound), None)
        if done and carry_out(request, target, done, today):
            for left in kept_input.KeptInput.objects.filter(user=request.user, path=request.path):
                left.delete()
            return redirect(request.path)
        status = 409 if done and done.conflict else 422
    context = {
        "deeds": shown,
        "version": version_of(target),
        "who_mark": kept_input.mark_of(request.user),
        "kept": kept,
        **context_of(),
    }
    return render(request, template, context, status=status)
