"""Forms of the calendar: days off, days worked in exchange, months and their deadlines."""

import datetime
import re

from django import forms

from portal.accounts.form_fields import CountField, DayField, TextField
from portal.catalogue.changes import LONGEST_REASON
from portal.days import show_date_padded, show_weekday

TIME = re.compile(r"([01]?[0-9]|2[0-3])(?::|h| giờ ?)([0-5][0-9])?")


class TimeField(TextField):
    """A time of day typed as 17:00, 17h or 17 giờ 30."""

    def __init__(self, **kwargs):
        super().__init__(max_length=12, **kwargs)
        self.widget.attrs |= {"class": "day", "autocomplete": "off"}

    def clean(self, value):
        text = super().clean(value)
        if not text and not self.required:
            return None
        found = TIME.fullmatch(text.lower())
        if not found:
            raise forms.ValidationError("Bạn nhập giờ và phút, ví dụ 17:00.")
        return datetime.time(int(found[1]), int(found[2] or 0))


class ReasonField(TextField):
    """Why something is changed, as the history keeps it."""

    def __init__(self, **kwargs):
        super().__init__(
            **{"label": "Lý do", "max_length": LONGEST_REASON, **kwargs},
            help_text="Ghi vào lịch sử thay đổi.",
        )


class HolidayForm(forms.Form):
    day = DayField(label="Ngày", help_text="Ví dụ 02/09/2022.")
    name = TextField(label="Tên ngày nghỉ", max_length=120, help_text="Ví dụ Quốc khánh.")
    is_working = forms.BooleanField(
        required=False,
        label="Là ngày làm bù",
        help_text="Thứ Bảy hoặc Chủ nhật phải đi làm thay cho một ngày nghỉ.",
    )


class RenameHolidayForm(forms.Form):
    name = TextField(label="Tên ngày nghỉ", max_length=120)


class ReasonForm(forms.Form):
    reason = ReasonField()


class ProposalForm(forms.Form):
    """The law's days of a year, each to be kept or left out."""

    days = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label="Đưa vào lịch các ngày",
        error_messages={
            "required": "Bạn chọn ít nhất một ngày.",
            "invalid_choice": "Có ngày không nằm trong đề xuất. Bạn tải lại trang.",
        },
    )

    def __init__(self, *args, proposed, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposed = {one.day.isoformat(): one for one in proposed}
        self.fields["days"].choices = [
            (key, f"{show_weekday(one.day)}: {one.name}") for key, one in self.proposed.items()
        ]
        self.fields["days"].initial = list(self.proposed)

    @property
    def chosen(self):
        return [self.proposed[key] for key in self.cleaned_data["days"]]


class YearForm(forms.Form):
    """The year to open, and how deadlines follow from the cut-off."""

    year = CountField(largest=9999, label="Năm")
    due_working_days = CountField(
        largest=10,
        label="Hạn gửi sau ngày chốt mấy ngày làm việc",
        help_text="Ngày chốt là ngày 14; ngày nghỉ lễ không tính.",
    )
    due_time = TimeField(label="Giờ của hạn gửi")
    closes_on_day = CountField(largest=28, label="Khóa vào ngày mấy của tháng")
    closes_time = TimeField(label="Giờ khóa")

    def clean_due_working_days(self):
        return self.at_least("due_working_days", 1)

    def clean_closes_on_day(self):
        return self.at_least("closes_on_day", 15)

    def at_least(self, name, least):
        if self.cleaned_data[name] < least:
            raise forms.ValidationError(f"Ít nhất là {least}.")
        return self.cleaned_data[name]


class MonthForm(forms.Form):
    """A month's deadline and closing."""

    due_on = DayField(label="Hạn gửi: ngày")
    due_time = TimeField(label="Hạn gửi: giờ")
    closes_on = DayField(label="Khóa: ngày")
    closes_time = TimeField(label="Khóa: giờ")
    reason = ReasonField(label="Lý do đổi")


def padded(instant) -> dict:
    """A local instant as its two boxes show it."""
    return {"on": show_date_padded(instant.date()), "time": f"{instant:%H:%M}"}
