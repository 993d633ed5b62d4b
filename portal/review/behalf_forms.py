"""What the clerk says of figures that came by letter or message: from where, whether they count."""

from django import forms

from portal.accounts.form_fields import ASKED, TextField
from portal.agencies.models import Agency
from portal.documents.files import FileError, store_letter
from portal.documents.models import StoredFile
from portal.entry.boxes import read_pk

COUNTS, COUNTS_NOT = "yes", "no"


class SourceForm(forms.Form):
    """`source_file`: the key of a file that was uploaded with an earlier try."""

    brought_by = TextField(
        label="Tài liệu nguồn",
        max_length=300,
        help_text="Số, ký hiệu và ngày của công văn; tin nhắn thì ghi của ai, ngày nào.",
        error_messages={"required": "Bạn ghi tài liệu đưa số đến, ví dụ Công văn 123/STTTT-CĐS."},
    )
    counts = forms.ChoiceField(
        label="Tính là cơ quan đã báo cáo",
        choices=[
            (COUNTS, "Tính"),
            (COUNTS_NOT, "Chưa tính, cơ quan còn phải tự báo cáo"),
        ],
        widget=forms.RadioSelect,
        help_text="Tính: cơ quan vào số đã báo cáo của kỳ, đúng hạn hay muộn theo lúc bạn ghi. "
        "Chưa tính: số vẫn vào các bảng, cơ quan vẫn ở danh sách chưa gửi.",
        error_messages={"required": "Bạn chọn một trong hai.", "invalid_choice": ASKED},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["brought_by"].widget.attrs |= {"autocomplete": "off"}


def file_at_hand(text: str, agency: Agency) -> StoredFile | None:
    """The agency's own file of that key; None for anything else."""
    key = read_pk(text)
    return key and StoredFile.objects.filter(agency=agency, own_only=False, pk=key).first()


def source_file(post, files, agency: Agency, at) -> tuple[StoredFile | None, str]:
    """(the uploaded file, or the one uploaded before; what is wrong with the upload)."""
    fault, uploaded = "", files.get("source_upload")
    if uploaded is not None:
        try:
            return store_letter(uploaded, agency, at), ""
        except FileError as error:
            fault = error.message
    return file_at_hand(post.get("source_file", ""), agency), fault
