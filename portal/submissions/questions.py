"""The centre's questions about single figures of a report that it returned."""

import datetime
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, F, OuterRef, Subquery

from portal.accounts.models import User
from portal.catalogue.models import Indicator

from .models import EventKind, Revision, State, Submission, SubmissionEvent

LONGEST_QUESTION = 500


class ValueQuestion(models.Model):
    """What the reviewer asks about one figure of one revision; written when it is returned.

    The agency reads it beside the field and answers with another figure or an explanation, which
    stand in the next revision: the question itself never changes a value.
    """

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="questions")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    text = models.CharField("câu hỏi", max_length=LONGEST_QUESTION)
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


SAID = ("state", "amount", "text", "note", "qualifier", "explanation", "evidence_id")
PAPER = ("kind", "number", "issuer", "issued_on", "stored_file_id")


@dataclass(frozen=True)
class OpenQuestion:
    """A question that waits for its answer, with what the figure said when it was asked.

    `paper`: kind, number, issuer, day and file of the document that stood behind it; Nones without.
    """

    text: str
    by: str
    at: datetime.datetime
    state: str
    amount: int | None
    said: str
    note: str
    qualifier: str
    explanation: str
    document_id: int | None
    paper: tuple


def open_questions(report: Submission | None) -> dict[int, OpenQuestion]:
    """Indicator → the question of the last return, until the centre accepts an answer to it.

    One query, or none for a report that was never sent or is accepted.
    """
    if report is None or not report.pk or report.first_sent_at is None:
        return {}
    if report.state == State.ACCEPTED:
        return {}
    returns = SubmissionEvent.objects.filter(submission=report, kind=EventKind.RETURNED)
    settled = Revision.objects.filter(
        submission=report, accepted_at__isnull=False, number__gte=OuterRef("revision__number")
    )
    rows = (
        ValueQuestion.objects.filter(
            ~Exists(settled),
            revision=Subquery(returns.order_by("-pk").values("revision")[:1]),
            revision__values__indicator=F("indicator"),
        )
        .annotate(
            **{f"said_{name}": F(f"revision__values__{name}") for name in SAID},
            **{f"paper_{name}": F(f"revision__values__evidence__{name}") for name in PAPER},
        )
        .values_list(
            "indicator_id",
            "text",
            "asked_by__full_name",
            "asked_at",
            *(f"said_{name}" for name in SAID),
            *(f"paper_{name}" for name in PAPER),
        )
    )
    size = 4 + len(SAID)
    return {row[0]: OpenQuestion(*row[1:size], paper=tuple(row[size:])) for row in rows}
