"""An agency's events on digital transformation: the list, one more, one struck with its reason."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts.form_fields import CountField, DayField, TextField
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Agency

from .actions import DocumentError, record_event, strike_event
from .models import MOST_PARTICIPANTS, AwarenessEvent
from .register_views import WHO


class EventForm(forms.Form):
    name = TextField(
        max_length=300,
        label="Tên sự kiện",
        help_text="Ví dụ: Hội nghị triển khai Đề án 146.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    held_on = DayField(
        label="Ngày tổ chức",
        help_text="Ví dụ 10/10/2022. Nhiều ngày thì ghi ngày đầu.",
        error_messages={"required": "Bạn ghi ngày."},
    )
    form = forms.ChoiceField(
        choices=[("", "Chọn hình thức"), *AwarenessEvent.Form.choices],
        label="Hình thức",
        error_messages={
            "required": "Bạn chọn hình thức.",
            "invalid_choice": "Không có trong danh sách. Bạn chọn lại.",
        },
    )
    participants = CountField(
        required=False,
        largest=MOST_PARTICIPANTS,
        label="Số người dự",
        help_text="Chưa rõ thì để trống.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="event-%s", **kwargs)


class StrikeForm(forms.Form):
    reason = TextField(
        max_length=300,
        label="Lý do gạch bỏ",
        help_text="Ví dụ: ghi hai lần, sự kiện đã hoãn. Lý do được giữ cùng sự kiện.",
        error_messages={"required": "Bạn ghi lý do gạch bỏ."},
        widget=forms.Textarea({"rows": 2}),
    )


@requires(*WHO, agency="agency")
@require_http_methods(["GET", "POST"])
def event_list(request, agency):
    agency = get_object_or_404(Agency.objects.named_on(clock.today()), slug=agency)
    form = form_for_reporter(EventForm, request, agency)
    if form and form.is_valid() and carried_out(form, recorded, request, agency):
        messages.success(request, "Đã ghi sự kiện.")
        return redirect("entry:event_list", agency.slug)
    events = list(agency.awareness_events.select_related("recorded_by"))
    context = {
        "agency": agency,
        "events": events,
        "standing": sum(event.struck_at is None for event in events),
        "form": form,
    }
    status = 422 if form and form.errors else 200
    return render(request, "documents/event_list.html", context, status=status)


@requires(*WHO, agency="agency")
@require_http_methods(["GET", "POST"])
def event_change(request, agency, pk):
    """One event: the agency strikes it, the others read."""
    agency = get_object_or_404(Agency.objects.named_on(clock.today()), slug=agency)
    event = get_object_or_404(
        agency.awareness_events.select_related("recorded_by"), pk=min(pk, 2**63 - 1)
    )
    form = form_for_reporter(StrikeForm, request, agency)
    if form and form.is_valid() and carried_out(form, struck, request, event):
        messages.success(request, f"Đã gạch bỏ “{event}”.")
        return redirect("entry:event_list", agency.slug)
    context = {"agency": agency, "event": event, "form": form}
    status = 422 if form and form.errors else 200
    return render(request, "documents/event_change.html", context, status=status)


def form_for_reporter(form_class, request, agency) -> forms.Form | None:
    """The form, bound when posted; None for who only reads."""
    if not request.access.can(Capability.REPORT, agency.slug):
        return None
    return form_class(request.POST if request.method == "POST" else None)


def recorded(request, agency, said) -> None:
    record_event(agency, **said, access=request.access, at=clock.now())


def struck(request, event, said) -> None:
    strike_event(event, **said, access=request.access, at=clock.now())


def carried_out(form, act, request, subject) -> bool:
    """Whether the action took what was said; what it refuses is said at its field."""
    try:
        act(request, subject, form.cleaned_data)
    except DocumentError as error:
        form.add_error(error.field or None, error.message)
        return False
    return True
