"""The training door's models, gathered for Django; each lives in its own room."""

from .classes.models import TrainingClass
from .imports.models import PlatformImport, PlatformRow
from .sources.models import Dispute, PlatformDomain

__all__ = ["Dispute", "PlatformDomain", "PlatformImport", "PlatformRow", "TrainingClass"]
