"""What is typed of a province's story: plain words, in four parts."""

from django import forms

from portal import clock
from portal.accounts.form_fields import DayField, TextField, not_after
from portal.days import show_date_padded
from portal.names import nfc

from .models import Story
from .telling import BLOCKS, FIELDS

LONGEST_BLOCK = 8_000
HINTS = {
    "communication": "Làm gì, ở đâu, đến được bao nhiêu người. Ví dụ: Báo, đài của tỉnh đã đăng "
    "834 tin, bài; 3 kênh Zalo, trung bình 20 tin mỗi tuần.",
    "training": "Lớp gì, cho ai, bao nhiêu người học. Ví dụ: 11 lớp về số hóa hồ sơ cho cán bộ "
    "một cửa, 420 người học.",
    "teams": "Số Tổ, số thành viên, Tổ được giao việc gì. Ví dụ: 1.473 Tổ ở 177/177 xã, phường; "
    "mỗi Tổ nhận chỉ tiêu đo đếm được.",
    "results": "Điều gì đã khác đi, đo bằng gì. Ví dụ: 76,1% hồ sơ được giải quyết trực tuyến, đầu "
    "năm là 41%.",
}


class BlockField(forms.CharField):
    """Words of several lines, each tidied; one blank line between two paragraphs at most."""

    def __init__(self, **kwargs):
        widget = forms.Textarea({"rows": 8, "maxlength": LONGEST_BLOCK * 2})
        super().__init__(required=False, strip=False, widget=widget, **kwargs)

    def to_python(self, value):
        text = tidied(super().to_python(value) or "")
        if len(text) > LONGEST_BLOCK:
            raise forms.ValidationError(
                "Phần này dài quá 8.000 chữ cái. Bạn rút bớt; phần đã gõ còn nguyên bên dưới."
            )
        return text


def tidied(text: str) -> str:
    paragraphs, lines = [], []
    for line in [*map(nfc, text.splitlines()), ""]:
        if line:
            lines.append(line)
        elif lines:
            paragraphs.append("\n".join(lines))
            lines = []
    return "\n\n".join(paragraphs)


class BeginForm(forms.Form):
    title = TextField(
        label="Tên bài",
        max_length=200,
        help_text="Nói ngay cách làm. Ví dụ: Giao chỉ tiêu đo đếm được cho Tổ công nghệ số.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    as_of = DayField(
        label="Số liệu trong bài tính đến ngày",
        help_text="Ví dụ 30/9/2022.",
        error_messages={"required": "Bạn ghi ngày."},
    )

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        if day is None:
            raise forms.ValidationError("Bạn ghi ngày.")
        return not_after(day, clock.today())


class StoryForm(BeginForm):
    """`base_version`: the version that the typing began from."""

    base_version = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in BLOCKS:
            label = str(Story._meta.get_field(name).verbose_name)
            self.fields[name] = BlockField(
                label=label[0].upper() + label[1:], help_text=HINTS[name]
            )

    def clean_base_version(self):
        return self.cleaned_data["base_version"] or 0

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def parts(self):
        return [self[name] for name in BLOCKS]


def typed(story: Story) -> dict:
    """The story as the form's boxes show it."""
    return shown_fields(vars(story)) | {"base_version": story.version}


def shown_fields(fields) -> dict:
    return {
        name: show_date_padded(fields[name]) if name == "as_of" else fields[name] for name in FIELDS
    }
