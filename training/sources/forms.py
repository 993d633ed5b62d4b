"""Forms of the sources: a dispute, its answer, an agency's own sub-domain."""

from django import forms

from portal.accounts.form_fields import ASKED, CountField, DayField, RowField, TextField
from portal.days import show_date
from portal.figures import LARGEST
from portal.models import Agency

from .disputes import LONGEST
from .models import Dispute
from .side_by_side import CODES

ROWS = {"rows": 4}


class DisputeForm(forms.Form):
    """`standing`: the platform's figures of the agency; each is chosen with the value it is about,
    so that nobody speaks about a figure that is no longer there."""

    figure = forms.ChoiceField(
        label="Số nào",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Bạn chọn số mà ý kiến nói về.",
            "invalid_choice": "Số của Nền tảng vừa đổi. Bạn chọn lại số đang in.",
        },
    )
    comment = TextField(
        max_length=LONGEST,
        label="Vì sao chưa đúng",
        help_text="Nêu điều Cục kiểm tra được: khóa nào, lớp nào, thời gian nào.",
        widget=forms.Textarea(attrs=ROWS),
    )
    own_amount = CountField(
        largest=LARGEST,
        required=False,
        label="Số theo cơ quan bạn",
        help_text="Không bắt buộc. Chỉ để Cục đối chiếu, không thay số đang in.",
    )

    def __init__(self, *args, standing, chosen="", **kwargs):
        super().__init__(*args, **kwargs)
        self.standing = {
            f"{indicator.code}.{reading.value_id}": (indicator, reading)
            for indicator, reading in standing
        }
        self.fields["figure"].choices = [
            (
                key,
                f"{indicator.short_label}: {indicator.show_amount(reading.amount)} "
                f"{indicator.unit}, đến {show_date(reading.covers_to)}",
            )
            for key, (indicator, reading) in self.standing.items()
        ]
        wanted = [key for key in self.standing if key.partition(".")[0] == chosen]
        self.fields["figure"].initial = (wanted or list(self.standing))[0] if standing else None

    @property
    def disputed(self):
        """(indicator, reading) that was chosen."""
        return self.standing[self.cleaned_data["figure"]]


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Kết quả",
        choices=Dispute.Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": "Bạn chọn một kết quả.", "invalid_choice": ASKED},
    )
    answer = TextField(
        max_length=LONGEST,
        label="Trả lời cơ quan",
        help_text="Cơ quan đọc nguyên văn. Trả lời rồi thì không sửa được.",
        widget=forms.Textarea(attrs=ROWS),
    )


class DomainForm(forms.Form):
    agency = RowField(Agency.objects.none(), label="Cơ quan", empty_label="Chọn cơ quan")
    host = TextField(
        max_length=120, label="Tên miền", help_text="Ví dụ ten-tinh.nen-tang.vn, không có http://."
    )
    since = DayField(label="Dùng từ ngày")
    basis = TextField(max_length=200, label="Căn cứ", help_text="Văn bản hoặc báo cáo nêu rõ.")

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.in_force_on(day).named_on(day).filter(side__in=CODES)
        self.fields["agency"].queryset = agencies.order_by("side", "sort_key")


class DomainEndForm(forms.Form):
    until = DayField(
        required=False, label="Dùng đến hết ngày", help_text="Để trống là vẫn đang dùng."
    )
    reason = TextField(max_length=100, label="Căn cứ")
