"""Weeks in addresses: /bao-cao-tuan/2022-W39/."""

from django.urls import register_converter

from portal.days import DateError, parse_week, week_code


class WeekConverter:
    """2022-W39 in an address, (2022, 39) in a view; a week that does not exist does not match."""

    regex = "20[0-9]{2}-W[0-9]{2}"

    def to_python(self, text):
        try:
            return parse_week(text)
        except DateError as error:
            raise ValueError from error

    def to_url(self, value):
        return value if isinstance(value, str) else week_code(*value)


register_converter(WeekConverter, "week")
