"""Indicators and sections: added, worded anew from a day, moved, ended. Nothing in use goes away.

A change of what is counted (unit, type, who is asked) is a new indicator that replaces the old.
Every change of the words also leaves a step in the indicator's own history: two people who change
it at once are told apart by that (`portal.programme.changes`).
"""

import datetime
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max

from portal.days import show_date
from portal.names import search_key

from .changes import ONE_DAY, Refused, days_for_new, removed, written
from .models import Combine, Indicator, IndicatorVersion, Section, Source, ValueType

STEP = 10  # between two places in an order
LONGEST_CODE = 40
COMBINES = {ValueType.YES_NO: Combine.COUNT_YES, ValueType.TEXT: Combine.LATEST}
WORDS = ("label", "short_label", "unit", "definition", "worked_example")


@dataclass(frozen=True)
class Wording:
    label: str
    short_label: str = ""
    unit: str = ""
    definition: str = ""
    worked_example: str = ""


@dataclass(frozen=True)
class NewIndicator:
    """What someone says of an indicator to be added; `columns`: further fields of Indicator."""

    wording: Wording
    section: Section
    value_type: str
    since: datetime.date
    code: str = ""
    columns: dict = field(default_factory=dict)


def propose_code(label: str) -> str:
    """A free code from a label: "Số lớp đã mở" is SO_LOP_DA_MO, the second one SO_LOP_DA_MO_2."""
    words = search_key(label).encode("ascii", "ignore").decode().upper().split() or ["CHI", "TIEU"]
    if not words[0][0].isalpha():
        words.insert(0, "CT")
    base = ""
    for word in words:
        longer = f"{base}_{word}" if base else word[: LONGEST_CODE - 4]
        if len(longer) > LONGEST_CODE - 4:
            break
        base = longer
    taken = set(Indicator.objects.filter(code__startswith=base).values_list("code", flat=True))
    numbered = (f"{base}_{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (base, *numbered) if code not in taken)


def held(indicator: Indicator) -> Indicator:
    return Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)


def is_used(indicator: Indicator) -> bool:
    """Whether any value of it was ever reported or stated."""
    return indicator.values.exists()


@transaction.atomic
def add_indicator(new: NewIndicator, *, by, reason: str = "") -> Indicator:
    """Adds an indicator at the end of its section. What it replaces ends the day before.

    From its first day on it is asked, printed and exported like any other.
    """
    source, asked_of = new.columns.get("source", Source.AGENCY), new.columns.get("asked_of")
    if asked_of is None and source != Source.CENTRE:
        raise Refused("Bạn chọn phạm vi cơ quan được hỏi.", "asked_of")
    replaced = new.columns.get("replaces")
    if replaced is not None:
        end_replaced(replaced, new.since, by)
    last = new.section.indicators.aggregate(last=Max("position"))["last"] or 0
    indicator = Indicator(
        code=new.code or propose_code(new.wording.short_label or new.wording.label),
        section=new.section,
        position=last + STEP,
        value_type=new.value_type,
        combine=COMBINES.get(new.value_type, Combine.SUM),
        in_force_from=new.since,
        **new.columns,
    )
    written(indicator, by, reason)
    written(IndicatorVersion(indicator=indicator, in_force_from=new.since, **words(new)), by)
    return indicator


def words(said: NewIndicator | Wording) -> dict:
    wording = said.wording if isinstance(said, NewIndicator) else said
    short = wording.short_label or wording.label
    if len(short) > IndicatorVersion._meta.get_field("short_label").max_length:
        raise Refused("Tên đầy đủ dài quá 120 chữ, bạn ghi thêm tên ngắn.", "short_label")
    return {name: getattr(wording, name) for name in WORDS} | {"short_label": short}


def end_replaced(replaced: Indicator, since: datetime.date, by) -> None:
    old = held(replaced)
    if old.in_force_from >= since:
        begins = show_date(old.in_force_from)
        raise Refused(f"Chỉ tiêu cũ mới bắt đầu từ {begins}. Bạn chọn tháng sau đó.", "since")
    if old.in_force_until is None or old.in_force_until >= since:
        old.in_force_until = since - ONE_DAY
        written(old, by, "Có chỉ tiêu mới thay thế")


@transaction.atomic
def reword_indicator(
    indicator: Indicator, wording: Wording, *, since: datetime.date, by, reason=""
) -> IndicatorVersion:
    """New words from a day; the old ones end the day before. The unit stays: see the module."""
    row = held(indicator)
    versions = list(row.versions.all())
    if since < row.in_force_from or (row.in_force_until and since > row.in_force_until):
        raise Refused("Ngày này chỉ tiêu không có hiệu lực. Bạn chọn ngày khác.", "since")
    if any(version.unit != wording.unit for version in versions):
        raise Refused("Đổi đơn vị tính là một chỉ tiêu mới thay chỉ tiêu này.", "unit")
    until = days_for_new(versions, since, by, reason)
    version = IndicatorVersion(
        indicator=row, in_force_from=since, in_force_until=until, **words(wording)
    )
    written(row, by, reason or "Lời văn mới")
    return written(version, by, reason)


@transaction.atomic
def correct_wording(
    version: IndicatorVersion, wording: Wording, *, by, reason=""
) -> IndicatorVersion:
    """A slip in the words that are in force, mended in place; the unit stays."""
    indicator = held(version.indicator)
    row = IndicatorVersion.objects.get(pk=version.pk)
    if row.unit != wording.unit and is_used(indicator):
        raise Refused("Đổi đơn vị tính là một chỉ tiêu mới thay chỉ tiêu này.", "unit")
    for name, text in words(wording).items():
        setattr(row, name, text)
    written(indicator, by, reason or "Sửa chữ trong lời văn")
    return written(row, by, reason)


@transaction.atomic
def change_indicator(indicator: Indicator, columns: dict, *, by, reason="") -> Indicator:
    """Evidence, first day of a flow, the whole it is part of, its section.

    Who is asked changes only while no figure is known.
    """
    row = held(indicator)
    asked_of = columns.get("asked_of", row.asked_of)
    if asked_of != row.asked_of and is_used(row):
        raise Refused(
            "Đã có số liệu nên phạm vi được hỏi không đổi nữa. Bạn lập chỉ tiêu mới thay chỉ tiêu"
            " này.",
            "asked_of",
        )
    part_of = columns.get("part_of")
    if part_of is not None and (part_of.pk == row.pk or part_of.part_of_id is not None):
        raise Refused("Chỉ tiêu tổng phải là một chỉ tiêu khác, không là phần của ai.", "part_of")
    if part_of is not None and row.parts.exists():
        raise Refused("Chỉ tiêu này là tổng của các chỉ tiêu khác.", "part_of")
    section = columns.get("section", row.section)
    if section != row.section:
        last = section.indicators.aggregate(last=Max("position"))["last"] or 0
        row.position = last + STEP
    for name, value in columns.items():
        setattr(row, name, value)
    return written(row, by, reason)


@transaction.atomic
def end_indicator(
    indicator: Indicator, *, until: datetime.date | None, reason: str, by
) -> Indicator:
    """Asks no more after `until`; None takes an end back. Its values stay as they are."""
    row = held(indicator)
    if until is not None and until < row.in_force_from:
        raise Refused(
            f"Chỉ tiêu bắt đầu từ {show_date(row.in_force_from)}, không kết thúc trước đó.", "until"
        )
    going_on = [part.code for part in row.parts.all() if not is_over(part, until)]
    if going_on:
        raise Refused(
            f"Các phần của chỉ tiêu vẫn còn được hỏi: {', '.join(going_on)}. Bạn kết thúc các phần"
            " trước.",
            "until",
        )
    row.in_force_until = until
    return written(row, by, reason)


def is_over(part: Indicator, until: datetime.date | None) -> bool:
    return until is None or (part.in_force_until is not None and part.in_force_until <= until)


@transaction.atomic
def withdraw_indicator(indicator: Indicator, *, today: datetime.date, by) -> None:
    """Takes back an indicator that nobody was asked yet; afterwards it can only be ended."""
    row = held(indicator)
    if row.in_force_from <= today or is_used(row) or row.parts.exists() or row.replaced_by.exists():
        raise Refused("Chỉ tiêu đã bắt đầu hoặc đang được dùng nên chỉ kết thúc được.")
    removed(row, by, "Bỏ trước khi bắt đầu")


@transaction.atomic
def move_in_order(row: Indicator | Section, *, up: bool, by) -> bool:
    """Changes places with the neighbour; False at the end of the order."""
    mates = type(row).objects.select_for_update(of=("self",))
    if isinstance(row, Indicator):
        mates = mates.filter(section=row.section_id)
    ordered = list(mates.order_by("position", "code"))
    at = ordered.index(row)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(ordered):
        return False
    places = [mate.position for mate in ordered]
    if len(set(places)) < len(places):
        places = [STEP * number for number in range(1, len(ordered) + 1)]
    ordered[at], ordered[other] = ordered[other], ordered[at]
    for mate, place in zip(ordered, places, strict=True):
        if mate.position != place:
            mate.position = place
            written(mate, by, "Đổi thứ tự")
    return True


@transaction.atomic
def add_section(title: str, *, by) -> Section:
    """A new section after the others; its code comes from its title."""
    last = Section.objects.aggregate(last=Max("position"))["last"] or 0
    base = search_key(title).encode("ascii", "ignore").decode().replace(" ", "-")[:34] or "phan"
    taken = set(Section.objects.filter(code__startswith=base).values_list("code", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    code = next(code for code in (base, *numbered) if code not in taken)
    return written(Section(code=code, title=title, position=last + STEP), by)


@transaction.atomic
def rename_section(section: Section, title: str, *, by) -> Section:
    row = Section.objects.select_for_update().get(pk=section.pk)
    row.title = title
    return written(row, by)
