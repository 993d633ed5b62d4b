"""What the demonstration shows of training, each room its own."""

from .classes import demo as classes
from .imports import demo as imports
from .sources import demo as sources


def load(ledger):
    classes.load(ledger)
    imports.load(ledger)
    sources.load(ledger)
