"""Forms of the workspace: opening an edition, its identity, a text of several lines."""

import datetime
import re

from django import forms
from django.utils import timezone

from portal.accounts.form_fields import ASKED, CountField, DayField, TextField, not_after
from portal.days import DateError, iso_week, show_date, show_date_padded, week_span
from reporting.editions.markup import tidy_lines
from reporting.editions.models import Layout
from reporting.models import WeeklyEdition

FRIDAY = 4
ONE_WEEK = datetime.timedelta(days=7)
LONGEST_TEXT = 20_000
CLOCK = re.compile(r"^(?P<hour>[0-9]{1,2})\s*(?:(?:giờ|[:hg.])\s*(?P<minute>[0-9]{2})?)?$")


class LinesField(forms.CharField):
    """A text of several lines, tidied line by line, at most LONGEST_TEXT characters."""

    def __init__(self, **kwargs):
        super().__init__(strip=False, **kwargs)

    def to_python(self, value):
        text = tidy_lines(super().to_python(value) or "")
        if len(text) > LONGEST_TEXT:
            raise forms.ValidationError(
                "Phần này dài quá 20.000 chữ cái. Bạn rút bớt rồi ghi lại; phần đã gõ còn nguyên "
                "bên dưới."
            )
        return text


class TimeField(TextField):
    """A time of day typed as 17:00, 17h or 17 giờ 30; None for a blank."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        found = CLOCK.match(text)
        try:
            return datetime.time(int(found["hour"]), int(found["minute"] or 0))
        except (TypeError, ValueError) as error:
            raise forms.ValidationError("Giờ viết như 17:00.") from error


class WeekForm(forms.Form):
    """Which week, and up to which day; `week` is the pair when both boxes are right."""

    week_number = CountField(label="Tuần", largest=53)
    week_year = CountField(label="Năm của tuần", largest=2100)
    as_of = DayField(label="Số liệu tính đến ngày")

    week: tuple[int, int] | None = None

    def clean(self):
        said = super().clean()
        number, year = said.get("week_number"), said.get("week_year")
        if number is None or year is None:
            return said
        try:
            span = week_span(year, number)
        except DateError as error:
            self.add_error("week_number", error.message)
            return said
        self.week = year, number
        if said.get("as_of") and said["as_of"] > span.end:
            self.add_error(
                "as_of",
                f"Tuần {number}/{year} hết ngày {show_date(span.end)}. Ngày tính số liệu không "
                "sau ngày đó.",
            )
        return said


class OpenForm(WeekForm):
    topic = TextField(label="Chuyên đề", max_length=300, widget=forms.Textarea({"rows": 2}))
    is_meant = forms.BooleanField(
        label="Mở thêm một báo cáo cho tuần này, chuyên đề khác", required=False
    )


def proposed(last: WeeklyEdition | None, today: datetime.date) -> dict:
    """The week after the last edition's, its Friday, the same topic; without one this week."""
    monday = week_span(last.week_year, last.week).start + ONE_WEEK if last else today
    year, week = iso_week(monday)
    friday = datetime.date.fromisocalendar(year, week, FRIDAY + 1)
    return {
        "week_number": week,
        "week_year": year,
        "as_of": show_date_padded(friday),
        "topic": last.topic if last else "",
    }


class IdentityForm(WeekForm):
    """What the document is called and what stands in its head."""

    known_on = DayField(
        label="Chỉ lấy số liệu biết đến ngày",
        required=False,
        help_text="Để trống thì lấy đến lúc chốt.",
    )
    known_time = TimeField(label="Đến giờ", required=False, help_text="Ví dụ 17:00.")
    topic = TextField(label="Chuyên đề", max_length=300, widget=forms.Textarea({"rows": 2}))
    layout = forms.ChoiceField(label="Mẫu văn bản", choices=Layout.choices)
    symbol = TextField(label="Ký hiệu", max_length=60, help_text="In sau số và dấu gạch chéo.")
    circulation = TextField(label="Phạm vi lưu hành", max_length=60, required=False)
    superior = TextField(label="Cơ quan chủ quản", max_length=160, required=False)
    issuer = TextField(label="Cơ quan ban hành", max_length=160, required=False)
    place = TextField(label="Địa danh", max_length=60, required=False)
    purpose = TextField(label="Mục đích", max_length=200, required=False)

    def __init__(self, *args, now: datetime.datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_known_on(self):
        day = self.cleaned_data["known_on"]
        return not_after(day, self.now.date()) if day else None

    def clean(self):
        said = super().clean()
        day, time = said.get("known_on"), said.get("known_time")
        said["known_at"] = None
        if day and time:
            said["known_at"] = timezone.make_aware(datetime.datetime.combine(day, time))
            if said["known_at"] > self.now:
                self.add_error("known_time", "Giờ này chưa tới. Để trống thì lấy đến lúc chốt.")
        elif day and "known_time" not in self.errors:
            self.add_error("known_time", ASKED)
        elif time and "known_on" not in self.errors:
            self.add_error("known_on", ASKED)
        return said

    @property
    def facts(self) -> dict:
        """What `writing.change_identity` takes."""
        said = dict(self.cleaned_data)
        said["week_year"], said["week"] = self.week
        return said


def identity_typed(edition: WeeklyEdition) -> dict:
    """The edition's facts as the form's boxes show them."""
    known_at = timezone.localtime(edition.known_at) if edition.known_at else None
    names = ("topic", "layout", "symbol", "circulation", "superior", "issuer", "place", "purpose")
    return {
        "week_number": edition.week,
        "week_year": edition.week_year,
        "as_of": show_date_padded(edition.as_of),
        "known_on": show_date_padded(known_at.date()) if known_at else "",
        "known_time": f"{known_at:%H:%M}" if known_at else "",
        **{name: getattr(edition, name) for name in names},
    }


class TextForm(forms.Form):
    """`base_version`: the version that the typing began from."""

    text = LinesField(
        label="Lời văn",
        required=False,
        widget=forms.Textarea({"rows": 16, "spellcheck": "false"}),
    )

    is_kept = False

    @property
    def base(self) -> int:
        """The version that was posted; a mangled one is none that ever was."""
        known = self.data if self.is_bound else self.initial
        text = str(known.get("base_version", ""))
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
