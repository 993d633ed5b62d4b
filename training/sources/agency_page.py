"""One agency's two sources over time: what each covers, who gave it and when, disputes."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from portal.accounts.permissions import Access, Capability
from portal.days import show_date
from portal.figures import show_signed
from portal.models import Agency, Indicator, IndicatorValue
from portal.submissions.aggregation import Figures
from portal.submissions.models import ValueState
from portal.submissions.readings import Moment, known_values
from portal.ui.tables import Column, DateColumn, NumberColumn, YearbookTable
from training.ruling import total_words

from .disputes import labelled, may_speak_for
from .flags import Flag, Pair, flags_of
from .given import Given, given, with_earlier
from .models import Dispute
from .side_by_side import CODES

MOST_READINGS = 40
MOST_DISPUTES = 30
NEVER_KNOWN = "Chưa có số nào."


@dataclass(frozen=True)
class Side:
    """One source as it stands. `given` None: nothing is known."""

    label: str
    definition: str
    given: Given | None
    history: YearbookTable

    @property
    def covers(self) -> str:
        """What it covers, in words; empty where nothing is known."""
        return self.given.covers if self.given else ""


@dataclass(frozen=True)
class AgencySources:
    """`is_inside`: the reader is the centre or of the agency, so sees who did what."""

    agency: Agency
    sides: list[Side]
    amount: int | None
    total_words: str
    rule: str
    flags: tuple[Flag, ...]
    disputes: QuerySet[Dispute]
    is_inside: bool
    may_speak: bool
    may_answer: bool

    @property
    def has_platform(self) -> bool:
        return self.sides[-1].given is not None


class DayHead(DateColumn):
    """The day that a row is about."""

    is_row_head = True


class ReadingTable(YearbookTable):
    covers_to = DayHead("Tính đến")
    source = Column("Nguồn")
    sent_on = DateColumn("Ngày ghi")
    amount = NumberColumn("Lũy kế")
    gained = Column("So với số trước", css="num")
    css = "stack"


class ReadingTableInside(YearbookTable):
    covers_to = DayHead("Tính đến")
    source = Column("Nguồn")
    sent_on = DateColumn("Ngày ghi")
    sent_by = Column("Người ghi")
    amount = NumberColumn("Lũy kế")
    gained = Column("So với số trước", css="num")
    css = "stack"


def agency_sources(agency: Agency, day: datetime.date, access: Access) -> AgencySources:
    """Five queries. `agency` comes from `place.agency_with_domains`."""
    moment, codes = Moment(day), CODES[agency.side]
    figures = Figures(codes, moment)
    found = figures.indicators
    history = readings_of(agency, list(found.values()), moment)
    by_code = {code: newest(figures, code, agency, history) for code in codes}
    is_inside = access.can(Capability.REVIEW) or any(
        grant.agency_id == agency.pk for grant in access.grants
    )
    total = figures.total(codes.total, codes.parts, agency.pk)
    stated = by_code[codes.total] if total.is_stated else None
    stood = {code: one.stood if one else None for code, one in by_code.items()}
    return AgencySources(
        agency=agency,
        sides=[
            Side(
                label=found[part].short_label,
                definition=found[part].definition or "",
                given=by_code[part],
                history=history_table(found[part], history.get(found[part].pk, []), is_inside),
            )
            for part in codes.parts
            if part in found
        ],
        amount=total.amount,
        total_words=words_of(total, stated),
        rule=total_words(figures.printed_source(codes.total)),
        flags=flags_of(
            Pair(
                own=stood[codes.self_run],
                platform=stood[codes.one_touch],
                stated=stated.stood if stated else None,
                hosts=tuple(one.host for one in agency.domains if one.is_in_force_on(day)),
            )
        ),
        disputes=disputes_of(agency, day),
        is_inside=is_inside,
        may_speak=may_speak_for(access, agency),
        may_answer=access.can(Capability.MANAGE_FIGURES),
    )


def words_of(total, stated: Given | None) -> str:
    """What the total rests on; empty where nothing is known."""
    if total.amount is None:
        return ""
    if total.is_stated:
        covers = f", {stated.covers}" if stated else ""
        return f"Tổng đã công bố{covers}; hai nguồn chưa đủ số để thay."
    known, asked = total.parts_known, len(total.counted)
    return f"Cộng {known}/{asked} phần có số." if asked > 1 else ""


def newest(figures: Figures, code: str, agency: Agency, history) -> Given | None:
    """Where the agency's reading of an indicator comes from; None when nothing is known."""
    reading = figures.reading(code, agency.pk)
    rows = history.get(reading.indicator_id, []) if reading else []
    return next((given(row) for row in rows if row["pk"] == reading.value_id), None)


def readings_of(agency: Agency, indicators: list[Indicator], moment: Moment) -> dict[int, list]:
    """indicator → its newest values as rows, newest first; one query."""
    values = (
        known_values(moment)
        .filter(agency=agency, indicator__in=indicators)
        .order_by("-covers_to", "-revision__accepted_at", "-pk")
    )
    most = values.values("pk")[: MOST_READINGS * len(CODES[agency.side])]
    rows = with_earlier(IndicatorValue.objects.filter(pk__in=most), moment)
    found: dict[int, list] = {}
    for row in rows.order_by("-covers_to", "-revision__accepted_at", "-pk"):
        found.setdefault(row["indicator_id"], []).append(row)
    return found


def history_table(indicator: Indicator, rows: list[dict], is_inside: bool) -> YearbookTable:
    made = ReadingTableInside if is_inside else ReadingTable
    begins = indicator.accumulates_from
    since = f", lũy kế từ {show_date(begins)}" if begins else ""
    return made(
        [reading_row(given(row)) for row in rows[:MOST_READINGS]],
        title="Các lần ghi, mới nhất ở trên",
        unit_line=f"Đơn vị: lượt{since}. Số đã được thay bằng bản sau không còn ở đây.",
        empty_text=NEVER_KNOWN,
    )


def reading_row(one: Given) -> dict:
    has_before = one.before is not None and one.amount is not None
    return {
        "covers_to": one.covers_to,
        "amount": ValueState.NOT_APPLICABLE.label if one.amount is None else one.amount,
        "gained": show_signed(one.amount - one.before) if has_before else "",
        "source": one.source + (f". {one.reason}" if one.reason else ""),
        "sent_on": one.sent_on,
        "sent_by": one.sent_by,
    }


def disputes_of(agency: Agency, day: datetime.date):
    """With the figure as it stood and the indicator's words of the day, newest first."""
    rows = Dispute.objects.filter(agency=agency).select_related(
        "indicator", "value__indicator", "opened_by", "answered_by"
    )
    return labelled(rows, day).order_by("-opened_at", "-pk")[:MOST_DISPUTES]
