"""What is to be reached by a day: of the whole country, or of one agency by its own plan."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from portal.agencies.models import Agency
from portal.names import nfc

from .models import Indicator


class Target(models.Model):
    """An amount of one indicator, in that indicator's unit, so that units are never mixed.

    `agency` None: of the country. `qualifier`: as the source says it ("tối thiểu", "khoảng").
    Progress is what the indicator gained from `counts_from` on. Ended by `struck_at` with a reason,
    never deleted.
    """

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="targets", verbose_name="chỉ tiêu"
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name="cơ quan",
    )
    amount = models.PositiveBigIntegerField("mức phải đạt")
    qualifier = models.CharField("từ đi kèm", max_length=20, blank=True)
    counts_from = models.DateField("tính từ ngày")
    due_on = models.DateField("đến hết ngày")
    basis = models.CharField("căn cứ", max_length=300)
    struck_at = models.DateTimeField("bỏ lúc", null=True, blank=True)
    struck_reason = models.CharField("lý do bỏ", max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "mục tiêu"
        verbose_name_plural = "mục tiêu"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="target_is_positive"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("counts_from")), name="target_is_due_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="target_says_its_basis"),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_reason="")
                | (Q(struck_at__isnull=False) & ~Q(struck_reason="")),
                name="target_is_struck_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["indicator", "agency", "due_on"],
                condition=Q(struck_at__isnull=True, agency__isnull=False),
                name="one_target_an_agency_indicator_and_day",
            ),
            models.UniqueConstraint(
                fields=["indicator", "due_on"],
                condition=Q(struck_at__isnull=True, agency__isnull=True),
                name="one_national_target_an_indicator_and_day",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.amount}"

    def save(self, *args, **kwargs):
        self.basis, self.qualifier = nfc(self.basis), nfc(self.qualifier)
        super().save(*args, **kwargs)
