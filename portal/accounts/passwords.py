"""Setting a password through a mailed link: the invitation's, or one asked for when forgotten."""

import hashlib

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .addresses import client_address
from .form_fields import ASKED, TextField
from .links import INVITATION, RESET, person_behind, send_reset
from .models import User
from .permissions import public

MAILS_A_PERSON, MAILS_AN_ADDRESS, WITHIN = 1, 10, 15 * 60
LONGEST_PASSWORD = 128


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Mật khẩu mới",
        strip=False,
        max_length=LONGEST_PASSWORD,
        help_text="Ít nhất 10 ký tự, không chỉ gồm chữ số, không giống tên hay địa chỉ của bạn.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": ASKED},
    )
    again = forms.CharField(
        label="Nhập lại mật khẩu mới",
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": ASKED},
    )

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean(self):
        said = super().clean()
        if "password" in said and "again" in said and said["password"] != said["again"]:
            self.add_error("again", "Hai lần nhập chưa giống nhau.")
        return said


class ForgottenForm(forms.Form):
    email = TextField(
        label="Địa chỉ thư điện tử",
        max_length=254,
        help_text="Địa chỉ mà Cục đã ghi cho tài khoản của bạn.",
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def clean_email(self):
        email = self.cleaned_data["email"]
        try:
            forms.EmailField().clean(email)
        except ValidationError:
            raise ValidationError("Địa chỉ chưa đúng dạng, ví dụ ten@coquan.gov.vn.") from None
        return email


def set_by_link(request, uidb64, token, tokens, title):
    """The page behind a link: void after its time, after its use, for a closed account."""
    person = person_behind(uidb64)
    if not tokens.check_token(person, token):
        return render(request, "accounts/link_void.html", {"title": title}, status=404)
    form = PasswordForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        if set_once(person, token, tokens, form.cleaned_data["password"]):
            messages.success(request, "Đã đặt mật khẩu. Bạn đăng nhập bằng mật khẩu mới.")
            return redirect("sign_in")
        return render(request, "accounts/link_void.html", {"title": title}, status=404)
    context = {"form": form, "person": person, "title": title}
    # Refused or not, 200: Django writes the address of every refusal, a live token too, to the log.
    return render(request, "accounts/password_set.html", context)


@transaction.atomic
def set_once(person: User, token: str, tokens, password: str) -> bool:
    """Whether the link still held when the person's row was locked; the second of two does not."""
    held = User.objects.select_for_update().get(pk=person.pk)
    if not tokens.check_token(held, token):
        return False
    held.set_password(password)
    held.save(update_fields=["password"])
    return True


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def invitation(request, uidb64, token):
    return set_by_link(request, uidb64, token, INVITATION, "Đặt mật khẩu")


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_reset(request, uidb64, token):
    return set_by_link(request, uidb64, token, RESET, "Đặt lại mật khẩu")


@public
@require_http_methods(["GET", "POST"])
def password_forgotten(request):
    """The same answer whether or not somebody has that address."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        send_if_known(form.cleaned_data["email"], client_address(request))
        return render(request, "accounts/password_forgotten.html", {"sent": True})
    status = 422 if form.errors else 200
    return render(request, "accounts/password_forgotten.html", {"form": form}, status=status)


def send_if_known(email: str, address: str) -> None:
    if not is_within("address", address, MAILS_AN_ADDRESS):
        return
    person = User.objects.filter(email__iexact=email, is_active=True).order_by("pk").first()
    if person and person.has_usable_password() and is_within("person", person.pk, MAILS_A_PERSON):
        send_reset(person)


def is_within(what: str, of, limit: int) -> bool:
    """Counts one more in the running quarter of an hour; in each process's own memory."""
    key = hashlib.sha256(f"{what}:{of}".encode()).hexdigest()
    cache.add(key, 0, WITHIN)
    try:
        return cache.incr(key) <= limit
    except ValueError:  # it ran out between the two
        return True
