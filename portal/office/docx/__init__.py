"""Word files: a paper with styles, real footnotes, repeated table heads and described pictures."""

from .document import docx_of

__all__ = ["docx_of"]
