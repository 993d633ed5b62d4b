"""Where the weekly reports print an agency's figures, and what they print."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.figures import show
from portal.submissions.aggregation import Figures
from portal.submissions.models import ValueState
from portal.submissions.usage import FigureUse

from .rows import Row, part

USE = "use"
WINDOW = datetime.timedelta(days=100)
MOST_REPORTS = 8


def parts(slug: str, day: datetime.date) -> Iterable:
    """The places in the reports of the last hundred days; an earlier day shows earlier ones."""
    yield part(
        USE,
        FigureUse.objects.filter(value__agency__slug=slug, as_of__lte=day, as_of__gt=day - WINDOW),
        key="value__indicator_id",
        since="as_of",
        word="value__state",
        title="report_label",
        more="place",
        link="href",
        number="value__amount",
    )


@dataclass(frozen=True)
class PlaceLine:
    """One printed figure: `label` of the indicator, `shown` as printed, where, and its page."""

    label: str
    shown: str
    place: str
    href: str


@dataclass(frozen=True)
class ReportLine:
    """One weekly report with the places where the agency stands in it."""

    label: str
    as_of: datetime.date
    href: str
    places: tuple[PlaceLine, ...]


def reports_of(rows: Mapping[str, list[Row]], figures: Figures) -> list[ReportLine]:
    """Newest report first; within one in the catalogue's order."""
    order = {one.pk: place for place, one in enumerate(figures.indicators.values())}
    known = {one.pk: one for one in figures.indicators.values()}
    found: dict[tuple, list[Row]] = {}
    for row in rows[USE]:
        found.setdefault((row.since, row.title), []).append(row)
    newest = sorted(found, reverse=True)[:MOST_REPORTS]
    last = len(order)
    return [
        ReportLine(
            label=label,
            as_of=as_of,
            href=found[as_of, label][0].link.split("#")[0],
            places=tuple(
                place_line(row, known.get(row.key))
                for row in sorted(
                    found[as_of, label], key=lambda row: (order.get(row.key, last), row.more)
                )
            ),
        )
        for as_of, label in newest
    ]


def place_line(row: Row, indicator) -> PlaceLine:
    """An indicator that is no longer asked has no wording on the day; its figure stays."""
    if indicator is None:
        return PlaceLine("Chỉ tiêu không còn hỏi", show(row.number), row.more, row.link)
    shown = indicator.show_amount(row.number)
    if row.word == ValueState.NOT_APPLICABLE:
        shown = "Không áp dụng"
    return PlaceLine(indicator.label or indicator.code, shown, row.more, row.link)
