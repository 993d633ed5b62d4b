"""One dated import: the figures of many agencies for one indicator, stated in one transaction."""

import datetime
from collections.abc import Iterable, Mapping

from django.db import transaction

from portal.agencies.models import Agency, AgencyAlias
from portal.catalogue.models import Indicator, Source
from portal.names import fold

from .models import Channel, IndicatorValue
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
    stated = stated_before(indicator, as_of, source_text, amounts)
    new = 0
    for agency in Agency.objects.filter(pk__in=amounts).order_by("pk"):
        if stated.get(agency.pk) == amounts[agency.pk]:
            continue
        figure = Stated(
            indicator=indicator,
            amount=amounts[agency.pk],
            covers_from=indicator.accumulates_from,
        )
        state_figures(
            channel=channel_of(indicator),
            as_of=as_of,
            values=[figure],
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
    indicator: Indicator, as_of: datetime.date, source_text: str, agency_ids: Iterable[int]
) -> dict[int, int]:
    """agency → the amount that the same source stated for the day and that still stands."""
    standing = IndicatorValue.objects.filter(
        indicator=indicator,
        agency__in=list(agency_ids),
        revision__superseded_at=None,
        revision__submission__channel=channel_of(indicator),
        revision__submission__as_of=as_of,
        revision__submission__source_text=source_text,
    )
    return dict(standing.values_list("agency_id", "amount"))
