"""One agency's page: figures beside the others', course, months, papers, places in print.

Read as of a day with the newest knowledge; nothing of a draft is in it. Both doors show it: what
only one side has comes along as `further` parts of the one statement.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from portal.accounts.permissions import Access
from portal.agencies.models import Side
from portal.catalogue.models import Evidence
from portal.submissions.aggregation import Figures
from portal.submissions.beside import BesideOthers, besides, group_of
from portal.submissions.reaching import Reached, reaching
from portal.submissions.readings import Member, Moment
from portal.submissions.sets import SetOnDay
from portal.ui.charts import Chart

from . import identity, months, moving, papers, printed
from .identity import Identity, Succeeded, identity_of
from .months import MonthLine, month_lines
from .moving import trends
from .papers import Paper, papers_of
from .printed import ReportLine, reports_of
from .rows import Row, read

MOST_HEADLINES = 4
Further = Callable[[str, datetime.date], Iterable]  # (slug, day) → parts of one side alone


@dataclass(frozen=True)
class Profile:
    """`day`: the day read, not after the agency's last. `rows`: the further parts' own."""

    identity: Identity
    member: Member
    day: datetime.date
    group: SetOnDay | None
    figures: Figures
    besides: list[BesideOthers]
    trends: list[Chart]
    targets: list[Reached]
    months: list[MonthLine]
    papers: list[Paper]
    reports: list[ReportLine]
    rows: Mapping[str, list[Row]]
    is_own: bool

    @property
    def group_name(self) -> str:
        """ "Đồng bằng sông Hồng", "Bộ, cơ quan ngang bộ"; empty for none."""
        name = self.group.name if self.group else ""
        return name[:1].upper() + name[1:]

    @property
    def country_name(self) -> str:
        """What all agencies of the side are called together."""
        side = Side(self.identity.side)
        return "Cả nước" if side == Side.PROVINCIAL else f"Các {side.label.lower()}"

    @property
    def beside_title(self) -> str:
        group = ""
        if self.group:
            group = "vùng và " if self.group.is_region else "nhóm và "
        return f"Số liệu bên cạnh {group}{self.country_name.lower()}"

    @property
    def sections(self) -> list[tuple[str, list[BesideOthers]]]:
        """(section's title, its indicators), in the catalogue's order."""
        by_section = groupby(self.besides, key=lambda one: one.indicator.section)
        return [(section.title, list(found)) for section, found in by_section]

    @property
    def headlines(self) -> list[BesideOthers]:
        """The first sums that are no part of another; those with a figure come first."""
        sums = [one for one in self.besides if one.indicator.is_number and not one.is_part]
        sums = [one for one in sums if one.indicator.combine == "sum"]
        return sorted(sums, key=lambda one: one.amount is None)[:MOST_HEADLINES]

    @property
    def before(self) -> list[Succeeded]:
        """Whom the agency had taken over from by the day."""
        return [one for one in self.identity.before if one.on <= self.day]

    @property
    def after(self) -> tuple[Succeeded, ...]:
        """Who took over; of an agency that still is there, nobody yet."""
        return self.identity.after if self.identity.in_force_until == self.day else ()

    @property
    def known(self) -> int:
        return sum(bool(one.shown) for one in self.besides)

    @property
    def plan(self) -> tuple[BesideOthers, Paper | None] | None:
        """The plan in force by the newest figure: (the figure, its document where one is known)."""
        for one in self.besides:
            if one.indicator.evidence == Evidence.PLAN and one.amount == 1:
                reading = self.figures.reading(one.indicator.code, self.member.agency_id)
                by_key = {paper.pk: paper for paper in self.papers}
                return one, by_key.get(reading.evidence_id if reading else None)
        return None

    @property
    def received(self) -> tuple[int, int, int]:
        """(months received, of these in time, months whose deadline is over or that came)."""
        counted = [month for month in self.months if month.is_received or month.is_over]
        on_time = sum(month.is_on_time for month in counted)
        return sum(month.is_received for month in counted), on_time, len(counted)


def read_profile(
    slug: str,
    side: str,
    day: datetime.date,
    *,
    access: Access,
    now: datetime.datetime,
    further: Further | None = None,
) -> Profile | None:
    """None for an agency that is not there, is of another side, or is asked nothing on the day.

    One statement for all that is dated, three for the figures, at most three for the targets; one
    more where an agency that is over is asked for a later day.
    """
    rows = rows_of(slug, day, now.date(), further)
    who = identity_of(rows, slug)
    if who is None or who.side != side:
        return None
    if who.in_force_until and who.in_force_until < day:
        day = who.in_force_until
        rows = rows_of(slug, day, now.date(), further)
    figures = Figures(None, Moment(day), with_regions=True, every_set=True)
    member = member_of(figures, who.pk)
    return profile_of(who, member, figures, rows, access, now) if member else None


def profile_of(who: Identity, member: Member, figures: Figures, rows, access, now) -> Profile:
    day, group = figures.moment.day, group_of(figures, who.pk)
    return Profile(
        identity=who,
        member=member,
        day=day,
        group=group,
        figures=figures,
        besides=besides(figures, member, group),
        trends=trends(rows, figures, member),
        targets=reaching(day, [who.pk], indicators=figures.indicators.values()),
        months=month_lines(rows, who.slug, access, now),
        papers=papers_of(rows, who.slug, day, access),
        reports=reports_of(rows, figures),
        rows=rows,
        is_own=any(grant.agency_id == who.pk for grant in access.agencies),
    )


def rows_of(slug: str, day: datetime.date, today: datetime.date, further: Further | None):
    """All that is dated about the agency up to the day; months up to today at most."""
    return read(
        [
            *identity.parts(slug),
            *months.parts(slug, min(day, today)),
            *papers.parts(slug, day),
            *printed.parts(slug, day),
            *moving.parts(slug, day),
            *(further(slug, day) if further else ()),
        ]
    )


def member_of(figures: Figures, agency_id: int) -> Member | None:
    """The agency under its names of the day; None when no indicator asks it."""
    for code in figures.indicators:
        for member in figures.members_of(code):
            if member.agency_id == agency_id:
                return member
    return None
