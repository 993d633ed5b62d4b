"""The centre's pages: where every agency stands, and one report to accept or return."""

import re
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Agency, Side
from portal.catalogue.calendar import ReportingPeriod
from portal.days import show_weekday
from portal.submissions import actions
from portal.submissions.drafting import cleaned
from portal.submissions.gates import Closed, Step, gate
from portal.submissions.models import State
from portal.submissions.register import events_of, rates_by_side, register

from .board import FILTERS, board_counts, filtered
from .comparison import compared


def period_or_404(month) -> ReportingPeriod:
    return get_object_or_404(ReportingPeriod, year=month[0], month=month[1])


@requires(Capability.REVIEW)
@require_GET
def board_current(request):
    now = clock.now()
    period = ReportingPeriod.objects.current(now) or ReportingPeriod.objects.first()
    if period is None:
        raise Http404("no months yet")
    return redirect("review:board", period.key)


@requires(Capability.REVIEW)
@require_GET
def board_view(request, period):
    period, now = period_or_404(period), clock.now()
    standings = register(period, now)
    side, chosen = request.GET.get("khoi", ""), request.GET.get("trang-thai", "")
    of_side = [s for s in standings if s.agency.side == side or side not in Side.values]
    context = {
        "period": period,
        "periods": ReportingPeriod.objects.begun(now.date()),
        "rates": [(Side(code).label, rate) for code, rate in rates_by_side(standings).items()],
        "received": sum(s.is_received for s in standings),
        "expected": len(standings),
        "overdue": sum(bool(s.overdue_days) for s in standings),
        "tabs": tabs(request, of_side),
        "all_href": f"?{urlencode({'khoi': side})}" if side in Side.values else "?",
        "today_shown": show_weekday(now.date()),
        "standings": filtered(of_side, chosen),
        "size": len(of_side),
        "chosen": chosen if chosen in FILTERS else "",
        "side": side if side in Side.values else "",
        "sides": [(code, label) for code, label in Side.choices],
        "passed": now > period.due_at,
    }
    return render(request, "review/board.html", context)


def tabs(request, standings) -> list[dict]:
    """The filters with their counts and addresses; the other fields of the query stay."""
    found = []
    for key, state, count in board_counts(standings):
        query = request.GET.copy()
        query["trang-thai"] = key
        found.append({"key": key, "state": state, "count": count, "href": f"?{query.urlencode()}"})
    return found


def report_or_404(month, slug):
    period = period_or_404(month)
    agency = get_object_or_404(Agency.objects.named_on(period.ends_on), slug=slug)
    report = actions.report_of(agency, period)
    if report is None or not report.revisions.exists():
        raise Http404("nothing sent yet")
    return period, agency, report


@requires(Capability.REVIEW)
@require_GET
def report_review(request, period, agency):
    """The newest revision against the one accepted before it and the last known values."""
    period, agency, report = report_or_404(period, agency)
    revision = report.revisions.select_related("sent_by", "signed_scan").order_by("-number").first()
    now, rows = clock.now(), compared(revision, agency, period)
    context = {
        "agency": agency,
        "period": period,
        "report": report,
        "revision": revision,
        "changed": [row for row in rows if row.is_changed],
        "unchanged": [row for row in rows if not row.is_changed],
        "accept_gate": gate(Step.ACCEPT, report, request.access, now, agency.slug),
        "return_gate": gate(Step.RETURN, report, request.access, now, agency.slug),
        "events": events_of(report),
        "is_submitted": report.state == State.SUBMITTED,
    }
    return render(request, "review/report_review.html", context)


@requires(Capability.REVIEW)
@require_http_methods(["GET", "POST"])
def report_decide(request, period, agency):
    """Accepts the report, or returns it with a note. A GET only leads to the page to decide on."""
    period, agency, report = report_or_404(period, agency)
    page = redirect("review:report_review", period.key, agency.slug)
    if request.method == "GET":
        return page
    note = cleaned(request.POST.get("note", "")).strip()
    if request.POST.get("decision") == "return" and not note:
        messages.error(request, "Bạn ghi điều cần cơ quan sửa hoặc trả lời, rồi bấm Trả lại.")
        return page
    try:
        done = decide(request, report, note)
    except Closed as closed:
        messages.error(request, closed.reason)
        return page
    except actions.Stale:
        messages.error(request, "Cơ quan vừa gửi bản mới. Bạn xem bản mới dưới đây rồi kết luận.")
        return page
    messages.success(request, f"{done} phiếu {period.label} của {agency.name}.")
    return redirect("review:board", period.key)


def decide(request, report, note) -> str:
    """Carries out the pressed decision on the revision that was read; says what was done."""
    seen = request.POST.get("seen", "")
    facts = {
        "access": request.access,
        "at": clock.now(),
        "seen": int(seen) if re.fullmatch("[0-9]{1,9}", seen) else None,
    }
    if request.POST.get("decision") == "return":
        actions.return_report(report, note=note, **facts)
        return "Đã trả lại"
    actions.accept(report, **facts)
    return "Đã tiếp nhận"
