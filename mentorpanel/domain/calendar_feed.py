"""What the owner's calendar feed shows: sessions, preparation and due dates as events, without names unless wished."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal

from mentorpanel.domain.facts import ClockPlan
from mentorpanel.domain.words import start_sentence

NAME: Final = "Mentoring"
"""What the calendar is called in other programs."""
REFRESH: Final = timedelta(hours=4)
"""How often a calendar is asked to look again; our judgement. Many look when they please."""
DUE_MARK: Final = timedelta(minutes=15)
"""How long a moment at which something is due is shown, so that a calendar can draw it; our judgement."""
LONGEST_SUMMARY: Final = 200
DueKind = Literal["promise", "goal", "milestone"]
_DUE: Final[dict[DueKind, str]] = {
    "promise": "Promise due",
    "goal": "Goal due",
    "milestone": "Milestone due",
}


@dataclass(frozen=True, slots=True)
class FeedOptions:
    """What a feed shows. ``alarm_minutes`` before sessions and preparation a calendar reminds; None: never."""

    shows_names: bool = False
    has_due_dates: bool = True
    alarm_minutes: int | None = 10


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """A feed's address without the address itself, and its options. ``made_at`` is None before the first one.

    ``changed_at`` is when the options were, None where they never were.
    """

    options: FeedOptions
    made_at: datetime | None
    revoked_at: datetime | None
    last_fetched_on: date | None
    changed_at: datetime | None

    @property
    def state(self) -> str:
        """none, good or revoked."""
        if self.made_at is None:
            return "none"
        return "good" if self.revoked_at is None else "revoked"


@dataclass(frozen=True, slots=True)
class FeedSession:
    """What a feed knows of a session: no notes, no agenda, no reasons. ``brief_owed``: the brief has yet to go.

    ``changed_at`` is of the session and of what its moments follow from.
    """

    id: int
    uid: str
    sequence: int
    starts_at: datetime
    length_minutes: int
    prep_minutes: int | None
    place: str
    person: str
    brief_owed: bool
    booked_at: datetime
    changed_at: datetime
    prep_lead: str = ""


@dataclass(frozen=True, slots=True)
class FeedDue:
    """Something due on a day: my promise, a goal or a milestone. ``of`` is the id of the person or the goal."""

    kind: DueKind
    id: int
    on: date
    text: str
    person: str
    of: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One event. ``starts`` and ``ends`` are both moments; an event of a whole day has a day and no end."""

    uid: str
    summary: str
    starts: datetime | date
    ends: datetime | None
    changed_at: datetime
    page: str
    sequence: int = 0
    place: str = ""
    is_busy: bool = False
    is_private: bool = False
    alarm_minutes: int | None = None
    note: str = ""


def session_events(session: FeedSession, clock: ClockPlan, options: FeedOptions) -> list[FeedEvent]:
    """The session, its preparation if it takes any time, and with due dates the brief while it is owed.

    Without names nothing says who, where or what about: colleagues see calendars.
    """
    named, who = options.shows_names, session.person
    meeting = FeedEvent(
        uid=session.uid,
        summary=_said("Mentoring session", f"Session with {who}", named),
        starts=clock.starts_at,
        ends=clock.ends_at,
        changed_at=session.changed_at,
        page=f"/sessions/{session.id}/",
        sequence=session.sequence,
        place=session.place if named else "",
        is_busy=True,
        is_private=named,
        alarm_minutes=options.alarm_minutes,
    )
    found = [meeting]
    if clock.prepare_minutes:
        block = replace(
            meeting,
            uid=f"preparation-{session.uid}",
            summary=_said("Preparation", f"Preparation for {who}", named),
            starts=clock.prepare_at,
            ends=clock.prepare_at + timedelta(minutes=clock.prepare_minutes),
            place="",
            note=start_sentence(clock.moved),
        )
        found.append(block)
    if options.has_due_dates and session.brief_owed:
        brief = replace(
            meeting,
            uid=f"brief-{session.uid}",
            summary=_said("Brief due", f"Brief for {who} due", named),
            starts=clock.brief_due_at,
            ends=clock.brief_due_at + DUE_MARK,
            place="",
            is_busy=False,
            alarm_minutes=None,
        )
        found.append(brief)
    return found


def due_events(dues: Iterable[FeedDue], options: FeedOptions) -> list[FeedEvent]:
    """What is due, each a whole day that takes no time; its words only where names are shown."""
    return [
        FeedEvent(
            uid=f"{due.kind}-{due.id}@mentorpanel",
            summary=_said(_DUE[due.kind], _due_in_words(due), options.shows_names),
            starts=due.on,
            ends=None,
            changed_at=due.changed_at,
            page=f"/people/{due.of}/" if due.kind == "promise" else f"/goals/#goal-{due.of}",
            is_private=options.shows_names,
        )
        for due in dues
    ]


def changed_since(events: Iterable[FeedEvent], moment: datetime | None) -> list[FeedEvent]:
    """The events as changed at that moment at the earliest: it changed all of them."""
    return [replace(event, changed_at=newest((event.changed_at, moment))) for event in events]


def newest(moments: Sequence[datetime | None]) -> datetime:
    """The latest of the moments that there are; at least one must be."""
    return max(moment for moment in moments if moment is not None)


def _due_in_words(due: FeedDue) -> str:
    who = f" ({due.person})" if due.person else ""
    return f"{_DUE[due.kind]}: {due.text}{who}"


def _said(without_names: str, with_names: str, named: bool) -> str:
    line = " ".join(with_names.split()) if named else without_names
    return line if len(line) <= LONGEST_SUMMARY else f"{line[: LONGEST_SUMMARY - 1]}…"
