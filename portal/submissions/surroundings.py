"""What other agencies reported, as far as a sheet is compared with it.

The region's usual month, and addresses that someone else gave. Looked up before sending only, in at
most one query.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from django.db.models import OuterRef, Q, Subquery

from portal.agencies.models import AgencyName, AgencySet, AgencySetMember
from portal.catalogue.models import Evidence
from portal.dated import in_force

from .answers import Answer, Severity
from .models import IndicatorValue
from .sheet import Sheet

RECENT = datetime.timedelta(days=100)
FEWEST_NEIGHBOURS = 3
LARGEST_MULTIPLE = 5


@dataclass(frozen=True)
class Surroundings:
    """`usual`: indicator → the median of what the region's other agencies added in their newest
    month; `owners`: address → the name of another agency that gave it."""

    usual: Mapping[int, float] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)


def look_around(sheet: Sheet, answers: Sequence[Answer]) -> Surroundings:
    """What concerns these answers; no query when nothing was added and no address given."""
    grown = {
        answer.question.indicator.pk
        for answer in answers
        if answer.question.indicator.is_flow and (answer.in_month or 0) > 0
    }
    links = {answer.text for answer in answers if gives_link(answer)}
    if not grown and not links:
        return Surroundings()
    months: dict[int, dict[int, int]] = {pk: {} for pk in grown}
    owners = {}
    for indicator, agency, in_month, text, name in others_values(sheet, grown, links):
        if text in links:
            owners[text] = name
        elif indicator in months and in_month is not None:
            months[indicator][agency] = in_month  # the newest comes last
    usual = {
        indicator: median(found.values())
        for indicator, found in months.items()
        if len(found) >= FEWEST_NEIGHBOURS
    }
    return Surroundings(usual, owners)


def gives_link(answer: Answer) -> bool:
    is_link = answer.question.indicator.evidence == Evidence.LINK
    return is_link and bool(answer.amount and answer.text)


def others_values(sheet: Sheet, grown, links):
    day = sheet.period.ends_on
    regions = (
        AgencySetMember.objects.in_force_on(day)
        .filter(agency=sheet.agency, agency_set__purpose=AgencySet.Purpose.REGION)
        .values("agency_set")
    )
    neighbours = AgencySetMember.objects.in_force_on(day).filter(agency_set__in=regions)
    names = AgencyName.objects.filter(in_force(day), agency=OuterRef("agency"))
    of_region = Q(
        indicator__in=grown,
        agency__in=neighbours.values("agency"),
        covers_to__gt=day - RECENT,
        in_month__isnull=False,
    )
    of_links = Q(text__in=links, indicator__evidence=Evidence.LINK)
    return (
        IndicatorValue.objects.filter(
            of_region | of_links,
            covers_to__lte=day,
            revision__accepted_at__isnull=False,
            revision__superseded_at=None,
        )
        .exclude(agency=sheet.agency)
        .annotate(owner=Subquery(names.values("name")[:1]))
        .order_by("covers_to", "pk")
        .values_list("indicator_id", "agency_id", "in_month", "text", "owner")
    )


def check_usual_month(answer: Answer, around: Surroundings) -> None:
    """A month of more than five times the region's median is probably right, but wants a word."""
    indicator = answer.question.indicator
    usual = around.usual.get(indicator.pk)
    warned = any(problem.severity == Severity.WARNING for problem in answer.problems)
    if not usual or warned or (answer.in_month or 0) <= LARGEST_MULTIPLE * usual:
        return
    answer.complain(
        Severity.WARNING,
        answer.main_part,
        f"Trong kỳ thêm {indicator.show_amount(answer.in_month)}, hơn {LARGEST_MULTIPLE} lần mức "
        f"thường thấy trong vùng ({indicator.show_amount(round(usual))}). Nếu đúng, bạn ghi lý do "
        "để người kiểm tra đọc.",
    )


def check_link_owner(answer: Answer, around: Surroundings) -> None:
    """Each agency has a page of its own."""
    owner = around.owners.get(answer.text) if gives_link(answer) else None
    if owner:
        answer.complain(
            Severity.NOTICE,
            "link",
            f"{owner} cũng ghi địa chỉ này. Nếu không phải trang riêng của cơ quan bạn, bạn sửa.",
        )


CHECKS_AROUND = (check_usual_month, check_link_owner)
