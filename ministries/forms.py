"""The form by which the centre states a national figure."""

from django import forms

from portal import figures
from portal.accounts.form_fields import ASKED, DayField, TextField, not_after
from portal.models import Indicator, IndicatorVersion


class NationalFigureForm(forms.Form):
    """A figure with its qualifier as people write it: "101.659", "gần 500", "gần 6 triệu"."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label="Chỉ tiêu", empty_label="Chọn chỉ tiêu"
    )
    figure = forms.CharField(
        label="Số liệu", max_length=60, help_text="Ghi như trong báo cáo: 101.659, hoặc gần 500."
    )
    as_of = DayField(label="Tính đến ngày", help_text="Ví dụ 30/09/2022.")
    source = TextField(
        label="Nguồn", max_length=300, help_text="Văn bản, nền tảng hoặc người cung cấp."
    )

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day
        choices = Indicator.objects.in_force_on(day).filter(asked_of=None, parts=None)
        self.fields["indicator"].queryset = choices
        self.fields["indicator"].label_from_instance = self.label_of
        self.wordings = dict(
            IndicatorVersion.objects.in_force_on(day).values_list("indicator_id", "short_label")
        )
        for name in ("indicator", "figure"):
            self.fields[name].error_messages["required"] = ASKED

    def label_of(self, indicator):
        return self.wordings.get(indicator.pk, indicator.code)

    def clean_figure(self):
        try:
            read = figures.read_qualified(self.cleaned_data["figure"])
        except figures.FigureError as error:
            raise forms.ValidationError(error.message) from error
        if read is None:
            raise forms.ValidationError("Bạn ghi một con số.")
        return read

    def clean_as_of(self):
        return not_after(self.cleaned_data["as_of"], self.day)
