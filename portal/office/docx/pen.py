"""A Word document under way: what is written in order, its notes, links and bookmarks."""

import re
from functools import cache
from io import BytesIO
from itertools import count
from pathlib import Path
from zipfile import ZipFile

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from portal.office.cell_text import writable
from portal.office.paper import Inline, Note, Run

from .footnotes import Footnotes
from .markup import el, paragraph, run

TEMPLATE = Path(__file__).parent / "template"
LONGEST_NAME = 40  # of a bookmark; Word's limit


class Pen:
    def __init__(self):
        self.document = Document(BytesIO(_template()))
        self.footnotes = Footnotes(self.document.part)
        self._end = self.document.element.body.sectPr
        self._numbers = count(1)
        self._bookmarks: set[str] = set()
        self._breaks_page = False

    def next_number(self) -> int:
        """An id that no bookmark or picture of this document has."""
        return next(self._numbers)

    def add(self, *elements) -> None:
        for element in elements:
            if self._breaks_page:
                self._breaks_page = False
                if element.tag != qn("w:p"):
                    self.add(paragraph("TableEnd"))
                first = element if element.tag == qn("w:p") else self._end.getprevious()
                Paragraph(first, None).paragraph_format.page_break_before = True
            self._end.addprevious(element)

    def break_page(self) -> None:
        """What is written next begins a page."""
        self._breaks_page = True

    def hold_last(self) -> None:
        """The paragraph written last stays on the page of what follows."""
        last = self._end.getprevious()
        if last is not None and last.tag == qn("w:p"):
            Paragraph(last, None).paragraph_format.keep_with_next = True

    def inline(self, content: tuple[Inline, ...]) -> list:
        """Runs, with the notes among them put into the footnotes."""
        found = []
        for piece in content:
            if isinstance(piece, Note):
                parts = [self._run(part, self.footnotes.part) for part in piece.content]
                found.append(self.footnotes.add(parts))
            else:
                found.append(self._run(piece, self.document.part))
        return found

    def marked(self, anchor: str, content: list) -> list:
        """The content between the ends of a bookmark; a name taken already is left alone."""
        name = bookmark_name(anchor)
        if not name or name in self._bookmarks:
            return content
        self._bookmarks.add(name)
        number = self.next_number()
        start = el("w:bookmarkStart", id=number, name=name)
        return [start, *content, el("w:bookmarkEnd", id=number)]

    def _run(self, piece: Run, part):
        written = run(piece.text, bold=piece.bold, italic=piece.italic)
        href = piece.link
        if not href:
            return written
        if href.startswith("#"):
            return el("w:hyperlink", written, anchor=bookmark_name(href[1:]), history=1)
        link = el("w:hyperlink", written, history=1)
        number = part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), number)
        return link


def bookmark_name(anchor: str) -> str:
    """Letters, digits and "_", a letter first, as Word wants it; "" for nothing usable."""
    name = re.sub(r"\W+", "_", writable(anchor)).strip("_")
    if name and not name[0].isalpha():
        name = f"m_{name}"
    return name[:LONGEST_NAME]


@cache
def _template() -> bytes:
    """The empty document, packed from its readable parts."""
    into = BytesIO()
    with ZipFile(into, "w") as archive:
        for path in sorted(TEMPLATE.rglob("*")):
            if path.is_file():
                archive.writestr(path.relative_to(TEMPLATE).as_posix(), path.read_bytes())
    return into.getvalue()
