"""An agency's documents: what they prove, until when, and the centre's word on them."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts.form_fields import DayField, RowField, TextField
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Agency

from .actions import (
    DocumentError,
    reinstate_document,
    repeal_document,
    replace_document,
    rule_on_document,
)
from .models import Document

WHO = (Capability.REPORT, Capability.APPROVE, Capability.REVIEW)
REPLACED, REPEALED, IN_FORCE = "replaced", "repealed", "in_force"
COUNTS = {"yes": True, "no": False, "kind": None}


class EndForm(forms.Form):
    """What the agency says of a document's end."""

    what = forms.ChoiceField(
        choices=[
            (REPLACED, "Đã được thay bằng văn bản khác"),
            (REPEALED, "Đã bị bãi bỏ, không có văn bản thay"),
            (IN_FORCE, "Vẫn còn hiệu lực"),
        ],
        widget=forms.RadioSelect,
        label="Hiệu lực của văn bản",
    )
    successor = RowField(
        Document.objects.none(),
        required=False,
        label="Văn bản thay thế",
        empty_label="Chọn văn bản",
        help_text="Chưa có trong danh sách thì bạn ghi văn bản mới ở phiếu báo cáo trước.",
    )
    since = DayField(required=False, label="Hết hiệu lực từ ngày", help_text="Ví dụ 15/11/2022.")

    def __init__(self, *args, document, **kwargs):
        super().__init__(*args, auto_id="end-%s", **kwargs)
        others = Document.objects.filter(agency=document.agency_id).exclude(pk=document.pk)
        self.fields["successor"].queryset = others
        self.fields["what"].error_messages["required"] = "Bạn chọn một trong ba."

    def clean(self):
        said = super().clean()
        what = said.get("what")
        if what == REPLACED and not said.get("successor") and "successor" not in self.errors:
            self.add_error("successor", "Bạn chọn văn bản thay thế.")
        if what in (REPLACED, REPEALED) and not said.get("since") and "since" not in self.errors:
            self.add_error("since", "Bạn ghi ngày.")
        return said


class RulingForm(forms.Form):
    """The centre's word on whether a document stands as a plan."""

    counts = forms.ChoiceField(
        choices=[
            ("yes", "Tính là Kế hoạch"),
            ("no", "Không tính là Kế hoạch"),
            ("kind", "Theo loại văn bản"),
        ],
        widget=forms.RadioSelect,
        label="Cục xác định",
    )
    reason = TextField(
        required=False,
        max_length=300,
        label="Lý do, để cơ quan đọc",
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="ruling-%s", **kwargs)
        self.fields["counts"].error_messages["required"] = "Bạn chọn một trong ba."


@requires(*WHO, agency="agency")
@require_GET
def document_list(request, agency):
    today = clock.today()
    agency = get_object_or_404(Agency.objects.named_on(today), slug=agency)
    documents = agency.documents.select_related("stored_file", "replaced_by")
    context = {
        "agency": agency,
        "documents": [(document, document.is_in_force_on(today)) for document in documents],
        "may_say": request.access.can(Capability.REPORT, agency.slug),
        "may_rule": request.access.can(Capability.REVIEW),
    }
    return render(request, "documents/document_list.html", context)


@requires(*WHO, agency="agency")
@require_http_methods(["GET", "POST"])
def document_change(request, agency, pk):
    """One document: the agency says when it ended, the centre whether it counts."""
    today = clock.today()
    agency = get_object_or_404(Agency.objects.named_on(today), slug=agency)
    document = get_object_or_404(
        Document.objects.select_related("stored_file", "replaced_by"),
        agency=agency,
        pk=min(pk, 2**63 - 1),
    )
    ending, ruling = forms_of(request, document)
    bound = next((form for form in (ending, ruling) if form and form.is_bound), None)
    if bound and bound.is_valid() and carry_out(request, document, bound):
        messages.success(request, f"Đã ghi về {document}.")
        return redirect("entry:document_change", agency.slug, document.pk)
    context = {
        "agency": agency,
        "document": document,
        "is_in_force": document.is_in_force_on(today),
        "ending": ending,
        "ruling": ruling,
        "events": document.events.select_related("by"),
    }
    return render(request, "documents/document_change.html", context, status=422 if bound else 200)


def forms_of(request, document) -> tuple[EndForm | None, RulingForm | None]:
    """The forms that the visitor's role may fill in, the posted one bound."""
    said = request.POST if request.method == "POST" else None
    is_ruling = said is not None and "counts" in said
    ending = ruling = None
    if request.access.can(Capability.REPORT, document.agency.slug):
        ending = EndForm(None if is_ruling else said, document=document)
    if request.access.can(Capability.REVIEW):
        posted = said if is_ruling or ending is None else None
        ruling = RulingForm(posted, initial=ruled_before(document))
    return ending, ruling


def ruled_before(document) -> dict:
    chosen = next(key for key, counts in COUNTS.items() if counts is document.ruling)
    return {"counts": chosen, "reason": document.ruling_reason}


def carry_out(request, document, form) -> bool:
    said, facts = form.cleaned_data, {"access": request.access, "at": clock.now()}
    try:
        if isinstance(form, RulingForm):
            counts = COUNTS[said["counts"]]
            rule_on_document(document, counts=counts, reason=said["reason"], **facts)
        elif said["what"] == REPLACED:
            successor, since = said["successor"], said["since"]
            replace_document(document, successor=successor, since=since, **facts)
        elif said["what"] == REPEALED:
            repeal_document(document, since=said["since"], **facts)
        else:
            reinstate_document(document, **facts)
    except DocumentError as error:
        form.add_error(error.field or None, error.message)
        return False
    return True
