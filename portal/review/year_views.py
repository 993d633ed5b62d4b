"""The year at a glance, its rates by group and month, and both as a workbook."""

import re

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.days import show_weekday

from .board import FILTERS
from .board_scope import STATE, scope_of
from .board_views import address, workbook
from .place import current_or_404
from .states import KEY, WORDS
from .year import MOST_MONTHS, Year, months_until, year_of
from .year_book import year_workbook
from .year_tables import YearTable, rates_by_group

LENGTHS = (12, 24, 36, MOST_MONTHS)
UNTIL, LENGTH = "den", "so-thang"


class YearPage:
    """What an address of the year asks for. Nonsense in it is as if it were not there."""

    def __init__(self, request, year: int):
        if not 2000 <= year < 2100:
            raise Http404("no such year")
        self.query, self.address_year = request.GET, year
        self.now = timezone.localtime(clock.now())

    @cached_property
    def last(self) -> tuple[int, int]:
        found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", self.query.get(UNTIL, ""))
        return (int(found[1]), int(found[2])) if found else (self.address_year, 12)

    @cached_property
    def length(self) -> int:
        text = self.query.get(LENGTH, "")
        wanted = int(text) if re.fullmatch("[0-9]{1,3}", text) else 12
        return min(max(wanted, 1), MOST_MONTHS)

    @cached_property
    def everyone(self) -> Year:
        periods = months_until(self.last, self.length, self.now.date())
        return year_of(periods, self.now)

    @cached_property
    def scope(self):
        return scope_of(self.query, (row.agency for row in self.everyone.rows))

    @cached_property
    def chosen(self) -> str:
        chosen = self.query.get(STATE, "")
        return chosen if chosen in FILTERS else ""

    @cached_property
    def within(self) -> Year:
        """The agencies that the filters by side, region and person leave."""
        return self.everyone.only(lambda row: self.scope.holds(row.agency))

    @cached_property
    def shown(self) -> Year:
        """Of those, the ones that were in the chosen state in at least one of the months."""
        if not self.chosen:
            return self.within
        matches = FILTERS[self.chosen][1]
        return self.within.only(lambda row: any(c and matches(c) for c in row.cells))

    @property
    def lengths(self) -> list[int]:
        return sorted({*LENGTHS, self.length})

    @property
    def ends(self) -> list[tuple[int, int, bool]]:
        """(year, month, whether it is the present one) of the ends to choose, newest first: each
        December, and the months around the present end."""
        year, month = self.last
        months = {(y, 12) for y in range(year - 3, year + 4)}
        months |= {(year, m) for m in range(1, 13)}
        return [(*end, end == (year, month)) for end in sorted(months, reverse=True)]

    @property
    def filters(self) -> dict[str, str]:
        return self.scope.query | ({STATE: self.chosen} if self.chosen else {})

    @property
    def asked(self) -> dict[str, str]:
        """The address's query, tidied."""
        span = {LENGTH: str(self.length)} if self.length != 12 else {}
        until = {UNTIL: "-".join((str(self.last[0]), f"{self.last[1]:02d}"))}
        return self.filters | span | (until if self.last[1] != 12 else {})

    @property
    def title(self) -> str:
        periods = self.everyone.periods
        if not periods or self.length == self.last[1] == 12:
            return f"năm {self.last[0]}"
        return f"{periods[0].label} đến {periods[-1].label}"


@requires(Capability.REVIEW)
@require_GET
def year_current(request):
    """To the year of the month under way."""
    return redirect("review:year", current_or_404(clock.now()).year)


@requires(Capability.REVIEW)
@require_GET
def year_view(request, year):
    page = YearPage(request, year)
    context = {
        **frame(page),
        "table": YearTable(page.shown, address(page.filters) if page.filters else ""),
        "states": [(key, WORDS[state]) for key, (state, _) in FILTERS.items()],
        "letters": KEY,
    }
    return render(request, "review/year.html", context)


@requires(Capability.REVIEW)
@require_GET
def year_rates(request, year):
    """Completeness and timeliness of each group in each of the months."""
    page = YearPage(request, year)
    context = {**frame(page), "tables": rates_by_group(page.within)}
    return render(request, "review/year_rates.html", context)


def frame(page: YearPage) -> dict:
    """What both pages say around their tables."""
    return {
        "page": page,
        "query": address(page.asked),
        "today_shown": show_weekday(page.now.date()),
    }


@requires(Capability.REVIEW)
@require_GET
def year_xlsx(request, year):
    page = YearPage(request, year)
    content = year_workbook(page.shown, page.within, page.title, page.scope, page.chosen, page.now)
    return workbook(content, f"theo-doi-nam-{year}.xlsx")
