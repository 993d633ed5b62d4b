"""The ground floor's models, gathered for Django; each lives in its own room."""

from .accounts.models import InCharge, KeptInput, Membership, User
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
from .catalogue.notices import Notice
from .catalogue.targets import Target
from .documents.models import AwarenessEvent, Document, DocumentEvent, StoredFile
from .submissions.contacts import Contact
from .submissions.counting import CountingNote
from .submissions.draft_entries import DraftEntry
from .submissions.extensions import Extension
from .submissions.models import (
    IndicatorValue,
    Revision,
    Submission,
    SubmissionEvent,
)
from .submissions.proposals import FigureProposal
from .submissions.questions import ValueQuestion
from .submissions.usage import FigureUse

__all__ = [
    "Agency",
    "AgencyAlias",
    "AgencyCode",
    "AgencyName",
    "AgencySet",
    "AgencySetMember",
    "AwarenessEvent",
    "Contact",
    "CountingNote",
    "Document",
    "DocumentEvent",
    "DraftEntry",
    "Extension",
    "FigureProposal",
    "FigureUse",
    "Holiday",
    "InCharge",
    "Indicator",
    "IndicatorValue",
    "IndicatorVersion",
    "KeptInput",
    "Membership",
    "Notice",
    "PublicationRule",
    "ReportingPeriod",
    "Revision",
    "Rule",
    "Section",
    "StoredFile",
    "Submission",
    "SubmissionEvent",
    "Succession",
    "Target",
    "User",
    "ValueQuestion",
]
