"""What is asked of a living table, all of it in the address: day, order, columns, comparison."""

import datetime
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from portal.days import DateError, read_date, show_date

from .columns import Choice, Side

DAY, ORDER, COLUMNS, AGAINST, GROUPED = "ngay", "xep", "cot", "so-voi", "nhom"
BY_NAME, OFFICIAL = "ten", "chinh-thuc"
DOWN = "-"
PRINTED = f"{DOWN}tong-so"  # the report's order: largest total first


@dataclass(frozen=True)
class Asked:
    """`order`: a column's key, BY_NAME or OFFICIAL; `is_down`: the largest or last first.

    `against`: the earlier day, None without one. `faults`: {parameter: what is wrong}; what was
    typed for `against` stays in `typed_against`.
    """

    side: Side
    day: datetime.date
    order: str
    is_down: bool
    keys: tuple[str, ...]
    against: datetime.date | None
    is_grouped: bool
    typed_against: str = ""
    faults: tuple[tuple[str, str], ...] = ()

    @property
    def is_printed_order(self) -> bool:
        return f"{DOWN if self.is_down else ''}{self.order}" == PRINTED

    @property
    def has_printed_columns(self) -> bool:
        return self.keys == self.side.printed

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The address in one spelling: what is usual is left out, the day never is."""
        pairs = [(DAY, show_date(self.day))]
        if not self.is_printed_order:
            pairs.append((ORDER, f"{DOWN if self.is_down else ''}{self.order}"))
        if not self.has_printed_columns:
            pairs += [(COLUMNS, key) for key in self.keys]
        if self.against:
            pairs.append((AGAINST, show_date(self.against)))
        return [*pairs, (GROUPED, "co")] if self.is_grouped else pairs

    def query(self, **changes) -> str:
        return urlencode(replace(self, **changes).pairs, safe="/")

    def href_by(self, key: str, *, first_down: bool) -> str:
        """The address of the same table by a column; the other way round where it is already."""
        is_down = not self.is_down if key == self.order else first_down
        return f"?{self.query(order=key, is_down=is_down)}"


def ask(query, side: Side, day: datetime.date) -> Asked:
    """Reads the address. What names no column or order is passed over; a day is complained of."""
    against, fault = earlier_day(query.get(AGAINST, ""), day)
    keys = chosen_keys(query.getlist(COLUMNS), side)
    order, is_down = chosen_order(query.get(ORDER, ""), side, against)
    return Asked(
        side=side,
        day=day,
        order=order,
        is_down=is_down,
        keys=keys,
        against=against,
        is_grouped=query.get(GROUPED, "") == "co",
        typed_against=query.get(AGAINST, "")[:20],
        faults=((AGAINST, fault),) if fault else (),
    )


def earlier_day(text: str, day: datetime.date) -> tuple[datetime.date | None, str]:
    """The day to compare with, or what is wrong with it."""
    try:
        against = read_date(text)
    except DateError as error:
        return None, error.message
    if against and against >= day:
        return None, f"Ngày so sánh phải trước ngày {show_date(day)}."
    return against, ""


def chosen_keys(asked: list[str], side: Side) -> tuple[str, ...]:
    """The columns that exist, in their order; the printed ones when none does."""
    wanted = {key for text in asked for key in text.split(",")}
    keys = tuple(choice.key for choice in side.choices if choice.key in wanted)
    return keys or side.printed


def orders(side: Side, against: datetime.date | None) -> list[Choice]:
    """The columns that the table may be ordered by."""
    found = []
    for choice in side.choices:
        found.append(choice)
        if against and choice.is_compared:
            found.append(choice.change)
    return found


def chosen_order(text: str, side: Side, against: datetime.date | None) -> tuple[str, bool]:
    key = text.removeprefix(DOWN)
    known = {BY_NAME, OFFICIAL, *(choice.key for choice in orders(side, against))}
    if key not in known:
        return PRINTED.removeprefix(DOWN), True
    return key, text.startswith(DOWN)
