"""What the editor types, read safely: headings, lists, bold, italics, notes and figure tokens.

    ## Heading            - point            (1) numbered point
    **bold**  *italic*    [^a footnote]      {PLAN_PRO} the figure of that indicator

Everything else is words: no HTML gets through. A blank line ends a paragraph. A token that no
figure answers stays as typed and is marked stale.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from portal.names import nfc

from .report import Block, Piece, Pieces

TOKEN = r"\{[A-Z][A-Z0-9_]{0,39}\}"  # noqa: S105  a figure's name
MARKS = re.compile(rf"(?P<token>{TOKEN})|\[\^(?P<note>[^\[\]]+)\]|(?P<bold>\*\*)|(?P<italic>\*)")
POINT = re.compile(r"^\s*[-•]\s+(?P<text>.+)$")
NUMBERED = re.compile(r"^\s*\(?(?P<number>\d{1,2})[.)]\s+(?P<text>.+)$")
HEADING = re.compile(r"^(?P<level>#{1,3})\s+(?P<text>.+)$")

FigureOf = Callable[[str], Piece | None]
NoteOf = Callable[[str], int]


def read_markup(text: str, figure_of: FigureOf, note_of: NoteOf, source: str = "") -> list[Block]:
    """The blocks of a typed text. `figure_of`: the piece of an indicator's figure, or None;
    `note_of`: numbers a footnote in the order of the whole report."""

    def pieces(line: str) -> Pieces:
        return tuple(read_line(line, figure_of, note_of))

    blocks: list[Block] = []
    for group in paragraphs(text):
        heading = HEADING.match(group[0])
        if heading and len(group) == 1:
            blocks.append(
                Block(
                    "heading",
                    pieces(heading["text"].strip()),
                    level=min(len(heading["level"]) + 1, 3),
                    source=source,
                )
            )
        elif all(POINT.match(line) for line in group):
            items = tuple(pieces(POINT.match(line)["text"].strip()) for line in group)
            blocks.append(Block("points", items=items, source=source))
        elif all(NUMBERED.match(line) for line in group):
            items = tuple(pieces(NUMBERED.match(line)["text"].strip()) for line in group)
            blocks.append(Block("points", items=items, numbered=True, source=source))
        else:
            blocks.append(
                Block("paragraph", pieces(" ".join(map(str.strip, group))), source=source)
            )
    return blocks


def tidy_lines(text: str) -> str:
    """A text of several lines as it is stored: each line tidied, one blank line between two."""
    lines = "\n".join(map(nfc, text.splitlines()))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def paragraphs(text: str) -> Iterator[list[str]]:
    """Lines that belong together: a list's points, a heading alone, or a paragraph's lines."""
    group: list[str] = []
    kind = ""
    for line in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        this = kind_of(line)
        if group and (this != kind or this == "heading"):
            yield group
            group = []
        if line.strip():
            group.append(line.strip())
        kind = this


def kind_of(line: str) -> str:
    if not line.strip():
        return ""
    for kind, pattern in (("heading", HEADING), ("point", POINT), ("numbered", NUMBERED)):
        if pattern.match(line):
            return kind
    return "words"


def read_line(line: str, figure_of: FigureOf, note_of: NoteOf) -> Iterator[Piece]:
    """A line's pieces. A mark that is never closed is printed as typed."""
    look = Piece()
    at = 0
    for mark in MARKS.finditer(line):
        if mark.start() > at:
            yield replace(look, text=line[at : mark.start()])
        at = mark.end()
        if mark["token"]:
            yield figure_piece(mark["token"][1:-1], look, figure_of)
        elif mark["note"]:
            yield Piece(note=note_of(mark["note"].strip()))
        else:
            name = "bold" if mark["bold"] else "italic"
            sign = mark[name]
            is_on = getattr(look, name)
            if is_on or sign in line[at:]:
                look = replace(look, **{name: not is_on})
            else:
                yield replace(look, text=sign)
    if at < len(line):
        yield replace(look, text=line[at:])


def figure_piece(code: str, look: Piece, figure_of: FigureOf) -> Piece:
    found = figure_of(code)
    if found is None:
        return replace(look, text=f"{{{code}}}", code=code, stale=True)
    return replace(found, bold=look.bold, italic=look.italic)
