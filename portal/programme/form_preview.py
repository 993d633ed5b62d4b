"""The officer's sheet as a set of indicators makes it: the pages' own code, for reading only."""

from dataclasses import dataclass, replace

from portal.agencies.models import Agency, Side
from portal.catalogue.calendar import ReportingPeriod
from portal.dated import in_force
from portal.entry.boxes import Page
from portal.entry.forms import SheetForm
from portal.submissions.sheet import load_sheet
from portal.submissions.validation import judge


@dataclass(frozen=True)
class Preview:
    """`form`: as the officer of `agency` would get it for `period`, nothing answered yet."""

    agency: Agency
    period: ReportingPeriod
    form: SheetForm


def preview_of(agency: Agency, period: ReportingPeriod, only: str = "") -> Preview:
    """The blank sheet of the agency for the month; `only`: the part that holds this indicator."""
    sheet = load_sheet(agency, period, None)
    if only:
        parts = tuple(p for p in sheet.parts if any(q.code == only for q in p.questions))
        sheet = replace(sheet, parts=parts)
    page = Page(texts={}, judged=judge(sheet, {}), ends_on=period.ends_on, show_all=False)
    return Preview(agency, period, SheetForm(sheet, page))


def example_of(side: str, period: ReportingPeriod) -> Agency | None:
    """The first agency of a side in the official order, under its names of the month."""
    return named(Agency.objects.filter(side=side), period)


def example_of_set(set_id: int, period: ReportingPeriod) -> Agency | None:
    members = Agency.objects.filter(
        in_force(period.ends_on, "set_memberships__"), set_memberships__agency_set=set_id
    )
    return named(members, period)


def named(agencies, period) -> Agency | None:
    on_its_day = agencies.in_force_on(period.ends_on).named_on(period.ends_on)
    return on_its_day.order_by("position", "pk").first()


SIDES = (Side.CENTRAL, Side.PROVINCIAL)
