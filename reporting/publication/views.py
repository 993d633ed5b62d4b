"""What belongs to a report besides its page: the archive, where figures come from, short texts."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from portal.accounts.permissions import Capability, requires
from reporting.editions import reading
from reporting.editions.report import Report
from reporting.models import Snapshot
from reporting.outputs.short import short_text

from . import archive, provenance

READ = Capability.READ
LONGEST_QUESTION = 100


@requires(READ)
@require_GET
def edition_list(request):
    """Every report that may be read; `?tim=` looks for words, `?nam=` keeps one year."""
    text = request.GET.get("tim", "").strip()[:LONGEST_QUESTION]
    years = archive.years_of(request.access)
    year = next((y for y in years if str(y) == request.GET.get("nam", "")), None)
    found = archive.entries(request.access, text=text, year=year)
    page = Paginator(found, archive.A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": archive.with_files(list(page.object_list)),
        "years": years,
        "year": year,
        "text": text,
        "total": len(found),
        "is_at_work": any(map(request.access.can, reading.AT_WORK)),
    }
    return render(request, "reporting/edition_list.html", context)


def frozen_report(request, year: int, number: str) -> tuple:
    """(edition, its frozen Report); a draft has none."""
    edition = reading.numbered(request.access, year, number)
    if edition is None or edition.is_living:
        raise Http404("no frozen report that may be read here")
    text = Snapshot.objects.filter(edition=edition).values_list("text", flat=True).first()
    if text is None:
        raise Http404("this report was never frozen")
    return edition, Report.read(text)


@requires(READ)
@require_GET
def edition_sources(request, year, number):
    """Every printed figure, each leading to its parts."""
    edition, report = frozen_report(request, year, number)
    text = request.GET.get("tim", "").strip()[:LONGEST_QUESTION]
    figures = provenance.found(provenance.printed_figures(report), text)
    context = {"edition": edition, "report": report, "figures": figures, "text": text}
    return render(request, "reporting/publication/sources.html", context)


@requires(READ)
@require_GET
def figure_source(request, year, number, code):
    """One figure's parts with the sendings that they stand in, as frozen."""
    edition, report = frozen_report(request, year, number)
    figure = report.figures.get(code)
    if figure is None:
        raise Http404("no such figure in this report")
    context = {
        "edition": edition,
        "figure": figure,
        "table": provenance.parts_table(report, figure),
        "composed_of": provenance.composed_of(report, figure),
        "groups": provenance.groups_of(figure),
    }
    return render(request, "reporting/publication/figure_source.html", context)


@requires(READ)
@require_GET
def edition_short(request, year, number):
    """A few sentences to copy into an e-mail or a message."""
    edition, report = frozen_report(request, year, number)
    page = reverse("reporting:edition_numbered", args=[edition.year, edition.numbered])
    text = short_text(report, request.build_absolute_uri(page))
    context = {"edition": edition, "text": text, "rows": text.count("\n") + 2 + len(text) // 90}
    return render(request, "reporting/publication/short.html", context)
