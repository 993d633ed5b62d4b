"""Form fields of the portal: what is posted is tidied first, faults are said in Vietnamese."""

import datetime

from django import forms

from portal.days import DateError, read_date, show_date
from portal.figures import FigureError, read_count, show
from portal.names import nfc

ASKED = "Bạn điền ô này."


class TextField(forms.CharField):
    """A line of text as it is stored: composed, without anything invisible."""

    default_error_messages = {"required": ASKED}

    def to_python(self, value):
        return nfc(super().to_python(value) or "")


class DayField(TextField):
    """A day typed as 30/9/2022; None for a blank that is allowed."""

    def __init__(self, **kwargs):
        super().__init__(max_length=20, **kwargs)
        self.widget.attrs |= {"class": "day", "autocomplete": "off"}

    def clean(self, value):
        try:
            return read_date(super().clean(value))
        except DateError as error:
            raise forms.ValidationError(error.message) from error


def not_after(day: datetime.date, today: datetime.date) -> datetime.date:
    """`day` itself; a day that has not come cannot be stated about."""
    if day > today:
        raise forms.ValidationError(
            f"Ngày {show_date(day)} chưa tới. Số liệu chỉ tính đến hôm nay trở về trước."
        )
    return day


class CountField(TextField):
    """A count typed as 1200 or 1.200, at most `largest`; None for a blank that is allowed."""

    def __init__(self, *, largest: int, **kwargs):
        super().__init__(max_length=30, **kwargs)
        self.largest = largest
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean(self, value):
        try:
            number = read_count(super().clean(value))
        except FigureError as error:
            raise forms.ValidationError(error.message) from error
        if number is not None and number > self.largest:
            raise forms.ValidationError(f"Nhiều nhất {show(self.largest)}. Bạn kiểm tra lại số.")
        return number


class RowField(forms.ModelChoiceField):
    """One row of a list; anything else that is posted is no row of it."""

    default_error_messages = {
        "required": ASKED,
        "invalid_choice": "Không có trong danh sách. Bạn chọn lại.",
    }

    def validate_no_null_characters(self, value):
        if "\x00" in str(value):
            raise forms.ValidationError(self.error_messages["invalid_choice"])
