"""What is typed of a class."""

from django import forms

from portal.accounts.form_fields import CountField, DayField, TextField
from portal.days import show_date_padded
from portal.figures import show

from .lists import ACCEPTED
from .models import MOST_PARTICIPANTS, TrainingClass
from .register import FIELDS

DAYS = ("begins_on", "ends_on")
COUNTS = ("participants", "completions")
LIST_HINT = (
    "PDF, Excel, CSV hoặc ảnh. Chỉ người của cơ quan bạn tải được; Cục và cơ quan khác không thấy. "
    "Danh sách có dữ liệu cá nhân: bạn chỉ giữ cột cần để đối chiếu, bỏ số căn cước, ngày sinh, "
    "số điện thoại."
)


class ClassForm(forms.Form):
    """`base_version`: the version that the typing began from; `is_another`: said of a lookalike."""

    base_version = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput
    )
    name = TextField(
        max_length=300,
        label="Tên lớp",
        help_text="Ví dụ: Kỹ năng số cho cán bộ một cửa cấp xã, khóa 3.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    is_another = forms.BooleanField(required=False, label="Đây là lớp khác")
    begins_on = DayField(label="Khai giảng ngày", help_text="Ví dụ 24/10/2022.")
    ends_on = DayField(
        label="Kết thúc ngày",
        help_text="Lớp thuộc kỳ báo cáo chứa ngày này.",
    )
    form = forms.ChoiceField(
        choices=[("", "Chọn hình thức"), *TrainingClass.Form.choices],
        label="Hình thức",
        help_text="Một phần trực tuyến thì chọn cả hai.",
        error_messages={
            "required": "Bạn chọn hình thức.",
            "invalid_choice": "Không có trong danh sách. Bạn chọn lại.",
        },
    )
    on_platform = forms.BooleanField(
        required=False,
        label="Lớp mở trên Nền tảng One Touch",
        help_text="Số của lớp đã nằm trong số One Touch, nên không cộng vào phần tự tổ chức.",
    )
    place = TextField(
        required=False,
        max_length=200,
        label="Địa điểm",
        help_text="Lớp trực tuyến thì để trống.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    participants = CountField(
        required=False,
        largest=MOST_PARTICIPANTS,
        label="Số lượt tham gia",
        help_text="Đếm lượt. Chưa rõ thì để trống.",
    )
    completions = CountField(
        required=False,
        largest=MOST_PARTICIPANTS,
        label="Trong đó, số lượt hoàn thành",
        help_text="Chưa rõ thì để trống.",
    )
    attendance_list = forms.FileField(
        required=False,
        allow_empty_file=True,
        label="Danh sách lớp, nếu muốn lưu kèm",
        help_text=LIST_HINT,
        widget=forms.FileInput({"accept": ACCEPTED}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="class-%s", **kwargs)
        for name in DAYS:
            self.fields[name].error_messages["required"] = "Bạn ghi ngày."

    def clean_base_version(self):
        return self.cleaned_data["base_version"] or 0

    def clean(self):
        said = super().clean()
        for name in DAYS:
            if said.get(name) is None and name not in self.errors:
                self.add_error(name, "Bạn ghi ngày.")
        return said

    @property
    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def asks_if_another(self) -> bool:
        return bool(self.errors.get("is_another")) or bool(self["is_another"].value())


class StrikeForm(forms.Form):
    reason = TextField(
        max_length=300,
        label="Lý do gạch bỏ",
        help_text="Ví dụ: ghi hai lần, lớp đã hoãn. Lý do được giữ cùng lớp.",
        error_messages={"required": "Bạn ghi lý do gạch bỏ."},
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="strike-%s", **kwargs)


def typed(entry: TrainingClass) -> dict:
    """The class as the form's boxes show it."""
    return shown_fields(vars(entry)) | {"base_version": entry.version}


def shown_fields(fields) -> dict:
    return {name: shown(name, fields[name]) for name in FIELDS}


def shown(name: str, value):
    if name in DAYS:
        return show_date_padded(value)
    if name in COUNTS:
        return "" if value is None else show(value)
    return value
