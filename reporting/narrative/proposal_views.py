"""The ledger of proposals, and the proposals of one edition."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.permissions import Capability, requires
from portal.models import Agency, Indicator
from portal.submissions.gates import Closed
from reporting.editions.workspace.found import LARGEST_KEY, edition_at_work
from reporting.editions.workspace.steps import steps_of
from reporting.editions.workspace.views import drop_kept
from reporting.editions.writing import why_not
from reporting.models import EditionProposal, Proposal

from . import proposing
from .forms import LedgerForm, ProposalForm, RewordForm, proposal_typed
from .ledger import ledger, with_places
from .story_views import key_of

EDIT = Capability.EDIT_EDITION
VIEWS = (
    ("", "Tất cả", lambda row: True),
    ("dang-theo-doi", "Đang theo dõi", lambda row: not row.is_settled),
    ("nhac-lai", "Nêu lại, không thấy chuyển", lambda row: row.is_stuck),
    ("qua-han", "Quá hạn", lambda row: row.is_overdue),
)


@requires(EDIT)
@require_GET
def proposal_ledger(request):
    """Every proposal ever put, with what became of it."""
    rows = ledger(clock.today())
    asked = request.GET.get("xem", "")
    keep = {key: test for key, _, test in VIEWS}.get(asked, VIEWS[0][2])
    context = {
        "rows": [row for row in rows if keep(row)],
        "views": [(key, label, sum(map(test, rows)), key == asked) for key, label, test in VIEWS],
    }
    return render(request, "reporting/narrative/ledger.html", context)


def chosen_from(today) -> dict:
    """What a proposal's form chooses from: agencies in force, indicators in force."""
    agencies = Agency.objects.in_force_on(today).named_on(today).order_by("side", "position")
    labels = Indicator.objects.in_force_on(today).filter(versions__in_force_until=None)
    labels = labels.order_by("section__position", "position")
    pairs = labels.values_list("code", "versions__label").distinct()
    return {
        "agencies": agencies,
        "indicators": [(code, f"{label} ({code})") for code, label in pairs],
    }


@requires(EDIT, keeps_input=True)
@require_http_methods(["GET", "POST"])
def proposal(request, pk):
    """One proposal of the ledger: its facts, its result, its history."""
    today = clock.today()
    row = get_object_or_404(with_places(today), pk=min(pk, LARGEST_KEY))
    choices = chosen_from(today)
    kept = kept_input.kept_for(request.user, request.path) if request.method == "GET" else None
    initial = proposal_typed(row) | (kept_input.fields_of(kept).dict() if kept else {})
    form = LedgerForm(
        request.POST if request.method == "POST" else None, initial=initial, **choices
    )
    status, theirs = 200, None
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                base = form.cleaned_data["base_version"]
                facts = {"base": base, "access": request.access, "at": clock.now()}
                proposing.save_proposal(row, form.facts, **facts)
                drop_kept(request)
                messages.success(request, "Đã ghi đề xuất.")
                return redirect("reporting:proposal", row.pk)
        except Closed as error:
            form.add_error(None, str(error))
        except proposing.Taken as taken:
            status, theirs = 409, taken.now
            data = request.POST.copy()
            data["base_version"] = str(theirs.version)
            form = LedgerForm(data, **choices)
    (told,) = ledger(today, [row])
    context = {
        "row": told,
        "form": form,
        "theirs": theirs,
        "base_version": form["base_version"].value() or 0,
        "history": row.history.select_related("history_user").order_by("-history_id")[:50],
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "reporting/narrative/proposal.html", context, status=status)


@requires(EDIT, keeps_input=True)
@require_http_methods(["GET", "POST"])
def edition_proposals(request, edition):
    """What one edition proposes: order, words, from the ledger, new."""
    edition = edition_at_work(request.access, edition)
    today = clock.today()
    form, status = new_form(request, today), 200
    if request.method == "POST" and request.POST.get("do", "new") != "new":
        return carried_out(request, edition)
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                facts = {"access": request.access, "at": clock.now()}
                proposing.put_new(edition, form.facts, **facts)
                drop_kept(request)
                messages.success(request, "Đã thêm đề xuất, và ghi vào sổ theo dõi.")
                return redirect("reporting:edition_proposals", edition.pk)
        except Closed as error:
            form.add_error(None, str(error))
    rows = ledger(today)
    of = {row.proposal.pk: row for row in rows}
    put = list(edition.proposals.all())
    there = {one.proposal_id for one in put}
    context = {
        "edition": edition,
        "rows": [(one, of[one.proposal_id]) for one in put],
        "offered": [r for r in rows if not r.is_settled and r.proposal.pk not in there],
        "form": form,
        "why_not": why_not(edition, request.access),
        "who_mark": kept_input.mark_of(request.user),
        "steps": steps_of(edition),
    }
    return render(request, "reporting/narrative/proposals.html", context, status=status)


def new_form(request, today) -> ProposalForm:
    is_new = request.method == "POST" and request.POST.get("do", "new") == "new"
    kept = kept_input.kept_for(request.user, request.path) if request.method == "GET" else None
    initial = kept_input.fields_of(kept).dict() if kept else {}
    return ProposalForm(request.POST if is_new else None, initial=initial, **chosen_from(today))


def carried_out(request, edition):
    """put:<proposal>, up:<row>, down:<row>, out:<row>; anything else that is posted is nothing."""
    deed, _, key = request.POST.get("do", "").partition(":")
    facts = {"access": request.access, "at": clock.now()}
    try:
        if deed == "put":
            proposing.put(edition, get_object_or_404(Proposal, pk=key_of(key)), **facts)
            messages.success(request, "Đã thêm đề xuất từ sổ.")
        elif deed in ("up", "down"):
            proposing.move(row_of(edition, key), deed == "up", **facts)
        elif deed == "out":
            proposing.take_out(row_of(edition, key), **facts)
            messages.success(request, "Đã bỏ đề xuất ra khỏi báo cáo này; sổ vẫn giữ.")
        else:
            raise Http404("no such deed")
    except Closed as error:
        messages.error(request, str(error))
    return redirect("reporting:edition_proposals", edition.pk)


def row_of(edition, key: str) -> EditionProposal:
    rows = edition.proposals.select_related("proposal", "edition")
    return get_object_or_404(rows, pk=key_of(str(key)))


@requires(EDIT, keeps_input=True)
@require_http_methods(["GET", "POST"])
def reword_proposal(request, edition, pk):
    """Other words for this edition; the ledger keeps its own."""
    edition = edition_at_work(request.access, edition)
    row = row_of(edition, pk)
    kept = kept_input.kept_for(request.user, request.path) if request.method == "GET" else None
    initial = {"text": row.text, "began": row.text}
    initial |= kept_input.fields_of(kept).dict() if kept else {}
    form = RewordForm(request.POST if request.method == "POST" else None, initial=initial)
    status, theirs = 200, None
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                facts = {"access": request.access, "at": clock.now()}
                text, began = form.cleaned_data["text"], form.cleaned_data["began"]
                proposing.reword(row, text, began=began, **facts)
                drop_kept(request)
                messages.success(request, "Đã ghi lời của đề xuất.")
                return redirect("reporting:edition_proposals", edition.pk)
        except Closed as error:
            form.add_error(None, str(error))
        except proposing.Taken as taken:
            status, theirs = 409, taken.now.text
            form = RewordForm({"text": form.cleaned_data["text"], "began": theirs})
    context = {
        "edition": edition,
        "row": row,
        "form": form,
        "theirs": theirs,
        "began": form["began"].value(),
        "why_not": why_not(edition, request.access),
        "who_mark": kept_input.mark_of(request.user),
        "steps": steps_of(edition),
    }
    return render(request, "reporting/narrative/reword.html", context, status=status)
