"""The columns that a living table can have, in the order in which they stand."""

import datetime
from dataclasses import dataclass

from portal.figures import show_signed
from portal.ui.tables import Column, DateColumn, NameColumn, NumberColumn, PercentColumn, RankColumn
from training.figures import CENTRAL, PROVINCIAL, TrainingCodes

NEW = "mới"  # known now, not known on the earlier day
GONE = "không còn số"


class ChangeColumn(NumberColumn):
    """A change with its sign, or in words where one of the two amounts is not known."""

    def show(self, value) -> str:
        return value or "" if value is None or isinstance(value, str) else show_signed(value)


class MoveColumn(NumberColumn):
    """Places gained (more than 0) or lost since the earlier day."""

    def show(self, value) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        if value == 0:
            return "giữ nguyên"
        return f"lên {value}" if value > 0 else f"xuống {-value}"

    def raw(self, value):
        return self.show(value) or None


@dataclass(frozen=True)
class Choice:
    """One column. `key`: in addresses; `name`: of the record's field; `within`: inside a sentence.

    `is_amount`: summed in the foot and compared with an earlier day.
    """

    key: str
    name: str
    label: str
    within: str
    column: type[Column] = NumberColumn
    is_amount: bool = True

    @property
    def change(self) -> "Choice":
        """The column of its change since an earlier day."""
        kind = MoveColumn if self.name == "rank" else ChangeColumn
        words = f"Thay đổi: {self.within}"
        return Choice(
            f"{self.key}-thay-doi",
            f"{self.name}_change",
            words,
            words[0].lower() + words[1:],
            kind,
            False,
        )

    @property
    def about(self) -> str:
        """In lists of columns."""
        return self.within[0].upper() + self.within[1:]

    @property
    def is_compared(self) -> bool:
        return self.is_amount or self.name == "rank"


@dataclass(frozen=True)
class Side:
    """One of the two tables: its words, its indicators, its columns and those that print has."""

    slug: str
    title: str
    heading: str
    name_label: str
    codes: TrainingCodes
    done: str
    people: str
    agency_page: str
    choices: tuple[Choice, ...]
    printed: tuple[str, ...]
    groups_label: str

    @property
    def no_group(self) -> str:
        return f"Chưa rõ {self.groups_label}"

    @property
    def all_codes(self) -> tuple[str, ...]:
        return (*self.codes, self.done, self.people)


def choices_of(group: str, self_run: str) -> tuple[Choice, ...]:
    return (
        Choice("nhom", "group", group, group.lower(), Column, False),
        Choice("tu-to-chuc", "self_run", self_run, "tự tổ chức"),
        Choice("one-touch", "one_touch", "Bồi dưỡng trên Nền tảng One Touch", "One Touch"),
        Choice("tong-so", "amount", "Tổng số", "tổng số"),
        Choice("ty-trong", "share", "Tỷ trọng", "tỷ trọng trong tổng số", PercentColumn, False),
        Choice("hang", "rank", "Hạng", "hạng", NumberColumn, False),
        Choice("hoan-thanh", "done", "Hoàn thành khóa (lượt hoàn thành)", "lượt hoàn thành"),
        Choice("nguoi", "people", "Số người được bồi dưỡng (người)", "số người"),
        Choice("den-ngay", "covers_to", "Số đến ngày", "số đến ngày", DateColumn, False),
    )


PROVINCES = Side(
    slug="dia-phuong",
    title="Bảng 2. Lượt cán bộ, công chức, viên chức được bồi dưỡng, tập huấn, theo địa phương",
    heading="Lượt bồi dưỡng của địa phương",
    name_label="Địa phương",
    codes=PROVINCIAL,
    done="TRAIN_PRO_DONE",
    people="TRAIN_PRO_PEOPLE",
    agency_page="/dia-phuong/",
    choices=choices_of("Vùng", "Địa phương tự tổ chức bồi dưỡng"),
    printed=("tu-to-chuc", "one-touch", "tong-so"),
    groups_label="vùng",
)
MINISTRIES = Side(
    slug="bo-nganh",
    title="Bảng 1. Lượt cán bộ, công chức, viên chức được bồi dưỡng, tập huấn, theo bộ, ngành",
    heading="Lượt bồi dưỡng của bộ, ngành",
    name_label="Tên cơ quan",
    codes=CENTRAL,
    done="TRAIN_MIN_DONE",
    people="TRAIN_MIN_PEOPLE",
    agency_page="/bo-nganh/",
    choices=choices_of("Loại cơ quan", "Bộ, ngành tự tổ chức bồi dưỡng"),
    printed=("tong-so",),
    groups_label="loại cơ quan",
)


def shown_choices(side: Side, keys, against: datetime.date | None) -> list[Choice]:
    """The chosen columns, each followed by its change where an earlier day is compared."""
    shown = []
    for choice in side.choices:
        if choice.key in keys:
            shown.append(choice)
            if against and choice.is_compared:
                shown.append(choice.change)
    return shown


def columns_of(name_label: str, shown: list[Choice]) -> dict[str, Column]:
    return {
        "place": RankColumn(accessor="place"),
        "name": NameColumn(name_label, href="href"),
        **{choice.name: choice.column(choice.label) for choice in shown},
    }
