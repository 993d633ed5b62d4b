"""One weekly report and its files, as they are read."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_GET

from portal.accounts.permissions import Capability, requires
from portal.office.own_markup import own_markup
from reporting.models import EditionFile, WeeklyEdition
from reporting.outputs.page import page_of
from reporting.publication import kept_pages
from reporting.publication.around import Around, etag_of

from . import files, reading
from .kept import Format
from .report import Report
from .snapshot import living_report

READ = Capability.READ


@requires(READ)
@require_GET
def edition_view(request, week):
    """The week's report in the correction in force; where two topics share it, the list of both.

    `?ban=` picks one of them: a draft without a number has no other address.
    """
    place = kept_pages.place_of(request)
    kept = kept_pages.kept_at(place)
    if kept:
        return shown_as_kept(request, kept)
    found = reading.of_week(request.access, *week)
    chosen = [edition for edition in found if str(edition.pk) == request.GET.get("ban")] or found
    if len(chosen) > 1:
        context = {"editions": chosen, "week": chosen[0]}
        return render(request, "reporting/edition_week.html", context)
    return shown(request, chosen[0] if chosen else None, place)


@requires(READ)
@require_GET
def numbered_view(request, year, number):
    """One numbered edition for good: 2022/17, 2022/17b."""
    place = kept_pages.place_of(request)
    kept = kept_pages.kept_at(place)
    if kept:
        return shown_as_kept(request, kept)
    edition = reading.numbered(request.access, year, number)
    if edition is not None and edition.numbered != number:
        return redirect("reporting:edition_numbered", year, edition.numbered)
    return shown(request, edition, place)


def shown(request, edition: WeeklyEdition | None, place: str):
    """The page; a frozen edition's is kept at `place` for whoever asks next."""
    if edition is None:
        raise Http404("no report that may be read here")
    around, page = Around(edition, request.access), page_text(edition)
    kept = kept_pages.keep(place, edition, around, page)
    if kept:
        return shown_as_kept(request, kept)
    content = own_markup(kept_pages.content_of(edition, around, page))
    return render(request, "reporting/edition.html", {"edition": edition, "content": content})


def shown_as_kept(request, kept: kept_pages.KeptPage):
    """The kept page in the reader's own frame, or 304 where the reader's browser has it."""
    etag = etag_of(request, kept.mark)
    response = get_conditional_response(request, etag, kept.modified)
    if response is None:
        context = {"edition": kept, "content": kept.markup}
        response = render(request, "reporting/edition.html", context)
    return kept_by_reader(response, etag, kept.modified)


def kept_by_reader(response: HttpResponse, etag: str, modified: int) -> HttpResponse:
    """The reader's browser may keep it, and asks each time whether it still stands."""
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def page_text(edition: WeeklyEdition) -> str:
    """A frozen edition's page as it was kept, a living one's as of now."""
    if not edition.is_living:
        kept = EditionFile.objects.filter(snapshot__edition=edition, format=Format.PAGE)
        content = kept.values_list("content", flat=True).first()
        if content is not None:
            return bytes(content).decode()
        return page_of(Report.read(edition.snapshot.text))
    return page_of(living_report(edition))


@requires(READ)
@require_GET
def edition_file(request, week, format):
    """A file of the week's current report; where two topics share the week, of the last one."""
    found = reading.of_week(request.access, *week)
    return handed_out(request, found[0] if found else None, format)


@requires(READ)
@require_GET
def numbered_file(request, year, number, format):
    return handed_out(request, reading.numbered(request.access, year, number), format)


def handed_out(request, edition: WeeklyEdition | None, format: str):
    """The file; one that was issued carries its hash as ETag and never changes."""
    if edition is None or format not in files.OFFERED:
        raise Http404("no report that may be read here")
    answer = still_stands(request, edition, format)
    if answer is not None:
        return answer
    try:
        made = files.file_of(edition, format)
    except files.NoFile as error:
        return render(request, "reporting/no_file.html", {"edition": edition, "why": error.message})
    response = HttpResponse(made.content, content_type=files.TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{files.name_of(edition, format)}"'
    response["ETag"] = quote_etag(made.sha256)
    if made.made_at:
        response["Last-Modified"] = http_date(made.made_at.timestamp())
    patch_cache_control(response, private=True, no_cache=True)
    return response


def still_stands(request, edition: WeeklyEdition, format: str) -> HttpResponse | None:
    """304 for an issued file that the reader has; its content is not even loaded then."""
    is_asked = "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
    if edition.is_living or not is_asked:
        return None
    kept = EditionFile.objects.filter(snapshot__edition=edition, format=format)
    row = kept.values("sha256", "made_at").first()
    if row is None:
        return None
    modified = int(row["made_at"].timestamp())
    return get_conditional_response(request, quote_etag(row["sha256"]), modified)
