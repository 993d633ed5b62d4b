"""Months and steps in addresses: /phieu/quang-ninh/2022-11/gui/."""

import re

from django.urls import register_converter


class MonthConverter:
    """2022-11 in an address, (2022, 11) in a view; other months do not match at all."""

    regex = "20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, text):
        year, month = text.split("-")
        return int(year), int(month)

    def to_url(self, value):
        if isinstance(value, str):
            if not re.fullmatch(self.regex, value):
                raise ValueError("not a month")
            return value
        return f"{value[0]}-{value[1]:02d}"


class StepConverter:
    regex = "gui|trinh-duyet|duyet|tra-nguoi-lap|rut-lai|dinh-chinh"

    def to_python(self, text):
        return text

    def to_url(self, value):
        return value


register_converter(MonthConverter, "month")
register_converter(StepConverter, "step")
