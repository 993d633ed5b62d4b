"""The part word/footnotes.xml, which python-docx does not know.

A document that declares footnotes needs the separators too, numbered -1 and 0; its settings name
them (template/word/settings.xml). ECMA-376, part 1, 17.11.
"""

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from .markup import el, paragraph, run

_SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))


class Footnotes:
    """The notes of one document, numbered in the order in which they are added."""

    def __init__(self, owner):
        self._root = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
        for number, kind in _SEPARATORS:
            mark = paragraph("Normal", el("w:r", el(f"w:{kind}")))
            self._root.append(el("w:footnote", mark, type=kind, id=number))
        name = PackURI("/word/footnotes.xml")
        self.part = XmlPart(name, CONTENT_TYPE.WML_FOOTNOTES, self._root, owner.package)
        owner.relate_to(self.part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._last = 0

    def add(self, content):
        """The mark to set in the text for a note of these runs."""
        self._last += 1
        note = paragraph("FootnoteText", _mark(el("w:footnoteRef")), run(" "), *content)
        self._root.append(el("w:footnote", note, id=self._last))
        return _mark(el("w:footnoteReference", id=self._last))


def _mark(inner):
    return el("w:r", el("w:rPr", el("w:rStyle", val="FootnoteReference")), inner)
