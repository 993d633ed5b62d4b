"""Figures that no agency entered: platform imports, the centre's figures, published facts.

They are submissions like any other, accepted as they are stated. Stating again for the same
source, agency and day makes a new revision that keeps what was said of other indicators; the old
one stays readable.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from portal.agencies.models import Agency
from portal.catalogue.models import Indicator
from portal.documents.models import Document

from .models import (
    Channel,
    EventKind,
    IndicatorValue,
    Revision,
    State,
    Submission,
    SubmissionEvent,
    ValueState,
)


@dataclass(frozen=True, kw_only=True)
class Stated:
    """One stated figure. `amount` as stored (yes 1, no 0); None with a `note` is "not known"."""

    indicator: Indicator
    amount: int | None = None
    text: str = ""
    qualifier: str = ""
    covers_from: datetime.date | None = None
    note: str = ""
    evidence: Document | None = None

    @property
    def state(self):
        has_figure = self.amount is not None or self.text
        return ValueState.REPORTED if has_figure else ValueState.NOT_KNOWN


@transaction.atomic
def state_figures(
    *,
    channel: Channel,
    as_of: datetime.date,
    values: Sequence[Stated],
    source_text: str,
    at: datetime.datetime,
    agency: Agency | None = None,
    by=None,
    reason: str = "",
    is_demo: bool = False,
) -> Revision:
    """States `values` as of `as_of`, known from `at` on; returns the revision that holds them.

    `agency` None: national figures and counts without names. Raises ValueError for the channel of
    agencies' own reports, which go through drafting, sending and acceptance.
    """
    if channel == Channel.AGENCY:
        raise ValueError("Agencies' own reports are drafted, sent and accepted, not stated.")
    submission, _ = Submission.objects.select_for_update().get_or_create(
        channel=channel,
        agency=agency,
        as_of=as_of,
        source_text=source_text,
        defaults={
            "state": State.ACCEPTED,
            "created_at": at,
            "updated_at": at,
            "first_sent_at": at,
            "is_demo": is_demo,
        },
    )
    number = submission.revisions.count() + 1
    values = [*values, *still_stated(submission, values)]
    submission.revisions.filter(superseded_at=None).update(superseded_at=at)
    revision = Revision.objects.create(
        submission=submission,
        number=number,
        reason=reason,
        sent_at=at,
        sent_by=by,
        accepted_at=at,
        accepted_by=by,
    )
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            revision=revision,
            indicator=value.indicator,
            agency=agency,
            covers_from=value.covers_from,
            covers_to=as_of,
            state=value.state,
            amount=value.amount,
            text=value.text,
            qualifier=value.qualifier,
            note=value.note,
            evidence=value.evidence,
        )
        for value in values
    )
    SubmissionEvent.objects.create(
        submission=submission, kind=EventKind.STATED, at=at, by=by, revision=revision, note=reason
    )
    return revision


def still_stated(submission: Submission, values: Sequence[Stated]) -> list[Stated]:
    """What the source said before of indicators that `values` do not speak of."""
    spoken_of = {value.indicator.pk for value in values}
    standing = IndicatorValue.objects.filter(
        revision__submission=submission, revision__superseded_at=None
    ).exclude(indicator__in=spoken_of)
    return [
        Stated(
            indicator=value.indicator,
            amount=value.amount,
            text=value.text,
            qualifier=value.qualifier,
            covers_from=value.covers_from,
            note=value.note,
            evidence=value.evidence,
        )
        for value in standing.select_related("indicator", "evidence").order_by("pk")
    ]
