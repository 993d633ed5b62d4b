"""The shelf of saved views: keep one, open one, give it another name, take it away."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts.form_fields import TextField
from portal.accounts.permissions import Capability, requires
from reporting.models import SavedView

from .saving import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    Refused,
    delete_view,
    portal_address,
    rename_view,
    save_view,
)

READ = Capability.READ


class NameForm(forms.Form):
    name = TextField(label="Tên cách xem", max_length=LONGEST_NAME)


class SaveForm(NameForm):
    address = forms.CharField(
        label="Địa chỉ",
        max_length=LONGEST_ADDRESS,
        strip=False,
        help_text="Đường dẫn của trang trong cổng, bắt đầu bằng dấu /.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_address(self):
        try:
            return portal_address(self.cleaned_data["address"])
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused


@requires(READ, keeps_input=True)
@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_list(request):
    """Every view that the reader has kept; a posted one is added, and opened again."""
    form = SaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            view = save_view(request.user, **form.cleaned_data, at=clock.now())
        except Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            messages.success(request, f"Đã lưu cách xem “{view.name}”.")
            return redirect(view.address)
    views = list(SavedView.objects.filter(user=request.user))
    context = {"views": views, "form": form, "is_tried": form.is_bound}
    status = 422 if form.is_bound else 200
    return render(request, "reporting/dashboard/saved_view_list.html", context, status=status)


@requires(READ, keeps_input=True)
@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_change(request, pk):
    """Another name for a view of the reader's own."""
    view = get_object_or_404(SavedView, pk=pk, user=request.user)
    form = NameForm(request.POST or None, initial={"name": view.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_view(view, form.cleaned_data["name"])
        except Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            messages.success(request, f"Đã đổi tên thành “{view.name}”.")
            return redirect("reporting:saved_view_list")
    context = {"view": SavedView.objects.get(pk=pk), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "reporting/dashboard/saved_view_change.html", context, status=status)


@requires(READ)
@require_http_methods(["GET", "HEAD", "POST"])
def saved_view_delete(request, pk):
    """Only a post takes it away; whoever comes here otherwise is led back."""
    if request.method == "POST":
        view = get_object_or_404(SavedView, pk=pk, user=request.user)
        delete_view(view)
        messages.success(request, f"Đã xóa cách xem “{view.name}”.")
    return redirect("reporting:saved_view_list")
