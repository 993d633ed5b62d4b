"""The chase list: who is missing, reminders to send at once, the text and the letter about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.names import join_names
from portal.office.docx import docx_of
from portal.review.place import current_or_404

from .contacting import record_letter
from .forms import LetterForm
from .letter import chase_letter
from .offering import taken_up
from .page import Place, asker, context_of, place_of
from .reminders import chosen_reminders
from .sending import Outcome, send_reminders

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@requires(Capability.REVIEW)
@require_GET
def chase_current(request):
    """To the list of the month under way."""
    return redirect("chasing:chase_list", current_or_404(clock.now()).key)


@requires(Capability.REVIEW)
@require_GET
def chase_view(request, period):
    return render(
        request, "chasing/chase_list.html", context_of(request, place_of(period, request.GET))
    )


@requires(Capability.REVIEW)
@require_GET
def letter_file(request, period):
    """The listed agencies' letter in Word, to be numbered and signed."""
    place = place_of(period, request.GET)
    paper = chase_letter(
        place.period, place.rows, place.chase.expected, now=place.now, ask=asker(request.user)
    )
    name = f"don-doc-{place.period.key}.docx"
    return HttpResponse(
        docx_of(paper),
        content_type=DOCX_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def list_of(place: Place):
    address = reverse("chasing:chase_list", args=[place.period.key])
    return redirect(f"{address}{place.filters.suffix}")


@requires(Capability.REVIEW)
@require_http_methods(["GET", "POST"])
def reminders_send(request, period):
    """E-mails the chosen agencies, or all that are listed. A GET only leads to the list."""
    place = place_of(period, request.GET if request.method == "GET" else request.POST)
    if request.method == "GET":
        return list_of(place)
    slugs = set(request.POST.getlist("agency"))
    if "all" in request.POST:
        slugs = {row.agency.slug for row in place.rows}
    if not slugs:
        messages.error(request, "Bạn đánh dấu cơ quan cần nhắc, rồi bấm gửi.")
        return list_of(place)
    chosen = chosen_reminders(place.period, place.now, slugs)
    say(request, send_reminders(chosen, at=place.now, by=request.user), len(slugs) - len(chosen))
    return list_of(place)


def say(request, outcome: Outcome, passed_over: int) -> None:
    """What became of the reminders, each kind of trouble in a sentence of its own."""
    passed_over += len(outcome.taken)
    if outcome.sent:
        messages.success(request, f"Đã gửi thư nhắc {len(outcome.sent)} cơ quan.")
    if outcome.unreachable:
        names = join_names(agency.name for agency in outcome.unreachable)
        messages.warning(
            request, f"Không có ai nhận được thư: {names}. Bạn gọi điện, rồi ghi lại lần liên hệ."
        )
    for agency, failure in outcome.failed:
        messages.error(request, f"Chưa gửi được thư cho {agency.name}: {failure}.")
    if outcome.stopped:
        messages.error(
            request,
            "Không nối được máy chủ thư nên chưa gửi hết. Bạn thử lại sau ít phút; "
            "cơ quan đã được nhắc không bị nhắc lại.",
        )
    if passed_over:
        messages.info(
            request,
            f"{passed_over} cơ quan không được nhắc: đã nhắc trong hôm nay, đã gửi phiếu, "
            "hoặc hệ thống không còn nhận phiếu của kỳ này.",
        )


@requires(Capability.REVIEW, keeps_input=True)
@require_http_methods(["GET", "POST"])
def letter_record(request, period):
    """Writes the letter down for every listed agency. A GET only leads to the list."""
    place = place_of(period, request.GET if request.method == "GET" else request.POST)
    if request.method == "GET":
        return list_of(place)
    form = LetterForm(request.POST, today=place.now.date())
    if not form.is_valid():
        context = context_of(request, place, form)
        return render(request, "chasing/chase_list.html", context, status=422)
    agencies = [row.agency for row in place.rows]
    said = form.cleaned_data
    taken_up(request)
    new = record_letter(agencies, place.period, **said, by=request.user, at=place.now)
    if new:
        messages.success(request, f"Đã ghi công văn số {said['number']} cho {new} cơ quan.")
    else:
        messages.info(request, "Công văn này đã được ghi trước đó, hoặc không còn cơ quan nào.")
    return list_of(place)
