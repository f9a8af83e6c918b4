"""What Today looks at, frozen: sessions, ties, promises, parked items, imports and mail."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from mentorpanel.domain.advice_records import OpenLoop
from mentorpanel.domain.commitments import CommitmentFacts
from mentorpanel.domain.deciding_facts import NOTHING, DecidingFacts
from mentorpanel.domain.facts import Card, ClockPlan, ParkedKind, SessionStatus, Stage, Tie
from mentorpanel.domain.introductions import NextStep
from mentorpanel.domain.invitations import InvitationState
from mentorpanel.domain.outreach import PathKind, PathStep
from mentorpanel.domain.reciprocity import AskedFacts, WantFacts
from mentorpanel.domain.today_panel_facts import NO_PANEL, PanelFacts


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session to come, or one that is over and still wants notes or thanks, with its clock.

    ``i_mentor``: they are a mentee of mine, so that no brief and no thanks is owed by me.
    """

    id: int
    person_id: int
    person_name: str
    status: SessionStatus
    clock: ClockPlan
    has_thanked: bool = False
    agenda_count: int = 0
    i_mentor: bool = False


@dataclass(frozen=True, slots=True)
class TieState:
    """A tie with what only Today asks of it. ``has_series`` says that sessions recur."""

    tie: Tie
    has_series: bool = False
    do_not_contact: bool = False


@dataclass(frozen=True, slots=True)
class ParkedFacts:
    """An open parked item without a person. ``asked_name`` fitted nobody, or the ``candidates``."""

    id: int
    text: str
    kind: ParkedKind
    parked_on: date
    urgency: str = "normal"
    asked_name: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchFacts:
    """Doubtful matches of one import that wait for a decision."""

    import_id: int
    filename: str
    count: int


@dataclass(frozen=True, slots=True)
class MailFacts:
    """A letter that did not arrive, for good. ``reason`` is the mail server's, in words."""

    id: int
    person_id: int
    person_name: str
    letter: str
    reason: str
    failed_on: date
    session_id: int | None = None


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """A session whose mentor was told something; ``failure`` is why the last mail about it did not arrive.

    ``they_know`` when it is off because the mentor said so; ``is_gone`` where they are in the trash; ``sequence``
    is the session's.
    """

    session_id: int
    person_id: int
    person_name: str
    starts_on: date
    state: InvitationState
    sequence: int = 0
    failure: str = ""
    they_know: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class OutreachFacts:
    """An open path of outreach with its next step; ``id`` is the notice's."""

    id: int
    person_id: int
    person_name: str
    kind: PathKind
    step: PathStep
    do_not_contact: bool = False


@dataclass(frozen=True, slots=True)
class IntroductionState:
    """An introduction with its next step, and whom that is about."""

    id: int
    title: str
    person_id: int
    person_name: str
    step: NextStep
    do_not_contact: bool = False


@dataclass(frozen=True, slots=True)
class GoodbyeFacts:
    """Somebody with whom a living relationship ended on a day; ``said_on`` is when the last closing letter went."""

    person_id: int
    person_name: str
    stage: Stage
    ended_on: date
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """What a mentor wrote on their page and nobody has dealt with yet; ``starts_at`` is the moment they propose."""

    id: int
    session_id: int
    person_id: int
    person_name: str
    kind: str
    text: str
    session_starts_at: datetime
    said_at: datetime
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReceivedFacts:
    """A mail about a session to come that was not taken, and why."""

    id: int
    session_id: int
    person_id: int
    person_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class OwnMailFacts:
    """The newest mail to the owner, where it did not arrive; ``id`` is the outbox's."""

    id: int
    reason: str
    made_on: date


@dataclass(frozen=True, slots=True)
class HelpFacts:
    """Help that nothing of mine has followed yet. ``id`` is the letter's that was answered, or the favour's.

    ``about`` is the letter's subject or what was done; ``on`` the day of it.
    """

    kind: Literal["answered", "favour"]
    id: int
    person_id: int
    name: str
    about: str
    on: date
    do_not_contact: bool = False


@dataclass(frozen=True, slots=True)
class TodayFacts:
    """Everything that can make a card: only what is open, and ties with a stage."""

    sessions: tuple[SessionFacts, ...] = ()
    ties: tuple[TieState, ...] = ()
    commitments: tuple[CommitmentFacts, ...] = ()
    parked: tuple[ParkedFacts, ...] = ()
    matches: tuple[MatchFacts, ...] = ()
    mails: tuple[MailFacts, ...] = ()
    outreach: tuple[OutreachFacts, ...] = ()
    introductions: tuple[IntroductionState, ...] = ()
    goodbyes: tuple[GoodbyeFacts, ...] = ()
    replies: tuple[ReplyFacts, ...] = ()
    received: tuple[ReceivedFacts, ...] = ()
    invitations: tuple[InvitationFacts, ...] = ()
    own_mail: OwnMailFacts | None = None
    deciding: DecidingFacts = NOTHING
    loops: tuple[OpenLoop, ...] = ()
    asked: tuple[AskedFacts, ...] = ()
    helps: tuple[HelpFacts, ...] = ()
    wants: tuple[WantFacts, ...] = ()
    paired: frozenset[frozenset[int]] = frozenset()
    """Two people each whose introduction to each other I have thought of already."""
    panel: PanelFacts = NO_PANEL
    letter_of: int | None = None
    """The year whose letter to oneself is offered; None in other months than December, and once it is kept."""


DONE = "Done."


@dataclass(frozen=True, slots=True)
class NotShown:
    """A card that was left out this week, and why in words; ``can_return``: the owner put it away, and may undo that."""

    card: Card
    reason: str
    can_return: bool = False


@dataclass(frozen=True, slots=True)
class Picked:
    """The cards of a day in their lanes, what was left out, and the page's first line.

    ``minutes`` is the effort of everything shown.
    """

    blind_spots: tuple[Card, ...]
    coming_up: tuple[Card, ...]
    openings: tuple[Card, ...]
    not_shown: tuple[NotShown, ...]
    headline: str
    minutes: int
