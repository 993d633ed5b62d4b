"""A paper as the page that `pdf.pdf_of` prints: the same words and order as `docx.docx_of`."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from defusedxml.ElementTree import fromstring
from django.template.loader import render_to_string
from django.utils.html import escape

from .cell_text import writable
from .lettering import balancing_side
from .paper import (
    Align,
    Block,
    BulletinHead,
    Heading,
    Items,
    NationalHead,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    PlainHead,
    Table,
)

_ROOT = re.compile(r"<svg\b[^>]*>")
POINTS = 72 / 25.4  # in a millimetre
ROOM = 165 * POINTS  # between the margins
NAMES = 77.5 * POINTS  # of the agencies' names, left of Quốc hiệu
INSET_STEP, LARGEST_INSET = 5, 60  # millimetres; one class of paper.css for each step
_TEMPLATES = {
    Heading: "office/_heading.html",
    Paragraph: "office/_paragraph.html",
    Items: "office/_items.html",
    Table: "office/_table.html",
    Picture: "office/_picture.html",
}
_DRAWING = re.compile(r"<!--drawing (\d+)-->")  # in the page only where a template set it


@dataclass(frozen=True)
class _Placed:
    """A block with the template that sets it; `number` is its place in the paper."""

    template: str
    block: object
    number: int
    begins_page: bool


def html_of(paper: Paper) -> str:
    """A whole page, in one string; it loads nothing from elsewhere.

    Raises ValueError for a picture that is no drawing.
    """
    context = {
        "paper": paper,
        "created": _w3c(paper.created),
        "head_template": head_template(paper),
        "subject_inset": _inset(getattr(paper.head, "subject", ""), 14),
        "topic_inset": _inset(getattr(paper.head, "topic", ""), 16),
        "superior_inset": _inset(getattr(paper.head, "superior", ""), 12, NAMES),
        "issuer_inset": _inset(getattr(paper.head, "issuer", ""), 12, NAMES),
        "blocks": placed(paper.blocks),
    }
    page = writable(render_to_string("office/paper.html", context))
    return with_drawings(page, paper.blocks)


def head_template(paper: Paper) -> str:
    kinds = {BulletinHead: "bulletin", NationalHead: "national", PlainHead: "plain"}
    return f"office/_head_{kinds[type(paper.head)]}.html"


def with_drawings(page: str, blocks: tuple[Block, ...]) -> str:
    """The page with each picture where its template marked it."""
    return _DRAWING.sub(lambda mark: _described(blocks[int(mark[1])]), page)


def placed(blocks: tuple[Block, ...]) -> list[_Placed]:
    placed, begins_page = [], False
    for number, block in enumerate(blocks):
        if isinstance(block, PageBreak):
            begins_page = True
            continue
        template = _TEMPLATES[type(block)]
        placed.append(_Placed(template, _shown(block), number, begins_page))
        begins_page = False
    return placed


def _shown(block: Block):
    match block:
        case Table():
            parts = {"columns": _columns(block), "rows": _rows(block), "total": _total(block)}
            return {"table": block, "inset": _inset(block.title, 13), **parts}
        case Picture():
            return {"picture": block, "inset": _inset(block.title, 13)}
    return block


def _inset(title: str, size: int, room: float = ROOM) -> int:
    """Millimetres on either side of a title of several lines, a class of paper.css; 0 for none."""
    side = balancing_side(writable(title), size, room)
    return min(round(side / POINTS / INSET_STEP) * INSET_STEP, LARGEST_INSET)


def _rows(table: Table) -> list[list[tuple[str, Align]]]:
    aligns = [column.align for column in table.columns]
    return [list(zip(row, aligns, strict=True)) for row in table.rows]


def _total(table: Table) -> list[tuple[str, Align, int]]:
    cells, at = [], 0
    for text, span in table.total_cells:
        align = Align.CENTRE if span > 1 else table.columns[at].align
        cells.append((text, align, span))
        at += span
    return cells


def _columns(table: Table) -> list[tuple[str, str]]:
    """(label, width in per cent) of each column."""
    whole = sum(column.width for column in table.columns) or 1
    return [(column.label, f"{column.width * 100 / whole:.3f}%") for column in table.columns]


def _described(picture: Picture) -> str:
    """The drawing with a title element, which a tagged PDF takes for its alternative text."""
    svg = writable(picture.svg)
    try:
        fromstring(svg)
    except SyntaxError as error:
        raise ValueError("a picture is no drawing") from error
    start = _ROOT.search(svg)
    said = f"<title>{escape(writable(picture.alt))}</title>"
    return f"{start[0]}{said}{svg[start.end() :]}"


def _w3c(moment: datetime) -> str:
    """A moment without a zone is taken as it stands, as in the Word file."""
    moment = moment.astimezone(UTC) if moment.tzinfo else moment
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
