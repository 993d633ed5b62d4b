"""A month's figure that an agency's own register works out; the officer takes it or types another.

Written down here by the floor that keeps the register, so that the form can offer it without
knowing that floor. It is no value: nothing counts it until the officer's report does.
"""

import datetime
from typing import NamedTuple

from django.db import models

from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.models import Indicator


class Proposed(NamedTuple):
    """A proposal as a sheet's question has it: a figure of the days from `begins_on` on."""

    in_month: int
    words: str
    href: str
    begins_on: datetime.date


class FigureProposal(models.Model):
    """`in_month`: what the register gives for the month. `words`: what it rests on."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="figure_proposals")
    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="+")
    period = models.ForeignKey(ReportingPeriod, models.CASCADE, related_name="+")
    in_month = models.BigIntegerField("phát sinh trong kỳ")
    words = models.CharField("căn cứ", max_length=300)
    href = models.CharField(max_length=200)
    proposed_at = models.DateTimeField("đề xuất lúc")

    class Meta:
        verbose_name = "số đề xuất"
        verbose_name_plural = "số đề xuất"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "indicator", "period"], name="one_proposal_an_agency_and_month"
            )
        ]

    def __str__(self):
        return self.words


def propose(
    agency: Agency,
    indicator: Indicator,
    period: ReportingPeriod,
    *,
    in_month: int,
    words: str,
    href: str,
    at: datetime.datetime,
) -> FigureProposal:
    """Writes what the register gives for the month, in place of what it gave before.

    Call it inside the transaction that changed the register. Its time stays where it says the same.
    """
    said = {"in_month": in_month, "words": words, "href": href}
    key = {"agency": agency, "indicator": indicator, "period": period}
    proposal = FigureProposal.objects.filter(**key, **said).first()
    if proposal is None:
        given = {**said, "proposed_at": at}
        proposal, _ = FigureProposal.objects.update_or_create(**key, defaults=given)
    return proposal


def withdraw(agency: Agency, indicator: Indicator, period: ReportingPeriod) -> None:
    """The register knows no figure for the month (any more), which is not a zero."""
    FigureProposal.objects.filter(agency=agency, indicator=indicator, period=period).delete()
