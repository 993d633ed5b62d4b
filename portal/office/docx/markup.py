"""Elements of WordprocessingML, written in the order in which the schema wants them."""

import re
from collections.abc import Iterable, Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from portal.office.cell_text import writable
from portal.office.lettering import balancing_side, width_of

TWIPS = 20  # a point
ROOM = 9354  # twips between the margins: 165 mm
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def el(name: str, /, *children, **attributes):
    """ "w:ind", left=85 → <w:ind w:left="85"/>; attributes of None are left out."""
    element = OxmlElement(name)
    for key, value in attributes.items():
        if value is not None:
            element.set(qn(f"w:{key}"), str(value))
    element.extend(children)
    return element


def paragraph(
    style: str,
    *content,
    keep_next: bool = False,
    num: int | None = None,
    before: int | None = None,
    indents: tuple[int, int] | None = None,
    align: str = "",
):
    """A paragraph of a style; what is said here goes before the style.

    `before`, the room above, and `indents`, left and right, in twips.
    """
    properties = [el("w:pStyle", val=style)]
    if keep_next:
        properties.append(el("w:keepNext"))
    if num is not None:
        properties.append(el("w:numPr", el("w:ilvl", val=0), el("w:numId", val=num)))
    if before is not None:
        properties.append(el("w:spacing", before=before))
    if indents is not None:
        properties.append(el("w:ind", left=indents[0], right=indents[1]))
    if align:
        properties.append(el("w:jc", val=align))
    return el("w:p", el("w:pPr", *properties), *content)


def run(text: str, *, bold: bool = False, italic: bool = False):
    looks = []
    if bold:
        looks += [el("w:b"), el("w:bCs")]
    if italic:
        looks += [el("w:i"), el("w:iCs")]
    properties = [el("w:rPr", *looks)] if looks else []
    return el("w:r", *properties, *_letters(text))


def line(style: str, text: str, **options):
    """A paragraph of one text."""
    return paragraph(style, run(text), **options)


def title(style: str, text: str, size: int, *, room: int = ROOM, bookmarked=None, **options):
    """A bold centred text of `size` points, its lines of about one length."""
    side = round(balancing_side(writable(text), size, room / TWIPS) * TWIPS)
    indents = (side, side) if side else None
    return paragraph(style, *(bookmarked or [run(text)]), indents=indents, **options)


def framed(text: str, room: int = ROOM):
    """A text in a frame as wide as it needs; `room` in twips."""
    return line("FrameText", text, indents=_sides(text, 13, room, air=24 * TWIPS))


def rule(room: int, width: int):
    """The short line under a name: `width` of `room`, both in twips, in the middle."""
    side = max(room - width, 0) // 2
    return paragraph("ShortRule", indents=(side, side))


def text_width(text: str, size: int) -> int:
    """Twips that a bold text of `size` points takes on one line."""
    return round(width_of(writable(text), is_bold=True) * size / 2 * TWIPS)


def table(style: str, widths: Sequence[int], rows: Iterable, *, title: str = "", margin=None):
    """Of fixed `widths` in twips; `title` is what a screen reader calls it."""
    properties = [
        el("w:tblStyle", val=style),
        el("w:tblW", w=sum(widths), type="dxa"),
        el("w:tblLayout", type="fixed"),
    ]
    if margin is not None:
        sides = [el(f"w:{side}", w=margin, type="dxa") for side in ("left", "right")]
        properties.append(el("w:tblCellMar", *sides))
    properties.append(el("w:tblLook", val="0620", firstRow=1, noHBand=1, noVBand=1))
    if title:
        properties.append(el("w:tblCaption", val=writable(title)))
    grid = el("w:tblGrid", *(el("w:gridCol", w=width) for width in widths))
    return el("w:tbl", el("w:tblPr", *properties), grid, *rows)


def row(*cells, is_head: bool = False):
    """A row that no page breaks; a head is repeated on each page."""
    properties = [el("w:cantSplit")] + ([el("w:tblHeader")] if is_head else [])
    return el("w:tr", el("w:trPr", *properties), *cells)


def cell(width: int, *content, span: int = 1, is_middle: bool = False):
    properties = [el("w:tcW", w=width, type="dxa")]
    if span > 1:
        properties.append(el("w:gridSpan", val=span))
    if is_middle:
        properties.append(el("w:vAlign", val="center"))
    return el("w:tc", el("w:tcPr", *properties), *content)


def _letters(text: str) -> list:
    found = []
    for part in re.split(r"([\n\t])", writable(text)):
        if part == "\n":
            found.append(el("w:br"))
        elif part == "\t":
            found.append(el("w:tab"))
        elif part:
            letters = el("w:t")
            letters.text = part
            letters.set(_SPACE, "preserve")
            found.append(letters)
    return found


def _sides(text: str, size: int, room: int, *, air: int) -> tuple[int, int]:
    side = max(room - text_width(text, size) - air, 0) // 2
    return side, side
