"""How an agency counts: a note that its people leave for each other beside an indicator."""

from django.db import models, transaction

from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.catalogue.models import Indicator
from portal.names import nfc

LONGEST_NOTE = 500


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


@transaction.atomic
def write_counting_note(
    agency: Agency, indicator: Indicator, text: str, *, by: User, at
) -> CountingNote | None:
    """Keeps the agency's word on how it counts; an empty text takes it away (None)."""
    text = nfc(text)[:LONGEST_NOTE]
    if not text:
        CountingNote.objects.filter(agency=agency, indicator=indicator).delete()
        return None
    return CountingNote.objects.update_or_create(
        agency=agency,
        indicator=indicator,
        defaults={"text": text, "written_by": by, "written_at": at},
    )[0]
