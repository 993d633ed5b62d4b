"""What is asked of a person, of a role and of a handover."""

from django import forms
from django.core.exceptions import ValidationError

from portal.accounts.form_fields import DayField, RowField, TextField
from portal.accounts.models import AGENCY_ROLES, Membership, Role, User
from portal.agencies.models import Agency
from portal.days import show_date, show_date_padded

ASKED = "Bạn chọn một."


class AgencyField(RowField):
    """One agency, by its name of the day that the queryset was asked for."""

    def __init__(self, queryset=None, **kwargs):
        kwargs.setdefault("empty_label", "Chọn cơ quan")
        super().__init__(Agency.objects.none() if queryset is None else queryset, **kwargs)

    def label_from_instance(self, agency: Agency) -> str:
        return agency.name or agency.slug


def agencies_on(day):
    return Agency.objects.in_force_on(day).named_on(day).order_by("side", "sort_key")


class PersonField(RowField):
    def label_from_instance(self, person: User) -> str:
        return f"{person} ({person.username})"


def checked_email(text: str) -> str:
    try:
        forms.EmailField().clean(text)
    except ValidationError:
        raise ValidationError("Địa chỉ chưa đúng dạng, ví dụ ten@coquan.gov.vn.") from None
    return text


class PersonForm(forms.Form):
    email = TextField(
        label="Địa chỉ thư điện tử",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    full_name = TextField(label="Họ và tên", max_length=120)
    position = TextField(label="Chức vụ, không bắt buộc", max_length=120, required=False)
    phone = TextField(label="Điện thoại, không bắt buộc", max_length=30, required=False)

    def clean_email(self):
        return checked_email(self.cleaned_data["email"])


class RoleFields(forms.Form):
    """A role for an agency, or a central one for none, between two days."""

    role = forms.ChoiceField(label="Vai trò", choices=Role)
    agency = AgencyField(
        label="Cơ quan", required=False, help_text="Để trống khi là vai trò ở trung ương."
    )
    unit = TextField(
        label="Đơn vị, không bắt buộc",
        max_length=120,
        required=False,
        help_text="In sau tên người này, ví dụ tên sở hoặc vụ.",
    )
    since = DayField(label="Từ ngày")
    until = DayField(
        label="Đến hết ngày, không bắt buộc",
        required=False,
        help_text="Để trống khi chưa biết ngày kết thúc.",
    )

    def __init__(self, *args, today, **kwargs):
        kwargs["initial"] = {"since": show_date_padded(today), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_on(today)
        self.fields["role"].error_messages["required"] = ASKED

    def clean(self):
        said = super().clean()
        needs_agency = said.get("role") in AGENCY_ROLES
        if needs_agency and not said.get("agency") and "agency" not in self.errors:
            self.add_error("agency", "Vai trò này cần chọn cơ quan.")
        return said


class InvitationForm(RoleFields, PersonForm):
    """A new person with the first role."""

    field_order = (
        *("email", "full_name", "role", "agency", "position", "phone", "unit"),
        *("since", "until"),
    )


class OpenRoleField(RowField):
    def label_from_instance(self, role: Membership) -> str:
        of = f", {role.of}" if role.of else ""
        return f"{role.get_role_display()}{of}, từ {show_date(role.in_force_from)}"


class EndRoleForm(forms.Form):
    membership = OpenRoleField(
        Membership.objects.none(), label="Vai trò", empty_label="Chọn vai trò"
    )
    last_day = DayField(label="Ngày cuối cùng của vai trò")

    def __init__(self, *args, roles, today, **kwargs):
        kwargs["initial"] = {"last_day": show_date_padded(today), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["membership"].queryset = roles


class HandOverForm(forms.Form):
    to = PersonField(User.objects.none(), label="Người nhận", empty_label="Chọn người")
    since = DayField(label="Người nhận làm từ ngày")

    def __init__(self, *args, person, today, **kwargs):
        kwargs["initial"] = {"since": show_date_padded(today), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        others = User.objects.filter(is_active=True).exclude(pk=person.pk)
        self.fields["to"].queryset = others.order_by("full_name", "pk")


class NothingForm(forms.Form):
    """A button alone."""
