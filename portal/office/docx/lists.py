"""Lists: dashes and plus signs share one numbering, each numbered list begins anew at (1)."""

from portal.office.paper import Items

from .markup import el, paragraph
from .pen import Pen

_NUMBERED = 1  # the abstract numbering "(1)" of template/word/numbering.xml


def add_items(pen: Pen, items: Items) -> None:
    num = _new_numbering(pen) if items.numbered else None
    style = "ListNumber" if items.numbered else "ListBullet2" if items.below else "ListBullet"
    for content in items.items:
        pen.add(paragraph(style, *pen.inline(content), num=num))


def _new_numbering(pen: Pen) -> int:
    numbering = pen.document.part.numbering_part.element
    num = numbering.add_num(_NUMBERED)
    num.append(el("w:lvlOverride", el("w:startOverride", val=1), ilvl=0))
    return num.numId
