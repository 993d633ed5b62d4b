"""The forms by which the centre states and corrects figures that name no agency."""

from itertools import groupby

from django import forms
from django.db.models import F, FilteredRelation

from portal import figures
from portal.accounts.form_fields import ASKED, DayField, TextField, not_after
from portal.catalogue.models import Combine, ValueType
from portal.dated import in_force
from portal.models import Indicator

from .stating import Said, read_said

GROUPS = (
    "Số chung của cả nước",
    "Số cơ quan đã thực hiện, không kèm tên",
    "Tổng số của một khối, không kèm tên",
)


def group_of(indicator: Indicator) -> int:
    if indicator.asked_of_id is None:
        return 0
    return 1 if indicator.combine == Combine.COUNT_YES else 2


def stateable(day):
    """What may be stated without names on a day: whole figures, no parts of others, no texts."""
    return (
        Indicator.objects.in_force_on(day)
        .filter(value_type__in=[ValueType.COUNT, ValueType.YES_NO], part_of=None)
        .alias(wording=FilteredRelation("versions", condition=in_force(day, "versions__")))
        .annotate(label=F("wording__label"), short_label=F("wording__short_label"))
        .select_related("asked_of")
        .order_by("section__position", "position", "code")
    )


class FigureField(forms.CharField):
    """A figure as people write it: "101.659", "gần 6 triệu", "43/63"."""

    def __init__(self, **kwargs):
        super().__init__(max_length=60, label="Số liệu", **kwargs)
        self.error_messages["required"] = ASKED
        self.widget.attrs |= {"autocomplete": "off"}

    def clean(self, value) -> Said | None:
        try:
            said = read_said(super().clean(value))
        except figures.FigureError as error:
            raise forms.ValidationError(error.message) from error
        if said is None and self.required:
            raise forms.ValidationError("Bạn ghi một con số.")
        return said


class CheckedField(forms.BooleanField):
    def __init__(self):
        super().__init__(
            required=False,
            label="Đã đối chiếu",
            help_text="Chỉ dùng khi số công bố ít hơn số đã biết theo tên mà vẫn đúng.",
        )


class NationalFigureForm(forms.Form):
    """A figure with its qualifier, or a count without names; as of a day, from a source."""

    indicator = forms.ChoiceField(
        label="Chỉ tiêu",
        error_messages={
            "required": ASKED,
            "invalid_choice": "Không có trong danh sách. Bạn chọn lại.",
        },
    )
    figure = FigureField(help_text="Ghi như trong báo cáo: 101.659, gần 500, gần 6 triệu, 12/20.")
    as_of = DayField(label="Tính đến ngày", help_text="Ví dụ 30/09/2022.")
    source = TextField(
        label="Nguồn", max_length=300, help_text="Văn bản, nền tảng hoặc người cung cấp."
    )
    is_checked = CheckedField()

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day
        self.choices = {str(one.pk): one for one in sorted(stateable(day), key=group_of)}
        self.fields["indicator"].choices = [
            ("", "Chọn chỉ tiêu"),
            *(
                (GROUPS[group], [(str(one.pk), self.label_of(one)) for one in members])
                for group, members in groupby(self.choices.values(), key=group_of)
            ),
        ]

    def label_of(self, indicator) -> str:
        """An indicator that two sides have alike is told apart by whom it asks."""
        label = indicator.short_label or indicator.code
        return f"{label}, {indicator.asked_of.short_name}" if indicator.asked_of else label

    def clean_indicator(self):
        return self.choices[self.cleaned_data["indicator"]]

    def clean_as_of(self):
        return not_after(self.cleaned_data["as_of"], self.day)


class CorrectionForm(forms.Form):
    """Another figure for the same day and source, or none at all."""

    figure = FigureField(required=False, help_text="Để trống là rút số này, coi như chưa ghi.")
    reason = TextField(label="Lý do đính chính", max_length=300)
    is_checked = CheckedField()
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)
