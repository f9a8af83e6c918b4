"""The tables, one file per noun. Only storage may import these."""

from mentorpanel.storage.models.advice import Advice
from mentorpanel.storage.models.goals import Goal, GoalCheckIn, GoalMentor, Milestone
from mentorpanel.storage.models.imports import DoubtfulMatch, Import, ImportRecord, Merge, UploadPiece
from mentorpanel.storage.models.journal import JournalEntry, JournalShare
from mentorpanel.storage.models.letters import Draft, OutboxItem
from mentorpanel.storage.models.owners import AuditEntry, Phase, Profile, SignInLink, User
from mentorpanel.storage.models.panel import (
    FocusArea,
    FocusReader,
    FocusTelling,
    FocusVersion,
    Relationship,
    StageChange,
)
from mentorpanel.storage.models.parking import ParkedCandidate, ParkedItem, SessionItem
from mentorpanel.storage.models.people import ContactPoint, Organisation, Person
from mentorpanel.storage.models.sessions import Commitment, Series, Session
from mentorpanel.storage.models.touchpoints import PersonSummary, Touchpoint
from mentorpanel.storage.models.traces import CardTrace, TakenCapture

__all__ = [
    "Advice",
    "AuditEntry",
    "CardTrace",
    "Commitment",
    "ContactPoint",
    "DoubtfulMatch",
    "Draft",
    "FocusArea",
    "FocusReader",
    "FocusTelling",
    "FocusVersion",
    "Goal",
    "GoalCheckIn",
    "GoalMentor",
    "Import",
    "ImportRecord",
    "JournalEntry",
    "JournalShare",
    "Merge",
    "Milestone",
    "Organisation",
    "OutboxItem",
    "ParkedCandidate",
    "ParkedItem",
    "Person",
    "PersonSummary",
    "Phase",
    "Profile",
    "Relationship",
    "Series",
    "Session",
    "SessionItem",
    "SignInLink",
    "StageChange",
    "TakenCapture",
    "Touchpoint",
    "UploadPiece",
    "User",
]
