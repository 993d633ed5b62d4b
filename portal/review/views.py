"""The centre's pages: where every agency stands, and one report to accept or return."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Agency, Side
from portal.catalogue.models import ReportingPeriod
from portal.submissions import actions
from portal.submissions.gates import Closed, Step, gate
from portal.submissions.models import State
from portal.submissions.register import rates_by_side, register

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
        "now": now,
        "periods": ReportingPeriod.objects.begun(now.date()),
        "rates": [(Side(code).label, rate) for code, rate in rates_by_side(standings).items()],
        "received": sum(s.is_received for s in standings),
        "expected": len(standings),
        "overdue": sum(bool(s.overdue_days) for s in standings),
        "counts": board_counts(of_side),
        "standings": filtered(of_side, chosen),
        "size": len(of_side),
        "chosen": chosen if chosen in FILTERS else "",
        "side": side if side in Side.values else "",
        "sides": [(code, label) for code, label in Side.choices],
        "passed": now > period.due_at,
    }
    return render(request, "review/board.html", context)


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
    revision = report.revisions.select_related("sent_by").order_by("-number").first()
    now = clock.now()
    context = {
        "agency": agency,
        "period": period,
        "report": report,
        "revision": revision,
        "rows": compared(revision, agency, period),
        "accept_gate": gate(Step.ACCEPT, report, request.access, now, agency.slug),
        "return_gate": gate(Step.RETURN, report, request.access, now, agency.slug),
        "events": report.events.select_related("by", "revision"),
        "is_submitted": report.state == State.SUBMITTED,
    }
    return render(request, "review/report_review.html", context)


@requires(Capability.REVIEW)
@require_POST
def report_decide(request, period, agency):
    """Accepts the report, or returns it with a note."""
    period, agency, report = report_or_404(period, agency)
    note = request.POST.get("note", "").strip()
    returning = request.POST.get("decision") == "return"
    if returning and not note:
        messages.error(request, "Bạn ghi điều cần cơ quan sửa hoặc trả lời, rồi bấm Trả lại.")
        return redirect("review:report_review", period.key, agency.slug)
    try:
        if returning:
            actions.return_report(report, note=note, access=request.access, at=clock.now())
            messages.success(request, f"Đã trả lại phiếu {period.label} của {agency.name}.")
        else:
            actions.accept(report, access=request.access, at=clock.now())
            messages.success(request, f"Đã tiếp nhận phiếu {period.label} của {agency.name}.")
    except Closed as closed:
        messages.error(request, closed.reason)
        return redirect("review:report_review", period.key, agency.slug)
    return redirect("review:board", period.key)
