"""What the centre types when it chases: a contact made, a letter sent."""

from django import forms

from portal.accounts.form_fields import DayField, TextField
from portal.days import show_date, show_date_padded
from portal.submissions.contacts import Means

from .contacting import BY_HAND


class PastDayField(DayField):
    """A day that has come; `today` is set by the form."""

    today = None

    def clean(self, value):
        day = super().clean(value)
        if day and self.today and day > self.today:
            raise forms.ValidationError(
                f"Ngày {show_date(day)} chưa tới. Bạn ghi ngày đã liên hệ, muộn nhất là hôm nay."
            )
        return day


class ContactForm(forms.Form):
    means = forms.ChoiceField(
        choices=[(one.value, one.label) for one in BY_HAND],
        label="Cách liên hệ",
        initial=Means.PHONE,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Bạn chọn cách liên hệ.",
            "invalid_choice": "Không có trong danh sách. Bạn chọn lại.",
        },
    )
    reached = TextField(
        max_length=300,
        label="Liên hệ với ai",
        help_text="Họ tên, chức vụ hoặc đơn vị.",
        error_messages={"required": "Bạn ghi đã liên hệ với ai."},
        widget=forms.TextInput({"autocomplete": "off", "list": "people"}),
    )
    note = TextField(
        max_length=500,
        label="Kết quả",
        help_text="Ví dụ: hẹn gửi trong chiều nay.",
        error_messages={"required": "Bạn ghi kết quả, ví dụ: không nghe máy."},
        widget=forms.Textarea({"rows": 2}),
    )
    day = PastDayField(label="Ngày liên hệ", error_messages={"required": "Bạn ghi ngày liên hệ."})

    def __init__(self, *args, today, **kwargs):
        initial = {"day": show_date_padded(today), **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, auto_id="contact-%s", initial=initial, **kwargs)
        self.fields["day"].today = today


class LetterForm(forms.Form):
    number = TextField(
        max_length=60,
        label="Số công văn",
        error_messages={"required": "Bạn ghi số công văn, ví dụ 125/CĐSQG."},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    day = PastDayField(label="Ngày ký", error_messages={"required": "Bạn ghi ngày ký."})

    def __init__(self, *args, today, **kwargs):
        initial = {"day": show_date_padded(today), **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, auto_id="letter-%s", initial=initial, **kwargs)
        self.fields["day"].today = today
