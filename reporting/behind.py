"""What one printed figure rests on: the agencies by name and each one's value with its source."""

import datetime
from dataclasses import dataclass

from portal.catalogue.models import Combine, Indicator
from portal.days import show_date
from portal.figures import show, show_qualified
from portal.submissions.aggregation import Figure, Figures, Total
from portal.submissions.profile import show_reading, source_of
from portal.submissions.readings import Member, Moment, Reading
from portal.submissions.scoping import left_unnamed
from portal.ui.tables import Column, DateColumn, NameColumn, RankColumn, YearbookTable

from .dashboard.filters import Filters, choose


class ValueTable(YearbookTable):
    rank = RankColumn()
    name = NameColumn("Cơ quan", href="href")
    shown = Column("Giá trị", css="num", href="rows")
    covers_to = DateColumn("Tính đến")
    source = Column("Nguồn")


AGENCY_PAGES = {"central": "/bo-nganh/", "provincial": "/dia-phuong/"}


@dataclass(frozen=True)
class BehindFigure:
    figure: Figure
    day: datetime.date
    table: YearbookTable | None
    scope_words: str = ""
    scope_note: str = ""

    @property
    def indicator(self):
        return self.figure.indicator

    @property
    def is_yes_no(self):
        return self.indicator.value_type == "yes_no"

    @property
    def statement_source(self) -> str:
        statement = self.figure.statement
        return source_of(statement) if statement else ""

    @property
    def shown(self) -> str:
        """The figure as printed, empty when nothing is known."""
        figure = self.figure
        if figure.amount is None:
            return ""
        if figure.qualifier:
            return show_qualified(figure.qualifier, figure.amount)
        return show(figure.amount) if self.is_yes_no else self.indicator.show_amount(figure.amount)

    @property
    def shown_of(self) -> int | None:
        return self.figure.size if self.is_yes_no else None

    @property
    def note(self) -> str:
        figure = self.figure
        unit = self.indicator.unit or ""
        if figure.amount is None:
            return unit
        days = show_date(figure.newest)
        if figure.oldest != figure.newest:
            days = f"từ {show_date(figure.oldest)} đến {days}"
        rests_on = ""
        if figure.size is not None and figure.statement is None:
            rests_on = f" Có số của {show(figure.known)}/{show(figure.size)} cơ quan."
        return f"{unit}, số liệu {days}.{rests_on}".lstrip(", ")

    @property
    def groups(self):
        """(heading, state's encoding, members) of each list; together they are all asked."""
        figure = self.figure
        if self.is_yes_no:
            lists = (
                ("Đã thực hiện", "done", figure.done),
                ("Báo cáo là chưa thực hiện", "not_done", figure.not_done),
            )
        else:
            lists = (("Có số liệu", "done", (*figure.done, *figure.not_done)),)
        return (
            *lists,
            ("Không áp dụng", "not_done", figure.not_applicable),
            ("Chưa ghi nhận", "unknown", figure.unknown),
        )


def behind_figure(code: str, filters: Filters) -> BehindFigure | None:
    """The figure of `code` with a row for each agency of the scope; None for an unknown code.

    An indicator with parts reads as its tables print it: each agency's total over the parts.
    """
    day = filters.day
    parts = part_codes(code, day)
    whole = Figures([code, *parts], Moment(day), every_set=True)
    if code not in whole.indicators:
        return None
    figures, note = of_scope(code, filters, whole)
    indicator = figures.indicators[code]
    figure, members = figures.figure(code), figures.members_of(code)
    if parts:
        totals = {m.agency_id: figures.total(code, parts, m.agency_id) for m in members}
        rows = [total_row(m, totals[m.agency_id], figures, indicator) for m in members]
    else:
        rows = [value_row(m, figures.reading(code, m.agency_id), indicator) for m in members]
    words = filters.scope_words if figures is not whole else ""
    return BehindFigure(figure, day, value_table(rows, indicator, day), words, note)


def of_scope(code: str, filters: Filters, whole: Figures) -> tuple[Figures, str]:
    """The figures of the chosen agencies, and what must be said about them."""
    figures = choose(filters, whole)
    if code not in figures.indicators:
        note = f"Chỉ tiêu này không hỏi cơ quan nào thuộc {filters.scope_words}: trang nêu cả nước."
        return whole, note
    if figures is not whole and code in left_unnamed(whole, figures):
        return figures, "Cục công bố một số chung, không kèm tên: ở đây chỉ đếm nơi đã có tên."
    return figures, ""


def value_table(rows: list[dict], indicator: Indicator, day: datetime.date):
    """None where the indicator asks no agency."""
    if not rows:
        return None
    unit = f"Đơn vị: {indicator.unit}. " if indicator.unit else ""
    return ValueTable(
        rows,
        title=f"{indicator.short_label}, theo cơ quan",
        unit_line=f"{unit}Tính đến {show_date(day)}. Ô trống: chưa ghi nhận.",
        css="stack",
    )


def part_codes(code: str, day: datetime.date) -> list[str]:
    """The indicators that `code` is the sum of, in their order; one query."""
    parts = Indicator.objects.in_force_on(day).filter(
        part_of__code=code, part_of__combine=Combine.SUM
    )
    return list(parts.order_by("position", "code").values_list("code", flat=True))


def total_row(member: Member, total: Total, figures: Figures, indicator) -> dict:
    row = value_row(member, None, indicator)
    if total.amount is None:
        return row
    if total.is_stated:
        source = source_of(figures.reading(indicator.code, member.agency_id))
    else:
        source = f"Cộng các phần, {total.parts_known}/{len(total.counted)} phần có số"
    return row | {
        "shown": indicator.show_amount(total.amount),
        "covers_to": total.newest,
        "source": source,
    }


def value_row(member: Member, reading: Reading | None, indicator) -> dict:
    page = AGENCY_PAGES.get(indicator.asked_of.side)
    row = {
        "name": member.printed_name,
        "href": f"{page}{member.slug}/" if page else "",
        "rows": f"/kham-pha/{indicator.code}/{member.slug}/",
        "shown": "",
        "covers_to": None,
        "source": "",
    }
    if reading is None:
        return row
    return row | {
        "shown": show_reading(indicator, reading),
        "covers_to": reading.covers_to,
        "source": source_of(reading),
    }
