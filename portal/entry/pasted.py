"""An officer's pasted block beside the sheet: what each row is about, what it would write."""

from collections.abc import Mapping
from functools import cached_property

from portal.figures import FigureError
from portal.names import NameIndex
from portal.submissions.answers import NOT_KNOWN, UNCHANGED, UPDATE
from portal.submissions.pasted_figures import read_figure, total_remarks
from portal.submissions.pasting import Kind, PastedRow
from portal.submissions.placing import (
    Found,
    Grouped,
    Placed,
    digest_of,
    double_remark,
    doubles,
    place,
)
from portal.submissions.sheet import Question, Sheet

from .pasted_rows import SUPPLIED, PastedAnswer, meaning_in, now_of, read_row


class PastePlan(Grouped):
    """What a pasted block would write into a sheet whose draft holds `texts`."""

    def __init__(self, sheet: Sheet, texts: Mapping[str, str], rows, answers: Mapping[str, str]):
        self.sheet, self.draft, self.answers = sheet, texts, answers
        self.pasted: list[PastedRow] = rows
        self.meaning = meaning_in(answers)
        self.rows = [self._answer(one) for one in place(rows, self._finder(), answers, self.known)]
        self._complain_of_doubles()

    @cached_property
    def questions(self) -> dict[str, Question]:
        return {q.code: q for part in self.sheet.parts for q in part.questions}

    @property
    def known(self):
        return self.sheet.by_code.keys()

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(q.code, q.indicator.short_label) for q in self.sheet.asked]

    @cached_property
    def asks_meaning(self) -> bool:
        """Whether some flow's only value may be the month's or the cumulative."""
        return any(self._is_bare_flow(row.placed, row.question) for row in self.rows)

    @property
    def ready(self) -> list[PastedAnswer]:
        return [row for row in self.rows if row.texts and row.is_ready]

    @property
    def faults(self) -> list[tuple[str, str]]:
        """(anchor, sentence) of everything that must be settled before writing."""
        found = []
        for row in self.rows:
            if row.placed.is_left_out:
                continue
            where = f"Dòng {row.placed.row.line}, {row.placed.row.name}"
            if row.placed.is_open:
                say = f"{where}: bạn chọn chỉ tiêu hoặc bỏ dòng này."
                found.append((f"#{row.placed.field}", say))
            elif row.problems:
                found.append((f"#row-{row.placed.row.number}", f"{where}: {row.problems[0]}"))
        return found

    @cached_property
    def texts(self) -> dict[str, str]:
        """Fields → texts to write, with the choices of the parts that they open."""
        written: dict[str, str] = {}
        for row in self.ready:
            written |= row.texts
        return written | {part.field("choice"): UPDATE for part in self.opened_parts}

    @property
    def changes_anything(self) -> bool:
        return any(self.draft.get(name, "") != text for name, text in self.texts.items())

    @cached_property
    def opened_parts(self):
        """Parts said to be unchanged or unknown, which a pasted figure turns into an update."""
        fields = {name for row in self.ready for name in row.texts}
        return [
            part
            for part in self.sheet.parts
            if self.draft.get(part.field("choice"), "") in (UNCHANGED, NOT_KNOWN)
            and any(name.startswith(f"{q.code}-") for q in part.asked for name in fields)
        ]

    @property
    def digest(self) -> str:
        return digest_of(sorted(self.texts.items()))

    @property
    def total_remarks(self) -> list[str]:
        width = max((len(row.values) for row in self.pasted), default=0)
        read = {
            row.placed.row.number: row.amounts
            for row in self.rows
            if row.question is None or not row.question.indicator.decimals
        }
        found = []
        for column in range(width):
            amounts = {n: a[column] if column < len(a) else None for n, a in read.items()}
            for row in self.pasted:
                if row.kind == Kind.TOTAL and column < len(row.values):
                    amounts[row.number] = plain_amount(row.values[column], row.is_soft)
            found += total_remarks(self.pasted, column, amounts)
        return list(dict.fromkeys(found))

    def _finder(self):
        index = NameIndex(
            {
                code: [q.indicator.short_label, q.indicator.label, code]
                for code, q in self.questions.items()
            }
        )

        def find(name: str) -> Found:
            match = index.match(name)
            if match.kind == "exact" and match.key not in self.known:
                return Found((match.key,), True, SUPPLIED)
            keys = tuple(key for key in match.keys if key in self.known)
            return Found(keys, match.kind == "exact")

        return find

    def _answer(self, placed: Placed) -> PastedAnswer:
        question = self.questions.get(placed.key)
        row = PastedAnswer(placed, question)
        row.likely = [(k, self.questions[k].indicator.short_label) for k in placed.found.keys]
        if placed.is_left_out:
            return row
        if question is None:
            row.amounts = [plain_amount(text, placed.row.is_soft) for text in placed.row.values]
            return row
        if placed.found.note:
            row.remarks.append(f"{placed.found.note} Bạn bỏ dòng này.")
            return row
        read_row(row, self.answers)
        row.now = now_of(question, self.draft)
        return row

    def _is_bare_flow(self, placed: Placed, question: Question | None) -> bool:
        row = placed.row
        is_bare = len(row.values) == 1 and row.roles[0] == ""
        return is_bare and question is not None and question.indicator.is_flow

    def _complain_of_doubles(self) -> None:
        by_number = {row.placed.row.number: row for row in self.rows}
        for code, several in doubles(row.placed for row in self.rows).items():
            for one in several:
                label = self.questions[code].indicator.short_label
                by_number[one.row.number].remarks.append(double_remark(several, label))


def plain_amount(text: str, is_soft: bool) -> int | None:
    """A cell of which only the number matters, for the block's sum; None where it is unclear."""
    try:
        return read_figure(text, is_soft=is_soft)
    except FigureError:
        return None
