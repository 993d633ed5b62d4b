"""One import: a draft with its questions and its preview; afterwards the record of it."""

import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.models import KeptInput
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import AgencyName
from portal.days import show_date, show_date_padded
from portal.submissions.placing import answers_in

from .answering import Saved, save_answers
from .models import PlatformImport
from .plan import Plan
from .storing import NotReady, store
from .taking_in import Closed, Stage
from .views import batch_or_404

ROWS_A_PAGE = 200
LOOK_AGAIN = "Có dòng vừa thay đổi. Bạn xem các số sẽ nhập dưới đây rồi bấm nhập."
NOT_TAKEN = "Có ô chưa ghi được. Các câu trả lời khác đã ghi."


@requires(Capability.MANAGE_FIGURES, keeps_input=True)
@require_http_methods(["GET", "POST"])
def import_detail(request, pk):
    batch = batch_or_404(pk)
    if batch.stage != Stage.DRAFT:
        return show_record(request, batch)
    if not batch.name_column:
        return redirect("training:import_columns", pk)
    if request.method == "POST":
        return take_answers(request, batch)
    kept = kept_input.kept_for(request.user, request.path)
    typed = kept_input.fields_of(kept).dict() if kept else {}
    plan = Plan(batch, list(batch.rows.all()), today=clock.today(), typed=typed)
    return show_draft(request, batch, plan, kept=kept)


def take_answers(request, batch):
    """Keeps what was answered; stores everything when that was asked and nothing is open."""
    posted = answers_in(request.POST)
    try:
        saved = save_answers(
            batch,
            was=was_in(request.POST),
            posted=posted,
            base=number_in(request.POST, "base_version"),
            today=clock.today(),
        )
    except Closed as closed:
        messages.error(request, closed.message)
        return redirect("training:import_detail", batch.pk)
    KeptInput.objects.filter(user=request.user, path=request.path).delete()
    if not saved.is_whole:
        return show_troubled(request, saved)
    if request.POST.get("then") == "store" and "use" not in request.POST:
        return store_it(request, saved)
    if saved.changed:
        also = " Người khác cũng vừa trả lời; trang này có cả hai." if saved.others else ""
        messages.success(request, f"Đã ghi lại lúc {clock.now():%H:%M}.{also}")
    elif saved.others:
        messages.info(request, "Người khác vừa trả lời; trang này đã có câu trả lời đó.")
    return redirect("training:import_detail", batch.pk)


def was_in(post) -> dict[str, str]:
    """What the fields held when the page was made; nothing where that cannot be read."""
    try:
        was = json.loads(post.get("was", "{}"))
    except ValueError:
        return {}
    return {str(name): str(text) for name, text in was.items()} if isinstance(was, dict) else {}


def number_in(post, name: str) -> int:
    text = post.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def store_it(request, saved: Saved):
    try:
        done = store(
            saved.batch, seen=request.POST.get("seen", ""), by=request.user, at=clock.now()
        )
    except NotReady as not_ready:
        note = LOOK_AGAIN if not_ready.has_changed else ""
        faults = not_ready.plan.faults
        return show_draft(
            request,
            not_ready.plan.batch,
            not_ready.plan,
            faults=faults,
            note=note,
            status=422 if faults else 200,
        )
    except Closed as closed:
        messages.error(request, closed.message)
        return redirect("training:import_detail", saved.batch.pk)
    day = show_date(done.batch.as_of)
    if done.is_new:
        messages.success(request, f"Đã nhập số của {done.agencies} cơ quan, tính đến {day}.")
    else:
        messages.info(request, f"Lần nhập này đã được ghi trước đó, tính đến {day}.")
    return redirect("training:import_detail", done.batch.pk)


def show_troubled(request, saved: Saved):
    """The page again, with what was typed, where a text was refused or another was faster."""
    typed = {name: request.POST.get(name, "") for name in saved.refused} | saved.conflicts
    plan = Plan(saved.batch, saved.plan.all_rows, today=clock.today(), typed=typed)
    faults = [(f"#{name}", message) for name, message in sorted(saved.refused.items())]
    return show_draft(
        request,
        saved.batch,
        plan,
        faults=faults,
        conflicts=[(name, plan.in_words(name)) for name in sorted(saved.conflicts)],
        note=NOT_TAKEN if saved.refused else "",
        status=409 if saved.conflicts else 422,
    )


def show_draft(request, batch, plan, *, faults=(), conflicts=(), note="", kept=None, status=200):
    context = {
        "batch": batch,
        "plan": plan,
        "faults": list(faults),
        "conflicts": list(conflicts),
        "note": note,
        "kept": kept,
        "errors": dict(faults),
        "as_of_text": plan.typed.get("as_of", show_date_padded(batch.as_of)),
        "as_of_error": dict(faults).get("#as_of", ""),
        "reason_text": plan.typed.get("reason", batch.fall_reason),
        "reason_error": dict(faults).get("#reason", ""),
        "was": json.dumps(plan.kept_answers, ensure_ascii=False, separators=(",", ":")),
        "last": last_stored(batch),
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "training/imports/draft.html", context, status=status)


def last_stored(batch) -> PlatformImport | None:
    """The newest stored import of a later day, to be told of; None where there is none."""
    later = PlatformImport.objects.filter(stage=Stage.STORED, as_of__gt=batch.as_of)
    return later.defer("content").order_by("-as_of", "-pk").first()


def show_record(request, batch):
    page = Paginator(named_rows(batch), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "page": page,
        "agencies": batch.submissions.count(),
        "aliases": list(batch.aliases.values_list("text", flat=True)),
    }
    return render(request, "training/imports/record.html", context)


def named_rows(batch):
    """The rows with the name that their agency had on the day of the figures."""
    names = AgencyName.objects.in_force_on(batch.as_of).filter(agency=OuterRef("agency"))
    return batch.rows.annotate(agency_name=Subquery(names.values("printed_name")[:1]))
