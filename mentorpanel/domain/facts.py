"""The facts that rules work on: frozen, plain, without identity beyond an ``id``.

Storage rows become these in one place per noun; rules never see a row. Dates named ``_on`` are
dates on the owner's calendar, moments named ``_at`` are aware UTC datetimes.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum


class Stage(StrEnum):
    """Where a relationship stands. The first six form a line; the last three are off it."""

    NOTICED = "noticed"
    REACHED_OUT = "reached-out"
    CONNECTED = "connected"
    RAPPORT = "rapport"
    MENTOR = "mentor"
    FORMAL_MENTOR = "formal-mentor"
    RESTING = "resting"
    ALUMNI = "alumni"
    CLOSED = "closed"


class Role(StrEnum):
    """Roles beside the stage."""

    MENTEE = "mentee"
    PEER = "peer"
    SPONSOR = "sponsor"
    ROLE_MODEL = "role-model"


class TouchpointKind(StrEnum):
    """What happened between us."""

    TALK = "talk"
    MEETING = "meeting"
    MESSAGE = "message"
    EMAIL = "email"
    CALL = "call"
    COFFEE = "coffee"
    SESSION = "session"
    INTRODUCTION = "introduction"
    FEEDBACK = "feedback"
    EVENT = "event"


class Direction(StrEnum):
    """Who a touchpoint came from. Two-way means from them, or both."""

    FROM_ME = "from-me"
    FROM_THEM = "from-them"
    BOTH = "both"


class Source(StrEnum):
    """How a touchpoint came to be known."""

    MANUAL = "manual"
    CALENDAR = "calendar"
    MAIL = "mail"
    SESSION = "session"
    IMPORT = "import"
    DECLARED = "declared"


class JournalKind(StrEnum):
    WIN = "win"
    CHALLENGE = "challenge"
    CHANGE = "change"
    LEARNING = "learning"


class ParkedKind(StrEnum):
    QUESTION = "question"
    IDEA = "idea"
    INSIGHT = "insight"


class ParkedStatus(StrEnum):
    PARKED = "parked"
    PLANNED = "planned"
    RAISED = "raised"
    ANSWERED = "answered"
    CLOSED = "closed"
    DROPPED = "dropped"
    SOLVED = "solved"


class SessionStatus(StrEnum):
    PLANNED = "planned"
    PREPARED = "prepared"
    BRIEF_SENT = "brief-sent"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"
    MOVED = "moved"


class AdviceStatus(StrEnum):
    NEW = "new"
    TRYING = "trying"
    WORKED = "worked"
    DID_NOT = "did-not"
    SET_ASIDE = "set-aside"


class Lane(StrEnum):
    BLIND_SPOTS = "blind_spots"
    COMING_UP = "coming_up"
    OPENINGS = "openings"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule's answer: the verdict's slug and the reason in words."""

    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the level ladder. ``patterns`` are lower-case title fragments that suggest it."""

    key: str
    name: str
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Touch:
    """One touchpoint as the rules of warmth and cadence see it."""

    on: date
    kind: TouchpointKind
    direction: Direction
    is_personal_update: bool = False
    told_focus: bool = False
    awaits_answer: bool = True

    @property
    def is_two_way(self) -> bool:
        """From them or both; talks and events are one-way whatever was said (PRODUCT §3)."""
        if self.kind in (TouchpointKind.TALK, TouchpointKind.EVENT):
            return False
        return self.direction in (Direction.FROM_THEM, Direction.BOTH)


@dataclass(frozen=True, slots=True)
class TieSummary:
    """What a person's touchpoints add up to, kept up to date by storage.

    ``two_way_sum`` and ``one_way_sum`` are Σ 2^(−age/H) over the days that count, as of
    ``as_of``, for the half-life in ``half_life_days``; one-way days are not yet weighted by 0.3.
    ``unanswered_on`` are my messages that await an answer since they last gave a sign, oldest first;
    where it is not kept, ``last_from_me_on`` stands in for it.
    """

    as_of: date
    half_life_days: int
    two_way_sum: float = 0.0
    one_way_sum: float = 0.0
    last_on: date | None = None
    last_two_way_on: date | None = None
    last_from_me_on: date | None = None
    two_way_days: int = 0
    unanswered_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """A relationship with the facts that cadence, informed and standing need."""

    person_id: int
    name: str
    stage: Stage
    entered_stage_on: date
    summary: TieSummary
    roles: frozenset[Role] = frozenset()
    cadence_days: int | None = None
    paused_until: date | None = None
    last_update_on: date | None = None
    informed_on: date | None = None
    told_version: int = 0
    reader_version: int = 0
    reader_version_on: date | None = None
    next_session_on: date | None = None
    last_follow_up_on: date | None = None


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """One contact out of an outside file, before it is matched with anybody.

    ``where`` names the place in the file for messages ("card 3, line 41" or "row 12").
    """

    where: str
    name: str
    given: str = ""
    family: str = ""
    nickname: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    organisation: str = ""
    title: str = ""
    tags: tuple[str, ...] = ()
    notes: str = ""
    time_zone: str = ""
    connected_on: date | None = None
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that could not be taken: the place and the reason, with the mend."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing that clears a card: a label, a page and the same as a command."""

    label: str
    url: str
    command: str


@dataclass(frozen=True, slots=True)
class Card:
    """One card of Today. ``id`` is the same for the same facts; ``value`` is for choosing only.

    ``facts_key`` goes into the trace of a card, so that it returns when its facts have changed.
    ``session_on`` is the day of the session that a brief or a session card is for.
    """

    id: str
    lane: Lane
    kind: str
    title: str
    why: str
    action: Action
    person_id: int | None = None
    person_name: str = ""
    due: date | None = None
    effort_minutes: int = 5
    value: float = 0.0
    is_duty: bool = False
    state: str = ""
    facts_key: str = ""
    session_on: date | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a letter: a stable name, whether it holds, and why it matters."""

    check: str
    ok: bool
    why: str


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The owner's day: when work starts and ends, and the hour kept for preparation."""

    starts: time = time(9, 0)
    ends: time = time(17, 30)
    prepares: time = time(15, 0)
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class ClockPlan:
    """The moments of one session's clock, all aware UTC (PRODUCT §3, session clock).

    ``moved`` says in a few words that busy times were in the way of the preparation; else it is empty.
    """

    prepare_at: datetime
    prepare_minutes: int
    brief_due_at: datetime
    brief_latest_at: datetime
    starts_at: datetime
    ends_at: datetime
    notes_due_on: date
    thanks_due_at: datetime
    thanks_overdue_at: datetime
    reason: str = ""
    moved: str = ""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person as lists, matching and letters see them. Nothing here is private."""

    id: int
    name: str
    nickname: str = ""
    organisation: str = ""
    title: str = ""
    function: str = ""
    level: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    tags: tuple[str, ...] = field(default=())
