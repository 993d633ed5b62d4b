"""One report to read, then to accept or to return with questions."""

import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.models import InCharge
from portal.accounts.permissions import Capability, requires
from portal.catalogue.models import IndicatorVersion
from portal.entry.place import begun_report
from portal.submissions import deciding
from portal.submissions.actions import Stale
from portal.submissions.corrections import differences
from portal.submissions.gates import Closed, Step, gate
from portal.submissions.questions import LONGEST_QUESTION
from portal.submissions.register import events_of

from .answered import outcomes
from .comparison import Typed, compared, question_field, values_by_revision
from .queue import around, ordered, read_wanted, waiting_reports

NOTE = "note"
LONGEST_NOTE = 2000
TYPED_NOT_ASKED = (
    "Bạn đã viết câu hỏi hoặc ý kiến. Muốn hỏi cơ quan thì bấm “Trả lại”; muốn tiếp nhận thì xóa "
    "phần đã viết rồi bấm “Tiếp nhận”."
)
NOTHING_TYPED = (
    "Bạn ghi câu hỏi ở chỉ tiêu cần hỏi, hoặc ghi điều cần cơ quan sửa vào ô ý kiến chung, rồi bấm "
    "“Trả lại”."
)
MOVED_ON = (
    "Cơ quan vừa gửi bản mới. Bạn xem bản mới dưới đây rồi kết luận; phần bạn đã viết còn nguyên."
)


def report_or_404(slug, month):
    """The sent report with its newest revision; two queries."""
    report = begun_report(slug, month)
    revision = report and (
        report.revisions.select_related("sent_by", "signed_scan").order_by("-number").first()
    )
    if revision is None:
        raise Http404("nothing sent yet")
    revision.submission = report
    return report, revision


@requires(Capability.REVIEW)
@require_GET
def report_review(request, period, agency):
    """The newest revision against what was known before it, with a box for a question at each."""
    report, revision = report_or_404(agency, period)
    kept = kept_input.kept_for(request.user, decide_path(report))
    typed = typed_in(kept_input.fields_of(kept)) if kept else Typed()
    return show_review(request, report, revision, typed, kept=kept)


def with_strays_noted(typed: Typed, codes: set[str]) -> Typed:
    """A question about a figure that this revision does not hold stands in the note instead."""
    strays = strays_in(typed, codes)
    kept = {code: text for code, text in typed.questions.items() if code in codes}
    lines = [f"{label}: {typed.questions[code].strip()}" for code, label in strays.items()]
    return Typed(kept, "\n".join(filter(None, [typed.note, *lines])), typed.faults)


def strays_in(typed: Typed, codes) -> dict[str, str]:
    """Code → newest label of the indicators that were asked about but are none of `codes`."""
    strays = [c for c, text in typed.questions.items() if text.strip() and c not in codes]
    if not strays:
        return {}
    versions = IndicatorVersion.objects.filter(indicator__code__in=strays)
    rows = versions.order_by("in_force_from").values_list("indicator__code", "short_label")
    return dict(rows)


def decide_path(report) -> str:
    return reverse("review:report_decide", args=[report.period.key, report.agency.slug])


def show_review(request, report, revision, typed: Typed, *, kept=None, refusal="", status=200):
    agency, period, now = report.agency, report.period, clock.now()
    values = values_by_revision(report)
    present = values.get(revision.number, [])
    typed = with_strays_noted(typed, {value.indicator.code for value in present})
    rows = compared(report, present, typed)
    wanted = read_wanted(request.GET)
    waiting = waiting_reports(now.date())
    context = {
        "agency": agency,
        "period": period,
        "report": report,
        "revision": revision,
        "changed": [row for row in rows if row.is_changed],
        "unchanged": [row for row in rows if not row.is_changed],
        "is_unchanged_open": any(row.typed or row.fault for row in rows if not row.is_changed),
        "before": revision.number - 1,
        "differences": differences_since(revision, values),
        "outcomes": outcomes(revision, values),
        "accept_gate": gate(Step.ACCEPT, report, request.access, now, agency.slug),
        "events": events_of(report),
        "in_charge": in_charge_of(report, waiting, now.date()),
        "around": around(ordered(waiting, wanted, request.user), report),
        "wanted": wanted,
        "typed": typed,
        "typed_rows": [row for row in rows if row.typed.strip()],
        "error_items": error_items(rows, typed),
        "note_fault": typed.faults.get(NOTE, ""),
        "refusal": refusal,
        "kept": kept,
        "who_mark": kept_input.mark_of(request.user),
        "longest_question": LONGEST_QUESTION,
        "longest_note": LONGEST_NOTE,
    }
    return render(request, "review/report_review.html", context, status=status)


def in_charge_of(report, waiting, day) -> str:
    """Who at the centre looks after the agency; empty when nobody was named.

    The queue knows it of a report that waits; asked for otherwise.
    """
    for row in waiting:
        if row.report.pk == report.pk:
            return row.revision.in_charge_name or ""
    charge = InCharge.objects.in_force_on(day).filter(agency=report.agency)
    newest = charge.order_by("-in_force_from", "-pk").values_list("user__full_name", flat=True)
    return newest.first() or ""


def differences_since(revision, values):
    """What the revision says otherwise than the one before it; nothing for a first one."""
    if revision.number == 1:
        return []
    return differences(values.get(revision.number - 1, []), values.get(revision.number, []))


def error_items(rows, typed: Typed) -> list[tuple[str, str]]:
    items = [(f"#{row.field}", f"{row.value.label}: {row.fault}") for row in rows if row.fault]
    return items + ([(f"#{NOTE}", typed.faults[NOTE])] if NOTE in typed.faults else [])


@requires(Capability.REVIEW, keeps_input=True)
@require_http_methods(["GET", "POST"])
def report_decide(request, period, agency):
    """Accepts the report, or returns it with questions; what was typed stays when it cannot be.

    A GET (coming back from the sign-in page) only leads to the page to decide on.
    """
    report, revision = report_or_404(agency, period)
    decision = request.POST.get("decision", "")
    if request.method == "GET" or decision not in ("accept", "return"):
        return redirect("review:report_review", report.period.key, report.agency.slug)
    typed, refusal = typed_in(request.POST), ""
    try:
        done = decide(request, report, revision, typed, decision)
    except deciding.NothingAsked:
        typed, status = with_faults(typed, {NOTE: NOTHING_TYPED}), 422
    except deciding.BadQuestions as bad:
        typed, status = with_faults(typed, faults_by_field(revision, bad.faults)), 422
    except Unsure:
        typed, status = with_faults(typed, {NOTE: TYPED_NOT_ASKED}), 422
    except Closed as closed:
        refusal, status = closed.reason, 409
    except Stale:
        refusal, status = MOVED_ON, 409
    else:
        kept_input.drop(request.user, request.POST.get("kept", ""))
        messages.success(request, f"{done} phiếu {report.period.label} của {report.agency.name}.")
        return back_to_queue(request)
    report, revision = report_or_404(agency, period)
    return show_review(request, report, revision, typed, refusal=refusal, status=status)


def back_to_queue(request):
    query = read_wanted(request.GET).query
    return redirect(f"{reverse('review:queue')}{'?' if query else ''}{query}")


class Unsure(Exception):
    """Accepting was pressed although a question was typed."""


def decide(request, report, revision, typed: Typed, decision: str) -> str:
    """Carries out the pressed decision on the revision that was read; says what was done."""
    seen = request.POST.get("seen", "")
    facts = {
        "access": request.access,
        "at": clock.now(),
        "seen": int(seen) if re.fullmatch("[0-9]{1,9}", seen) else None,
    }
    if decision == "accept":
        if not typed.is_blank:
            raise Unsure
        deciding.accept(report, **facts)
        return "Đã tiếp nhận"
    codes = codes_of(revision)
    if strays_in(typed, codes.values()):
        raise Stale  # asked about a figure of another revision
    questions = {pk: typed.questions[code] for pk, code in codes.items() if code in typed.questions}
    deciding.return_report(report, note=typed.note, questions=questions, **facts)
    return "Đã trả lại"


def codes_of(revision) -> dict[int, str]:
    return dict(revision.values.values_list("indicator_id", "indicator__code"))


def typed_in(post) -> Typed:
    """What a posted page holds of questions and the note; a note is cut at its box's length."""
    prefix = question_field("")
    questions = {
        name.removeprefix(prefix): text for name, text in post.items() if name.startswith(prefix)
    }
    return Typed(questions, post.get(NOTE, "")[:LONGEST_NOTE])


def with_faults(typed: Typed, faults) -> Typed:
    return Typed(typed.questions, typed.note, dict(faults))


def faults_by_field(revision, faults) -> dict[str, str]:
    codes = codes_of(revision)
    return {question_field(codes[pk]): text for pk, text in faults.items() if pk in codes}
