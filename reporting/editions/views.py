"""The weekly report: the list of editions, one edition, its files."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from portal.accounts.permissions import Capability, requires
from reporting.models import WeeklyEdition
from reporting.outputs.page import page_of, taken_apart

from . import files, reading
from .kept import Format
from .models import Stage
from .snapshot import living_report

READ = Capability.READ


@requires(READ)
@require_GET
def edition_list(request):
    editions = reading.readable_by(request.access)
    return render(request, "reporting/edition_list.html", {"editions": editions})


@requires(READ)
@require_GET
def edition_view(request, week):
    """The current correction of the week's report."""
    return shown(request, reading.of_week(request.access, *week))


@requires(READ)
@require_GET
def numbered_view(request, year, number):
    """One numbered edition for good: 2022/17, 2022/17b."""
    return shown(request, reading.numbered(request.access, year, number))


def shown(request, edition: WeeklyEdition | None):
    if edition is None:
        raise Http404("no report that may be read here")
    article, contents = taken_apart(page_text(edition))
    context = {
        "edition": edition,
        "article": article,
        "contents": contents,
        "formats": files.OFFERED,
        "newer": reading.superseded_by(edition),
        "is_withdrawn": edition.stage == Stage.WITHDRAWN,
    }
    return render(request, "reporting/edition.html", context)


def page_text(edition: WeeklyEdition) -> str:
    """A frozen edition's page as it was kept, a living one's as of now."""
    if not edition.is_living:
        kept = edition.snapshot.files.filter(format=Format.PAGE).first()
        if kept:
            return bytes(kept.content).decode()
    return page_of(living_report(edition))


@requires(READ)
@require_GET
def edition_file(request, week, format):
    """A file of the week's current report."""
    return handed_out(request, reading.of_week(request.access, *week), format)


@requires(READ)
@require_GET
def numbered_file(request, year, number, format):
    return handed_out(request, reading.numbered(request.access, year, number), format)


def handed_out(request, edition: WeeklyEdition | None, format: str):
    """The file; one that was issued carries its hash as ETag and never changes."""
    if edition is None or format not in files.OFFERED:
        raise Http404("no report that may be read here")
    try:
        made = files.file_of(edition, format)
    except files.NoFile as error:
        return render(request, "reporting/no_file.html", {"edition": edition, "why": error.message})
    response = HttpResponse(made.content, content_type=files.TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{files.name_of(edition, format)}"'
    response["ETag"] = f'"{made.sha256}"'
    return response
