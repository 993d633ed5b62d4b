"""The report as a document on paper, from which Word and PDF are set alike."""

from collections.abc import Iterator
from itertools import groupby

from portal.days import show_date_official
from portal.office import paper
from portal.office.paper import Align, Manner
from reporting.editions.models import Layout
from reporting.editions.report import Block, Pieces, Report, ReportChart, ReportTable

from .book import CREATOR, basis_notes
from .dating import day_of
from .tables import yearbook

ALIGNED = {"rank": Align.CENTRE, "number": Align.RIGHT}
NARROW, NUMBER = 0.08, 0.2  # shares of a table's width: its rank, a figure


def paper_of(report: Report) -> paper.Paper:
    """The whole document; of a draft it says so on top."""
    identity = report.identity
    is_bulletin = identity.layout == Layout.BULLETIN
    return paper.Paper(
        title=f"Báo cáo chuyên đề {identity.label}",
        subject=identity.topic,
        head=bulletin_head(report) if is_bulletin else national_head(report),
        blocks=tuple(blocks_of(report, is_bulletin)),
        created=report.moment,
        creator=identity.issuer or CREATOR,
        recipients=report.recipients,
        signature=paper.Signature((identity.issuer.upper(),)) if identity.issuer else None,
        draft=identity.is_draft,
        keywords=("Đề án 146", "chuyển đổi số"),
    )


def issued(report: Report) -> str:
    """ "ngày 30 tháng 9 năm 2022", before the date is given with blanks to be filled in."""
    day = day_of(report.identity.issued_on)
    return show_date_official(day) if day else "ngày … tháng … năm …"


def bulletin_head(report: Report) -> paper.BulletinHead:
    identity = report.identity
    dated = issued(report)
    return paper.BulletinHead(
        kind="BÁO CÁO CHUYÊN ĐỀ",
        name=identity.label,
        purpose=identity.purpose,
        number=f"Số: {identity.document_number}",
        dated=dated[:1].upper() + dated[1:],
        circulation=identity.circulation.upper(),
    )


def national_head(report: Report) -> paper.NationalHead:
    identity = report.identity
    return paper.NationalHead(
        superior=identity.superior.upper(),
        issuer=identity.issuer.upper(),
        number=f"Số: {identity.document_number}",
        place_and_date=f"{identity.place}, {issued(report)}" if identity.place else issued(report),
        subject=identity.topic,
        kind="BÁO CÁO",
        circulation=identity.circulation.upper(),
    )


def blocks_of(report: Report, is_bulletin: bool) -> Iterator[paper.Block]:
    """The body; lines that follow one another are one list, the lower ones below the others."""
    notes = {note.number: note.text for note in report.notes}
    charts = {chart.id: number for number, chart in enumerate(report.charts, 1)}
    for (kind, level), group in groupby(report.body, lambda block: (block.kind, line_level(block))):
        if kind == "line":
            items = tuple(inline(block.pieces, notes) for block in group)
            yield paper.Items(items, below=level > 0)
            continue
        for block in group:
            if block.kind == "topic" and not is_bulletin:
                continue  # the head of NĐ 30 names it already
            yield block_of(block, report, notes, charts)


def line_level(block: Block) -> int:
    return block.level if block.kind == "line" else 0


def block_of(block: Block, report: Report, notes, charts) -> paper.Block:
    if block.kind == "topic":
        return paper.Paragraph((paper.Run(block.text.upper(), bold=True),), Manner.CENTRED)
    if block.kind == "heading":
        lead = f"{block.number}. " if block.number and block.level < 3 else f"{block.number} "
        content = inline(block.pieces, notes, bold=False)
        if block.number:
            content = (paper.Run(lead), *content)
        return paper.Heading(block.level, content, block.anchor)
    if block.kind == "points":
        items = tuple(inline(item, notes) for item in block.items)
        return paper.Items(items, numbered=block.numbered)
    if block.kind == "table":
        return printed_table(report.table(block.ref))
    if block.kind == "chart":
        chart = report.chart(block.ref)
        return picture_of(chart, charts[chart.id])
    manner = Manner.SMALL if block.kind == "aside" else Manner.BODY
    return paper.Paragraph(inline(block.pieces, notes), manner)


def inline(pieces: Pieces, notes: dict[int, str], bold: bool = True) -> tuple[paper.Inline, ...]:
    """Runs and notes; figures are bold but in headings, which are so anyway."""
    found: list[paper.Inline] = []
    for piece in pieces:
        if piece.note is not None:
            found.append(paper.Note((paper.Run(notes[piece.note]),)))
        elif piece.text:
            is_bold = piece.bold or (bold and bool(piece.code))
            found.append(paper.Run(piece.text, bold=is_bold, italic=piece.italic))
    return tuple(found)


def printed_table(table: ReportTable) -> paper.Table:
    """TT centred, names left, figures right; the unit above, what the totals rest on below."""
    set_table = yearbook(table)
    rows = tuple(tuple(str(text) for _, text, _ in row) for row in set_table.plain_rows())
    total = set_table.plain_total()
    unit, _, rest = table.unit_line.partition(". ")
    return paper.Table(
        title=table.title,
        columns=tuple(
            paper.Column(column.label, ALIGNED.get(column.kind, Align.LEFT), width)
            for column, width in zip(table.columns, widths(table.columns), strict=True)
        ),
        rows=rows,
        total=tuple(str(text) for _, text, _ in total) if total else (),
        remark=" ".join([rest, *basis_notes(table)]).strip(),
        anchor=table.id,
        unit=unit,
    )


def widths(columns) -> list[float]:
    """Narrow ranks, even figures, and the rest for the names."""
    number = min(NUMBER, 0.6 / max(sum(c.kind == "number" for c in columns), 1))
    fixed = {"rank": NARROW, "number": number}
    left = 1 - sum(fixed.get(column.kind, 0) for column in columns)
    wide = sum(column.kind not in fixed for column in columns) or 1
    return [fixed.get(column.kind, left / wide) for column in columns]


def picture_of(chart: ReportChart, number: int) -> paper.Picture:
    return paper.Picture(
        svg=chart.standing,
        alt=chart.alt,
        title=f"Hình {number}. {chart.title}",
        anchor=chart.id,
        unit=chart.caption,
    )
