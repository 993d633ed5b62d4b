"""How an agency counts: a note that its people leave for each other beside an indicator."""

from django.db import models

from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.catalogue.models import Indicator


class CountingNote(models.Model):
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="counting_notes")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="counting_notes")
    text = models.CharField("cách đếm của cơ quan", max_length=500)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "cách đếm của cơ quan"
        verbose_name_plural = "cách đếm của cơ quan"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "indicator"], name="one_counting_note_an_indicator"
            )
        ]

    def __str__(self):
        return self.text
