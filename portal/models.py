"""The ground floor's models, gathered for Django; each lives in its own room."""

from .accounts.models import KeptInput, Membership, User
from .agencies.models import (
    Agency,
    AgencyAlias,
    AgencyCode,
    AgencyName,
    AgencySet,
    AgencySetMember,
    Succession,
)
from .catalogue.calendar import Holiday, ReportingPeriod
from .catalogue.models import Indicator, IndicatorVersion, PublicationRule, Rule, Section
from .documents.models import AwarenessEvent, Document, DocumentEvent, StoredFile
from .submissions.counting import CountingNote
from .submissions.models import (
    DraftEntry,
    IndicatorValue,
    Revision,
    Submission,
    SubmissionEvent,
)
from .submissions.usage import FigureUse

__all__ = [
    "Agency",
    "AgencyAlias",
    "AgencyCode",
    "AgencyName",
    "AgencySet",
    "AgencySetMember",
    "AwarenessEvent",
    "CountingNote",
    "Document",
    "DocumentEvent",
    "DraftEntry",
    "FigureUse",
    "Holiday",
    "Indicator",
    "IndicatorValue",
    "IndicatorVersion",
    "KeptInput",
    "Membership",
    "PublicationRule",
    "ReportingPeriod",
    "Revision",
    "Rule",
    "Section",
    "StoredFile",
    "Submission",
    "SubmissionEvent",
    "Succession",
    "User",
]
