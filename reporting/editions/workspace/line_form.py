"""The form of one line: which names, which order, which count, which words."""

from django import forms

from portal.accounts.form_fields import TextField
from reporting.editions.models import CountUsed, NamesListed, NamesOrder

from .line_page import LinePage, counts_offered, in_braces, lists_names, names_in, unknown_only
from .wording import faults_of

LONGEST_WORDING = 500


class LineForm(forms.Form):
    """Fields of each figure of the line (`names-PLAN_MIN`), and the sentence with figures' names.

    `usual_words`: the usual sentence as the page showed it; sent back untouched it stays usual.
    """

    def __init__(self, *args, page: LinePage, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page
        usual = page.usual
        self.line, self.figures = usual.line, usual.figures
        self.usual_words = in_braces(self.line.segments)
        self.codes = [figure.indicator.code for figure in self.line.figures]
        for figure in self.line.figures:
            self.add_choices(figure)
        self.fields["wording"] = TextField(
            label="Câu chữ",
            max_length=LONGEST_WORDING,
            required=False,
            initial=page.of_choice(page.code).wording or self.usual_words,
            widget=forms.Textarea({"rows": 4, "maxlength": LONGEST_WORDING}),
            help_text="Sửa chữ quanh số, giữ nguyên tên số trong ngoặc nhọn. Để trống thì về câu "
            "thường lệ.",
        )

    def add_choices(self, figure):
        code = figure.indicator.code
        now = self.page.of_choice(code)
        offered = {}
        if lists_names(figure):
            offered["names"] = ("Tên trong chú thích", NamesListed.choices)
            offered["order"] = ("Thứ tự tên", NamesOrder.choices)
        counts = counts_offered(self.figures, figure)
        if counts:
            offered["count"] = ("Số được in", counts)
        for name, (words, choices) in offered.items():
            self.fields[f"{name}-{code}"] = forms.ChoiceField(
                label=words,
                choices=choices,
                required=False,
                initial=getattr(now, name),
                error_messages={"invalid_choice": "Bạn chọn một mục trong danh sách."},
            )

    @property
    def groups(self) -> list[tuple[str, list]]:
        """(what a figure is, its boxes), of those figures that something can be chosen for."""
        found = []
        for figure in self.line.figures:
            code = figure.indicator.code
            names = [f"{name}-{code}" for name in ("names", "order", "count")]
            boxes = [self[name] for name in names if name in self.fields]
            found += [(figure.indicator.label, boxes)] if boxes else []
        return found

    def clean_wording(self):
        typed = self.cleaned_data["wording"]
        untouched = {self.usual_words, self.data.get("usual_words", "")}
        if not typed or typed in untouched:
            return ""
        segments = self.line.segments
        unknown = unknown_only(self.line)
        faults = faults_of(typed, self.usual_words, names_in(segments), unknown)
        if faults:
            raise forms.ValidationError(faults)
        return typed

    def chosen(self) -> dict[str, dict]:
        """{code: what was chosen of it}, as `writing.choose_line` takes it."""
        said = self.cleaned_data
        found = {
            code: {
                "names": said.get(f"names-{code}") or NamesListed.AUTOMATIC,
                "order": said.get(f"order-{code}") or NamesOrder.AUTOMATIC,
                "count": said.get(f"count-{code}") or CountUsed.AUTOMATIC,
                "wording": "",
            }
            for code in self.codes
        }
        found[self.page.code]["wording"] = said.get("wording", "")
        return found
