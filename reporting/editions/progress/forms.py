"""What is typed for a step: number and date, or a reason."""

from django import forms

from portal.accounts.form_fields import CountField, DayField, TextField
from portal.days import show_date

LARGEST_NUMBER = 9999


class ReserveForm(forms.Form):
    number = CountField(label="Số", largest=LARGEST_NUMBER)
    issued_on = DayField(label="Ngày ban hành", help_text="Ví dụ: 30/9/2022.")

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition
        if edition.number is not None:  # once reserved it stays
            del self.fields["number"]

    def clean_number(self):
        number = self.cleaned_data["number"]
        if number is not None and number < 1:
            raise forms.ValidationError("Số báo cáo tính từ 1.")
        return number

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if day and day < self.edition.as_of:
            as_of = show_date(self.edition.as_of)
            raise forms.ValidationError(f"Ngày ban hành không thể trước ngày tính số liệu {as_of}.")
        return day


class ReasonForm(forms.Form):
    reason = TextField(
        label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300})
    )


class NoteForm(forms.Form):
    reason = TextField(
        label="Lý do (không bắt buộc)",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300}),
    )
