"""What the editor chose for the figures of one edition: which names and order, which count."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.names import join_names
from portal.submissions.aggregation import Figure
from reporting.sentences import FigureText, Footnotes, NoteMark, Segment, Text, listed

from .models import CountUsed, LineChoice, NamesListed, NamesOrder, WeeklyEdition

TOKEN = re.compile(r"\{(?P<code>[A-Z][A-Z0-9_]*)\}")


@dataclass(frozen=True)
class Choices:
    """The choices of an edition by indicator; without a row everything is as usual."""

    rows: Mapping[str, LineChoice] = field(default_factory=dict)

    @classmethod
    def of(cls, edition: WeeklyEdition) -> "Choices":
        return cls({choice.code: choice for choice in edition.line_choices.all()})

    @property
    def counted(self) -> dict[str, bool]:
        """For `Figures`: whose printed count was chosen, and whether it is that of the names."""
        return {
            code: choice.count == CountUsed.NAMED
            for code, choice in self.rows.items()
            if choice.count != CountUsed.AUTOMATIC
        }

    def wording(self, code: str) -> str:
        choice = self.rows.get(code)
        return choice.wording if choice else ""

    def names(self, code: str, usual: str) -> str:
        choice = self.rows.get(code)
        return choice.names if choice and choice.names != NamesListed.AUTOMATIC else usual

    def alphabetical(self, code: str) -> bool | None:
        """Whether names stand by the alphabet; None: as is usual for the side."""
        choice = self.rows.get(code)
        if choice is None or choice.order == NamesOrder.AUTOMATIC:
            return None
        return choice.order == NamesOrder.ALPHABETICAL


AS_USUAL = Choices()


def names_mark(
    figure: Figure,
    notes: Footnotes,
    choices: Choices,
    usual: str = NamesListed.NONE,
    lead: str = "Báo cáo là chưa: ",
) -> NoteMark | None:
    """The mark of the note that lists names behind a figure; None where there is none to list.

    The names of a count published without names are not listed as if they were all of it. Those
    of whom nothing is known are never listed among those who have not. `lead`: what such a list
    begins with, where the sentence does not say it.
    """
    which = choices.names(figure.indicator.code, usual)
    if which == NamesListed.SHORTER:
        which = shorter(figure)
    if which == NamesListed.NONE or (figure.statement is not None and which == NamesListed.DONE):
        return None
    members = figure.done if which == NamesListed.DONE else figure.not_done
    if not members:
        return None
    side = figure.indicator.asked_of.side
    names = listed(
        members,
        official=side == "central",
        alphabetical=choices.alphabetical(figure.indicator.code),
    )
    words = "" if which == NamesListed.DONE else lead
    return notes.mark(f"{words}{join_names(names)}.", members, names)


def shorter(figure: Figure) -> str:
    """The list with fewer names; where something is unknown only the list of the done says all."""
    if figure.unknown or figure.not_applicable or not figure.not_done:
        return NamesListed.DONE
    few = len(figure.not_done) < len(figure.done)
    return NamesListed.NOT_DONE if few else NamesListed.DONE


def reworded(wording: str, usual: Sequence[Segment]) -> tuple[Segment, ...]:
    """The editor's sentence with the figures of the usual one, each followed by its mark of names.

    A name in braces that the usual sentence has no figure for stays as typed, and is stale.
    """
    shown, marks = taken_apart(usual)
    segments: list[Segment] = []
    at = 0
    for token in TOKEN.finditer(wording):
        segments.append(Text(wording[at : token.start()]))
        at = token.end()
        segments.append(shown.get(token["code"]) or Text(token[0]))
        segments += marks.pop(token["code"], [])
    segments.append(Text(wording[at:]))
    segments += [mark for left in marks.values() for mark in left]
    return tuple(segment for segment in segments if not isinstance(segment, Text) or segment.text)


def taken_apart(segments: Sequence[Segment]):
    """The figures of a sentence by code, and the marks that stand after each."""
    shown: dict[str, FigureText] = {}
    marks: dict[str, list[NoteMark]] = {}
    code = ""
    for segment in segments:
        if isinstance(segment, FigureText):
            code = segment.token
            shown.setdefault(code, segment)
        elif isinstance(segment, NoteMark):
            marks.setdefault(code, []).append(segment)
    return shown, marks
