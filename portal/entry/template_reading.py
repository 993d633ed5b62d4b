"""From an uploaded template's cells to the sheet's texts, and everything wrong with it at once.

Nothing here judges figures: the texts go to the readers that a typed form goes to, and what those
refuse is said of the cell. What a draft may leave open (a question without answer, a warning
without explanation, a file still to attach) does not keep a template from being taken over.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from openpyxl.utils import range_boundaries

from portal.names import nfc
from portal.office.incoming import IncomingSheet, read_workbook
from portal.submissions.answers import (
    NOT_KNOWN,
    UNCHANGED,
    UPDATE,
    Answer,
    Severity,
)
from portal.submissions.drafting import Draft
from portal.submissions.reading_answers import read_open_question
from portal.submissions.sheet import Sheet

from .template_cells import CellFault, as_before, place, read_cell, shown
from .template_layout import (
    EXPLAIN,
    FIRST_ROW,
    HEAD_ROW,
    HEADS,
    HIDDEN,
    KEEP,
    KEY,
    LABEL,
    LAST,
    MONTH,
    NUMBER,
    OTHER,
    SHEET,
    VALUE,
    Line,
    last_value,
    lay_out,
)
from .template_stamp import read_base_version

SPARE_ROWS = 300  # rows below the template's last that are looked at, for what was added there
NEVER_MOVE = "Mẫu cần giữ nguyên hàng, cột. Bạn tải mẫu mới rồi điền lại."


@dataclass
class Filled:
    """What a template says: field → text; `problems` and `notices` are sentences for its author.

    `base_version`: the draft's version that the template was made from.
    """

    base_version: int
    texts: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[int, int, str]] = field(default_factory=list)  # row, column, sentence
    notices: list[str] = field(default_factory=list)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)  # field → (row, column)

    def complain(self, row: int, column: int, line: Line, message: str) -> None:
        label = line.label if line.is_part else line.question.indicator.short_label
        self.faults.append((row, column, f"Ô {place(row, column)} ({label}): {message}"))

    def complain_of_form(self, sentences: Iterable[str]) -> None:
        self.faults += [(0, 0, sentence) for sentence in sentences]

    @property
    def problems(self) -> list[str]:
        """Of the form as a whole first, then cell by cell downwards."""
        return [text for *_, text in sorted(self.faults, key=lambda fault: fault[:2])]


def read_template(content: bytes, sheet: Sheet, draft: Draft) -> Filled:
    """Reads an uploaded file as the template of `sheet`; stores nothing.

    Raises WorkbookError where the file as a whole is refused; problems of single cells come all
    together in the result.
    """
    lines = lay_out(sheet)
    limits = {SHEET: (FIRST_ROW + len(lines) + SPARE_ROWS, KEY), HIDDEN: (10, 2)}
    book = read_workbook(content, limits)
    filled = Filled(read_base_version(book, sheet, lines))
    form = book.sheets[SHEET]
    filled.complain_of_form(head_problems(form))
    if filled.faults:
        return filled
    rows = find_rows(form, lines, filled)
    filled.complain_of_form(hidden_problems(form, max(rows.values(), default=0)))
    filled.complain_of_form(merged_problems(form))
    base = draft.at_version(filled.base_version)
    for line in lines:
        if line.key in rows:
            read_line(form, rows[line.key], line, base, filled)
    settle_kept(lines, rows, filled)
    check_unused(lines, rows, base, filled)
    check_readings(sheet, lines, filled)
    return filled


# Is it the form at all?


def head_problems(form: IncomingSheet) -> Iterator[str]:
    """Heads that were renamed or moved; the columns can then not be told apart."""
    found = {column: nfc(form.text(HEAD_ROW, column)) for column in HEADS}
    if not any(found[column] == head for column, head in HEADS.items()):
        elsewhere = [row for row in range(1, 40) if nfc(form.text(row, NUMBER)) == HEADS[NUMBER]]
        now = f" Dòng này đang ở dòng {elsewhere[0]}." if elsewhere else ""
        yield f"Dòng {HEAD_ROW} không phải dòng tiêu đề của mẫu.{now} {NEVER_MOVE}"
        return
    for column, head in HEADS.items():
        if found[column] == head:
            continue
        moved = [place(HEAD_ROW, at) for at, text in found.items() if text == head]
        if moved:
            yield f"Cột “{head}” đang ở ô {moved[0]}, mẫu để ở ô {place(HEAD_ROW, column)}."
        else:
            text = found[column]
            now = f"đang ghi {shown(text)}" if text else "đang trống"
            yield f"Ô {place(HEAD_ROW, column)} {now}, mẫu ghi “{head}”. {NEVER_MOVE}"


def find_rows(form: IncomingSheet, lines: list[Line], filled: Filled) -> dict[str, int]:
    """Key → row of each line that is there exactly once, under its own name."""
    known = {line.key: line for line in lines}
    found: dict[str, list[int]] = {}
    for row in sorted({row for row, _ in form.cells if row >= FIRST_ROW}):
        key = form.text(row, KEY).strip()
        if key in known:
            found.setdefault(key, []).append(row)
        elif any(form.text(row, column).strip() for column in range(NUMBER, KEY)) or key:
            label = shown(form.text(row, LABEL).strip() or "…")
            sentence = f"Dòng {row} không thuộc mẫu ({label}). Bạn xóa dòng này."
            filled.complain_of_form([sentence])
    for key, line in known.items():
        filled.complain_of_form(line_problems(form, line, found.get(key, [])))
    return {key: rows[0] for key, rows in found.items() if len(rows) == 1}


def line_problems(form: IncomingSheet, line: Line, rows: list[int]) -> Iterator[str]:
    if not rows:
        yield f"Thiếu dòng “{line.label}”. {NEVER_MOVE}"
    elif len(rows) > 1:
        listed = ", ".join(map(str, rows))
        yield f"Dòng “{line.label}” có {len(rows)} lần (dòng {listed}). Bạn giữ một dòng."
    elif nfc(form.text(rows[0], LABEL)) != nfc(line.label):
        text = form.text(rows[0], LABEL)
        yield f"Ô {place(rows[0], LABEL)} ghi {shown(text)}, mẫu ghi “{line.label}”. {NEVER_MOVE}"


def hidden_problems(form: IncomingSheet, last_row: int) -> Iterator[str]:
    rows = sorted(row for row in form.hidden_rows if HEAD_ROW <= row <= last_row)
    if rows:
        listed = ", ".join(map(str, rows[:10])) + (" …" if len(rows) > 10 else "")
        yield f"Dòng {listed} đang ẩn. Bạn bỏ lọc, bỏ ẩn rồi xem lại các dòng này."
    columns = sorted(form.hidden_columns - {KEY})
    if columns:
        listed = ", ".join(place(0, column)[:-1] for column in columns)
        yield f"Cột {listed} đang ẩn. Bạn bỏ ẩn rồi xem lại cột này."


def merged_problems(form: IncomingSheet) -> Iterator[str]:
    for area in form.merged:
        try:
            first_column, _, _, last_row = range_boundaries(area)
        except (ValueError, TypeError):
            continue
        if last_row >= HEAD_ROW and first_column <= KEY:
            yield f"Các ô {area} đang gộp làm một. Bạn bỏ gộp, ghi số vào đúng ô."


# The cells


def read_line(form, row: int, line: Line, base: Mapping[str, str], filled: Filled) -> None:
    for column in range(MONTH, EXPLAIN + 1):
        cell, box = form.cells.get((row, column)), line.inputs.get(column)
        if box is None:
            if cell and cell.text.strip():
                filled.complain(row, column, line, "Ô này không nhận giá trị. Bạn xóa nội dung.")
            continue
        filled.places[box.field] = (row, column)
        try:
            filled.texts[box.field] = as_before(box, read_cell(cell, box), base)
        except CellFault as fault:
            filled.complain(row, column, line, fault.message)
    if not line.is_part and form.text(row, LAST) != str(last_value(line)):
        filled.notices.append(
            f"{line.label}: kỳ trước nay là {shown(str(last_value(line)))}, trong tệp ghi "
            f"{shown(form.text(row, LAST))}. Số được tính theo kỳ trước của cổng."
        )


def settle_kept(lines: list[Line], rows: Mapping[str, int], filled: Filled) -> None:
    """*Giữ nguyên* of one question is a blank in a part that is updated."""
    for line in lines:
        other = line.inputs.get(OTHER)
        if line.is_part or other is None or filled.texts.get(other.field) != KEEP:
            continue
        filled.texts[other.field] = ""
        choice = line.part.field("choice")
        typed = [box for column, box in line.inputs.items() if column in (MONTH, VALUE)]
        if any(filled.texts.get(box.field) for box in typed):
            message = "Hàng này đã có số mà vẫn ghi “Giữ nguyên”. Bạn bỏ một trong hai."
            filled.complain(rows[line.key], OTHER, line, message)
        elif filled.texts.get(choice) == NOT_KNOWN:
            message = "Cả phần ghi “Chưa có số liệu” mà hàng này ghi “Giữ nguyên”. Bạn bỏ một."
            filled.complain(rows[line.key], OTHER, line, message)
        elif choice in filled.texts:
            filled.texts[choice] = filled.texts[choice] or UPDATE


def check_unused(lines, rows, base: Mapping[str, str], filled: Filled) -> None:
    """A new figure in a part that says it did not change, or has none: which of the two?"""
    for part_line in (line for line in lines if line.is_part and line.key in rows):
        box = part_line.inputs[OTHER]
        if filled.texts.get(box.field) not in (UNCHANGED, NOT_KNOWN):
            continue
        values = [
            line.inputs[column]
            for line in lines
            if line.part == part_line.part and not line.is_part
            for column in (MONTH, VALUE)
            if column in line.inputs
        ]
        new = [v for v in values if filled.texts.get(v.field, "") not in ("", base.get(v.field))]
        if new:
            word = dict(box.choices)[filled.texts[box.field]]
            at = ", ".join(place(*filled.places[v.field]) for v in new)
            message = f"Cả phần ghi “{word}” nhưng ô {at} có số mới. Bạn chọn “Cập nhật” hoặc xóa."
            filled.complain(rows[part_line.key], OTHER, part_line, message)


def check_readings(sheet: Sheet, lines: list[Line], filled: Filled) -> None:
    """What the readers of typed forms refuse, said of the cell that holds it."""
    labels = {line.question.code: line for line in lines if line.question and not line.is_detail}
    for question in sheet.asked:
        answer = Answer(question)
        read_open_question(answer, filled.texts, is_open=False)
        for problem in answer.problems:
            typed = filled.texts.get(problem.field, "")
            if problem.severity == Severity.ERROR and typed and problem.field in filled.places:
                filled.complain(
                    *filled.places[problem.field], labels[question.code], problem.message
                )
