"""One agency's own values: what is asked of it, each newest known value and its source."""

from portal.catalogue.models import Indicator, Source

from .aggregation import Figures, Member, Reading
from .models import Channel, ValueState


def show_reading(indicator: Indicator, reading: Reading | None) -> str:
    """A reading in words: "gần 500", "Có", "Không áp dụng"; nothing known → empty text."""
    if reading is None:
        return ""
    if reading.state == ValueState.NOT_APPLICABLE:
        return "Không áp dụng"
    if reading.amount is None:
        return reading.text
    return f"{reading.qualifier} {indicator.show_amount(reading.amount)}".strip()


def source_of(reading: Reading) -> str:
    """Where a reading came from: the source document's name, else the channel's."""
    return reading.source_text or Channel(reading.channel).label


def asked_of(figures: Figures, member: Member) -> list[Indicator]:
    """The indicators that have a value of the agency's own, in the catalogue's order.

    What the centre counts over agencies without naming them is not among them.
    """
    return [
        indicator
        for code, indicator in figures.indicators.items()
        if has_own_value(figures, indicator)
        and any(other.agency_id == member.agency_id for other in figures.members_of(code))
    ]


def has_own_value(figures: Figures, indicator: Indicator) -> bool:
    return indicator.source != Source.CENTRE or bool(figures.parts_of(indicator.code))


def value_cells(figures: Figures, indicator: Indicator, member: Member) -> dict:
    """`shown`, `covers_to`, `source` of one indicator; a total with parts is worked out."""
    parts = figures.parts_of(indicator.code)
    if parts:
        total = figures.total(indicator.code, parts, member.agency_id)
        known = f"Cộng {total.parts_known}/{len(total.counted)} phần" if total.parts_known else ""
        return {
            "shown": indicator.show_amount(total.amount),
            "covers_to": total.newest,
            "source": "Tổng đã công bố" if total.is_stated else known,
        }
    reading = figures.reading(indicator.code, member.agency_id)
    return {
        "shown": show_reading(indicator, reading),
        "covers_to": reading.covers_to if reading else None,
        "source": source_of(reading) if reading else "",
    }


def known_counts(figures: Figures, members: list[Member]) -> dict[int, tuple[int, int]]:
    """agency → (how many of its indicators are known, how many are asked)."""
    counts = {member.agency_id: [0, 0] for member in members}
    for code, indicator in figures.indicators.items():
        if indicator.source == Source.CENTRE:
            continue
        for member in figures.members_of(code):
            if member.agency_id in counts:
                counts[member.agency_id][1] += 1
                known = figures.reading(code, member.agency_id) is not None
                counts[member.agency_id][0] += known
    return {agency_id: tuple(count) for agency_id, count in counts.items()}
