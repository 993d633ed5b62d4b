"""More time for one agency in one month: the page that gives it and shows what was given before."""

import datetime
import re

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.form_fields import DayField, TextField
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.holidays import DaysOff, days_off
from portal.days import show_date_padded, show_instant, show_weekday
from portal.submissions.extending import LONGEST_REASON, CannotExtend, extend
from portal.submissions.extensions import Extension
from portal.submissions.gates import Closed
from portal.submissions.register import expected_agencies, in_charge_on

from .place import period_or_404

DAYS_OFFERED = 3  # working days, a suggestion only
HOUR_OFFERED = "17:00"


class ExtensionForm(forms.Form):
    day = DayField(label="Được sửa đến ngày", help_text="Ví dụ 30/11/2022.")
    hour = TextField(
        label="Giờ",
        max_length=5,
        help_text="Ví dụ 17:00.",
        widget=forms.TextInput({"class": "day", "autocomplete": "off"}),
    )
    reason = TextField(
        label="Lý do",
        max_length=LONGEST_REASON,
        help_text="Cơ quan thấy lý do này trong quá trình của phiếu.",
    )

    def clean_hour(self):
        found = re.fullmatch("([01]?[0-9]|2[0-3])[:hg.]([0-5][0-9])", self.cleaned_data["hour"])
        if not found:
            raise forms.ValidationError("Bạn ghi giờ và phút, ví dụ 17:00.")
        return datetime.time(int(found[1]), int(found[2]))

    @property
    def until(self) -> datetime.datetime:
        facts = self.cleaned_data
        return timezone.make_aware(datetime.datetime.combine(facts["day"], facts["hour"]))


@requires(Capability.REVIEW, Capability.MANAGE_FIGURES, keeps_input=True)
@require_http_methods(["GET", "POST"])
def extension(request, period, agency):
    period, now = period_or_404(period), timezone.localtime(clock.now())
    agency = expected_or_404(agency, period, now.date())
    off = days_off()
    form = ExtensionForm(request.POST or None, initial=offered(request, period, off, now))
    if request.method == "POST" and form.is_valid() and give(request, form, agency, period, now):
        left = off.between(now.date(), form.cleaned_data["day"])
        messages.success(
            request,
            f"{agency.name} được sửa phiếu {period.label} đến {show_instant(form.until)} "
            f"({left} ngày làm việc nữa). Hạn gửi không đổi.",
        )
        return redirect("review:board", period.key)
    earlier = Extension.objects.filter(agency=agency, period=period).select_related("granted_by")
    context = {
        "agency": agency,
        "period": period,
        "form": form,
        "earlier": earlier,
        "closed": now > period.closes_at,
        "who_mark": kept_input.mark_of(request.user),
        "today_shown": show_weekday(now.date()),
    }
    return render(request, "review/extension.html", context, status=422 if form.errors else 200)


def expected_or_404(slug: str, period: ReportingPeriod, day: datetime.date) -> Agency:
    agencies = expected_agencies(period).annotate(**in_charge_on(day))
    return get_object_or_404(agencies, slug=slug)


def offered(request, period, off: DaysOff, now) -> dict:
    """What the boxes hold at first: what was typed before the session ended, else some working
    days after today or after the month's closing, whichever is later."""
    kept = kept_input.kept_for(request.user, request.path)
    if kept and request.method == "GET":
        return kept_input.fields_of(kept).dict()
    since = max(now.date(), timezone.localtime(period.closes_at).date())
    return {"day": show_date_padded(off.after(since, DAYS_OFFERED)), "hour": HOUR_OFFERED}


def give(request, form, agency, period, now) -> bool:
    """Whether the extension was given; what stands against it is put beside its box."""
    facts = {"until": form.until, "reason": form.cleaned_data["reason"]}
    try:
        extend(agency, period, **facts, access=request.access, at=now)
    except CannotExtend as error:
        form.add_error(error.field, error.message)
    except Closed as closed:
        form.add_error(None, closed.reason)
    else:
        kept = kept_input.kept_for(request.user, request.path)
        if kept:
            kept_input.drop(request.user, kept.token)
        return True
    return False
