"""The two sources side by side: all agencies of a side, and one agency over time."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Side
from portal.days import show_date
from portal.office.xlsx import XLSX_TYPE
from portal.submissions.readings import Moment
from portal.ui.day import day_of
from training.ruling import rule_words, total_words

from .agency_page import agency_sources
from .place import agency_with_domains
from .side_by_side import ORDERS, WHOSE, SourceRow, Sources, arranged
from .tables import SPAN_NOTE, flag_counts, source_book, sums

SIDE, REGION, ONLY, ORDER = "khoi", "vung", "chi", "xep"
FLAGGED = "co"


class Chosen:
    """What an address asks for; nonsense chooses nothing."""

    def __init__(self, query, sources: Sources):
        regions = {group.code: group for group in sources.regions}
        self.region = query.get(REGION, "") if query.get(REGION, "") in regions else ""
        self.order = query.get(ORDER, "") if query.get(ORDER, "") in ORDERS else ""
        self.only_flagged = query.get(ONLY) == FLAGGED
        self.sources = sources
        self.region_name = regions[self.region].name if self.region else ""
        self.within = {m.agency_id for m in regions[self.region].members} if self.region else None

    @property
    def rows(self) -> list[SourceRow]:
        return arranged(
            self.sources.rows,
            order=self.order,
            within=self.within,
            only_flagged=self.only_flagged,
        )

    @property
    def query(self) -> dict[str, str]:
        said = {
            SIDE: self.sources.side,
            "ngay": show_date(self.sources.moment.day),
            REGION: self.region,
            ORDER: self.order,
            ONLY: FLAGGED if self.only_flagged else "",
        }
        return {name: value for name, value in said.items() if value}

    @property
    def words(self) -> str:
        """ "Tây Nguyên; chỉ nơi có điều cần xem"; empty for everything."""
        only = "chỉ nơi có điều cần xem" if self.only_flagged else ""
        return "; ".join(filter(None, (self.region_name, only)))


def sources_asked(request, day) -> Sources:
    wanted = request.GET.get(SIDE, "")
    return Sources(wanted if wanted in WHOSE else Side.PROVINCIAL, Moment(day))


@requires(Capability.READ)
@require_GET
def source_list(request):
    day = day_of(request, clock.today())
    if day is None:
        return redirect(request.path)
    sources = sources_asked(request, day)
    chosen = Chosen(request.GET, sources)
    rows = chosen.rows
    context = {
        "day": day,
        "sources": sources,
        "chosen": chosen,
        "rows": rows,
        "sums": sums(rows),
        "whose": WHOSE[sources.side],
        "sides": list(WHOSE.items()),
        "orders": [(key, label) for key, (label, _) in ORDERS.items()],
        "counts": flag_counts(sources),
        "disputed": sum(row.is_disputed for row in sources.rows),
        "rule_words": total_words(sources.rule),
        "rules": [rule_words(rule) for rule in sources.rules],
        "span_note": SPAN_NOTE,
        "xlsx": f"{reverse('training:source_list_xlsx')}?{urlencode(chosen.query)}",
        "own": {grant.agency_id for grant in request.access.agencies},
        "manages": request.access.can(Capability.MANAGE_FIGURES),
    }
    return render(request, "training/sources/source_list.html", context)


@requires(Capability.READ)
@require_GET
def source_list_xlsx(request):
    day = day_of(request, clock.today())
    if day is None:
        return redirect("training:source_list")
    sources = sources_asked(request, day)
    chosen = Chosen(request.GET, sources)
    content = source_book(sources, chosen.rows, chosen.words, timezone.localtime(clock.now()))
    headers = {
        "Content-Disposition": f'attachment; filename="doi-chieu-{sources.side}-{day}.xlsx"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=XLSX_TYPE, headers=headers)


@requires(Capability.READ)
@require_GET
def source_agency(request, agency):
    day = day_of(request, clock.today())
    if day is None:
        return redirect(request.path)
    agency = agency_with_domains(agency, day)
    context = {"page": agency_sources(agency, day, request.access), "day": day}
    return render(request, "training/sources/source_agency.html", context)
