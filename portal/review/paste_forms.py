"""What the centre says of a pasted block: which indicator, as of which day, from where."""

from django import forms

from portal.accounts.form_fields import ASKED, DayField, TextField, not_after
from portal.catalogue.models import Indicator, IndicatorVersion, ValueType
from portal.days import show_date


class PasteForm(forms.Form):
    """`block` is read by `portal.submissions.pasting`, not here."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        to_field_name="code",
        label="Chỉ tiêu",
        empty_label="Chọn chỉ tiêu",
        help_text="Chỉ tiêu cộng dồn: dán số lũy kế.",
    )
    as_of = DayField(label="Tính đến ngày", help_text="Ví dụ 30/09/2022.")
    source = TextField(
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
        return not_after(self.cleaned_data["as_of"], self.day)

    def clean(self):
        indicator, day = self.cleaned_data.get("indicator"), self.cleaned_data.get("as_of")
        if indicator and day:
            begins = indicator.accumulates_from or indicator.in_force_from
            if not indicator.is_in_force_on(day) or day < begins:
                first = show_date(max(begins, indicator.in_force_from))
                self.add_error("as_of", f"Chỉ tiêu này có số từ ngày {first}.")
        return self.cleaned_data
