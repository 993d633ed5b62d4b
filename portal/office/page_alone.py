"""A paper as a page for screens that stands alone: styles inside, notes at the end, no loads.

The same words and order as the Word file and the PDF, and for the same paper the same text.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from .cell_text import writable
from .own_markup import own_markup
from .paper import Block, Heading, Items, Note, Paper, Paragraph, Run, Table
from .paper_html import head_template, placed, with_drawings

STYLE = Path(__file__).parents[2] / "static" / "css" / "alone.css"


@dataclass(frozen=True)
class Mark:
    """Stands where a note is marked; the note itself is at the page's end."""

    number: int


def page_alone(paper: Paper) -> str:
    """A whole page. Raises ValueError for a picture that is no drawing."""
    notes: list[tuple[int, tuple[Run, ...]]] = []
    blocks = tuple(_marked(block, notes) for block in paper.blocks)
    context = {
        "paper": paper,
        "styles": _styles(),
        "head_template": head_template(paper),
        "contents": list(_contents(paper)),
        "blocks": placed(blocks),
        "notes": notes,
    }
    page = writable(render_to_string("office/alone.html", context))
    return with_drawings(page, paper.blocks)


@cache
def _styles() -> str:
    return own_markup(STYLE.read_text(encoding="utf-8"))


def _marked(block: Block, notes: list) -> Block:
    """The block with marks in place of its notes, which go to the list."""
    match block:
        case Heading() | Paragraph():
            return replace(block, content=_without_notes(block.content, notes))
        case Items():
            return replace(block, items=tuple(_without_notes(i, notes) for i in block.items))
    return block


def _without_notes(content: tuple, notes: list) -> tuple:
    found = []
    for piece in content:
        if isinstance(piece, Note):
            notes.append((len(notes) + 1, piece.content))
            piece = Mark(len(notes))
        found.append(piece)
    return tuple(found)


def _contents(paper: Paper):
    """(anchor, words, level) of what a reader may jump to."""
    for block in paper.blocks:
        if isinstance(block, Heading) and block.anchor and block.level < 3:
            yield block.anchor, block.label, block.level
        elif isinstance(block, Table) and block.anchor:
            yield block.anchor, block.title, 2
