"""What is being typed, before it is sent: an append-only record of each field's text."""

from django.db import models
from django.db.models import Q

from portal.accounts.models import User

from .models import Submission


class DraftEntry(models.Model):
    """What one field held after one save, exactly as typed, and until which save it stood.

    The newest text of a field has no `until_version`, so that what stands now, and what stood at a
    version, is found without reading the whole record.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="draft_entries")
    field = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField()
    until_version = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "ô nháp"
        verbose_name_plural = "ô nháp"
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "version", "field"], name="field_saved_once_a_version"
            ),
            models.UniqueConstraint(
                fields=["submission", "field"],
                condition=Q(until_version=None),
                name="one_text_of_a_field_stands",
            ),
        ]
        indexes = [
            models.Index(fields=["submission", "until_version"], name="draft_text_until_version")
        ]

    def __str__(self):
        return self.field
