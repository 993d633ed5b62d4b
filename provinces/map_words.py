"""What a map says of itself: its sentence, true of the data, and how many stand in each region."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.catalogue.models import Combine
from portal.days import show_date
from portal.figures import fraction, show, show_qualified
from portal.names import join_names
from portal.submissions.sets import SetOnDay
from portal.ui.tables import Column, NameColumn, NumberColumn, RankColumn, YearbookTable

from .encodings import NOT_APPLICABLE_LABEL, UNKNOWN_LABEL, Encoding, Value

PLACES = "địa phương"
NO_REGION = "Chưa xếp vùng"


def sentence(encoding: Encoding) -> str:
    """The message of the map, counted from what it shows."""
    if encoding.figure.statement is not None:
        return _of_statement(encoding)
    if not encoding.known:
        return f"{topic(encoding)}: chưa ghi nhận của {PLACES} nào"
    return _of_answers(encoding) if encoding.is_yes_no else _of_numbers(encoding)


def topic(encoding: Encoding) -> str:
    """The indicator's name: the short one says enough of a yes or no, not of a number."""
    indicator = encoding.indicator
    return indicator.short_label if encoding.is_yes_no else indicator.label


def _of_statement(encoding: Encoding) -> str:
    """A count or total that the centre published without names; the map has the named ones only."""
    figure, size = encoding.figure, len(encoding.values)
    if encoding.is_yes_no:
        published = f"{fraction(figure.amount, size)} {PLACES}, không kèm tên"
    else:
        amount = encoding.indicator.show_amount(figure.amount)
        if figure.qualifier:
            amount = show_qualified(figure.qualifier, figure.amount)
        published = f"{amount} {encoding.indicator.unit}, không chia theo {PLACES}"
    named = len(encoding.known)
    drawn = f"có số của {named}/{size} {PLACES}" if named else f"chưa có số của {PLACES} nào"
    return f"{topic(encoding)}: Cục công bố {published}; bản đồ {drawn}"


def _of_answers(encoding: Encoding) -> str:
    done = sum(1 for value in encoding.known if value.amount)
    said_no = len(encoding.known) - done
    rest = [
        f"{show(count)} {words}"
        for count, words in (
            (said_no, "báo cáo là chưa"),
            (_blank(encoding, is_applicable=False), NOT_APPLICABLE_LABEL.lower()),
            (_blank(encoding, is_applicable=True), UNKNOWN_LABEL.lower()),
        )
        if count
    ]
    return "; ".join([f"{topic(encoding)}: {fraction(done, len(encoding.values))} {PLACES}", *rest])


def _of_numbers(encoding: Encoding) -> str:
    known, indicator = encoding.known, encoding.indicator
    rests_on = f"{len(known)}/{len(encoding.values)} {PLACES}"
    if indicator.combine == Combine.SUM:
        total = indicator.show_amount(sum(value.amount for value in known))
        said = f"{topic(encoding)}: {total} {indicator.unit} của {rests_on}"
    else:
        said = f"{topic(encoding)}: {rests_on} có số"
    most = max(value.amount for value in known)
    if not most:
        return f"{said}, đều là 0"
    first = [value for value in known if value.amount == most]
    if len(first) > 3:
        return f"{said}; nhiều nhất {first[0].shown}, ở {len(first)} {PLACES}"
    names = join_names(value.member.printed_name for value in first)
    return f"{said}; nhiều nhất {names} ({first[0].shown})"


def _blank(encoding: Encoding, *, is_applicable: bool) -> int:
    blank = (value for value in encoding.values if value.amount is None)
    return sum(value.is_applicable == is_applicable for value in blank)


@dataclass(frozen=True)
class RegionRow:
    name: str
    amount: int | None
    known: int
    size: int

    @property
    def rests_on(self) -> str:
        return f"{self.known}/{self.size}"


class RegionTable(YearbookTable):
    name = NameColumn("Vùng")
    amount = NumberColumn("Cộng")
    rests_on = Column("Có số", css="num")


def region_table(encoding: Encoding, regions: Iterable[SetOnDay], day) -> YearbookTable | None:
    """Each region's sum, or its count of yes; None for what is neither summed nor counted."""
    indicator = encoding.indicator
    if not encoding.is_yes_no and indicator.combine != Combine.SUM:
        return None
    left = {value.member.agency_id: value for value in encoding.values}
    rows = []
    for region in regions:
        values = [left.pop(m.agency_id) for m in region.members if m.agency_id in left]
        if values:
            rows.append(region_row(region.name, values))
    if left:
        rows.append(region_row(NO_REGION, left.values()))
    whole = region_row("", encoding.values)
    unit = f"Đã thực hiện, {PLACES}" if encoding.is_yes_no else indicator.unit
    return RegionTable(
        rows,
        title=f"{topic(encoding)}, theo vùng",
        unit_line=f"{unit.capitalize()}. Tính đến {show_date(day)}. Ô trống: chưa ghi nhận.",
        total={"amount": whole.amount},
        total_label="Cả nước",
        basis={"amount": whole.rests_on},
        basis_label=f"Số {PLACES} có số",
    )


def region_row(name: str, values: Iterable[Value]) -> RegionRow:
    values = list(values)
    known = [value.amount for value in values if value.amount is not None]
    return RegionRow(name, sum(known) if known else None, len(known), len(values))


class ValueTable(YearbookTable):
    rank = RankColumn()
    name = NameColumn("Địa phương", href="href")
    group = Column("Nhóm")
    shown = Column("Giá trị", css="num")


def value_table(encoding: Encoding, day, href_of) -> YearbookTable:
    """Every province as the map shows it, group by group; for the files."""
    unit = f"Đơn vị: {encoding.indicator.unit}. " if encoding.indicator.unit else ""
    return ValueTable(
        [
            {
                "name": value.member.printed_name,
                "href": href_of(value.member),
                "group": group.label,
                "shown": value.shown if encoding.is_yes_no else value.amount,
            }
            for group in encoding.groups
            for value in group.values
        ],
        title=f"{topic(encoding)}, theo {PLACES}",
        unit_line=f"{unit}Tính đến {show_date(day)}. Ô trống: chưa ghi nhận.",
        css="stack",
    )
