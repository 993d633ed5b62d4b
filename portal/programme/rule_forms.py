"""Forms of the checks across indicators, and of which source is printed."""

from django import forms

from portal.accounts.form_fields import ASKED, CountField, DayField, TextField
from portal.catalogue.models import Indicator, Rule, Source
from portal.days import show_date_padded
from portal.submissions.models import Channel

from .calendar_forms import ReasonField
from .indicator_forms import IndicatorField, worded_on

LARGEST_LIMIT = 2**31 - 1
# What a rule does to an indicator that is the sum of parts; the parts' columns are still printed.
OF_A_WHOLE = {
    Channel.AGENCY: "Tổng số chỉ cộng phần cơ quan tự tổ chức",
    Channel.PLATFORM: "Tổng số chỉ cộng phần của Nền tảng",
    Channel.CENTRE: "Tổng số chỉ lấy số Cục công bố",
}
PRINTED = (Channel.AGENCY, Channel.PLATFORM, Channel.CENTRE)


class RuleForm(forms.Form):
    left = IndicatorField(
        Indicator.objects.none(), label="Chỉ tiêu bên trái", empty_label="Chọn chỉ tiêu"
    )
    operator = forms.ChoiceField(choices=Rule.Operator, label="Phép so")
    right = IndicatorField(
        Indicator.objects.none(),
        required=False,
        label="Chỉ tiêu bên phải",
        empty_label="Không, so với giới hạn",
    )
    limit = CountField(
        largest=LARGEST_LIMIT,
        required=False,
        label="Giới hạn",
        help_text="Khi so với một số, hoặc khi chia.",
    )
    severity = forms.ChoiceField(
        choices=Rule.Severity,
        initial=Rule.Severity.WARNING,
        label="Mức",
        help_text="Lỗi thì không gửi được; cảnh báo thì giải trình rồi gửi được.",
    )
    message = TextField(
        max_length=300, label="Lời nhắc", help_text="Nói rõ sai ở đâu và sửa thế nào."
    )
    since = DayField(label="Từ ngày", help_text="Áp dụng cho các kỳ chốt số liệu từ ngày này.")

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        choices = worded_on(day).in_force_on(day).filter(source=Source.AGENCY)
        for side in ("left", "right"):
            self.fields[side].queryset = choices
        self.fields["since"].initial = show_date_padded(day)

    @property
    def rule(self) -> Rule:
        names = ("left", "operator", "right", "limit", "severity", "message")
        said = {name: self.cleaned_data[name] for name in names}
        return Rule(**said, in_force_from=self.cleaned_data["since"])


class RuleChangeForm(forms.Form):
    message = TextField(max_length=300, label="Lời nhắc")
    severity = forms.ChoiceField(choices=Rule.Severity, label="Mức")
    limit = CountField(largest=LARGEST_LIMIT, required=False, label="Giới hạn")
    reason = ReasonField(required=False)

    def __init__(self, *args, has_limit, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_limit:
            del self.fields["limit"]

    def clean(self):
        said = super().clean()
        return said if "limit" in self.fields else {**said, "limit": None}


class RuleEndForm(forms.Form):
    until = DayField(
        required=False,
        label="Áp dụng đến hết ngày",
        help_text="Ngày chốt của kỳ cuối còn kiểm tra. Để trống là áp dụng tiếp.",
    )
    reason = ReasonField()


class SourceForm(forms.Form):
    """From which day on which source of an indicator is printed.

    `chosen`: the code of an indicator to begin with; of one that is the sum of parts the choices
    say what they do to the total.
    """

    indicator = IndicatorField(
        Indicator.objects.none(), label="Chỉ tiêu", empty_label="Chọn chỉ tiêu"
    )
    channel = forms.ChoiceField(
        choices=[(channel.value, channel.label) for channel in PRINTED],
        label="Nguồn được in",
        error_messages={"required": ASKED},
        help_text="Với chỉ tiêu là tổng của các phần: phần nào được cộng vào tổng số. Các cột vẫn "
        "in đủ; không có quy tắc thì cộng cả hai.",
    )
    since = DayField(label="Từ ngày", help_text="Quy tắc trước đó kết thúc ngày liền trước.")
    basis = TextField(max_length=100, label="Căn cứ", help_text="Văn bản hoặc kết luận.")

    def __init__(self, *args, day, chosen="", **kwargs):
        super().__init__(*args, **kwargs)
        listed = worded_on(day).in_force_on(day)
        self.fields["indicator"].queryset = listed
        self.fields["since"].initial = show_date_padded(day)
        found = listed.filter(code=chosen).first() if chosen.isidentifier() else None
        if found is not None:
            self.fields["indicator"].initial = found.pk
            if found.parts.exists():
                words = [(channel.value, label) for channel, label in OF_A_WHOLE.items()]
                self.fields["channel"].choices = words


class SourceEndForm(forms.Form):
    until = DayField(label="In đến hết ngày")
    reason = ReasonField()
