"""A paper as a Word file."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

from portal.office.archive import StillArchive
from portal.office.cell_text import writable
from portal.office.paper import (
    Block,
    Heading,
    Items,
    Manner,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Table,
)

from .heads import add_closing, add_head
from .lists import add_items
from .markup import paragraph
from .pen import Pen
from .pictures import add_picture
from .tables import add_table

LANGUAGE = "vi-VN"
LONGEST_PROPERTY = 255  # characters; Word's limit
_STYLES = {
    Manner.BODY: "BodyText",
    Manner.PLAIN: "PlainText",
    Manner.CENTRED: "CentredText",
    Manner.SMALL: "SmallText",
    Manner.TIGHT: "TightText",
}


def docx_of(paper: Paper) -> bytes:
    """The paper as .docx; the same paper gives the same bytes, wherever and whenever made.

    Raises ValueError for a picture that cannot be drawn or a row of a wrong length.
    """
    pen = Pen()
    add_head(pen, paper)
    for block in paper.blocks:
        _add(pen, block)
    add_closing(pen, paper)
    _set_properties(pen.document.core_properties, paper)
    return _packed(pen)


def _add(pen: Pen, block: Block) -> None:
    match block:
        case Heading():
            content = pen.marked(block.anchor, pen.inline(block.content))
            pen.add(paragraph(f"Heading{block.level}", *content))
        case Paragraph():
            pen.add(paragraph(_STYLES[block.manner], *pen.inline(block.content)))
        case Items():
            add_items(pen, block)
        case Table():
            add_table(pen, block)
        case Picture():
            add_picture(pen, block)
        case PageBreak():
            pen.break_page()


def _set_properties(properties, paper: Paper) -> None:
    properties.title = _property(paper.title)
    properties.subject = _property(paper.subject)
    properties.author = properties.last_modified_by = _property(paper.creator)
    properties.keywords = _property(", ".join(paper.keywords))
    properties.comments = ""
    properties.language = LANGUAGE
    properties.revision = 1
    properties.created = properties.modified = _in_utc(paper.created)


def _property(text: str) -> str:
    return " ".join(writable(text).split())[:LONGEST_PROPERTY]


def _in_utc(moment: datetime) -> datetime:
    """Word's properties are in UTC; a moment without a zone is taken as it stands."""
    if moment.tzinfo:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.replace(microsecond=0)


def _packed(pen: Pen) -> bytes:
    """python-docx stamps each part with the moment of writing; this takes the stamps off."""
    stamped, into = BytesIO(), BytesIO()
    pen.document.save(stamped)
    with ZipFile(stamped) as source, StillArchive(into, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name))
    return into.getvalue()
