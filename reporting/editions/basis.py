"""On how many agencies' reports the figures of an edition rest."""

from dataclasses import dataclass

from portal.days import show_date
from portal.figures import pad
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel
from reporting import lines


@dataclass(frozen=True)
class Basis:
    """On how many agencies' reports the figures rest; `is_stated`: the centre said so itself."""

    central: int
    provincial: int
    is_stated: bool
    text: str


def basis_of(figures: Figures) -> Basis | None:
    """As the centre stated for the day, else counted from the reports used; None without any."""
    stated = [figures.statement(c) for c in lines.COMPLETENESS if c in figures.indicators]
    day = figures.moment.day
    is_stated = len(stated) == len(lines.COMPLETENESS) and all(
        reading and reading.covers_to == day for reading in stated
    )
    if is_stated:
        central, provincial = (reading.amount for reading in stated)
        source = f" Số cơ quan do Cục công bố, tính đến {show_date(day)}."
    else:
        central, provincial = reporting_agencies(figures)
        source = ""
        if not central and not provincial:
            return None
    return Basis(
        central,
        provincial,
        is_stated,
        f"Số liệu tổng hợp từ báo cáo của {pad(central)} bộ, ngành và {pad(provincial)} tỉnh, "
        f"thành phố trực thuộc Trung ương.{source}",
    )


def reporting_agencies(figures: Figures) -> tuple[int, int]:
    """How many agencies of each side have an own accepted report among the figures used.

    Figures that the centre entered without counting the agency as having reported are not one.
    """
    used = {
        "central": set(),
        "provincial": set(),
        "enterprise": set(),
    }
    for code, indicator in figures.indicators.items():
        if indicator.asked_of_id:
            for member in figures.members_of(code):
                reading = figures.reading(code, member.agency_id)
                if reading and reading.channel == Channel.AGENCY and reading.counts_as_received:
                    used[indicator.asked_of.side].add(member.agency_id)
    return len(used["central"]), len(used["provincial"])
