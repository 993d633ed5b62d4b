"""What is asked of an agency: its facts, its dated names, codes, sets, its end."""

from django import forms
from django.utils.text import capfirst

from portal.accounts.form_fields import CountField, DayField, RowField, TextField
from portal.agencies.actions import KINDS_OF_SIDE
from portal.agencies.models import (
    AgencyAlias,
    AgencyName,
    AgencySet,
    AgencySetMember,
    CodeScheme,
    Kind,
    Side,
)
from portal.days import show_date, show_date_padded

from .people_forms import AgencyField

LARGEST_POSITION = 9999


class SetField(forms.ModelMultipleChoiceField):
    default_error_messages = {"invalid_choice": "Không có trong danh sách. Bạn chọn lại."}

    def label_from_instance(self, agency_set: AgencySet) -> str:
        return f"{capfirst(agency_set.name)} ({agency_set.get_side_display().lower()})"


class NameFields(forms.Form):
    """The three forms of a name and the kind."""

    kind = forms.ChoiceField(label="Loại", choices=Kind)
    name = TextField(
        label="Tên ngắn", max_length=120, help_text="Dùng trên các trang và bảng chọn."
    )
    printed_name = TextField(
        label="Tên in trong bảng, không bắt buộc",
        max_length=120,
        required=False,
        help_text="Để trống khi giống tên ngắn.",
    )
    official_name = TextField(
        label="Tên đầy đủ, không bắt buộc",
        max_length=160,
        required=False,
        help_text="Để trống khi giống tên ngắn.",
    )

    def __init__(self, *args, side="", **kwargs):
        super().__init__(*args, **kwargs)
        if side:
            self.fields["kind"].choices = [(kind, kind.label) for kind in KINDS_OF_SIDE[side]]

    def clean(self):
        said = super().clean()
        for field in ("printed_name", "official_name"):
            said[field] = said.get(field) or said.get("name", "")
        return said


class NewAgencyForm(NameFields):
    side = forms.ChoiceField(label="Khối", choices=Side)
    in_force_from = DayField(label="Hoạt động từ ngày")
    position = CountField(
        label="Thứ tự chính thức, không bắt buộc", largest=LARGEST_POSITION, required=False
    )
    sets = SetField(
        AgencySet.objects.none(),
        label="Phạm vi báo cáo và vùng",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = (
        *("side", "kind", "name", "printed_name", "official_name"),
        *("in_force_from", "position", "sets"),
    )

    def __init__(self, *args, today, **kwargs):
        kwargs["initial"] = {
            "in_force_from": show_date_padded(today),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        self.fields["sets"].queryset = AgencySet.objects.all()


class FactsForm(forms.Form):
    position = CountField(label="Thứ tự chính thức", largest=LARGEST_POSITION)
    letterhead = TextField(
        label="Đơn vị lập báo cáo, không bắt buộc",
        max_length=160,
        required=False,
        help_text="In ở đầu phiếu, dưới tên cơ quan.",
    )
    needs_approval = forms.BooleanField(label="Lãnh đạo duyệt trước khi gửi", required=False)
    one_person = forms.BooleanField(label="Một người vừa lập vừa duyệt", required=False)


class RenameForm(NameFields):
    since = DayField(label="Tên mới từ ngày", help_text="Tên cũ kết thúc ngày trước đó.")


class NameField(RowField):
    def label_from_instance(self, name: AgencyName) -> str:
        return f"{name.name}, từ {show_date(name.in_force_from)}"


class CorrectNameForm(NameFields):
    which = NameField(AgencyName.objects.none(), label="Sửa tên nào", empty_label="Chọn tên")
    field_order = ("which", "kind", "name", "printed_name", "official_name")

    def __init__(self, *args, names, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["which"].queryset = names


class CodeForm(forms.Form):
    scheme = forms.ChoiceField(label="Bộ mã", choices=CodeScheme)
    code = TextField(label="Mã", max_length=20)
    since = DayField(label="Từ ngày", help_text="Mã cũ của cùng bộ mã kết thúc ngày trước đó.")


class AliasForm(forms.Form):
    text = TextField(
        label="Cách viết",
        max_length=160,
        help_text="Như gặp trong bảng gửi về. Hệ thống nhận ra khi dán số, không in ra ở đâu.",
    )


class AliasChoice(RowField):
    def label_from_instance(self, alias: AgencyAlias) -> str:
        return alias.text


class MoveAliasForm(forms.Form):
    alias = AliasChoice(AgencyAlias.objects.none(), label="Cách viết", empty_label="Chọn cách viết")
    to = AgencyField(label="Là cách viết của")

    def __init__(self, *args, aliases, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["alias"].queryset = aliases
        self.fields["to"].queryset = agencies


class SetChoice(RowField):
    def label_from_instance(self, agency_set: AgencySet) -> str:
        return capfirst(agency_set.name)


class JoinForm(forms.Form):
    agency_set = SetChoice(
        AgencySet.objects.none(), label="Phạm vi hoặc vùng", empty_label="Chọn một"
    )
    since = DayField(label="Từ ngày")

    def __init__(self, *args, agency, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency_set"].queryset = AgencySet.objects.filter(side=agency.side)


class MemberChoice(RowField):
    def label_from_instance(self, member: AgencySetMember) -> str:
        return f"{capfirst(member.agency_set.name)}, từ {show_date(member.in_force_from)}"


class LeaveForm(forms.Form):
    member = MemberChoice(
        AgencySetMember.objects.none(), label="Phạm vi hoặc vùng", empty_label="Chọn một"
    )
    last_day = DayField(label="Ngày cuối cùng trong phạm vi")

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members


class EndForm(forms.Form):
    last_day = DayField(label="Ngày hoạt động cuối cùng")
    reason = TextField(
        label="Căn cứ",
        max_length=100,
        help_text="Số, ký hiệu và ngày của văn bản.",
    )


class SuccessionForm(forms.Form):
    successor = AgencyField(label="Cơ quan kế thừa")
    takes_over_on = DayField(
        label="Kế thừa từ ngày", help_text="Cơ quan trước kết thúc ngày trước đó."
    )
    basis = TextField(label="Căn cứ", max_length=100, help_text="Số, ký hiệu và ngày của văn bản.")
    carries_figures = forms.BooleanField(
        label="Số liệu của cơ quan trước tính cho cơ quan kế thừa", required=False, initial=True
    )
    gives_people = forms.BooleanField(
        label="Giao người của cơ quan trước vai trò như cũ ở cơ quan kế thừa",
        required=False,
        initial=True,
        help_text="Không đánh dấu thì vai trò của họ chỉ kết thúc.",
    )

    def __init__(self, *args, agency, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = agencies.exclude(pk=agency.pk)
