"""The class register of an agency that wants one: what its month's self-run figure is made of."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from portal.models import Agency, StoredFile, User

MOST_PARTICIPANTS = 1_000_000


class TrainingClassQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not struck."""
        return self.filter(struck_at=None)


class TrainingClass(models.Model):
    """A class held for officials; struck with a reason, never deleted.

    It belongs to the month in which it ends. `participants` None: not known yet, so it counts for
    nothing. `on_platform`: held on One Touch, whose own figure counts it; it is not self-run.
    """

    class Form(models.TextChoices):
        IN_PERSON = "in_person", "Trực tiếp"
        ONLINE = "online", "Trực tuyến"
        MIXED = "mixed", "Trực tiếp và trực tuyến"

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="training_classes", verbose_name="cơ quan"
    )
    name = models.CharField("tên lớp", max_length=300)
    begins_on = models.DateField("khai giảng ngày")
    ends_on = models.DateField("kết thúc ngày")
    form = models.CharField("hình thức", max_length=12, choices=Form)
    on_platform = models.BooleanField("mở trên One Touch", default=False)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    participants = models.PositiveIntegerField("số lượt tham gia", null=True, blank=True)
    completions = models.PositiveIntegerField("số lượt hoàn thành", null=True, blank=True)
    attendance_list = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="danh sách lớp",
    )
    version = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField("ghi lúc", default=timezone.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    struck_at = models.DateTimeField("gạch lúc", null=True, blank=True)
    struck_reason = models.CharField("lý do gạch", max_length=300, blank=True)

    objects = TrainingClassQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "lớp bồi dưỡng"
        verbose_name_plural = "lớp bồi dưỡng"
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="training_class_has_a_name"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")), name="training_class_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(participants__isnull=True) | Q(participants__lte=MOST_PARTICIPANTS),
                name="training_class_participants_are_plausible",
            ),
            models.CheckConstraint(
                condition=Q(completions__isnull=True)
                | Q(participants__isnull=False, completions__lte=F("participants")),
                name="training_class_completions_are_among_participants",
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_reason="")
                | (Q(struck_at__isnull=False) & ~Q(struck_reason="")),
                name="training_class_is_struck_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["agency", "begins_on", "ends_on", "name"],
                condition=Q(struck_at__isnull=True),
                name="training_class_stands_once",
            ),
        ]

    def __str__(self):
        return self.name
