"""The leaders' brief of a report as a file: issued reports and drafts alike."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from portal.accounts.permissions import Capability, requires
from reporting.editions import files, reading
from reporting.models import WeeklyEdition

READ = Capability.READ


@requires(READ)
@require_GET
def numbered_brief(request, year, number, format):
    return handed_out(request, reading.numbered(request.access, year, number), format)


@requires(READ)
@require_GET
def week_brief(request, week, format):
    """Of the week's report in force; where two topics share the week, of the last one."""
    found = reading.of_week(request.access, *week)
    return handed_out(request, found[0] if found else None, format)


def handed_out(request, edition: WeeklyEdition | None, format: str):
    if edition is None or format not in files.BRIEF_FORMATS:
        raise Http404("no report that may be read here")
    try:
        content = files.brief_file(edition, format)
    except files.NoFile as error:
        return render(request, "reporting/no_file.html", {"edition": edition, "why": error.message})
    response = HttpResponse(content, content_type=files.TYPES[format])
    name = f"tom-tat-{files.name_of(edition, format)}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, private=True, no_cache=True)
    return response
