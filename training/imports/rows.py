"""The rows of an export under its head: names, figures, totals checked and left out. Pure."""

import re
from dataclasses import dataclass

from portal.figures import FigureError, show
from portal.names import nfc, search_key
from portal.submissions.pasted_figures import read_figure
from portal.submissions.pasted_lines import is_numbering, is_total

from .grid import Grid, GridLine
from .heads import Columns

UNITS = ("lượt hoàn thành", "lượt")
LONGEST_NAME, LONGEST_FIGURE = 300, 60
_TOTAL = re.compile("(tong|cong) (cong|so|chung)(?! ty)( |$)")


@dataclass(frozen=True)
class FileRow:
    """A row as it stands in the file. Figures: None where the cell is blank or was not read."""

    line: int
    name: str
    course: str
    participants_text: str
    completions_text: str
    participants: int | None
    completions: int | None


@dataclass(frozen=True)
class Rows:
    """What was read. `notes` only tell; `doubts` want a person's eye."""

    rows: tuple[FileRow, ...]
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def read_cell(text: str) -> int | None:
    """The count in a cell, with or without its unit; None for a blank. Raises FigureError."""
    for unit in UNITS:
        if text.lower().endswith(unit):
            return read_figure(text, unit=unit)
    return read_figure(text)


def amount_in(text: str) -> int | None:
    """As `read_cell`; None also for what is not one clear figure."""
    try:
        return read_cell(text)
    except FigureError:
        return None


def read_rows(grid: Grid, columns: Columns) -> Rows:
    """Every line under the head that names something or holds a figure; totals are checked."""
    width = max((line.width for line in grid.lines if line.number == columns.head_line), default=0)
    head = next((line for line in grid.lines if line.number == columns.head_line), None)
    rows: list[FileRow] = []
    notes, doubts = [], list(grid.doubts)
    since = 0  # rows before the last total
    for line in grid.lines:
        if line.number <= columns.head_line or is_repeated(line, head):
            continue
        if is_total_line(line, columns):
            for is_right, said in check_total(line, columns, rows, rows[since:]):
                (notes if is_right else doubts).append(said)
            since = len(rows)
            continue
        row = row_of(line, columns, width, grid.separator)
        if row.name or row.participants_text or row.completions_text:
            rows.append(row)
    return Rows(tuple(rows), tuple(notes), tuple(doubts))


def is_repeated(line: GridLine, head: GridLine | None) -> bool:
    """The head printed again on a further page, or the line that numbers the columns."""
    texts = tuple(text for text in line.texts if text)
    if head is not None and texts == tuple(text for text in head.texts if text):
        return True
    return is_numbering(texts) and any(text.startswith("(") for text in texts)


def is_total_line(line: GridLine, columns: Columns) -> bool:
    labels = line.texts[: max(columns.name, columns.course or 0)]
    return any(is_total(text) or _TOTAL.match(search_key(text)) for text in labels if text)


def row_of(line: GridLine, columns: Columns, width: int, separator: str) -> FileRow:
    participants, completions = line.text(columns.participants), line.text(columns.completions)
    if separator and line.width > width:
        # A cell too many: a figure written with the separator. Which digits belong together?
        first = min(filter(None, (columns.participants, columns.completions)))
        participants, completions = separator.join(line.texts[first - 1 :]), ""
        read = (None, None)
    else:
        read = (amount_in(participants), amount_in(completions))
    return FileRow(
        line.number,
        nfc(line.text(columns.name))[:LONGEST_NAME],
        nfc(line.text(columns.course))[:LONGEST_NAME],
        nfc(participants)[:LONGEST_FIGURE],
        nfc(completions)[:LONGEST_FIGURE],
        *read,
    )


def check_total(line: GridLine, columns: Columns, above: list[FileRow], since: list[FileRow]):
    """(whether it is right, what to say) of each figure in a total line: it is the sum of all rows
    above, or of those since the total before."""
    label = next((nfc(text)[:60] for text in line.texts if text), "")
    for what in WORDS:
        text = line.text(getattr(columns, what))
        if not text:
            continue
        where = f"Dòng {line.number} “{label}”, {WORDS[what]}"
        amount = amount_in(text)
        sums = [summed(rows, what) for rows in (above, since)]
        if amount is None or sums[0] is None:
            written = nfc(text)[:LONGEST_FIGURE] if amount is None else show(amount)
            yield False, f"{where} ghi {written}: chưa so được với các dòng."
        elif amount in sums:
            yield True, f"{where} ghi {show(amount)}: khớp tổng các dòng."
        else:
            yield False, f"{where} ghi {show(amount)}, các dòng cộng lại là {show(sums[0])}."


WORDS = {"participants": "lượt", "completions": "hoàn thành"}


def summed(rows: list[FileRow], what: str) -> int | None:
    """The sum of a column; None while a cell that holds something is not read."""
    found = [(getattr(row, what), getattr(row, f"{what}_text")) for row in rows]
    if any(amount is None and text for amount, text in found):
        return None
    return sum(amount for amount, _ in found if amount is not None)
