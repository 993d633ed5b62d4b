"""Every contact of the centre with an agency about a month that is missing, and what came of it."""

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod


class Means(models.TextChoices):
    EMAIL = "email", "Thư điện tử"
    PHONE = "phone", "Điện thoại"
    ZALO = "zalo", "Zalo"
    LETTER = "letter", "Công văn"
    MEETING = "meeting", "Gặp trực tiếp"


class Occasion(models.TextChoices):
    """Why a reminder was sent by itself; a contact that a person made has none."""

    BEFORE = "before", "Trước hạn"
    DUE = "due", "Ngày đến hạn"
    AFTER = "after", "Sau hạn"


class Contact(models.Model):
    """One contact. A reminder by e-mail is claimed by its row first and sent after, so that it is
    never sent twice on a day: `sent_at` stays empty when the sending failed, `failure` says why.
    """

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="contacts", verbose_name="cơ quan"
    )
    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="contacts", verbose_name="kỳ báo cáo"
    )
    means = models.CharField("cách liên hệ", max_length=10, choices=Means)
    occasion = models.CharField("dịp nhắc", max_length=10, choices=Occasion, blank=True)
    day = models.DateField("ngày")
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reached = models.CharField("người được liên hệ", max_length=300, blank=True)
    note = models.CharField("nội dung, kết quả", max_length=500, blank=True)
    sent_at = models.DateTimeField("đã gửi lúc", null=True, blank=True)
    failure = models.CharField("lỗi khi gửi", max_length=200, blank=True)

    class Meta:
        verbose_name = "lần liên hệ"
        verbose_name_plural = "lần liên hệ"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "period", "day"],
                condition=~Q(occasion=""),
                name="one_reminder_an_agency_and_day",
            ),
        ]

    def __str__(self):
        return f"{self.get_means_display()} {self.day}"
