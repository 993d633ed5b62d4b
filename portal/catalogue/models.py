"""What is reported: indicators as rows, their dated wording, checks and rules of publication."""

from decimal import Decimal

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from portal.agencies.models import AgencySet
from portal.dated import Dated
from portal.figures import show
from portal.names import nfc


class Section(models.Model):
    code = models.SlugField("mã", max_length=40, unique=True)
    title = models.CharField("tên phần", max_length=160)
    position = models.PositiveIntegerField("thứ tự", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "phần"
        verbose_name_plural = "phần"
        ordering = ["position", "code"]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.title = nfc(self.title)
        super().save(*args, **kwargs)


class Source(models.TextChoices):
    AGENCY = "agency", "Cơ quan tự báo cáo"
    PLATFORM = "platform", "Nền tảng cung cấp"
    CENTRE = "centre", "Cục nhập"


class ValueType(models.TextChoices):
    COUNT = "count", "Số đếm"
    DECIMAL = "decimal", "Số có phần thập phân"
    YES_NO = "yes_no", "Có hoặc chưa"
    TEXT = "text", "Văn bản"


class Accumulation(models.TextChoices):
    STOCK = "stock", "Số hiện có tại ngày cuối kỳ"
    FLOW = "flow", "Số lũy kế, cộng dồn qua các kỳ"


class Combine(models.TextChoices):
    SUM = "sum", "Cộng"
    COUNT_YES = "count_yes", "Đếm số cơ quan đã thực hiện"
    LATEST = "latest", "Lấy số mới nhất"


class Evidence(models.TextChoices):
    NONE = "none", "Không"
    PLAN = "plan", "Văn bản: số, ngày, tệp"
    DECISION = "decision", "Quyết định: số, ngày, tệp; thiếu thì giải trình"
    LINK = "link", "Địa chỉ trang"
    EVENTS = "events", "Sự kiện: tên, ngày, hình thức"


ON_PAPER = (Evidence.PLAN, Evidence.DECISION)


class Indicator(Dated):
    """One thing that is asked. Its code is named in code only where a printed line is about it.

    `asked_of` empty: a single national figure. `decimals`: how many decimal places `decimal`
    values keep; amounts are stored as whole numbers of that last place, so sums stay exact.
    `accumulates_from`: the first day that a cumulative figure covers.
    """

    code = models.CharField(
        "mã chỉ tiêu",
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Z][A-Z0-9_]*$", "Mã gồm chữ in hoa không dấu, chữ số và dấu gạch dưới."
            )
        ],
    )
    section = models.ForeignKey(
        Section, models.PROTECT, related_name="indicators", verbose_name="phần"
    )
    position = models.PositiveIntegerField("thứ tự", default=0)
    source = models.CharField("nguồn", max_length=10, choices=Source, default=Source.AGENCY)
    asked_of = models.ForeignKey(
        AgencySet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="indicators",
        limit_choices_to={"purpose": AgencySet.Purpose.SCOPE},
        verbose_name="hỏi phạm vi nào",
    )
    value_type = models.CharField("kiểu giá trị", max_length=10, choices=ValueType)
    decimals = models.PositiveSmallIntegerField("số chữ số thập phân", default=0)
    accumulation = models.CharField(
        "cách tính theo thời gian", max_length=10, choices=Accumulation, default=Accumulation.STOCK
    )
    accumulates_from = models.DateField("lũy kế từ ngày", null=True, blank=True)
    combine = models.CharField("cách tổng hợp", max_length=10, choices=Combine, default=Combine.SUM)
    evidence = models.CharField(
        "minh chứng", max_length=10, choices=Evidence, default=Evidence.NONE
    )
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="là một phần của",
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="thay cho chỉ tiêu",
    )

    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["section__position", "position", "code"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(decimals=0) | Q(value_type=ValueType.DECIMAL, decimals__lte=4),
                name="indicator_decimals_only_for_decimal",
                violation_error_message="Chỉ kiểu số có phần thập phân mới đặt số chữ số thập phân,"
                " nhiều nhất là 4.",
            ),
            models.CheckConstraint(
                condition=Q(value_type__in=[ValueType.COUNT, ValueType.DECIMAL])
                | Q(accumulation=Accumulation.STOCK),
                name="indicator_flow_is_a_number",
                violation_error_message="Chỉ số đếm và số thập phân mới cộng dồn qua các kỳ được.",
            ),
            models.CheckConstraint(
                condition=Q(combine=Combine.COUNT_YES, value_type=ValueType.YES_NO)
                | Q(combine=Combine.SUM, value_type__in=[ValueType.COUNT, ValueType.DECIMAL])
                | Q(combine=Combine.LATEST),
                name="indicator_combines_by_its_type",
                violation_error_message="Cách tổng hợp không hợp với kiểu giá trị.",
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def is_flow(self):
        return self.accumulation == Accumulation.FLOW

    @property
    def is_number(self):
        return self.value_type in (ValueType.COUNT, ValueType.DECIMAL)

    def show_amount(self, amount):
        """A stored amount as printed: "116.348", "76,1"; nothing known → empty text."""
        if amount is None:
            return ""
        if self.value_type == ValueType.YES_NO:
            return "Có" if amount else "Chưa"
        return show(amount if not self.decimals else scaled(amount, self.decimals), self.decimals)

    def show_change(self, amount):
        """A stored change as printed: "+2.640", "−28" with a true minus sign, "0"."""
        if amount is None:
            return ""
        sign = "+" if amount > 0 else "−" if amount < 0 else ""
        return sign + self.show_amount(abs(amount))


def scaled(amount, decimals):
    """A stored whole amount as the Decimal it stands for."""
    return Decimal(amount).scaleb(-decimals)


class IndicatorVersion(Dated):
    """An indicator's wording between two days. A change of unit is another indicator."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="versions", verbose_name="chỉ tiêu"
    )
    label = models.CharField("tên đầy đủ", max_length=300)
    short_label = models.CharField("tên ngắn", max_length=120)
    unit = models.CharField("đơn vị tính", max_length=60, blank=True)
    definition = models.TextField("khái niệm, cách tính", blank=True)
    worked_example = models.TextField("ví dụ tính", blank=True)

    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "lời văn của chỉ tiêu"
        verbose_name_plural = "lời văn của chỉ tiêu"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "in_force_from"], name="indicator_has_one_wording_from_a_day"
            ),
        ]

    def __str__(self):
        return self.short_label

    def save(self, *args, **kwargs):
        for field in ("label", "short_label", "unit", "definition", "worked_example"):
            setattr(self, field, nfc(getattr(self, field)))
        super().save(*args, **kwargs)


class Rule(Dated):
    """A check across two indicators of one report, or of one against a limit."""

    class Operator(models.TextChoices):
        AT_LEAST = "at_least", "trái ≥ phải"
        AT_MOST = "at_most", "trái ≤ phải"
        NEEDS = "needs", "trái là Có thì phải là Có"
        YES_IFF_POSITIVE = "yes_iff_positive", "trái là Có khi và chỉ khi phải > 0"
        RATIO_AT_MOST = "ratio_at_most", "trái chia phải ≤ giới hạn"

    class Severity(models.TextChoices):
        ERROR = "error", "Lỗi"
        WARNING = "warning", "Cảnh báo"

    code = models.SlugField("mã", max_length=60, unique=True)
    left = models.ForeignKey(
        Indicator, models.CASCADE, related_name="rules_left", verbose_name="chỉ tiêu bên trái"
    )
    operator = models.CharField("phép so", max_length=20, choices=Operator)
    right = models.ForeignKey(
        Indicator,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="rules_right",
        verbose_name="chỉ tiêu bên phải",
    )
    limit = models.IntegerField("giới hạn", null=True, blank=True)
    severity = models.CharField("mức", max_length=10, choices=Severity, default=Severity.WARNING)
    message = models.CharField("lời nhắc", max_length=300)

    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "quy tắc kiểm tra"
        verbose_name_plural = "quy tắc kiểm tra"
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(right__isnull=False) | Q(limit__isnull=False),
                name="rule_compares_with_something",
                violation_error_message="Quy tắc cần chỉ tiêu bên phải hoặc một giới hạn.",
            ),
        ]

    def __str__(self):
        return self.message


class PublicationRule(Dated):
    """Which source of an indicator is printed from a day on; none: the newest of any source."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="publication_rules", verbose_name="chỉ tiêu"
    )
    channel = models.CharField("nguồn được in", max_length=10)
    basis = models.CharField("căn cứ", max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "quy tắc công bố"
        verbose_name_plural = "quy tắc công bố"

    def __str__(self):
        return f"{self.indicator}: {self.channel}"
