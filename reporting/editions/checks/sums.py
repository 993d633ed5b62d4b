"""Whether what is printed adds up, and whether each list is as long as its count."""

from collections.abc import Iterator

from portal.figures import show
from reporting.editions.content import TRAINED
from reporting.editions.report import Report, ReportFigure, ReportTable
from training.ruling import COUNTED

from .finding import BLOCK, Finding, found

GROUP = "Phép cộng"
LISTS = "Danh sách và số đếm"
TRAINING_TABLES = ("bang-1", "bang-2")
WHAT_TO_DO = "Đây là lỗi của phần mềm hoặc số liệu, bạn báo quản trị số liệu của Cục."


def sums(report: Report) -> Iterator[Finding]:
    for table in report.tables:
        yield from columns(table)
        yield from rows(table)
    yield from trained(report)
    for figure in report.figures.values():
        yield from parts(figure)


def wrong(what: str, place: str, text: str, group: str = GROUP) -> Finding:
    return found("phep-cong", what, BLOCK, group, place, f"{text} {WHAT_TO_DO}")


def number_places(table: ReportTable) -> list[int]:
    return [at for at, column in enumerate(table.columns) if column.kind == "number"]


def columns(table: ReportTable) -> Iterator[Finding]:
    """Each column's known cells against the total; nothing known is a blank total."""
    if table.total is None:
        return
    for at in number_places(table):
        known = [row[at] for row in table.rows if row[at] is not None]
        added, printed = (sum(known) if known else None), table.total[at]
        if added != printed:
            label = table.columns[at].label
            yield wrong(
                f"{table.id}|{label}|{printed}|{added}",
                title_of(table),
                f"Cột “{label}” cộng các dòng được {shown(added)}, dòng tổng in {shown(printed)}.",
            )


def rows(table: ReportTable) -> Iterator[Finding]:
    """Where every part of a row is known, the parts make the row's total (its last column).

    Not where a rule of publication lets the total count one source only; the table then says so.
    """
    *before, last = number_places(table) or [0]
    if not before or any(words in table.unit_line for words in COUNTED.values()):
        return
    for row in (*table.rows, *([table.total] if table.total else ())):
        known = [row[at] for at in before]
        if row is table.total or None in known or row[last] is None:
            continue
        if sum(known) != row[last]:
            yield wrong(
                f"{table.id}|{row[1]}|{sum(known)}|{row[last]}",
                f"{title_of(table)}, {row[1]}",
                f"Các cột cộng lại được {shown(sum(known))}, tổng của dòng in {shown(row[last])}.",
            )


def title_of(table: ReportTable) -> str:
    return table.title.split(".")[0]


def shown(amount: int | None) -> str:
    return "ô trống" if amount is None else show(amount)


def trained(report: Report) -> Iterator[Finding]:
    """The sum that prose prints against the totals of the tables."""
    totals = [
        table.total[-1] for table in report.tables if table.id in TRAINING_TABLES and table.total
    ]
    known = [total for total in totals if total is not None]
    if not known:
        return
    expected = show(sum(known))
    pieces = [piece for block in report.body for piece in block.pieces if piece.code == TRAINED]
    for text in {piece.text for piece in pieces if piece.text != expected}:
        yield wrong(
            f"{TRAINED}|{text}|{expected}",
            "Mục 1.3",
            f"Câu tổng in {text}, các bảng cộng lại được {expected}.",
        )


def parts(figure: ReportFigure) -> Iterator[Finding]:
    """A sum against the agencies' values that it rests on, where these are at hand."""
    known = [amount for _, amount, _, _ in figure.parts if amount is not None]
    if figure.is_stated or not known or figure.amount is None or figure.size is None:
        return
    if sum(known) != figure.amount:
        yield wrong(
            f"{figure.code}|{figure.amount}|{sum(known)}",
            figure.label,
            f"Số in là {figure.shown}, số của các cơ quan cộng lại được {show(sum(known))}.",
        )


def lists(report: Report) -> Iterator[Finding]:
    """Counts against the names behind them, and names notes against the number before them."""
    for figure in report.figures.values():
        yield from members(figure)
    notes = {note.number: note for note in report.notes if note.kind == "names"}
    for block in report.body:
        last = None
        for piece in block.pieces:
            last = piece if piece.is_figure else last
            note = notes.get(piece.note)
            if note and last:
                yield from listed(report.figures.get(last.code), last.text, note)


def members(figure: ReportFigure) -> Iterator[Finding]:
    """Done, not done, not applicable and unknown make up all who are asked, each once."""
    groups = (figure.done, figure.not_done, figure.not_applicable, figure.unknown)
    named = [name for group in groups for name in group]
    if figure.size is None or figure.is_stated or not named:
        return
    text = ""
    if len(named) != figure.size:
        text = f"Các danh sách có {len(named)} tên, phạm vi có {figure.size} cơ quan."
    elif len(set(named)) != len(named):
        text = "Có tên đứng ở hai danh sách."
    elif figure.is_count and figure.amount != len(figure.done):
        text = f"Số in là {figure.shown}, danh sách có {len(figure.done)} tên."
    if text:
        yield wrong(f"{figure.code}|{text}", figure.label, text, LISTS)


def listed(figure: ReportFigure | None, printed: str, note) -> Iterator[Finding]:
    """A note lists the done or the not done: as many names as the number that it explains."""
    if figure is None:
        return
    count = printed.split("/")[0].lstrip("0")
    is_not_done = figure.not_done and set(note.names) == set(figure.not_done)
    expected = str(len(figure.not_done)) if is_not_done else count
    if str(len(note.names)) != expected or len(set(note.names)) != len(note.names):
        yield wrong(
            f"chu-thich|{figure.code}|{printed}|{len(note.names)}",
            f"Chú thích {note.number}",
            f"Chú thích nêu {len(note.names)} tên, số in là {printed}.",
            LISTS,
        )
