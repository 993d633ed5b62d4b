"""What is worth a second look in one agency's two sources: one rule a function, no database.

A flag never says that a figure is wrong: it says what was seen and what to do about it. Nothing
known is never flagged (design: a blank is no zero).
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.days import show_date
from portal.figures import show

ROUND = 100  # a guess is written in hundreds
TIMES, HALF, RISE = 5, 2, 100  # more than 5 × before, or up by more than a half and more than 100


class Kind(StrEnum):
    DOUBLE = "double"
    ROUND = "round"
    JUMP = "jump"
    FALL = "fall"
    SMALL_TOTAL = "small-total"


LABELS = {
    Kind.DOUBLE: "Có thể đếm hai lần",
    Kind.ROUND: "Số tròn trăm",
    Kind.JUMP: "Tăng đột ngột",
    Kind.FALL: "Giảm không ghi lý do",
    Kind.SMALL_TOTAL: "Tổng nhỏ hơn một phần",
}


@dataclass(frozen=True)
class Flag:
    """`why`: what was seen; `todo`: what to do about it. Both are sentences."""

    kind: Kind
    why: str
    todo: str

    @property
    def label(self) -> str:
        return LABELS[self.kind]


@dataclass(frozen=True)
class Stood:
    """One source's newest figure (lượt, cumulative) and the one before it.

    `amount` None: the source says that nothing applies. `before` None: no figure before it is
    known. `in_month`: what the last report added, where that is known. `reason`: what was written
    about it (an explanation, a note, why an import fell); empty when nothing was.
    """

    amount: int | None
    covers_to: datetime.date
    before: int | None = None
    before_to: datetime.date | None = None
    in_month: int | None = None
    reason: str = ""

    @property
    def gained(self) -> int | None:
        """What the newest figure has more than the one before; None when that is not known."""
        if self.amount is None:
            return None
        if self.in_month is not None:
            return self.in_month
        return None if self.before is None else self.amount - self.before


@dataclass(frozen=True)
class Pair:
    """One agency's two sources; a source without a figure is None. `hosts`: its own sub-domains of
    the platform in force on the day. `stated`: a total that was published as such."""

    own: Stood | None = None
    platform: Stood | None = None
    stated: Stood | None = None
    hosts: tuple[str, ...] = ()


def flags_of(pair: Pair) -> tuple[Flag, ...]:
    """Everything to look at, the likely double counting first."""
    return tuple(flag for rule in RULES for flag in rule(pair))


# Counted by both


def is_positive(stood: Stood | None) -> bool:
    return stood is not None and bool(stood.amount) and stood.amount > 0


def on_own_domain(pair: Pair) -> Iterable[Flag]:
    if pair.hosts and is_positive(pair.own):
        yield Flag(
            Kind.DOUBLE,
            f"Cơ quan có tên miền riêng trên Nền tảng ({', '.join(pair.hosts)}) và báo tự tổ chức "
            f"{show(pair.own.amount)} lượt; lớp mở trên tên miền đó Nền tảng cũng đếm.",
            "Hỏi cơ quan: số tự tổ chức có gồm lớp mở trên tên miền riêng không.",
        )


def equal_totals(pair: Pair) -> Iterable[Flag]:
    if not is_positive(pair.own) or not is_positive(pair.platform):
        return
    if pair.own.amount == pair.platform.amount:
        yield Flag(
            Kind.DOUBLE,
            f"Hai nguồn cùng là {show(pair.own.amount)} lượt.",
            "Hỏi cơ quan: có chép số của Nền tảng vào ô tự tổ chức không.",
        )


def equal_gains(pair: Pair) -> Iterable[Flag]:
    if pair.own is None or pair.platform is None:
        return
    gained = pair.own.gained
    if gained and gained > 0 and gained == pair.platform.gained:
        yield Flag(
            Kind.DOUBLE,
            f"Lần gần nhất hai nguồn cùng tăng đúng {show(gained)} lượt.",
            "Đối chiếu danh sách lớp của tháng với khóa học trên Nền tảng.",
        )


# Figures that look made up


def round_hundreds(pair: Pair) -> Iterable[Flag]:
    """Of what people count; the platform's machine has no reason to round."""
    for name, stood in (("Số tự tổ chức", pair.own), ("Tổng số đã công bố", pair.stated)):
        if is_positive(stood) and stood.amount >= ROUND and stood.amount % ROUND == 0:
            yield Flag(
                Kind.ROUND,
                f"{name} {show(stood.amount)} là bội của {ROUND}, có thể là số ước lượng.",
                "Đề nghị cơ quan cộng lại theo danh sách lớp.",
            )


def jumped(pair: Pair) -> Iterable[Flag]:
    for name, stood in sources(pair):
        if stood.amount is None or not stood.before or stood.before < 0:
            continue
        up = stood.amount - stood.before
        if stood.amount > TIMES * stood.before or (HALF * up > stood.before and up > RISE):
            yield Flag(
                Kind.JUMP,
                f"{name} tăng từ {at(stood.before, stood.before_to)} lên "
                f"{at(stood.amount, stood.covers_to)}." + told(stood.reason),
                "Đối chiếu với danh sách lớp, khóa học trong thời gian đó.",
            )


def fell(pair: Pair) -> Iterable[Flag]:
    for name, stood in sources(pair):
        if stood.amount is None or stood.before is None or stood.reason:
            continue
        if stood.amount < stood.before:
            yield Flag(
                Kind.FALL,
                f"{name} là số lũy kế mà giảm từ {at(stood.before, stood.before_to)} còn "
                f"{at(stood.amount, stood.covers_to)}, không ghi lý do.",
                "Hỏi nơi cung cấp số: số trước sai hay số này sai.",
            )


def total_below_part(pair: Pair) -> Iterable[Flag]:
    """A published total that stands beside a part larger than itself."""
    if pair.stated is None or pair.stated.amount is None:
        return
    for name, stood in sources(pair):
        if stood.amount is not None and stood.amount > pair.stated.amount:
            yield Flag(
                Kind.SMALL_TOTAL,
                f"Tổng số đã công bố {at(pair.stated.amount, pair.stated.covers_to)} nhỏ hơn phần "
                f"{name[0].lower()}{name[1:]} {at(stood.amount, stood.covers_to)}.",
                "Bổ sung phần còn thiếu để tổng được cộng lại, hoặc xem lại phần này.",
            )


RULES: tuple[Callable[[Pair], Iterable[Flag]], ...] = (
    on_own_domain,
    equal_totals,
    equal_gains,
    round_hundreds,
    jumped,
    fell,
    total_below_part,
)


def sources(pair: Pair) -> list[tuple[str, Stood]]:
    named = (("Số tự tổ chức", pair.own), ("Số trên One Touch", pair.platform))
    return [(name, stood) for name, stood in named if stood is not None]


def at(amount: int, day: datetime.date | None) -> str:
    return f"{show(amount)} (đến {show_date(day)})" if day else show(amount)


def told(reason: str) -> str:
    return f" Đã ghi: {reason.rstrip('.')}." if reason else ""
