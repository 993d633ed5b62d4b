"""Where every agency stands in a month: on the page, and as a workbook to take away."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Side
from portal.catalogue.calendar import ReportingPeriod
from portal.days import show_weekday
from portal.office.xlsx import XLSX_TYPE
from portal.submissions.register import rate, rates_by_side, register

from .board import FILTERS, board_counts, filtered
from .board_book import board_workbook
from .board_scope import STATE, Scope, scope_of
from .place import current_or_404, period_or_404
from .rates import group_rates


@requires(Capability.REVIEW)
@require_GET
def board_current(request):
    return redirect("review:board", current_or_404(clock.now()).key)


@requires(Capability.REVIEW)
@require_GET
def board_view(request, period):
    period, now = period_or_404(period), clock.now()
    everyone = register(period, now)
    scope, chosen = wanted(request, everyone)
    within = [standing for standing in everyone if scope.holds(standing.agency)]
    context = {
        "period": period,
        "periods": ReportingPeriod.objects.begun(now.date()),
        "rates": [(Side(code).label, found) for code, found in rates_by_side(everyone).items()],
        "whole": rate(everyone),
        "overdue": sum(bool(standing.overdue_days) for standing in everyone),
        "group_rates": group_rates(within),
        "tabs": tabs(scope, within),
        "all_href": address(scope.query),
        "today_shown": show_weekday(now.date()),
        "standings": filtered(within, chosen),
        "size": len(within),
        "chosen": chosen,
        "scope": scope,
        "query": address(scope.query | ({STATE: chosen} if chosen else {})),
        "passed": now > period.due_at,
        "closed": now > period.closes_at,
        "can_paste": request.access.can(Capability.MANAGE_FIGURES),
    }
    return render(request, "review/board.html", context)


def wanted(request, standings) -> tuple[Scope, str]:
    """The filters of the address: whose, and in which state; nonsense filters nothing."""
    scope = scope_of(request.GET, (standing.agency for standing in standings))
    chosen = request.GET.get(STATE, "")
    return scope, chosen if chosen in FILTERS else ""


def address(query: dict[str, str]) -> str:
    return f"?{urlencode(query)}"


def tabs(scope: Scope, standings) -> list[dict]:
    """The filters by state with their counts and addresses; the other filters stay."""
    return [
        {"key": key, "state": state, "count": count, "href": address(scope.query | {STATE: key})}
        for key, state, count in board_counts(standings)
    ]


@requires(Capability.REVIEW)
@require_GET
def board_xlsx(request, period):
    """The month's list as filtered, and the rates of whom it is about."""
    period, now = period_or_404(period), timezone.localtime(clock.now())
    everyone = register(period, now)
    scope, chosen = wanted(request, everyone)
    within = [standing for standing in everyone if scope.holds(standing.agency)]
    content = board_workbook(period, within, filtered(within, chosen), scope, chosen, now)
    return workbook(content, f"theo-doi-{period.key}.xlsx")


def workbook(content: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=XLSX_TYPE, headers=headers)
