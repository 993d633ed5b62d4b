"""What the centre says to everyone on the first page: between two days, to a side or to all."""

import re

from django import forms
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts import kept_input
from portal.accounts.form_fields import DayField, TextField
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Side
from portal.catalogue.notices import Notice
from portal.days import show_date, show_date_padded

from .changes import changes_of
from .deeds import Deed, deeds_page
from .notice_actions import change_notice, end_notice, post_notice
from .people_forms import NothingForm

ADDRESS = re.compile(r"(?:/(?![/\\])|https://)[^\s\\]*", re.IGNORECASE)


class NoticeForm(forms.Form):
    text = TextField(
        label="Nội dung", max_length=500, widget=forms.Textarea({"rows": 3, "maxlength": 500})
    )
    side = forms.ChoiceField(
        label="Cho ai", choices=[("", "Mọi người đăng nhập"), *Side.choices], required=False
    )
    address = TextField(
        label="Đường dẫn kèm theo, không bắt buộc",
        max_length=300,
        required=False,
        help_text="Một trang của hệ thống, ví dụ /phieu/, hoặc địa chỉ bắt đầu bằng https://.",
    )
    in_force_from = DayField(label="Hiện từ ngày")
    in_force_until = DayField(
        label="Đến hết ngày, không bắt buộc", required=False, help_text="Để trống thì hiện mãi."
    )

    def __init__(self, *args, today, **kwargs):
        kwargs["initial"] = {
            "in_force_from": show_date_padded(today),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)

    def clean_address(self):
        address = self.cleaned_data["address"]
        if address and not ADDRESS.fullmatch(address):
            raise forms.ValidationError("Bạn ghi trang bắt đầu bằng / hoặc địa chỉ https://.")
        return address

    def clean(self):
        said = super().clean()
        first, last = said.get("in_force_from"), said.get("in_force_until")
        if first and last and last < first:
            self.add_error("in_force_until", "Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.")
        return said


@requires(Capability.ADMINISTER)
@require_GET
def notice_list(request):
    today = clock.today()
    notices = [(notice, standing_of(notice, today)) for notice in Notice.objects.all()[:200]]
    return render(request, "programme/notice_list.html", {"notices": notices})


def standing_of(notice: Notice, today) -> str:
    if notice.in_force_from > today:
        return "Chưa đến ngày"
    return "Đang hiện" if notice.is_in_force_on(today) else "Đã kết thúc"


@requires(Capability.ADMINISTER, keeps_input=True)
@require_http_methods(["GET", "POST"])
def notice_add(request):
    kept = kept_input.kept_for(request.user, request.path) if request.method == "GET" else None
    form = NoticeForm(
        request.POST if request.method == "POST" else None,
        today=clock.today(),
        initial=kept_input.fields_of(kept).dict() if kept else None,
    )
    if request.method == "POST" and form.is_valid():
        post_notice(**form.cleaned_data, by=request.user)
        kept_input.KeptInput.objects.filter(user=request.user, path=request.path).delete()
        return redirect("programme:notice_list")
    context = {
        "title": "Thông báo mới",
        "lead": "Hiện trên bàn làm việc của những người bạn chọn, trong những ngày bạn chọn.",
        "crumbs": [("Thông báo", reverse("programme:notice_list"))],
        "form": form,
        "button": "Đăng thông báo",
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "programme/_form.html", context, status=422 if form.errors else 200)


@requires(Capability.ADMINISTER, keeps_input=True)
@require_http_methods(["GET", "POST"])
def notice_change(request, pk):
    today = clock.today()
    notice = get_object_or_404(Notice, pk=min(pk, 2**63 - 1))
    is_over = standing_of(notice, today) == "Đã kết thúc"
    return deeds_page(
        request,
        notice,
        (CHANGE,) if is_over else (CHANGE, END),
        "programme/notice.html",
        lambda: {
            "notice": notice,
            "title": "Sửa thông báo",
            "standing": standing_of(notice, today),
            "crumbs": [("Thông báo", reverse("programme:notice_list"))],
            "changes": changes_of(notice.history.all()),
        },
        today,
    )


def change(notice, *, by, today, **facts) -> str:
    change_notice(notice, by=by, **facts)
    return "Đã ghi thông báo."


def end(notice, *, by, today) -> str:
    end_notice(notice, today=today, by=by)
    return f"Từ {show_date(today)}, thông báo không hiện nữa."


def facts_of(notice: Notice, today) -> dict:
    initial = {
        "text": notice.text,
        "side": notice.side,
        "address": notice.address,
        "in_force_from": show_date_padded(notice.in_force_from),
        "in_force_until": show_date_padded(notice.in_force_until),
    }
    return {"initial": initial, "today": today}


CHANGE = Deed(
    "change",
    "Nội dung và ngày hiện",
    "Ghi thông báo",
    NoticeForm,
    change,
    facts_of,
    is_versioned=True,
    is_open=True,
)
END = Deed(
    "end",
    "Thôi hiện thông báo",
    "Thôi hiện ngay",
    NothingForm,
    end,
    danger=True,
)
