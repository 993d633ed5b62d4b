"""When it is reported: months with their three dates, and days off."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords


class ReportingPeriodQuerySet(models.QuerySet):
    def still_open(self, now):
        return self.filter(closes_at__gte=now)

    def begun(self, day):
        return self.filter(starts_on__lte=day)

    def current(self, now):
        """The month being reported at `now`: the oldest that is not closed; None after the last."""
        return self.still_open(now).order_by("year", "month").first()


class ReportingPeriod(models.Model):
    """A month of NĐ 09/2019/NĐ-CP, Điều 12: day 15 of the month before to day 14.

    Three dates are kept apart: `ends_on` is the data's cut-off, `due_at` the deadline for sending,
    `closes_at` the last instant to change.
    """

    year = models.PositiveSmallIntegerField("năm")
    month = models.PositiveSmallIntegerField("tháng")
    starts_on = models.DateField("số liệu từ ngày")
    ends_on = models.DateField("chốt số liệu đến hết ngày")
    due_at = models.DateTimeField("hạn gửi")
    closes_at = models.DateTimeField("khóa lúc")

    objects = ReportingPeriodQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["-year", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["year", "month"], name="one_period_a_month"),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12), name="period_month_is_a_month"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lt=F("ends_on")), name="period_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(due_at__lte=F("closes_at")),
                name="period_closes_after_it_is_due",
                violation_error_message="Thời điểm khóa phải bằng hoặc sau hạn gửi.",
            ),
        ]

    def __str__(self):
        return f"Tháng {self.month}/{self.year}"

    @property
    def key(self):
        """The month in an address: 2022-11."""
        return f"{self.year}-{self.month:02d}"

    @property
    def label(self):
        return f"tháng {self.month}/{self.year}"


class Holiday(models.Model):
    """A weekday off, or (`is_working`) a weekend day worked in exchange."""

    day = models.DateField("ngày", unique=True)
    name = models.CharField("tên", max_length=120)
    is_working = models.BooleanField("là ngày làm bù", default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        verbose_name_plural = "ngày nghỉ, ngày làm bù"
        ordering = ["day"]

    def __str__(self):
        return self.name
