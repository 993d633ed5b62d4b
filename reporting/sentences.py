"""Sentences as printed: text with the figures and footnote marks in it, each traceable.

A sentence is a tuple of segments. The page sets figures in bold and links them to what they rest
on, the workbook and the documents join the texts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.figures import fraction, pad, show, show_qualified
from portal.names import join_names
from portal.submissions.aggregation import Figure
from portal.submissions.readings import Member


@dataclass(frozen=True)
class Text:
    text: str
    kind = "text"


@dataclass(frozen=True)
class FigureText:
    """A printed figure; `code` leads to the names and rows behind it.

    `name`: what the editor calls it in braces, where a sentence has two figures of one indicator.
    """

    text: str
    code: str = ""
    name: str = ""
    kind = "figure"

    @property
    def token(self) -> str:
        return self.name or self.code


@dataclass(frozen=True)
class NoteMark:
    number: int
    kind = "note"

    @property
    def text(self) -> str:
        return ""


@dataclass(frozen=True)
class Footnote:
    """A numbered note: a list of `names` with what they have in common, or a sentence."""

    number: int
    text: str
    members: tuple[Member, ...] = ()
    names: tuple[str, ...] = ()


@dataclass
class Footnotes:
    """Numbers notes in the order in which the text marks them."""

    notes: list[Footnote] = field(default_factory=list)

    def mark(
        self, text: str, members: Iterable[Member] = (), names: Iterable[str] = ()
    ) -> NoteMark:
        note = Footnote(len(self.notes) + 1, text, tuple(members), tuple(names))
        self.notes.append(note)
        return NoteMark(note.number)


Segment = Text | FigureText | NoteMark


def plain(segments: Iterable[Segment]) -> str:
    """The sentence without marks and links."""
    return "".join(segment.text for segment in segments)


def names_of(members: Iterable[Member], *, official: bool) -> str:
    """A list of names as printed: official names in official order, or places by the alphabet."""
    return join_names(listed(members, official=official))


def listed(
    members: Iterable[Member], *, official: bool, alphabetical: bool | None = None
) -> tuple[str, ...]:
    """Each name as a list prints it. `alphabetical` None: bodies in official order, places not."""
    members = list(members)
    if alphabetical is None:
        alphabetical = not official
    if alphabetical:
        members.sort(key=lambda member: member.sort_key)
    return tuple(m.official_name if official else m.printed_name for m in members)


def counted(figure: Figure) -> FigureText | None:
    """A count of agencies as prose prints it: "05/30", "41/63", without a known size "09"."""
    if figure.amount is None:
        return None
    code = figure.indicator.code
    if figure.size is None:
        return FigureText(pad(figure.amount), code)
    return FigureText(fraction(figure.amount, figure.size), code)


def summed(figure: Figure) -> FigureText | None:
    """A sum or national figure as prose prints it: "61.063", "gần 500", "gần 6 triệu"."""
    if figure.amount is None:
        return None
    if figure.indicator.decimals:
        return FigureText(figure.indicator.show_amount(figure.amount), figure.indicator.code)
    if figure.qualifier:
        return FigureText(show_qualified(figure.qualifier, figure.amount), figure.indicator.code)
    return FigureText(show(figure.amount), figure.indicator.code)
