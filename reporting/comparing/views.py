"""Agencies side by side: chosen in five boxes, kept in the address, taken away as a workbook."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.days import show_date, show_date_padded
from portal.office.separated import CSV_TYPE, csv_parts
from portal.office.xlsx import XLSX_TYPE, Book
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment
from portal.ui.charts import Chart
from portal.ui.charts.outlets import chart_file, downloads_of

from .chart import training_chart
from .chosen import choices_on, choose, offered
from .query import AGENCIES, DAY, MOST, box_of, read_query
from .table import Comparison, compare

CREATOR = "Theo dõi Đề án 146"
FILE_NAME = "so-sanh-de-an-146"


@requires(Capability.READ)
@require_GET
def compare_view(request):
    return page(request, *asked(request))


@requires(Capability.READ)
@require_GET
def compare_file(request, kind):
    """The table as a workbook or as text; an address that comes to no table gives the page."""
    query, figures, choices, chosen = asked(request)
    if not chosen.members:
        return page(request, query, figures, choices, chosen, status=400)
    write, content_type = {"xlsx": (xlsx_of, XLSX_TYPE), "csv": (csv_of, CSV_TYPE)}[kind]
    response = HttpResponse(write(compare(figures, chosen)), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}.{kind}"'
    return response


@requires(Capability.READ)
@require_GET
def compare_chart(request, kind):
    """The picture of the trainees as a file; what has no picture gives the page."""
    query, figures, choices, chosen = asked(request)
    chart = training_chart(figures, chosen) if chosen.members else None
    if chart is None:
        return page(request, query, figures, choices, chosen, status=400)
    return chart_file(chart, kind, query.day)


def asked(request):
    """The query, everything known on its day, who can be chosen and who is. Three queries."""
    query = read_query(request.GET, clock.today())
    figures = Figures(None, Moment(query.day), with_regions=True, every_set=True)
    choices = choices_on(figures)
    return query, figures, choices, choose(query, figures, choices)


def page(request, query, figures, choices, chosen, status=200):
    known = {one.member.slug for one in choices}
    slugs = [*query.slugs, *[""] * (MOST - len(query.slugs))]
    if not query.slugs and request.access.agency:
        slugs[0] = request.access.agency.agency_slug
    boxes = [
        {
            "id": box_of(at),
            "label": f"Cơ quan {at + 1}",
            "value": slug if slug in known else "",
            "faults": query.faults_of(box_of(at)),
        }
        for at, slug in enumerate(slugs)
    ]
    here = address_of(query, chosen)
    context = {
        "boxes": boxes,
        "name": AGENCIES,
        "offered": offered(figures, choices),
        "query": query,
        "faults_of_all": query.faults_of(""),
        "faults_of_day": query.faults_of(DAY),
        "faults": [(f"#{where or box_of(0)}", why) for where, why in query.faults],
        "table": compare(figures, chosen) if chosen.members else None,
        "chart": with_files(training_chart(figures, chosen), here) if chosen.members else None,
        "here": here,
    }
    return render(request, "reporting/comparing/compare.html", context, status=status)


def address_of(query, chosen) -> str:
    """What the files' addresses end in: the agencies shown and the day."""
    pairs = [(AGENCIES, member.slug) for member in chosen.members]
    return urlencode([*pairs, (DAY, show_date(query.day))])


def with_files(chart: Chart | None, here: str) -> Chart | None:
    if chart is None:
        return None
    files = downloads_of(chart, lambda kind: f"{reverse(f'reporting:compare_chart_{kind}')}?{here}")
    return replace(chart, downloads=files)


def xlsx_of(table: Comparison) -> bytes:
    now = clock.now()
    book = Book(title=table.title, creator=CREATOR, created=now)
    book.add_table(
        table,
        sheet_name="So sánh",
        heading=[],
        as_of_line=f"(tính đến {show_date(table.day)}; lấy ra ngày {show_date(now.date())})",
    )
    return book.to_bytes()


def csv_of(table: Comparison) -> bytes:
    heads = [*table.labels, "Tính đến"]
    rows = [[*row, show_date_padded(table.day)] for row in table.raw_rows()]
    return b"".join(csv_parts([heads, *rows]))
