"""Sets of agencies as they stood on a day: what is counted out of, regions, groups."""

import datetime
from collections.abc import Callable, Iterable
from functools import cache

from django.db.models import F, FilteredRelation, Q

from portal.agencies.models import AgencySet, AgencySetMember
from portal.dated import in_force

from .prepared import prepared_rows
from .readings import Beside, Member, SetOnDay


def sets_on(
    day: datetime.date,
    set_codes: Iterable[str],
    *,
    with_regions: bool = False,
    every_set: bool = False,
    beside: Beside | None = None,
) -> dict[str, SetOnDay]:
    """The chosen sets (and every region, or every set) with their members on `day`; one query.

    A set without members on the day is absent. `beside` is filled.
    """
    columns = tuple(f"agency__{column}" for column in beside.columns) if beside else ()
    if every_set:
        rows = prepared_rows(members_with(columns), day)
    else:
        rows = member_rows(day, columns).filter(chosen_sets(set_codes, with_regions))
    sets: dict[str, SetOnDay] = {}
    for code, name, purpose, side, short_name, *values in rows:
        member = values[: len(Member._fields)]
        if beside:
            beside.rows[member[0]] = tuple(values[len(Member._fields) :])
        if code not in sets:
            is_region = purpose == AgencySet.Purpose.REGION
            sets[code] = SetOnDay(code, name, is_region, [], side, short_name)
        sets[code].members.append(Member(*member))
    return sets


@cache
def members_with(columns: tuple[str, ...]) -> Callable:
    """`member_rows` of a day, the same function whenever it is asked for."""
    return lambda day: member_rows(day, columns)


def chosen_sets(codes: Iterable[str], with_regions: bool) -> Q:
    chosen = Q(agency_set__code__in=set(codes))
    return chosen | Q(agency_set__purpose=AgencySet.Purpose.REGION) if with_regions else chosen


def member_rows(day: datetime.date, columns: tuple[str, ...]):
    """Each membership that holds on the day: the set's columns, `Member`'s, further ones."""
    return (
        AgencySetMember.objects.in_force_on(day)
        .alias(
            dated_name=FilteredRelation("agency__names", condition=in_force(day, "agency__names__"))
        )
        .order_by("agency_set__position", "agency__position", "agency_id")
        .values_list(
            "agency_set__code",
            "agency_set__name",
            "agency_set__purpose",
            "agency_set__side",
            "agency_set__short_name",
            "agency_id",
            "agency__slug",
            F("dated_name__name"),
            F("dated_name__printed_name"),
            F("dated_name__official_name"),
            "agency__position",
            F("dated_name__sort_key"),
            F("dated_name__kind"),
            *columns,
        )
    )
