"""Word files: a paper with styles, real footnotes, repeated table heads and described pictures."""

from portal.office.paper import Paper


def docx_of(paper: Paper) -> bytes:
    """The paper as a Word file. Its libraries are loaded here: a web worker that makes none stays
    small."""
    from .document import docx_of as made

    return made(paper)
