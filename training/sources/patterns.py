"""What a whole column of figures looks like: parity and round numbers, with the chance said
honestly. No database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.figures import show

from .flags import ROUND

FEWEST = 10  # numbers; of fewer, chance says nothing
SELDOM = 10  # more than one in ten round numbers is more than chance gives
WORDS = ((10**12, "nghìn tỷ"), (10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"))


@dataclass(frozen=True)
class Column:
    """The known figures of one column. `whose`: "bộ, ngành"; `what`: "số tự tổ chức"."""

    whose: str
    what: str
    amounts: tuple[int, ...]
    is_counted_by_people: bool = True


def patterns(columns: Iterable[Column]) -> Iterator[str]:
    """Sentences about whole columns; none for a column that shows nothing out of the ordinary."""
    for column in columns:
        if len(column.amounts) >= FEWEST:
            yield from all_even(column)
            if column.is_counted_by_people:
                yield from many_round(column)


def all_even(column: Column) -> Iterator[str]:
    """A zero is even for everybody, so the chance counts the others only."""
    if any(amount % 2 for amount in column.amounts):
        return
    tossed = sum(amount != 0 for amount in column.amounts)
    if tossed < FEWEST:
        return
    count = len(column.amounts)
    zeros = count - tossed
    but = f" (không kể {zeros} số 0)" if zeros else ""
    yield (
        f"Cả {count} {column.what} của {column.whose} đều chẵn. Nếu chẵn, lẻ là ngẫu nhiên thì "
        f"khả năng này{but} chỉ khoảng 1 phần {in_words(2**tossed)}: có thể mỗi người được đếm ở "
        "hai khóa. Bạn hỏi lại cách đếm; đây chưa phải là kết luận số sai."
    )


def many_round(column: Column) -> Iterator[str]:
    round_ones = sum(a >= ROUND and a % ROUND == 0 for a in column.amounts)
    if round_ones * SELDOM > len(column.amounts):
        yield (
            f"{round_ones}/{len(column.amounts)} {column.what} của {column.whose} là bội của "
            f"{ROUND}; nếu là số đếm thì thường chỉ khoảng 1 trong {ROUND} số như vậy. Có thể là "
            "số ước lượng."
        )


def in_words(number: int) -> str:
    """A large number rounded to what a reader takes in: 536870912 → "537 triệu"."""
    for size, word in WORDS:
        if number >= size:
            return f"{show(round(number / size))} {word}"
    return show(number)
