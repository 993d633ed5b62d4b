"""The centre's questions about single figures of a report that it returned."""

from django.db import models

from portal.accounts.models import User
from portal.catalogue.models import Indicator

from .models import Revision


class ValueQuestion(models.Model):
    """What the reviewer asks about one figure of one revision; written when it is returned.

    The agency reads it beside the field and answers with another figure or an explanation, which
    stand in the next revision: the question itself never changes a value.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="questions")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    text = models.CharField("câu hỏi", max_length=500)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("hỏi lúc")

    class Meta:
        verbose_name = "câu hỏi về số liệu"
        verbose_name_plural = "câu hỏi về số liệu"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "indicator"], name="one_question_a_figure_and_revision"
            )
        ]

    def __str__(self):
        return self.text[:60]
