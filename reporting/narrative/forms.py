"""What is typed about stories and proposals."""

from django import forms
from django.utils.text import capfirst

from portal.accounts.form_fields import DayField, RowField, TextField
from portal.days import show_date_padded
from portal.models import Agency
from provinces.models import Story
from provinces.telling import BLOCKS
from reporting.editions.workspace.forms import LinesField
from reporting.models import EditionStory, Proposal

from .confirming import LONGEST_ANSWER

LONGEST_PROPOSAL = 2_000
NO_CHOICE = "Không có trong danh sách. Bạn chọn lại."


class ParagraphField(TextField):
    """One paragraph of words, whatever its line breaks."""

    def __init__(self, *, rows: int = 3, **kwargs):
        super().__init__(widget=forms.Textarea({"rows": rows}), **kwargs)


class ShortenForm(forms.Form):
    """`base_version`: the version that the typing began from."""

    base_version = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in BLOCKS:
            label = capfirst(str(Story._meta.get_field(name).verbose_name))
            box = forms.Textarea({"rows": 10, "spellcheck": "false"})
            self.fields[name] = LinesField(label=label, required=False, widget=box)

    def clean_base_version(self):
        return self.cleaned_data["base_version"] or 0

    @property
    def said(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in BLOCKS}


def shortened_typed(row: EditionStory) -> dict:
    return {name: getattr(row, name) for name in BLOCKS} | {"base_version": row.version}


class AnswerForm(forms.Form):
    """The province's word. `version`: the copy that was read."""

    AGREES, OBJECTS = "agree", "object"

    verdict = forms.ChoiceField(
        label="Ý kiến của địa phương",
        choices=[
            (AGREES, "Xác nhận: in đúng như bản rút ngắn"),
            (OBJECTS, "Chưa xác nhận: cần sửa"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Bạn chọn một ý.", "invalid_choice": NO_CHOICE},
    )
    words = ParagraphField(
        label="Chỗ cần sửa",
        required=False,
        max_length=LONGEST_ANSWER,
        help_text="Ví dụ: Số lớp là 17, không phải 71. Cần nêu tên huyện đã làm.",
    )
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def clean(self):
        said = super().clean()
        if said.get("verdict") == self.OBJECTS and "words" in said and not said["words"]:
            self.add_error("words", "Bạn ghi chỗ cần sửa để Cục biết.")
        return said

    @property
    def agrees(self) -> bool:
        return self.cleaned_data["verdict"] == self.AGREES


class ProposalForm(forms.Form):
    """A proposal of the ledger. `agencies` come named; `indicators`: (code, label)."""

    text = ParagraphField(
        label="Nội dung đề xuất",
        max_length=LONGEST_PROPOSAL,
        rows=4,
        help_text="Nêu ai làm gì, đến bao giờ.",
    )
    agency = RowField(
        label="Cơ quan nhận",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="Không phải một cơ quan",
    )
    addressee = TextField(
        label="Hoặc nơi nhận ghi bằng lời",
        max_length=160,
        required=False,
        help_text="Ví dụ: Các bộ, ngành, địa phương.",
    )
    deadline = DayField(label="Hạn", required=False, help_text="Không có hạn thì để trống.")
    indicator = forms.ChoiceField(
        label="Chỉ tiêu cho thấy kết quả",
        required=False,
        error_messages={"invalid_choice": NO_CHOICE},
    )
    base_version = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args, agencies, indicators, **kwargs):
        super().__init__(*args, auto_id="de-xuat-%s", **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["indicator"].choices = [("", "Không gắn chỉ tiêu"), *indicators]

    def clean_base_version(self):
        return self.cleaned_data["base_version"] or 0

    def clean(self):
        said = super().clean()
        if said.get("agency") and said.get("addressee"):
            self.add_error("addressee", "Đã chọn cơ quan nhận thì để trống ô này.")
        elif not self.errors and not said.get("agency") and not said.get("addressee"):
            self.add_error("addressee", "Bạn chọn cơ quan nhận hoặc ghi nơi nhận.")
        return said

    @property
    def facts(self) -> dict:
        """What `proposing.save_proposal` takes; a new proposal has no result yet."""
        said = {"state": Proposal.State.OPEN, "progress": "", **self.cleaned_data}
        said.pop("base_version")
        return said


class LedgerForm(ProposalForm):
    state = forms.ChoiceField(
        label="Tình trạng",
        choices=Proposal.State.choices,
        error_messages={"required": "Bạn chọn tình trạng.", "invalid_choice": NO_CHOICE},
    )
    progress = ParagraphField(
        label="Kết quả đến nay",
        max_length=300,
        required=False,
        help_text="Việc đã làm, văn bản đã ban hành. Chưa có gì thì để trống.",
    )


def proposal_typed(row: Proposal) -> dict:
    names = ("text", "addressee", "indicator", "state", "progress")
    return {name: getattr(row, name) for name in names} | {
        "agency": row.agency_id,
        "deadline": show_date_padded(row.deadline) if row.deadline else "",
        "base_version": row.version,
    }


class RewordForm(forms.Form):
    """`began`: the words that the typing began from."""

    text = ParagraphField(label="Lời trong báo cáo này", max_length=LONGEST_PROPOSAL, rows=5)
    began = TextField(required=False, max_length=10_000, widget=forms.HiddenInput)
