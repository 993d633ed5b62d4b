"""What stands beside two sources of one agency's training: own sub-domains, and disputes."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from portal.dated import Dated
from portal.models import Agency, Indicator, IndicatorValue, User


class PlatformDomain(Dated):
    """A sub-domain of the platform on which an agency runs courses of its own.

    What is learnt there may be counted by both sources: the agency calls it self-run, the platform
    counts its accounts.
    """

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="platform_domains", verbose_name="cơ quan"
    )
    host = models.CharField("tên miền", max_length=120, unique=True)
    basis = models.CharField("căn cứ", max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "tên miền riêng trên nền tảng"
        verbose_name_plural = "tên miền riêng trên nền tảng"
        ordering = ["host"]

    def __str__(self):
        return self.host


class Dispute(models.Model):
    """An agency says that its platform figure is wrong; the centre answers. It changes no figure.

    `value`: the figure as it stood. `own_amount`: what the agency holds for right, None if it does
    not say.
    """

    class Outcome(models.TextChoices):
        STANDS = "stands", "Giữ số của nền tảng"
        PLATFORM_MENDS = "platform_mends", "Nền tảng sửa ở lần kết xuất sau"
        AGENCY_MENDS = "agency_mends", "Cơ quan sửa số tự tổ chức"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="platform_disputes")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    value = models.ForeignKey(IndicatorValue, models.PROTECT, related_name="disputes")
    own_amount = models.BigIntegerField("số theo cơ quan", null=True, blank=True)
    comment = models.CharField("ý kiến", max_length=1000)
    opened_at = models.DateTimeField("nêu lúc")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    outcome = models.CharField("kết quả", max_length=15, choices=Outcome, blank=True)
    answer = models.CharField("trả lời", max_length=1000, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField("rút ý kiến lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ý kiến về số của nền tảng"
        verbose_name_plural = "ý kiến về số của nền tảng"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "indicator"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_dispute_an_agency_and_indicator",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, outcome="", answer="")
                | (Q(answered_at__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="dispute_is_answered_with_words",
            ),
            models.CheckConstraint(condition=~Q(comment=""), name="dispute_says_what_is_wrong"),
        ]

    def __str__(self):
        return f"{self.agency}: {self.comment[:40]}"
