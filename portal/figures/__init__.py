"""Vietnamese figures in and out: the only place where a number meets text.

In Vietnamese writing a dot or a space separates groups of three digits and a comma is the
decimal mark: 116.348 · 76,1%. Reading is strict: what could be meant in two ways is refused
with a question and, where one reading is likely, with that reading as a suggestion; it is never
guessed (domain.md A.3 and F.3, mistakes 3, 4 and 16). A blank is absence, never 0.

Reading functions take what a person typed or pasted and give None for a blank. Printing
functions give "" for None. `read_count(show(n)) == n` for every n from 0 to LARGEST.
"""

from .grammar import LARGEST, QUALIFIERS, SCALES
from .printing import fraction, pad, show, show_percent, show_qualified, show_signed
from .reading import read_count, read_decimal, read_qualified, read_yes_no
from .refusals import FigureError

__all__ = [
    "LARGEST",
    "QUALIFIERS",
    "SCALES",
    "FigureError",
    "fraction",
    "pad",
    "read_count",
    "read_decimal",
    "read_qualified",
    "read_yes_no",
    "show",
    "show_percent",
    "show_qualified",
    "show_signed",
]
