"""Every reported value in one place, whatever brought it.

A submission keeps its immutable revisions, a revision its values. What is being typed lives beside
them in draft entries, an append-only record of each field's text, so that nothing typed is lost
and two people's work can be told apart field by field.
"""

import secrets

from django.db import models
from django.db.models import F, Q

from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.models import Indicator
from portal.documents.models import Document, StoredFile


class Channel(models.TextChoices):
    AGENCY = "agency", "Cơ quan gửi"
    PLATFORM = "platform", "Nền tảng cung cấp"
    CENTRE = "centre", "Cục công bố"
    REFERENCE = "reference", "Tài liệu đã công bố"


class State(models.TextChoices):
    DRAFT = "draft", "Nháp"
    AWAITING_APPROVAL = "awaiting_approval", "Chờ duyệt"
    SUBMITTED = "submitted", "Đã gửi"
    RETURNED = "returned", "Trả lại"
    ACCEPTED = "accepted", "Đã tiếp nhận"


class Submission(models.Model):
    """What one agency sends for one month, or what another channel states as of a day."""

    channel = models.CharField("nguồn", max_length=10, choices=Channel)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name="cơ quan",
    )
    period = models.ForeignKey(
        ReportingPeriod,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name="kỳ báo cáo",
    )
    as_of = models.DateField("tính đến ngày", null=True, blank=True)
    source_text = models.CharField("tài liệu nguồn", max_length=300, blank=True)
    state = models.CharField("trạng thái", max_length=20, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField("lần lưu", default=0)
    first_sent_at = models.DateTimeField("gửi lần đầu lúc", null=True, blank=True)
    is_demo = models.BooleanField("số liệu trình diễn", default=False)
    created_at = models.DateTimeField("tạo lúc")
    updated_at = models.DateTimeField("lưu lúc")
    updated_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "phiếu báo cáo"
        verbose_name_plural = "phiếu báo cáo"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "period"],
                condition=Q(channel=Channel.AGENCY),
                name="one_report_an_agency_and_month",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.AGENCY, agency__isnull=False, period__isnull=False)
                | (~Q(channel=Channel.AGENCY) & Q(period__isnull=True, as_of__isnull=False)),
                name="submission_has_a_month_or_a_day",
            ),
        ]
        indexes = [models.Index(fields=["period", "state"], name="submission_by_month")]

    def __str__(self):
        return f"Phiếu {self.pk}"


CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that reads like another


def new_check_code() -> str:
    """Twelve random letters and digits in three groups: "7KQ2-M9XA-4TDE"."""
    letters = [secrets.choice(CODE_LETTERS) for _ in range(12)]
    return "-".join("".join(letters[i : i + 4]) for i in (0, 4, 8))


class Revision(models.Model):
    """One immutable edition of a submission's values, with the instants that a reading needs.

    `on_behalf`: the centre entered what came by letter or message (`brought_by`, `source_file`);
    `counts_as_received`: whether the agency counts as having reported with it. The agency confirms
    it or sends its own.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField("bản thứ")
    reason = models.CharField("lý do điều chỉnh", max_length=300, blank=True)
    sent_at = models.DateTimeField("gửi lúc")
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    superseded_at = models.DateTimeField("được thay lúc", null=True, blank=True)
    check_code = models.CharField(
        "mã kiểm tra", max_length=14, unique=True, default=new_check_code, editable=False
    )
    signed_scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bản ký"
    )
    on_behalf = models.BooleanField("Cục nhập thay", default=False)
    brought_by = models.CharField("tài liệu nguồn", max_length=300, blank=True)
    source_file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="tệp tài liệu nguồn",
    )
    counts_as_received = models.BooleanField("tính là đã báo cáo", default=True)
    confirmed_at = models.DateTimeField("cơ quan xác nhận lúc", null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "bản gửi"
        verbose_name_plural = "bản gửi"
        ordering = ["submission", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="revision_numbers_differ"
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(accepted_at__isnull=False),
                name="only_an_accepted_revision_is_superseded",
            ),
            models.CheckConstraint(
                condition=Q(on_behalf=False, counts_as_received=True, confirmed_at__isnull=True)
                | (Q(on_behalf=True) & ~Q(brought_by="")),
                name="entry_on_behalf_says_what_brought_it",
            ),
        ]

    def __str__(self):
        return f"Bản {self.number}"

    @property
    def receipt_number(self):
        """What the receipt is known by: "BN 2022-11/57-2"; of an agency's own report only."""
        period = self.submission.period
        return receipt_number(period.year, period.month, self.submission_id, self.number)


def receipt_number(year: int, month: int, submission_id: int, number: int) -> str:
    return f"BN {year}-{month:02d}/{submission_id}-{number}"


class ValueState(models.TextChoices):
    REPORTED = "reported", "Có số liệu"
    NOT_KNOWN = "not_known", "Chưa có số liệu"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng"


class TypedAs(models.TextChoices):
    IN_MONTH = "in_month", "phát sinh trong kỳ"
    CUMULATIVE = "cumulative", "lũy kế"


class IndicatorValue(models.Model):
    """One stated value. `amount` holds a count, a yes (1) or no (0), or a scaled decimal.

    For a flow `amount` is the cumulative, stated once: what was typed, the base it was added to
    and the difference stand beside it, so that reading never sums history. A blank is a state
    other than *reported*, never a zero.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="values")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="values")
    covers_from = models.DateField("từ ngày", null=True, blank=True)
    covers_to = models.DateField("đến hết ngày")
    state = models.CharField("tình trạng", max_length=15, choices=ValueState)
    amount = models.BigIntegerField("giá trị", null=True, blank=True)
    text = models.TextField("nội dung", blank=True)
    qualifier = models.CharField("từ đi kèm", max_length=20, blank=True)
    typed_as = models.CharField("nhập dưới dạng", max_length=10, choices=TypedAs, blank=True)
    in_month = models.BigIntegerField("phát sinh trong kỳ", null=True, blank=True)
    base_amount = models.BigIntegerField("lũy kế kỳ trước", null=True, blank=True)
    base = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="built_on_it"
    )
    unchanged = models.BooleanField("không thay đổi so với kỳ trước", default=False)
    note = models.CharField("lý do, ghi chú", max_length=500, blank=True)
    explanation = models.CharField("giải trình cảnh báo", max_length=500, blank=True)
    evidence = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="values"
    )

    class Meta:
        verbose_name = "giá trị"
        verbose_name_plural = "giá trị"
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "indicator", "agency"], name="one_value_an_agency_and_indicator"
            ),
            models.UniqueConstraint(
                fields=["revision", "indicator"],
                condition=Q(agency__isnull=True),
                name="one_national_value_an_indicator",
            ),
            models.CheckConstraint(
                condition=(Q(state=ValueState.REPORTED) & (Q(amount__isnull=False) | ~Q(text="")))
                | (
                    ~Q(state=ValueState.REPORTED)
                    & Q(amount__isnull=True, in_month__isnull=True, text="")
                ),
                name="value_is_there_when_reported_only",
            ),
            models.CheckConstraint(
                condition=~Q(state=ValueState.NOT_KNOWN) | ~Q(note=""),
                name="not_known_says_why",
            ),
            models.CheckConstraint(
                condition=Q(base_amount__isnull=True)
                | Q(in_month__isnull=True)
                | Q(amount=F("base_amount") + F("in_month")),
                name="cumulative_is_base_plus_month",
            ),
            models.CheckConstraint(
                condition=Q(covers_from__isnull=True) | Q(covers_from__lte=F("covers_to")),
                name="value_covers_forward",
            ),
        ]
        indexes = [
            models.Index(
                fields=["indicator", "agency", "-covers_to"], name="latest_value_of_agency"
            )
        ]

    def __str__(self):
        return f"{self.indicator_id}: {self.amount}"

    @property
    def shown(self):
        """The value in words: "1.473", "Có", "gần 6.000", "Chưa có số liệu"."""
        if self.state != ValueState.REPORTED:
            return self.get_state_display()
        if self.amount is None:
            return self.text
        return f"{self.qualifier} {self.indicator.show_amount(self.amount)}".strip()

    @property
    def in_month_shown(self):
        """A flow's part of the month with its sign; empty when unknown or nothing was said anew."""
        return "" if self.unchanged else self.indicator.show_change(self.in_month)


class EventKind(models.TextChoices):
    CREATED = "created", "mở phiếu"
    APPROVAL_ASKED = "approval_asked", "trình lãnh đạo duyệt"
    SENT_BACK = "sent_back", "lãnh đạo trả lại"
    APPROVED = "approved", "duyệt và gửi"
    SUBMITTED = "submitted", "gửi"
    RECALLED = "recalled", "rút lại"
    RETURNED = "returned", "trả lại"
    ACCEPTED = "accepted", "tiếp nhận"
    CORRECTION_OPENED = "correction_opened", "mở bản đính chính"
    SCAN_ATTACHED = "scan_attached", "đính bản ký"
    ENTERED_ON_BEHALF = "entered_on_behalf", "Cục nhập thay"
    CONFIRMED = "confirmed", "xác nhận số Cục nhập thay"
    EXTENDED = "extended", "gia hạn"
    STATED = "stated", "ghi nhận số liệu đã công bố"


class SubmissionEvent(models.Model):
    """What happened to a submission: written in the transaction that did it, never changed."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="events")
    kind = models.CharField("việc", max_length=20, choices=EventKind)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField("nội dung", blank=True)

    class Meta:
        verbose_name = "sự kiện"
        verbose_name_plural = "sự kiện"
        ordering = ["at", "pk"]

    def __str__(self):
        return self.get_kind_display()
