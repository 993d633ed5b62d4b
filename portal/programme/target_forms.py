"""Forms of the targets: what is to be reached, by whom, by when, on what basis."""

from django import forms

from portal.accounts.form_fields import CountField, DayField, TextField
from portal.catalogue.models import Indicator, ValueType
from portal.catalogue.targets import Target
from portal.days import show_date_padded

from .calendar_forms import ReasonField
from .indicator_forms import IndicatorField, worded_on
from .people_forms import AgencyField, agencies_on

LARGEST = 2**31 - 1
QUALIFIERS = (("", "Đúng số ghi"), ("tối thiểu", "Tối thiểu"), ("khoảng", "Khoảng"), ("hơn", "Hơn"))


class CountedField(IndicatorField):
    """An indicator with its unit, so that nobody takes lượt for persons."""

    def label_from_instance(self, indicator):
        return f"{indicator.label or indicator.code} ({indicator.unit or 'không đơn vị'})"


class TargetForm(forms.Form):
    agency = AgencyField(
        required=False,
        label="Của ai",
        empty_label="Cả nước",
        help_text="Kế hoạch riêng thì bạn chọn cơ quan.",
    )
    indicator = CountedField(
        Indicator.objects.none(),
        label="Chỉ tiêu",
        empty_label="Chọn chỉ tiêu",
        help_text="Trong ngoặc là đơn vị tính của mục tiêu.",
    )
    qualifier = forms.ChoiceField(choices=QUALIFIERS, required=False, label="Từ đi kèm")
    amount = CountField(largest=LARGEST, label="Mức phải đạt")
    counts_from = DayField(label="Tính từ ngày")
    due_on = DayField(label="Đến hết ngày")
    basis = TextField(
        max_length=300, label="Căn cứ", help_text="Số, ký hiệu, ngày của văn bản đặt ra mục tiêu."
    )

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies_on(day)
        self.fields["indicator"].queryset = worded_on(day).filter(
            value_type=ValueType.COUNT
        ).in_force_on(day)  # fmt: skip
        self.fields["counts_from"].initial = show_date_padded(day.replace(month=1, day=1))
        self.fields["due_on"].initial = show_date_padded(day.replace(month=12, day=31))

    @property
    def target(self) -> Target:
        return Target(**self.cleaned_data)


class StrikeForm(forms.Form):
    reason = ReasonField(label="Lý do bỏ")
