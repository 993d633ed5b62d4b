"""What the centre says to everyone on the first page."""

from django.db import models
from simple_history.models import HistoricalRecords

from portal.agencies.models import Side
from portal.dated import Dated
from portal.names import nfc


class Notice(Dated):
    """A notice on the first page between two days. `side` empty: for everyone who signs in."""

    text = models.CharField("nội dung", max_length=500)
    side = models.CharField("cho khối", max_length=20, choices=Side, blank=True)
    address = models.CharField("đường dẫn kèm theo", max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-in_force_from", "-pk"]

    def __str__(self):
        return self.text[:60]

    def save(self, *args, **kwargs):
        self.text = nfc(self.text)
        super().save(*args, **kwargs)
