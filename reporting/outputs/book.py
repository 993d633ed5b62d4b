"""The report as a workbook: its lines, a sheet for each table, the chart, and remarks."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import unescape

from portal.catalogue.models import scaled
from portal.days import show_date, show_date_official
from portal.office.sheet_chart import Area, StackedBars
from portal.office.xlsx import Book
from reporting.editions.content import TRAINED
from reporting.editions.report import Block, Report, ReportChart, ReportFigure, ReportTable

from .book_notes import sections_of
from .dating import day_of
from .tables import yearbook

CREATOR = "Theo dõi Đề án 146"
LINES_SHEET = "Số liệu thống kê"


@dataclass(frozen=True)
class ExportedLine:
    """One row of the sheet of lines: a sentence, or one figure of it.

    `size` only where agencies are counted. `names`: those the count is made of, where every one
    of them is known by name.
    """

    number: str
    sentence: str
    amount: int | Decimal | None = None
    size: int | None = None
    unit: str = ""
    as_of: datetime.date | None = None
    source: str = ""
    names: tuple[str, ...] = ()


def workbook_of(report: Report) -> bytes:
    """Equal content gives equal bytes, whenever and wherever the file is made."""
    identity = report.identity
    title = f"Báo cáo chuyên đề {identity.label}".upper()
    book = Book(title=f"Báo cáo chuyên đề {identity.label}", creator=CREATOR, created=report.moment)
    book.add_lines(
        list(lines_of(report)),
        sheet_name=LINES_SHEET,
        heading=[title, identity.topic],
        as_of_line=as_of_line(report),
        notes=[note.text for note in report.notes if note.kind == "basis"],
    )
    areas = {table.id: add_table(book, table, report, title) for table in report.tables}
    for number, chart in enumerate(report.charts, 1):
        bars = bars_of(chart, report.table(chart.table), areas.get(chart.table), number)
        if bars:
            book.add_chart(bars, sheet_name=f"Hình {number}", heading=[title])
    book.add_sections(
        sections_of(report), sheet_name="Ghi chú", heading=[title], as_of_line=as_of_line(report)
    )
    return book.to_bytes()


def add_table(book: Book, table: ReportTable, report: Report, title: str) -> Area:
    return book.add_table(
        yearbook(table),
        sheet_name=table.title.split(".")[0],
        heading=[title],
        as_of_line=as_of_line(report),
        notes=basis_notes(table),
    )


def bars_of(
    chart: ReportChart, table: ReportTable | None, area: Area | None, number: int
) -> StackedBars | None:
    """The chart as the first rows of its table; None where those are not what it shows."""
    drawn = chart.figure["data"] if chart.figure else ()
    if table is None or area is None or not drawn:
        return None
    names = tuple(map(unescape, drawn[0]["customdata"]))
    name_at = next(i for i, column in enumerate(table.columns) if column.kind == "name")
    rows = table.rows[: len(names)]
    columns = [i for i, column in enumerate(table.columns) if column.kind == "number"]
    columns = columns[: len(drawn)]
    if tuple(row[name_at] for row in rows) != names:
        return None
    figures = [tuple(row[at] for row in rows) for at in columns]
    if figures != [tuple(series["x"]) for series in drawn]:
        return None
    return StackedBars(
        title=f"Hình {number}. {chart.title}",
        alt=chart.alt,
        area=area,
        label_column=name_at + 1,
        labels=names,
        series=tuple(
            (table.columns[at].label, at + 1, series["marker"]["color"], amounts)
            for at, series, amounts in zip(columns, drawn, figures, strict=True)
        ),
    )


def as_of_line(report: Report) -> str:
    """ "(Số 17/BC-UBQGCĐS ngày 30 tháng 9 năm 2022, số liệu tính đến ngày 30/9/2022)"."""
    issued = show_date_official(day_of(report.identity.issued_on))
    document = f"Số {report.identity.document_number} {issued}".rstrip()
    day = show_date(day_of(report.identity.as_of))
    return f"({document}, số liệu tính đến ngày {day})"


def basis_notes(table: ReportTable) -> list[str]:
    """How many agencies each total rests on."""
    if table.basis is None:
        return []
    parts = [
        f"{column.label} {text}"
        for column, text in zip(table.columns, table.basis, strict=True)
        if text and column.kind != "name"
    ]
    return [f"{table.basis_label}: {'; '.join(parts)}."] if parts else []


# Lines


def lines_of(report: Report) -> Iterator[ExportedLine]:
    """Every statistical line: with one figure a row, with several its sentence and a row each."""
    section = ""
    for block in report.body:
        if block.kind == "heading" and block.level == 2:
            section = block.number
        elif block.source.startswith("line:"):
            yield from rows_of(block, section, report)


def rows_of(block: Block, section: str, report: Report) -> Iterator[ExportedLine]:
    codes = dict.fromkeys(piece.code for piece in block.pieces if piece.is_figure)
    figures = [report.figures[code] for code in codes if code in report.figures]
    if block.source == f"line:{TRAINED}":
        yield total_row(block, section, report)
    elif len(figures) == 1:
        yield from figure_rows(section, block.text, figures[0])
        return
    else:
        yield ExportedLine(section, block.text)
    for figure in figures:
        yield from figure_rows(section, figure.label, figure)


def total_row(block: Block, section: str, report: Report) -> ExportedLine:
    """The sum over the tables (lượt); a table without any figure adds nothing."""
    amounts = [table.total[-1] for table in report.tables if table.total]
    known = [amount for amount in amounts if amount is not None]
    return ExportedLine(
        number=section,
        sentence=block.text,
        amount=sum(known) if known else None,
        unit="lượt",
        as_of=day_of(report.identity.as_of),
        source="Tổng của các bảng",
    )


def figure_rows(section: str, sentence: str, figure: ReportFigure) -> Iterator[ExportedLine]:
    """The figure, and below it who reported a plain no."""
    amount = figure.amount
    if amount is not None and figure.decimals:
        amount = scaled(amount, figure.decimals)
    yield ExportedLine(
        number=section,
        sentence=sentence,
        amount=amount,
        size=figure.size if figure.is_count else None,
        unit=figure.unit,
        as_of=day_of(figure.newest),
        source=figure.source,
        names=figure.done if figure.is_count and not figure.is_stated else (),
    )
    if figure.is_count and figure.not_done:
        names = "; ".join(figure.not_done)
        yield ExportedLine("", f"Đã báo cáo là chưa ({len(figure.not_done)}): {names}")
