"""Forms of the catalogue's indicators and sections."""

from django import forms
from django.db.models import F, FilteredRelation

from portal.accounts.form_fields import ASKED, DayField, RowField, TextField
from portal.agencies.models import AgencySet
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.indicators import WORDS, NewIndicator, Wording
from portal.catalogue.models import Accumulation, Evidence, Indicator, Section, Source, ValueType
from portal.dated import in_force

from .calendar_forms import ReasonField

STOCK, FLOW = Accumulation.STOCK, Accumulation.FLOW
# What is asked, in one choice: its type of value and how it runs through time.
KINDS = {
    "count": (ValueType.COUNT, STOCK, "Số đếm, hiện có tại ngày cuối kỳ"),
    "count_flow": (ValueType.COUNT, FLOW, "Số đếm, cộng dồn qua các tháng"),
    "decimal": (ValueType.DECIMAL, STOCK, "Số có phần thập phân, hiện có tại ngày cuối kỳ"),
    "decimal_flow": (ValueType.DECIMAL, FLOW, "Số có phần thập phân, cộng dồn qua các tháng"),
    "yes_no": (ValueType.YES_NO, STOCK, "Có hoặc chưa"),
    "text": (ValueType.TEXT, STOCK, "Văn bản"),
}
LONG_TEXT = 2000


def kind_of(indicator: Indicator) -> str:
    found = (indicator.value_type, indicator.accumulation)
    return next(key for key, (*said, _) in KINDS.items() if tuple(said) == found)


class PeriodField(RowField):
    def label_from_instance(self, period):
        return f"Tháng {period.month}/{period.year}"


class IndicatorField(RowField):
    """An indicator by its words of the day; `worded_on` gives the rows."""

    def label_from_instance(self, indicator):
        return f"{indicator.label or indicator.code} ({indicator.code})"


def worded_on(day):
    """Indicators with their words of the day, in the catalogue's order."""
    return (
        Indicator.objects.alias(
            wording=FilteredRelation("versions", condition=in_force(day, "versions__"))
        )
        .annotate(label=F("wording__label"), short_label=F("wording__short_label"))
        .annotate(unit=F("wording__unit"))
        .order_by("section__position", "position", "code")
    )


def scopes():
    return AgencySet.objects.filter(purpose=AgencySet.Purpose.SCOPE)


class WordsForm(forms.Form):
    label = TextField(label="Tên đầy đủ", max_length=300, help_text="Câu hỏi trong phiếu.")
    unit = TextField(
        label="Đơn vị tính", max_length=60, required=False, help_text="Ví dụ lượt, người, Tổ."
    )
    short_label = TextField(
        label="Tên ngắn",
        max_length=120,
        required=False,
        help_text="Dùng trong bảng. Để trống thì lấy tên đầy đủ.",
    )
    definition = TextField(
        label="Khái niệm, cách tính",
        max_length=LONG_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    worked_example = TextField(
        label="Ví dụ tính",
        max_length=LONG_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    @property
    def wording(self) -> Wording:
        return Wording(**{name: self.cleaned_data[name] for name in WORDS})


class NewIndicatorForm(WordsForm):
    """An indicator to be added: five things must be said, the rest has its usual answer."""

    section = RowField(Section.objects.all(), label="Phần", empty_label="Chọn phần")
    kind = forms.ChoiceField(
        choices=[(key, label) for key, (_, _, label) in KINDS.items()],
        label="Kiểu giá trị",
        initial="count",
    )
    asked_of = RowField(
        scopes(),
        required=False,
        label="Hỏi cơ quan nào",
        empty_label="Chọn phạm vi",
    )
    first_month = PeriodField(
        ReportingPeriod.objects.none(), label="Hỏi từ kỳ", empty_label="Chọn kỳ"
    )
    source = forms.ChoiceField(choices=Source, initial=Source.AGENCY, label="Ai cho số")
    evidence = forms.ChoiceField(choices=Evidence, initial=Evidence.NONE, label="Minh chứng")
    decimals = forms.TypedChoiceField(
        choices=[(n, f"{n} chữ số") for n in (1, 2, 3, 4)],
        coerce=int,
        initial=1,
        label="Số chữ số thập phân",
        help_text="Chỉ dùng cho số có phần thập phân.",
    )
    accumulates_from = DayField(
        required=False,
        label="Cộng dồn từ ngày",
        help_text="Chỉ dùng cho số cộng dồn. Để trống thì từ ngày đầu của kỳ đầu tiên.",
    )
    part_of = IndicatorField(
        Indicator.objects.none(), required=False, label="Là một phần của", empty_label="Không"
    )
    code = TextField(
        required=False,
        max_length=40,
        label="Mã",
        help_text="Để trống thì lấy từ tên. Chữ in hoa không dấu, chữ số, gạch dưới.",
    )
    replaces = forms.ModelChoiceField(
        Indicator.objects.all(), required=False, widget=forms.HiddenInput, label="Thay cho"
    )
    MAIN = ("label", "unit", "section", "kind", "asked_of", "first_month")

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, **kwargs)
        months = ReportingPeriod.objects.still_open(now).order_by("year", "month")
        self.fields["first_month"].queryset = months
        wholes = worded_on(now.date()).filter(part_of=None)
        self.fields["part_of"].queryset = wholes.in_force_on(now.date())
        for name in ("kind", "source", "evidence", "decimals"):
            self.fields[name].required = False
            self.fields[name].error_messages["required"] = ASKED

    @property
    def main_fields(self):
        return [self[name] for name in self.MAIN]

    @property
    def further_fields(self):
        return [bound for bound in self.visible_fields() if bound.name not in self.MAIN]

    @property
    def has_further_faults(self) -> bool:
        return any(bound.errors for bound in self.further_fields)

    def chosen(self, name):
        """What was chosen, or the usual answer where the list was left out altogether."""
        return self.cleaned_data[name] or self.fields[name].initial

    @property
    def said(self) -> NewIndicator:
        value_type, accumulation, _ = KINDS[self.chosen("kind")]
        since = self.cleaned_data["first_month"].starts_on
        is_flow = accumulation == FLOW
        begins = self.cleaned_data["accumulates_from"] or since
        return NewIndicator(
            wording=self.wording,
            section=self.cleaned_data["section"],
            value_type=value_type,
            since=since,
            code=self.cleaned_data["code"],
            columns={
                "accumulation": accumulation,
                "source": self.chosen("source"),
                "evidence": self.chosen("evidence"),
                "asked_of": self.cleaned_data["asked_of"],
                "decimals": self.chosen("decimals") if value_type == ValueType.DECIMAL else 0,
                "accumulates_from": begins if is_flow else None,
                "part_of": self.cleaned_data["part_of"],
                "replaces": self.cleaned_data["replaces"],
            },
        )


class RewordForm(WordsForm):
    """New words from a day; what is counted stays, so the unit is not asked."""

    since = DayField(label="Dùng từ ngày", help_text="Ví dụ 15/12/2022, ngày đầu của một kỳ.")
    reason = ReasonField(required=False)
    field_order = ("since", "label", "short_label", "definition", "worked_example", "reason")

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        self.unit = unit
        del self.fields["unit"]

    def clean(self):
        return super().clean() | {"unit": self.unit}


class CorrectForm(WordsForm):
    """A slip in the words in force."""

    reason = ReasonField(required=False)


class ColumnsForm(forms.Form):
    section = RowField(Section.objects.all(), label="Phần", empty_label="Chọn phần")
    asked_of = RowField(scopes(), required=False, label="Hỏi cơ quan nào", empty_label="Không hỏi")
    evidence = forms.ChoiceField(choices=Evidence, label="Minh chứng")
    accumulates_from = DayField(required=False, label="Cộng dồn từ ngày")
    part_of = IndicatorField(
        Indicator.objects.none(), required=False, label="Là một phần của", empty_label="Không"
    )
    reason = ReasonField(required=False)

    def __init__(self, *args, indicator, day, **kwargs):
        super().__init__(*args, **kwargs)
        wholes = worded_on(day).filter(part_of=None).exclude(pk=indicator.pk)
        self.fields["part_of"].queryset = wholes
        if not indicator.is_flow:
            del self.fields["accumulates_from"]


class EndForm(forms.Form):
    until = DayField(
        required=False,
        label="Hỏi đến hết ngày",
        help_text="Ngày chốt của kỳ cuối còn hỏi, ví dụ 14/12/2022. Để trống là hỏi tiếp.",
    )
    reason = ReasonField()


class SureForm(forms.Form):
    """Nothing to fill in: the button says it."""


class SectionForm(forms.Form):
    title = TextField(label="Tên phần", max_length=160)
