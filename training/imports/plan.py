"""What an import would state as of its day, and what must be settled before."""

from functools import cached_property

from portal.days import show_date
from portal.names import join_names
from portal.submissions.placing import digest_of

from .differences import Change, change_of
from .matching import Answer
from .models import PlatformRow
from .numbers import is_missing
from .questions import Questions, said_of

NO_INDICATOR = "Danh mục chỉ tiêu chưa có số lượt trên nền tảng vào ngày này. Bạn xem lại ngày."
NO_REASON = "Có số lũy kế giảm. Bạn ghi lý do."
NOTHING = "Chưa có số nào để nhập."
CONFIRM_DAY = "Bạn xem ngày số liệu, sửa nếu cần, rồi bấm Ghi lại."


class Plan(Questions):
    """A draft's rows as figures of agencies, beside what is known of them as of the day."""

    @cached_property
    def changes(self) -> list[Change]:
        """Of each agency whose rows are settled, in official order."""
        found = [
            change_of(asked, self.counted[pk], self.figures)
            for pk, asked in self.asked.items()
            if self.counted.get(pk)
            and pk not in self.doubles
            and not any(is_missing(row, "participants") for row in self.counted[pk])
        ]
        for change in found:
            change.leave_field = self.leave_field(change.rows)
        return found

    def leave_field(self, rows: list[PlatformRow]) -> str:
        """The field that leaves out an agency's rows where nothing else on the page does."""
        groups = {group.number: group for group in (self.group_of[row.line] for row in rows)}
        asked_elsewhere = any(row.line in self.boxes for row in rows) and not self.is_by_course
        if len(groups) > 1 or asked_elsewhere:
            return ""
        (group,) = groups.values()
        is_double = group.number in {one.number for one in self.double_groups}
        return group.field if group.is_certain and not is_double else ""

    @cached_property
    def falling(self) -> list[Change]:
        return [change for change in self.changes if change.is_falling]

    @cached_property
    def missing(self) -> list:
        """Asked agencies that no row is about, nor may be about once a name is settled; nothing
        is written for them."""
        waiting = {pk for g in self.uncertain if g.is_open for pk in g.found.agency_ids}
        there = {pk for pk, rows in self.counted.items() if rows} | waiting
        return [one.member for pk, one in self.asked.items() if pk not in there]

    @cached_property
    def over_done(self) -> list[Change]:
        """Agencies with more completions than participations."""
        return [c for c in self.changes if (c.completions or 0) > c.participants]

    @property
    def total(self) -> int:
        return sum(change.participants for change in self.changes)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The counts over the preview: (in words, how many), those that are none left away."""
        kinds = [change.in_words.split()[0] for change in self.changes]
        open_names = [group for group in (*self.uncertain, *self.strangers) if group.is_open]
        found = [
            ("số mới", kinds.count("số")),
            ("tăng", kinds.count("tăng")),
            ("giảm", len(self.falling)),
            ("không đổi", kinds.count("không")),
            ("tên phải hỏi", len(open_names)),
            ("cơ quan trùng dòng", len(self.doubles)),
            ("dòng có số chưa rõ", sum(any(b.is_open for b in bs) for bs in self.boxes.values())),
            ("cơ quan không có trong tệp", len(self.missing)),
        ]
        return [(words, number) for words, number in found if number]

    @property
    def digest(self) -> str:
        """A mark of what the preview shows, so that only what was seen is stored."""
        stated = [
            (c.member.agency_id, c.participants, c.completions, c.known, c.known_done)
            for c in self.changes
        ]
        return digest_of([str(self.batch.as_of), sorted(stated, key=lambda one: one[0])])

    # What stands in the way

    @cached_property
    def day_problem(self) -> str:
        day = self.batch.as_of
        if day > self.today:
            return f"Ngày {show_date(day)} chưa tới. Số liệu chỉ tính đến hôm nay trở về trước."
        if not self.asked:
            return NO_INDICATOR
        begins = min(one.participants.accumulates_from or day for one in self.asked.values())
        if day < begins:
            return f"Chỉ tiêu này có số từ ngày {show_date(begins)}."
        return "" if self.batch.as_of_is_said else CONFIRM_DAY

    @property
    def faults(self) -> list[tuple[str, str]]:
        """(anchor, sentence) of everything that must be settled before storing."""
        found = [("#as_of", f"Tính đến ngày: {self.day_problem}")] if self.day_problem else []
        for group in (*self.uncertain, *self.strangers):
            if group.is_open:
                found.append((f"#{group.field}", f"{said_of(group)}: bạn chọn cơ quan hoặc bỏ."))
        for pk, rows in self.doubles.items():
            found.append((f"#row-{rows[0].line}", f"{self.double_in_words(pk)}"))
        for row in self.unread:
            if self._counts(row):
                for box in self.boxes.get(row.line, ()):
                    found += [(f"#{box.field}", box.message)] if box.is_open else []
        if self.falling and not self.batch.fall_reason:
            found.append(("#reason", NO_REASON))
        if not found and not self.changes:
            found.append(("#rows", NOTHING))
        return found

    def _counts(self, row: PlatformRow) -> bool:
        return row.answer != Answer.LEFT_OUT

    def double_in_words(self, pk: int) -> str:
        lines = ", ".join(str(row.line) for row in self.doubles[pk])
        name = self.asked[pk].member.printed_name
        return f"“{name}” đứng ở các dòng {lines}. Bạn giữ một dòng, bỏ các dòng kia."

    @property
    def warnings(self) -> list[str]:
        """What a person should look at, and may store all the same."""
        found = self.batch.doubts.splitlines() + self.repeated_courses
        if self.over_done:
            names = join_names(change.member.printed_name for change in self.over_done)
            found.append(f"Hoàn thành nhiều hơn lượt tham gia: {names}.")
        return found
