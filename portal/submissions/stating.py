"""Figures that no agency entered: platform imports, the centre's figures, published facts.

They are submissions like any other, accepted as they are stated. Stating again for the same
source, agency and day makes a new revision that keeps what was said of other indicators; the old
one stays readable.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
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
        value_row(revision, value, agency, as_of) for value in values
    )
    SubmissionEvent.objects.create(
        submission=submission, kind=EventKind.STATED, at=at, by=by, revision=revision, note=reason
    )
    return revision


def value_row(revision: Revision, value: Stated, agency: Agency | None, as_of) -> IndicatorValue:
    return IndicatorValue(
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


@transaction.atomic
def state_many(
    *,
    channel: Channel,
    as_of: datetime.date,
    values: Mapping[Agency, Sequence[Stated]],
    source_text: str,
    at: datetime.datetime,
    by=None,
    reason: str = "",
    is_demo: bool = False,
) -> list[Submission]:
    """`state_figures` for many agencies at once, in as many queries for a thousand as for one.

    `source_text` must be new for the day, so that nothing it said before has to be kept: raises
    ValueError otherwise, and for the channel of agencies' own reports.
    """
    if channel == Channel.AGENCY:
        raise ValueError("Agencies' own reports are drafted, sent and accepted, not stated.")
    source = {"channel": channel, "as_of": as_of, "source_text": source_text}
    if Submission.objects.filter(**source).exists():
        raise ValueError(f"“{source_text}” has stated figures of that day already.")
    known = {"created_at": at, "updated_at": at, "first_sent_at": at, "is_demo": is_demo}
    submissions = Submission.objects.bulk_create(
        Submission(agency=agency, state=State.ACCEPTED, **source, **known) for agency in values
    )
    sent = {"sent_at": at, "sent_by": by, "accepted_at": at, "accepted_by": by}
    revisions = Revision.objects.bulk_create(
        Revision(submission=submission, number=1, reason=reason, **sent)
        for submission in submissions
    )
    IndicatorValue.objects.bulk_create(
        value_row(revision, value, revision.submission.agency, as_of)
        for revision in revisions
        for value in values[revision.submission.agency]
    )
    record_many(revisions, EventKind.STATED, at=at, by=by, note=reason)
    return submissions


@transaction.atomic
def take_back(submissions: Iterable[int], *, at: datetime.datetime, by, reason: str) -> int:
    """What these statements say reads no longer from `at` on; returns how many said something.

    A reading of what was known before `at` still finds it. Agencies' own reports are not taken
    back: ValueError.
    """
    standing = list(
        Revision.objects.filter(submission__in=list(submissions), superseded_at=None)
        .select_for_update(of=("self",))
        .select_related("submission")
    )
    if any(revision.submission.channel == Channel.AGENCY for revision in standing):
        raise ValueError("An agency's own report is recalled or corrected, not taken back.")
    Revision.objects.filter(pk__in=[one.pk for one in standing]).update(superseded_at=at)
    record_many(standing, EventKind.RECALLED, at=at, by=by, note=reason)
    return len(standing)


def record_many(revisions: Sequence[Revision], kind: str, *, at, by, note: str) -> None:
    SubmissionEvent.objects.bulk_create(
        SubmissionEvent(
            submission=revision.submission, kind=kind, at=at, by=by, revision=revision, note=note
        )
        for revision in revisions
    )


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
