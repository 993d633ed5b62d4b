"""The queue of reports to review, and accepting at once those that say nothing new."""

import re
from dataclasses import dataclass

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Side
from portal.submissions import deciding
from portal.submissions.actions import Stale
from portal.submissions.gates import Closed
from portal.submissions.models import Channel, Submission

from .queue import Wanted, name_of_agency, ordered, read_wanted, waiting_reports

CHOSEN = "chon"
ALL = "tat-ca"
MOST_AT_ONCE = 200


@requires(Capability.REVIEW)
@require_GET
def queue_view(request):
    return show_queue(request)


def show_queue(request, results=(), nothing_chosen=False):
    today = clock.now().date()
    waiting, wanted = waiting_reports(today), read_wanted(request.GET)
    rows = ordered(waiting, wanted, request.user)
    context = {
        "rows": rows,
        "size": len(waiting),
        "quiet": sum(row.is_quiet for row in waiting),
        "mine": sum(row.revision.in_charge_id == request.user.pk for row in waiting),
        "wanted": wanted,
        "sides": Side.choices,
        "months": months_in(waiting),
        "addresses": addresses(wanted),
        "all_chosen": request.GET.get(CHOSEN) == ALL,
        "results": results,
        "accepted": sum(result.is_accepted for result in results),
        "nothing_chosen": nothing_chosen,
    }
    status = 422 if nothing_chosen else 200
    return render(request, "review/queue.html", context, status=status)


def months_in(waiting) -> list[tuple[str, str]]:
    """(key, name) of each month that has a report waiting, the earliest first."""
    periods = {row.period.key: row.period for row in waiting}
    found = sorted(periods.values(), key=lambda period: period.ends_on)
    return [(period.key, period.label) for period in found]


def addresses(wanted: Wanted) -> dict[str, str]:
    """The queries of the page's tabs; side and month stay as they are."""
    rest = {"side": wanted.side, "month": wanted.month, "by_trouble": wanted.by_trouble}
    return {
        "all": Wanted(**rest).query,
        "mine": Wanted(mine=True, **rest).query,
        "quiet": Wanted(quiet=True, **rest).query,
    }


@dataclass(frozen=True)
class Result:
    """What came of one chosen report; `reason` empty: it was accepted."""

    name: str
    month: str
    reason: str = ""

    @property
    def is_accepted(self) -> bool:
        return not self.reason


@requires(Capability.REVIEW)
@require_http_methods(["GET", "POST"])
def queue_accept(request):
    """Accepts each chosen report by itself and names what came of each.

    A GET (coming back from the sign-in page) only leads to the list.
    """
    if request.method == "GET":
        return redirect("review:queue")
    chosen = chosen_marks(request.POST.getlist(CHOSEN))
    reports = named_reports(chosen)
    results = [
        Result(report.agency_name, report.period.label, accepted_or_why_not(request, report, seen))
        for report in reports
        for seen in (chosen[report.pk],)
    ]
    return show_queue(request, results, nothing_chosen=not results)


def chosen_marks(marks) -> dict[int, int]:
    """Report → the revision that the list showed, of at most MOST_AT_ONCE well-formed marks."""
    found = (re.fullmatch("([0-9]{1,18})-([0-9]{1,9})", mark) for mark in marks[:MOST_AT_ONCE])
    return {int(match[1]): int(match[2]) for match in found if match}


def named_reports(chosen):
    """The chosen agencies' reports in official order, each with its agency's name; one query."""
    return (
        Submission.objects.filter(pk__in=chosen, channel=Channel.AGENCY)
        .select_related("agency", "period")
        .annotate(agency_name=name_of_agency())
        .order_by("period__ends_on", "agency__side", "agency__position", "pk")
    )


def accepted_or_why_not(request, report, seen: int) -> str:
    """Accepts one report in its own transaction; the reason when it was not."""
    try:
        deciding.accept_unchanged(report, access=request.access, at=clock.now(), seen=seen)
    except deciding.Changed:
        return "Phiếu có số mới hoặc có giải trình nên cần đọc riêng."
    except Stale:
        return "Cơ quan vừa gửi bản mới; bạn xem lại trong danh sách."
    except Closed as closed:
        return closed.reason
    return ""
