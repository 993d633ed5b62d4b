"""How this agency counts: the page that edits the note beside one question."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts.form_fields import TextField
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.models import Indicator, Source
from portal.submissions.counting import LONGEST_NOTE, CountingNote, write_counting_note

MONTH = "ky"


class NoteForm(forms.Form):
    text = TextField(
        label="Cách đếm của cơ quan",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 4}),
        help_text="Lấy số ở đâu, hỏi ai, gồm và không gồm những gì. Để trống là xóa.",
    )


@requires(Capability.REPORT, agency="agency")
@require_http_methods(["GET", "POST"])
def counting_note(request, agency, code):
    today = clock.today()
    agency = get_object_or_404(Agency.objects.named_on(today), slug=agency)
    indicator = asked_indicator(agency, code)
    note = CountingNote.objects.filter(agency=agency, indicator=indicator).first()
    period = period_in(request)
    form = NoteForm(request.POST or None, initial={"text": note.text if note else ""})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        write_counting_note(agency, indicator, text, by=request.user, at=clock.now())
        messages.success(request, "Đã ghi cách đếm.")
        return redirect(way_back(agency, period, code))
    context = {
        "agency": agency,
        "indicator": indicator,
        "wording": indicator.versions.order_by("-in_force_from").first(),
        "note": note,
        "form": form,
        "back": way_back(agency, period, code),
        "period": period,
    }
    return render(request, "entry/counting_note.html", context, status=422 if form.errors else 200)


def asked_indicator(agency: Agency, code: str) -> Indicator:
    """An indicator that the agency itself reports, now or once; 404 for any other."""
    indicator = Indicator.objects.filter(
        code=code, source=Source.AGENCY, asked_of__memberships__agency=agency
    ).first()
    if indicator is None:
        raise Http404("not asked of this agency")
    return indicator


def period_in(request) -> ReportingPeriod | None:
    """The month whose sheet the visitor came from; None for none or nonsense."""
    text = request.GET.get(MONTH, "")
    year, _, month = text.partition("-")
    if len(text) != 7 or not (text.isascii() and year.isdigit() and month.isdigit()):
        return None
    return ReportingPeriod.objects.filter(year=int(year), month=int(month)).first()


def way_back(agency: Agency, period: ReportingPeriod | None, code: str) -> str:
    if period is None:
        return reverse("entry:sheet_list")
    sheet = reverse("entry:sheet_edit", args=[agency.slug, period.key])
    return f"{sheet}#q-{code}"
