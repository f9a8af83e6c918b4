"""The tables, one file per noun. Only storage may import these."""

from mentorpanel.storage.models.advice import Advice, Contrast, ContrastMember, NotedLine
from mentorpanel.storage.models.assessments import Evidence
from mentorpanel.storage.models.calendars import (
    BusyTime,
    CalendarAccount,
    CalendarEntry,
    CalendarListed,
    OwnCopy,
    WorkCalendar,
)
from mentorpanel.storage.models.decisions import (
    Decision,
    DecisionAsk,
    DecisionContrast,
    DecisionCriterion,
    DecisionMark,
    DecisionOption,
    DecisionReader,
    ReviewAnswer,
    RoleReview,
)
from mentorpanel.storage.models.favours import Favour, Want
from mentorpanel.storage.models.feeds import FeedAddress
from mentorpanel.storage.models.goals import Goal, GoalCheckIn, GoalMentor, Milestone
from mentorpanel.storage.models.imports import DoubtfulMatch, Import, ImportRecord, Merge, UploadPiece
from mentorpanel.storage.models.incoming import Mailbox, ReceivedMail
from mentorpanel.storage.models.introductions import Introduction, IntroductionLetter
from mentorpanel.storage.models.invitations import Invitation
from mentorpanel.storage.models.journal import JournalEntry, JournalShare
from mentorpanel.storage.models.letters import Draft, LetterTemplate, OutboxItem
from mentorpanel.storage.models.look_back import YearLetter
from mentorpanel.storage.models.meanings import TextVector
from mentorpanel.storage.models.mentor_pages import MentorPage, MentorReply
from mentorpanel.storage.models.needs import Acquaintance, NeedLevel, NeedWeight
from mentorpanel.storage.models.notices import Notice
from mentorpanel.storage.models.owners import AuditEntry, Phase, PositionChange, Profile, SignInLink, User
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
from mentorpanel.storage.models.pushes import Push, PushSubscription
from mentorpanel.storage.models.reminders import ReminderSetting
from mentorpanel.storage.models.search import SearchEntry, SearchMark
from mentorpanel.storage.models.sessions import Commitment, Series, SeriesPreparation, Session
from mentorpanel.storage.models.tokens import ApiToken, IdempotentReply
from mentorpanel.storage.models.touchpoints import PersonSummary, Touchpoint
from mentorpanel.storage.models.traces import CardTrace, TakenCapture
from mentorpanel.storage.models.updates import Update, UpdateReader
from mentorpanel.storage.models.weeks import WeekSetting

__all__ = [
    "Acquaintance",
    "Advice",
    "ApiToken",
    "AuditEntry",
    "BusyTime",
    "CalendarAccount",
    "CalendarEntry",
    "CalendarListed",
    "CardTrace",
    "Commitment",
    "ContactPoint",
    "Contrast",
    "ContrastMember",
    "Decision",
    "DecisionAsk",
    "DecisionContrast",
    "DecisionCriterion",
    "DecisionMark",
    "DecisionOption",
    "DecisionReader",
    "DoubtfulMatch",
    "Draft",
    "Evidence",
    "Favour",
    "FeedAddress",
    "FocusArea",
    "FocusReader",
    "FocusTelling",
    "FocusVersion",
    "Goal",
    "GoalCheckIn",
    "GoalMentor",
    "IdempotentReply",
    "Import",
    "ImportRecord",
    "Introduction",
    "IntroductionLetter",
    "Invitation",
    "JournalEntry",
    "JournalShare",
    "LetterTemplate",
    "Mailbox",
    "MentorPage",
    "MentorReply",
    "Merge",
    "Milestone",
    "NeedLevel",
    "NeedWeight",
    "NotedLine",
    "Notice",
    "Organisation",
    "OutboxItem",
    "OwnCopy",
    "ParkedCandidate",
    "ParkedItem",
    "Person",
    "PersonSummary",
    "Phase",
    "PositionChange",
    "Profile",
    "Push",
    "PushSubscription",
    "ReceivedMail",
    "Relationship",
    "ReminderSetting",
    "ReviewAnswer",
    "RoleReview",
    "SearchEntry",
    "SearchMark",
    "Series",
    "SeriesPreparation",
    "Session",
    "SessionItem",
    "SignInLink",
    "StageChange",
    "TakenCapture",
    "TextVector",
    "Touchpoint",
    "Update",
    "UpdateReader",
    "UploadPiece",
    "User",
    "Want",
    "WeekSetting",
    "WorkCalendar",
    "YearLetter",
]
