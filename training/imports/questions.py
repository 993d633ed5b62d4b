"""Everything that a person must say about the rows of an import, and what was said."""

import datetime
from collections.abc import Mapping, Sequence
from functools import cached_property

from portal.agencies.recognition import AgencyNames
from portal.days import show_date
from portal.names import fold
from portal.submissions.aggregation import Figures
from portal.submissions.placing import LEAVE_OUT
from portal.submissions.readings import Moment

from .matching import CODES, Answer, Group, Layout, asked_agencies, grouped, holds_value
from .models import PlatformImport, PlatformRow
from .numbers import NumberBox, boxes_of, field_of, mended

FIELDS_OF_IMPORT = ("as_of", "reason")


class Questions:
    """`rows`: the draft's, in the file's order. `typed`: texts posted just now and not taken."""

    def __init__(
        self,
        batch: PlatformImport,
        rows: Sequence[PlatformRow],
        *,
        today: datetime.date,
        typed: Mapping[str, str] | None = None,
    ):
        self.batch, self.today, self.typed = batch, today, dict(typed or {})
        self.figures = Figures(CODES, Moment(batch.as_of))
        self.asked = asked_agencies(self.figures)
        self.names = AgencyNames(self.asked, batch.as_of)
        self.by_slug = {one.member.slug: pk for pk, one in self.asked.items()}
        self.all_rows = rows
        self.rows = [row for row in rows if holds_value(row, batch.layout)]
        self.without_value = [row for row in rows if not holds_value(row, batch.layout) if row.name]
        self.groups = grouped(self.rows, batch.layout, self.names, self.asked)
        for group in self.groups:
            group.typed = self.typed

    @property
    def is_by_course(self) -> bool:
        return self.batch.layout == Layout.COURSES

    # What is asked

    @cached_property
    def uncertain(self) -> list[Group]:
        return [group for group in self.groups if group.is_asked and group.likely]

    @cached_property
    def strangers(self) -> list[Group]:
        return [group for group in self.groups if group.is_asked and not group.likely]

    @property
    def asks_anything(self) -> bool:
        return bool(self.uncertain or self.strangers or self.double_groups or self.unread)

    @cached_property
    def counted(self) -> dict[int, list[PlatformRow]]:
        """Agency → the rows that count for it."""
        found: dict[int, list[PlatformRow]] = {}
        for group in self.groups:
            if group.agency_id is not None:
                rows = [row for row in group.rows if row.answer != Answer.LEFT_OUT]
                found.setdefault(group.agency_id, []).extend(rows)
        return found

    @cached_property
    def doubles(self) -> dict[int, list[PlatformRow]]:
        """Agencies that several rows are about, in a file with one row an agency."""
        if self.is_by_course:
            return {}
        return {pk: rows for pk, rows in self.counted.items() if len(rows) > 1}

    @cached_property
    def double_groups(self) -> list[Group]:
        """The certain rows of agencies that stand in the file twice, also the ones left out."""
        several: dict[int, list[Group]] = {}
        for group in () if self.is_by_course else self.groups:
            pk = group.found.agency_ids[0] if group.is_certain else group.said
            if pk is not None:
                several.setdefault(pk, []).append(group)
        return [g for groups in several.values() if len(groups) > 1 for g in groups if g.is_certain]

    @cached_property
    def boxes(self) -> dict[int, list[NumberBox]]:
        """Row's line → the boxes for figures that are missing or were typed by a person."""
        found = {row.line: boxes_of(self.batch, row, self.typed) for row in self.rows}
        return {line: boxes for line, boxes in found.items() if boxes}

    @cached_property
    def unread(self) -> list[PlatformRow]:
        return [row for row in self.rows if row.line in self.boxes or row.line in self.single_outs]

    @property
    def unread_rows(self) -> list[tuple]:
        """(row, its boxes, the field that leaves it out, whether it is) for the page."""
        outs = {row.line for row in self.unread if row.answer == Answer.LEFT_OUT}
        return [
            (row, self.boxes.get(row.line, []), *self._out_of(row, outs)) for row in self.unread
        ]

    def _out_of(self, row: PlatformRow, outs: set[int]) -> tuple[str, bool]:
        if self.is_by_course:
            return out_field(row), row.line in self.single_outs
        group = self.group_of[row.line]
        shown = {one.number for one in (*self.double_groups, *self.certain_outs)}
        is_offered = group.is_certain and group.number not in shown
        return (group.field if is_offered else ""), row.line in outs

    @cached_property
    def group_of(self) -> dict[int, Group]:
        return {row.line: group for group in self.groups for row in group.rows}

    @cached_property
    def repeated_courses(self) -> list[str]:
        """Sentences about an agency's course that stands in several rows."""
        if not self.is_by_course:
            return []
        seen: dict[tuple, list[PlatformRow]] = {}
        for pk, rows in self.counted.items():
            for row in rows:
                seen.setdefault((pk, fold(row.course)), []).append(row)
        return [
            f"{self.asked[pk].member.printed_name}: khóa “{rows[0].course}” đứng ở các dòng "
            f"{', '.join(str(row.line) for row in rows)}; hệ thống cộng cả."
            for (pk, _), rows in seen.items()
            if len(rows) > 1
        ]

    # The answers as they are kept

    @cached_property
    def state(self) -> dict[str, str]:
        """Field → what it holds now, of every field that an answer may change."""
        found = {
            "as_of": str(self.batch.as_of) if self.batch.as_of_is_said else "",
            "reason": self.batch.fall_reason,
        }
        for group in self.groups:
            found[group.field] = group.answer
            if group.alias_field:
                found[group.alias_field] = "1" if group.wants_alias else ""
        for row in self.rows:
            for what in ("participants", "completions"):
                found[field_of(row, what)] = mended(row, what)
            if self.is_by_course:
                found[out_field(row)] = LEAVE_OUT if row.line in self.single_outs else ""
        return found

    @cached_property
    def single_outs(self) -> set[int]:
        """Lines left out of a group that counts otherwise; of a file by courses only."""
        if not self.is_by_course:
            return set()
        return {
            row.line
            for group in self.groups
            if not group.is_left_out
            for row in group.rows
            if row.answer == Answer.LEFT_OUT
        }

    @cached_property
    def certain_outs(self) -> list[Group]:
        """Rows whose name is certain and that a person left out, to be taken back in."""
        shown = {group.number for group in self.double_groups}
        return [
            group
            for group in self.groups
            if group.is_certain and group.is_left_out and group.number not in shown
        ]

    def in_words(self, name: str) -> str:
        """What a field holds now, for whoever answered it at the same time."""
        if name in FIELDS_OF_IMPORT:
            day = f"ngày {show_date(self.batch.as_of)}"
            return day if name == "as_of" else f"lý do “{self.batch.fall_reason}”"
        line, text = name.removeprefix("r").split("-")[0], self.state.get(name, "")
        words = {"": "để trống", LEAVE_OUT: "bỏ dòng", "1": "nhớ cách viết"}
        return f"dòng {line}: {words.get(text) or dict(self.choices).get(text, text)}"

    @property
    def kept_answers(self) -> dict[str, str]:
        return {name: text for name, text in self.state.items() if text}

    @property
    def choices(self) -> list[tuple[str, str]]:
        members = [one.member for one in self.asked.values()]
        members.sort(key=lambda member: (member.sort_key or "", member.agency_id))
        return [(member.slug, member.printed_name) for member in members]


def out_field(row: PlatformRow) -> str:
    return f"r{row.line}-out"


def said_of(group: Group) -> str:
    name = f"“{group.name}”" if group.name else "không có tên"
    return f"Dòng {group.number}, {name}"
