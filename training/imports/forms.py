"""What is typed beside the rows: the file with its day, which column is what, a reason."""

from django import forms

from portal.accounts.form_fields import ASKED, DayField, TextField, not_after
from portal.names import nfc

from .csv_text import LARGEST_BYTES
from .grid import letter_of
from .heads import Columns
from .reading import Export
from .taking_in import Layout

NO_FILE = "Bạn chọn tệp .xlsx hoặc .csv kết xuất từ nền tảng."


class UploadForm(forms.Form):
    """`as_of` None: to be taken from the file and confirmed."""

    file = forms.FileField(
        label="Tệp kết xuất (.xlsx hoặc .csv)",
        help_text="Một dòng mỗi cơ quan, hoặc một dòng mỗi cơ quan và khóa học. Nặng nhất 5 MB.",
    )
    as_of = DayField(
        label="Tính đến ngày",
        required=False,
        help_text="Để trống thì lấy ngày ghi trong tệp, bạn xác nhận sau.",
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["file"].error_messages |= {"required": NO_FILE, "empty": "Tệp trống."}
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv,.txt"

    def clean_file(self):
        uploaded = self.cleaned_data["file"]
        if uploaded.size > LARGEST_BYTES:
            size, limit = uploaded.size // 1024 // 1024, LARGEST_BYTES // 1024 // 1024
            raise forms.ValidationError(f"Tệp nặng {size} MB, quá {limit} MB.")
        return uploaded

    def clean_as_of(self):
        day = self.cleaned_data["as_of"]
        return not_after(day, self.today) if day else None


class ReasonForm(forms.Form):
    reason = TextField(
        label="Lý do rút",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
        help_text="Lưu cùng lần nhập, ai xem cũng thấy.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = ASKED


class ColumnsForm(forms.Form):
    """Which sheet, which line is the head, which column is what; columns count from 1."""

    head_line = forms.TypedChoiceField(label="Dòng tiêu đề", coerce=int)
    name = forms.TypedChoiceField(label="Cột tên cơ quan", coerce=int)
    participants = forms.TypedChoiceField(label="Cột số lượt lũy kế", coerce=int)
    completions = forms.TypedChoiceField(
        label="Cột số lượt hoàn thành", coerce=int, required=False, empty_value=None
    )
    course = forms.TypedChoiceField(
        label="Cột khóa học",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="Chọn khi mỗi cơ quan có nhiều dòng, mỗi khóa học một dòng.",
    )

    def __init__(self, *args, export: Export, **kwargs):
        super().__init__(*args, **kwargs)
        columns = [(str(n), title_of(export, n)) for n in range(1, export.width + 1)]
        for name in ("name", "participants", "completions", "course"):
            first = [("", "Không có" if not self.fields[name].required else "Chọn cột")]
            self.fields[name].choices = first + columns
        lines = [(str(line.number), said_of_line(line)) for line in export.sample]
        self.fields["head_line"].choices = [("", "Chọn dòng"), *lines]
        for field in self.fields.values():
            field.error_messages |= {
                "required": ASKED,
                "invalid_choice": "Bạn chọn trong danh sách.",
            }

    def clean(self):
        chosen = [
            self.cleaned_data.get(n) for n in ("name", "participants", "completions", "course")
        ]
        chosen = [column for column in chosen if column]
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError("Một cột không thể là hai thứ. Bạn chọn lại.")
        return self.cleaned_data

    @property
    def columns(self) -> Columns:
        return Columns(**self.cleaned_data)


def title_of(export: Export, column: int) -> str:
    """A column by its letter and what first stands in it."""
    texts = [nfc(line.text(column)) for line in export.sample]
    said = [text for text in texts if text][:2]
    return f"{letter_of(column)}: {' / '.join(said)[:60] or 'trống'}"


def said_of_line(line) -> str:
    return f"{line.number}: {nfc(' · '.join(filter(None, line.texts)))[:80]}"


def layout_label(layout: str) -> str:
    return Layout(layout).label
