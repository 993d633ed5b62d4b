"""The form by which the centre states a national figure."""

from django import forms

from portal import days, figures
from portal.models import Indicator
from portal.names import nfc


class NationalFigureForm(forms.Form):
    """A figure with its qualifier as people write it: "101.659", "gần 500", "gần 6 triệu"."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label="Chỉ tiêu", empty_label="Chọn chỉ tiêu"
    )
    figure = forms.CharField(
        label="Số liệu", max_length=60, help_text="Ghi như trong báo cáo: 101.659, hoặc gần 500."
    )
    as_of = forms.CharField(label="Tính đến ngày", max_length=20, help_text="Ví dụ 30/09/2022.")
    source = forms.CharField(
        label="Nguồn", max_length=300, help_text="Văn bản, nền tảng hoặc người cung cấp."
    )

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day
        choices = Indicator.objects.in_force_on(day).filter(asked_of=None, parts=None)
        self.fields["indicator"].queryset = choices
        self.fields["indicator"].label_from_instance = self.label_of
        for name in ("indicator", "figure", "as_of", "source"):
            self.fields[name].error_messages["required"] = "Bạn điền ô này."

    def label_of(self, indicator):
        version = indicator.versions.in_force_on(self.day).first()
        return version.short_label if version else indicator.code

    def clean_figure(self):
        try:
            read = figures.read_qualified(self.cleaned_data["figure"])
        except figures.FigureError as error:
            raise forms.ValidationError(error.message) from error
        if read is None:
            raise forms.ValidationError("Bạn ghi một con số.")
        return read

    def clean_as_of(self):
        try:
            day = days.read_date(self.cleaned_data["as_of"])
        except days.DateError as error:
            raise forms.ValidationError(error.message) from error
        if day is None:
            raise forms.ValidationError("Bạn ghi ngày, ví dụ 30/09/2022.")
        if day > self.day:
            raise forms.ValidationError(
                f"Ngày {days.show_date(day)} chưa tới. Số liệu chỉ tính đến hôm nay trở về trước."
            )
        return day

    def clean_source(self):
        return nfc(self.cleaned_data["source"])
