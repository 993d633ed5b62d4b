"""Answers the doors' requests for an agency's page and for its one page on paper."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from portal import clock
from portal.days import show_date
from portal.office.paper_html import html_of
from portal.office.pdf import PdfUnavailable, pdf_of
from portal.ui.day import PARAMETER, day_of

from .page import Further, Profile, read_profile
from .paper import paper_of
from .words import facts_of, months_words, plan_words


def nothing(profile: Profile) -> dict:
    return {}


def no_facts(profile: Profile) -> list[tuple[str, str]]:
    return []


@dataclass(frozen=True)
class Door:
    """What one side shows of its own. `kind`: the name of the page on paper; `own_part`: further
    context of the template, worked out of the `further` parts' rows; `own_facts`: (name, fact)."""

    side: str
    template: str
    kind: str
    further: Further | None = None
    own_part: Callable[[Profile], dict] = nothing
    own_facts: Callable[[Profile], list[tuple[str, str]]] = no_facts


def profile_page(request, slug: str, door: Door) -> HttpResponse:
    profile = profile_asked_for(request, slug, door)
    if profile is None:
        return redirect(request.path)
    day = urlencode({PARAMETER: show_date(profile.day)})
    context = {
        "page": profile,
        "day": profile.day,
        "member": profile.member,
        "slug": slug,
        "facts": [*facts_of(profile), *door.own_facts(profile)],
        "months_words": months_words(profile),
        "plan_words": plan_words(profile),
        "day_query": day,
        "compare": f"/so-sanh/?{urlencode({'co-quan': slug})}&{day}",
        **door.own_part(profile),
    }
    return render(request, door.template, context)


def profile_sheet(request, slug: str, door: Door) -> HttpResponse:
    """The page on paper; without the PDF libraries a sentence that says so."""
    profile = profile_asked_for(request, slug, door)
    if profile is None:
        return redirect(request.path)
    sheet = paper_of(profile, door.kind, door.own_facts(profile), clock.now())
    try:
        content = pdf_of(html_of(sheet))
    except PdfUnavailable as error:
        return HttpResponse(error.message, status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type="application/pdf")
    name = f"ho-so-{slug}-{profile.day:%Y-%m-%d}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def profile_asked_for(request, slug: str, door: Door) -> Profile | None:
    """None where the asked day cannot be read (said in a message); 404 for no such agency."""
    day = day_of(request, clock.today())
    if day is None:
        return None
    profile = read_profile(
        slug,
        door.side,
        day,
        access=request.access,
        now=clock.now(),
        further=door.further,
    )
    if profile is None:
        raise Http404("no such agency, or asked nothing on the day")
    return profile
