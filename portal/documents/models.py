"""What proves a figure: a plan with its number, date and file; an event with its name and day."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.names import nfc

MOST_PARTICIPANTS = 100_000_000


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", XLSX: "xlsx", "text/csv": "csv"}


def generated_name(stored, filename):
    """A name that tells nothing of what the sender called the file."""
    return f"van-ban/{uuid.uuid4().hex}.{SUFFIXES.get(stored.content_type, 'pdf')}"


class StoredFile(models.Model):
    """`own_only`: holds personal data that stay in the agency; nobody else is handed the file."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="files", verbose_name="cơ quan")
    file = models.FileField("tệp", upload_to=generated_name, max_length=200)
    name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField("loại", max_length=80)
    size = models.PositiveBigIntegerField("dung lượng")
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField(default=timezone.now)
    own_only = models.BooleanField("chỉ cơ quan được tải", default=False)

    class Meta:
        verbose_name = "tệp"
        verbose_name_plural = "tệp"

    def __str__(self):
        return self.name


class Document(models.Model):
    """A document of an agency, in force from its date of issue until replaced or repealed.

    A plan is not always a Kế hoạch: Vĩnh Long's is Quyết định 618/QĐ-UBND. An official letter
    (công văn) is not a plan, unless the centre rules otherwise (`ruling`, kept with its reason).
    """

    class Kind(models.TextChoices):
        PLAN = "plan", "Kế hoạch"
        DECISION = "decision", "Quyết định"
        PROGRAMME = "programme", "Chương trình"
        LETTER = "letter", "Công văn"
        OTHER = "other", "Văn bản khác"

    COUNTING = (Kind.PLAN, Kind.DECISION, Kind.PROGRAMME)

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="documents", verbose_name="cơ quan"
    )
    kind = models.CharField("loại văn bản", max_length=20, choices=Kind)
    number = models.CharField("số, ký hiệu", max_length=60)
    title = models.CharField("trích yếu", max_length=400, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    issued_on = models.DateField("ngày ban hành")
    effective_until = models.DateField("hiệu lực đến hết ngày", null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name="được thay bằng",
    )
    stored_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, verbose_name="tệp"
    )
    ruling = models.BooleanField("Cục xác định là Kế hoạch", null=True, blank=True)
    ruling_reason = models.CharField("lý do", max_length=300, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        "portal.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = ["-issued_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True)
                | Q(effective_until__gte=models.F("issued_on")),
                name="document_ends_after_it_is_issued",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    def save(self, *args, **kwargs):
        self.number, self.title = nfc(self.number), nfc(self.title)
        self.issuer = nfc(self.issuer)
        super().save(*args, **kwargs)

    @property
    def counts(self):
        return self.kind_counts(self.kind, self.ruling)

    @classmethod
    def kind_counts(cls, kind: str, ruling: bool | None) -> bool:
        """Whether a document stands as a plan: the centre's ruling first, then its kind."""
        return kind in cls.COUNTING if ruling is None else ruling

    def is_in_force_on(self, day):
        return self.issued_on <= day and (
            self.effective_until is None or day <= self.effective_until
        )


class DocumentEvent(models.Model):
    """What happened to a document: written in the transaction that did it, never changed."""

    class Kind(models.TextChoices):
        REPLACED = "replaced", "ghi nhận được thay thế"
        REPEALED = "repealed", "ghi nhận bãi bỏ"
        REINSTATED = "reinstated", "ghi nhận vẫn còn hiệu lực"
        RULED = "ruled", "Cục xác định"

    document = models.ForeignKey(Document, models.CASCADE, related_name="events")
    kind = models.CharField("việc", max_length=12, choices=Kind)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    note = models.CharField("nội dung", max_length=500, blank=True)

    class Meta:
        verbose_name = "sự kiện của văn bản"
        verbose_name_plural = "sự kiện của văn bản"
        ordering = ["at", "pk"]

    def __str__(self):
        return self.get_kind_display()


class AwarenessEventQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not struck."""
        return self.filter(struck_at=None)


class AwarenessEvent(models.Model):
    """An event on digital transformation that an agency held; struck with a reason, never deleted.

    `participants` None: not known.
    """

    class Form(models.TextChoices):
        CONFERENCE = "conference", "Hội nghị"
        WORKSHOP = "workshop", "Hội thảo"
        PROGRAMME = "programme", "Chương trình"
        CAMPAIGN = "campaign", "Chiến dịch truyền thông"
        OTHER = "other", "Khác"

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="awareness_events", verbose_name="cơ quan"
    )
    name = models.CharField("tên sự kiện", max_length=300)
    held_on = models.DateField("ngày tổ chức")
    form = models.CharField("hình thức", max_length=12, choices=Form)
    participants = models.PositiveIntegerField("số lượt người dự", null=True, blank=True)
    recorded_at = models.DateTimeField("ghi lúc", default=timezone.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    struck_at = models.DateTimeField("gạch lúc", null=True, blank=True)
    struck_reason = models.CharField("lý do gạch", max_length=300, blank=True)

    objects = AwarenessEventQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "sự kiện truyền thông"
        verbose_name_plural = "sự kiện truyền thông"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="awareness_event_has_a_name"),
            models.CheckConstraint(
                condition=Q(form__in=["conference", "workshop", "programme", "campaign", "other"]),
                name="awareness_event_form_is_known",
            ),
            models.CheckConstraint(
                condition=Q(participants__isnull=True) | Q(participants__lte=MOST_PARTICIPANTS),
                name="awareness_event_participants_are_plausible",
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_reason="")
                | (Q(struck_at__isnull=False) & ~Q(struck_reason="")),
                name="awareness_event_is_struck_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["agency", "held_on", "name"],
                condition=Q(struck_at__isnull=True),
                name="awareness_event_stands_once",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name, self.struck_reason = nfc(self.name), nfc(self.struck_reason)
        super().save(*args, **kwargs)
