"""A page with one form that adds something: judged, carried out, and nothing typed is lost."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render

from portal.accounts import kept_input
from portal.accounts.models import KeptInput
from portal.catalogue.changes import Refused


def adding_page(
    request,
    make: Callable[..., forms.Form],
    run: Callable,
    template: str,
    context_of: Callable,
    preview: Callable | None = None,
):
    """`make(data, initial=)` builds the form; `run(form)` does it: (what to tell, where to go on).

    `preview(form)`: what a form posted by its preview button adds to the page; nothing is stored.
    """
    if request.method == "GET":
        kept = kept_input.kept_for(request.user, request.path)
        known = kept_input.fields_of(kept).dict() if kept else {}
        return shown(request, make(None, initial=known), template, context_of, 200, kept=kept)
    form, further = make(request.POST, initial={}), {}
    if form.is_valid():
        try:
            if preview and request.POST.get("then") == "preview":
                further = preview(form)
            else:
                told, onward = run(form)
                messages.success(request, told)
                KeptInput.objects.filter(user=request.user, path=request.path).delete()
                return redirect(onward)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    status = 422 if form.errors else 200
    return shown(request, form, template, context_of, status, **further)


def shown(request, form, template, context_of, status, **further):
    context = {
        "form": form,
        "who_mark": kept_input.mark_of(request.user),
        "changes": None,
        **context_of(form),
        **further,
    }
    return render(request, template, context, status=status)
