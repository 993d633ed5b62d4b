"""What the centre says of a pasted block: which indicator, as of which day, from where."""

from django import forms

from portal.catalogue.models import Indicator, IndicatorVersion, ValueType
from portal.days import DateError, read_date, show_date
from portal.names import nfc

ASKED = "Bạn điền ô này."


class PasteForm(forms.Form):
    """`block` is read by `portal.submissions.pasting`, not here."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        to_field_name="code",
        label="Chỉ tiêu",
        empty_label="Chọn chỉ tiêu",
        help_text="Chỉ tiêu cộng dồn: dán số lũy kế.",
    )
    as_of = forms.CharField(label="Tính đến ngày", max_length=20, help_text="Ví dụ 30/09/2022.")
    source = forms.CharField(
        label="Nguồn", max_length=300, help_text="Văn bản, nền tảng hoặc người cung cấp."
    )

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["indicator"].queryset = (
            Indicator.objects.in_force_on(day)
            .exclude(asked_of=None)
            .exclude(value_type=ValueType.TEXT)
            .select_related("asked_of")
        )
        self.fields["indicator"].label_from_instance = self.label_of
        self.wordings = dict(
            IndicatorVersion.objects.in_force_on(day).values_list("indicator_id", "short_label")
        )
        for field in self.fields.values():
            field.error_messages["required"] = ASKED
        unknown = "Không có chỉ tiêu này. Bạn chọn trong danh sách."
        self.fields["indicator"].error_messages["invalid_choice"] = unknown

    def label_of(self, indicator: Indicator) -> str:
        wording = self.wordings.get(indicator.pk, indicator.code)
        return f"{wording}, {indicator.asked_of.short_name}"

    def clean_as_of(self):
        try:
            day = read_date(self.cleaned_data["as_of"])
        except DateError as error:
            raise forms.ValidationError(error.message) from error
        if day is None:
            raise forms.ValidationError("Bạn ghi ngày, ví dụ 30/09/2022.")
        if day > self.day:
            raise forms.ValidationError(
                f"Ngày {show_date(day)} chưa tới. Số liệu chỉ tính đến hôm nay trở về trước."
            )
        return day

    def clean_source(self):
        source = nfc(self.cleaned_data["source"])
        if not source:
            raise forms.ValidationError(ASKED)
        return source

    def clean(self):
        indicator, day = self.cleaned_data.get("indicator"), self.cleaned_data.get("as_of")
        if indicator and day:
            begins = indicator.accumulates_from or indicator.in_force_from
            if not indicator.is_in_force_on(day) or day < begins:
                first = show_date(max(begins, indicator.in_force_from))
                self.add_error("as_of", f"Chỉ tiêu này có số từ ngày {first}.")
        return self.cleaned_data
