"""The upper floor's models, gathered for Django; each lives beside the code that uses it."""

from .dashboard.models import SavedView
from .editions.kept import EditionFile, Snapshot
from .editions.models import (
    EditionEvent,
    EditionText,
    LineChoice,
    PinnedRow,
    Waiver,
    WeeklyEdition,
)
from .narrative.models import EditionProposal, EditionStory, Proposal

__all__ = [
    "EditionEvent",
    "EditionFile",
    "EditionProposal",
    "EditionStory",
    "EditionText",
    "LineChoice",
    "PinnedRow",
    "Proposal",
    "SavedView",
    "Snapshot",
    "Waiver",
    "WeeklyEdition",
]
