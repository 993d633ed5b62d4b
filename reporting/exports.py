"""Files made from an edition's content."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from portal.catalogue.models import Combine, scaled
from portal.days import show_date, show_date_official
from portal.office.xlsx import Book
from portal.submissions.aggregation import Figure
from portal.ui.tables import YearbookTable

from .edition import EditionContent
from .lines import Line, is_central

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CREATOR = "Theo dõi Đề án 146"
LINES_SHEET = "Số liệu thống kê"


@dataclass(frozen=True)
class ExportedLine:
    """One row of the workbook's sheet of lines: a sentence, or one figure of it.

    `size` only where agencies are counted. `names`: those the count is made of, where every one
    of them is known by name.
    """

    number: str
    sentence: str
    amount: int | Decimal | None = None
    size: int | None = None
    unit: str = ""
    as_of: date | None = None
    source: str = ""
    names: tuple[str, ...] = ()


def edition_workbook(content: EditionContent) -> bytes:
    """The edition as a workbook: a sheet with the statistical lines, then one for each table.

    The same content gives the same bytes. An unknown figure is an empty cell, 0 is a figure.
    """
    edition = content.edition
    title = f"BÁO CÁO CHUYÊN ĐỀ {edition}".upper()
    book = Book(title=f"Báo cáo chuyên đề {edition}", creator=CREATOR, created=created_at(edition))
    book.add_lines(
        [row for line in content.all_lines for row in rows_of(line, content)],
        sheet_name=LINES_SHEET,
        heading=[title, edition.topic],
        as_of_line=as_of_line(edition),
        notes=completeness_notes(content),
    )
    for table in content.tables:
        book.add_table(
            table,
            sheet_name=table.title.split(".")[0],
            heading=[title],
            as_of_line=as_of_line(edition),
            notes=basis_notes(table),
        )
    return book.to_bytes()


def created_at(edition) -> datetime:
    """When the figures were known; for a draft the day that they cover to. Never a clock."""
    return edition.known_at or datetime.combine(edition.as_of, time.min)


def as_of_line(edition) -> str:
    """ "(Số 17/BC-UBQGCĐS ngày 30 tháng 9 năm 2022, số liệu tính đến ngày 30/9/2022)"."""
    issued = show_date_official(edition.issued_on)
    document = f"Số {edition.document_number} {issued}".rstrip()
    return f"({document}, số liệu tính đến ngày {show_date(edition.as_of)})"


def completeness_notes(content: EditionContent) -> list[str]:
    mark = content.heading_mark
    return [note.text for note in content.notes if mark and note.number == mark.number]


def basis_notes(table: YearbookTable) -> list[str]:
    """How many agencies each total rests on."""
    foot = table.plain_basis()
    if foot is None:
        return []
    parts = [
        f"{label} {text}"
        for i, (label, (_, text, _)) in enumerate(zip(table.labels, foot, strict=True))
        if text and i != foot.head_at
    ]
    return [f"{table.basis_label}: {'; '.join(parts)}."] if parts else []


# Lines


def rows_of(line: Line, content: EditionContent) -> Iterator[ExportedLine]:
    """A line with one figure is one row; with several, its sentence and a row for each figure."""
    if line is content.total:
        yield total_row(line, content)
    elif len(line.figures) == 1:
        yield from figure_rows(line.section, line.sentence, line.figures[0])
    else:
        yield ExportedLine(line.section, line.sentence)
        for figure in line.figures:
            yield from figure_rows(line.section, figure.indicator.label, figure)


def total_row(line: Line, content: EditionContent) -> ExportedLine:
    """The sum over both tables (lượt); a table without any figure adds nothing."""
    amounts = [table.total["amount"] for table in content.tables]
    known = [amount for amount in amounts if amount is not None]
    return ExportedLine(
        number=line.section,
        sentence=line.sentence,
        amount=sum(known) if known else None,
        unit="lượt",
        as_of=content.edition.as_of,
        source="Tổng của các bảng",
    )


def figure_rows(section: str, sentence: str, figure: Figure) -> Iterator[ExportedLine]:
    """The figure, and below it who reported a plain no."""
    indicator = figure.indicator
    is_count = indicator.combine == Combine.COUNT_YES
    amount = figure.amount
    if amount is not None and indicator.decimals:
        amount = scaled(amount, indicator.decimals)
    yield ExportedLine(
        number=section,
        sentence=sentence,
        amount=amount,
        size=figure.size if is_count else None,
        unit=indicator.unit,
        as_of=figure.newest,
        source=source_of(figure),
        names=names_in(figure.done, figure) if is_count and figure.statement is None else (),
    )
    if is_count and figure.not_done:
        names = "; ".join(names_in(figure.not_done, figure))
        yield ExportedLine("", f"Đã báo cáo là chưa ({len(figure.not_done)}): {names}")


def names_in(members, figure: Figure) -> tuple[str, ...]:
    """Official names in official order, or places by the alphabet: as in the notes."""
    members = list(members)
    if is_central(members, figure):
        return tuple(member.official_name for member in members)
    return tuple(m.printed_name for m in sorted(members, key=lambda m: m.sort_key))


def source_of(figure: Figure) -> str:
    """Where the figure comes from, its qualifier, and the age of its oldest part."""
    parts = []
    if figure.qualifier:
        parts.append(f"Số “{figure.qualifier}”")
    if figure.statement is not None:
        parts.append(figure.statement.source_text or "Cục công bố")
        if figure.known:
            parts.append(f"trong đó nêu tên {figure.known} cơ quan")
    elif figure.size is not None:
        parts.append(f"{figure.known}/{figure.size} cơ quan có số")
    if figure.oldest != figure.newest:
        parts.append(f"số cũ nhất tính đến {show_date(figure.oldest)}")
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]
