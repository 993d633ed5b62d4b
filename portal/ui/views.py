"""The living gallery: every component of the face, drawn from sample figures."""

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

from portal.accounts.permissions import public
from portal.templatetags.portal_ui import state_label
from portal.ui import sample_charts as samples
from portal.ui import tables

_MEANINGS = (
    ("none", "Chưa ai mở phiếu", "Người điền"),
    ("draft", "Đang điền, chưa trình", "Người điền"),
    ("awaiting_approval", "Đã trình, lãnh đạo chưa duyệt", "Người duyệt"),
    ("submitted", "Đã duyệt và gửi về Cục", "Cục"),
    ("returned", "Cục hỏi lại hoặc yêu cầu sửa", "Người điền"),
    ("accepted", "Cục đã kiểm tra, được dùng trong tổng hợp", "Không ai"),
    ("overdue", "Qua hạn mà Cục chưa nhận; đi cùng trạng thái khác", "Cục đôn đốc"),
    ("locked", "Báo cáo tuần đã chốt trên số này", "Đính chính nếu sai"),
)


class SampleTable(tables.YearbookTable):
    rank = tables.RankColumn()
    name = tables.NameColumn("Địa phương")
    own_run = tables.NumberColumn("Tự tổ chức", accessor="own")
    platform = tables.NumberColumn("Nền tảng")
    total_column = tables.NumberColumn("Tổng số", accessor="total")

    title = "Lượt được bồi dưỡng, tập huấn"
    unit_line = "Đơn vị: lượt, lũy kế. Ô trống: chưa có số liệu, không phải 0."
    notes = ("Cộng từ những địa phương có số tự tổ chức.",)


class StateTable(tables.YearbookTable):
    label = tables.NameColumn("Nhãn")
    meaning = tables.Column("Nghĩa")
    next = tables.Column("Ai làm tiếp")

    title = "Trạng thái của phiếu"
    css = "stack"


class SampleForm(forms.Form):
    classes = forms.CharField(
        label="Số lớp đã tổ chức",
        help_text="Đếm lớp đã kết thúc trong tháng.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    members = forms.CharField(
        label="Số thành viên", widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    cumulative = forms.CharField(
        label="Lũy kế từ đầu Đề án", widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    region = forms.ChoiceField(
        label="Vùng", choices=[("1", "Vùng thứ nhất"), ("2", "Vùng thứ hai")]
    )
    answer = forms.ChoiceField(
        label="Trả lời cho kỳ này",
        choices=[("same", "Không thay đổi"), ("new", "Cập nhật"), ("none", "Chưa có số liệu")],
        widget=forms.RadioSelect,
    )
    plan = forms.FileField(label="Văn bản ban hành", help_text="Tệp PDF, tối đa 20 MB.")
    reason = forms.CharField(label="Lý do", widget=forms.Textarea(attrs={"rows": 2}))
    remind = forms.BooleanField(label="Nhắc tôi qua thư vào ngày mở kỳ", required=False)

    def clean_members(self):
        raise forms.ValidationError("Số thành viên ít hơn số Tổ. Mỗi Tổ có ít nhất 1 người.")


@public
def gallery(request):
    """Every component once; while developing only."""
    if not settings.DEBUG:
        raise Http404
    form = SampleForm(
        {
            "classes": "11",
            "members": "900",
            "cumulative": "400",
            "region": "1",
            "answer": "same",
            "reason": "Đã rà soát lại danh sách",
            "remind": "on",
        },
        {"plan": None},
    )
    form.is_valid()
    context = {
        "form": form,
        "warning": "Giảm 28 so với kỳ trước (428). Nếu đúng, bạn ghi lý do.",
        "states": _state_table(),
        "table": _sample_table(),
        "squares": samples.squares(),
        "measured": samples.measured(_sample_table()),
        "page": Paginator(range(90), 30).page(2),
        "crumbs": [("Báo cáo tuần", "/bao-cao-tuan/"), ("Tuần 39/2022", "")],
        "facts": [("Lưu nháp", "09:42"), ("Hạn gửi", "17:00 ngày 18/10/2022")],
        "steps": [
            {"label": "Điền phiếu", "note": "Xong 16/9", "standing": "done"},
            {"label": "Lãnh đạo duyệt", "note": "Đang chờ", "standing": "now"},
            {"label": "Gửi về Cục", "note": "Hạn 18/9"},
            {"label": "Cục tiếp nhận", "note": "Trước 21/9"},
        ],
    }
    return render(request, "portal/gallery.html", context)


def _state_table() -> StateTable:
    rows = [
        {
            "label": state_label(name, 1 if name == "overdue" else None),
            "meaning": meaning,
            "next": who,
        }
        for name, meaning, who in _MEANINGS
    ]
    return StateTable(rows)


def _sample_table() -> SampleTable:
    return SampleTable(
        samples.ROWS,
        total={"own_run": 4030, "platform": 7708, "total_column": 11738},
        basis={"own_run": "3/4", "platform": "4/4", "total_column": "4/4"},
        basis_label="Số địa phương có số",
        own=lambda row: row is samples.ROWS[0],
    )
