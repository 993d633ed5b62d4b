"""One dated import: the figures of many agencies for one indicator, stated in one transaction."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from portal.agencies.models import Agency, AgencyAlias
from portal.catalogue.models import Indicator, Source
from portal.names import fold

from .models import Channel, IndicatorValue, Submission
from .stating import Stated, state_figures


def channel_of(indicator: Indicator) -> Channel:
    """The channel by which the centre brings in an indicator's figures."""
    return Channel.PLATFORM if indicator.source == Source.PLATFORM else Channel.CENTRE


@transaction.atomic
def import_figures(
    *,
    indicator: Indicator,
    as_of: datetime.date,
    amounts: Mapping[int, int],
    source_text: str,
    at: datetime.datetime,
    by,
    reason: str = "",
    aliases: Iterable[tuple[int, str]] = (),
) -> int:
    """States `amounts` (agency's id → stored amount) as of `as_of`; returns how many were new.

    An agency whose statement of that day and source already says so is left alone, so a repeated
    import has one effect. What the same source stated of other indicators for the day stays.
    `aliases`: (agency's id, spelling) confirmed by a person; a spelling that is known is kept as
    it is.
    """
    Indicator.objects.select_for_update().get(pk=indicator.pk)  # one import at a time
    channel = channel_of(indicator)
    stated = stated_before(channel, as_of, source_text, amounts)
    new = 0
    for agency in Agency.objects.filter(pk__in=amounts).order_by("pk"):
        before = stated.get(agency.pk, [])
        same = [v for v in before if v.indicator_id == indicator.pk]
        if same and same[0].amount == amounts[agency.pk]:
            continue
        figure = Stated(
            indicator=indicator,
            amount=amounts[agency.pk],
            covers_from=indicator.accumulates_from,
        )
        others = [stated_again(v) for v in before if v.indicator_id != indicator.pk]
        state_figures(
            channel=channel,
            as_of=as_of,
            values=[figure, *others],
            source_text=source_text,
            at=at,
            agency=agency,
            by=by,
            reason=reason,
        )
        new += 1
    for agency_id, text in aliases:
        AgencyAlias.objects.get_or_create(
            folded=fold(text), defaults={"agency_id": agency_id, "text": text}
        )
    return new


def stated_before(
    channel: Channel, as_of: datetime.date, source_text: str, agency_ids: Iterable[int]
) -> dict[int, Sequence[IndicatorValue]]:
    """What the same source said of the day and still stands, by agency; one query."""
    submissions = Submission.objects.filter(
        channel=channel, as_of=as_of, source_text=source_text, agency__in=list(agency_ids)
    )
    values = IndicatorValue.objects.filter(
        revision__submission__in=submissions, revision__superseded_at=None
    )
    found: dict[int, list[IndicatorValue]] = {}
    for value in values.select_related("indicator", "evidence").order_by("pk"):
        found.setdefault(value.agency_id, []).append(value)
    return found


def stated_again(value: IndicatorValue) -> Stated:
    return Stated(
        indicator=value.indicator,
        amount=value.amount,
        text=value.text,
        qualifier=value.qualifier,
        covers_from=value.covers_from,
        note=value.note,
        evidence=value.evidence,
    )
