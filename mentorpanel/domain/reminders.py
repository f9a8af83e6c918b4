"""When mails to the owner go: one digest per local date, and single reminders. Examples: docs/rules/reminders.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from mentorpanel.domain.facts import ClockPlan, SessionStatus, WorkingHours
from mentorpanel.domain.session_clock import ABOUT_TO_START, at_local
from mentorpanel.domain.today_facts import SessionFacts

APART: Final = timedelta(hours=1)
"""No two mails say the same thing within this time; our judgement."""
BRIEF_AHEAD: Final = timedelta(hours=1)
"""How long before it is due a brief is reminded of; our judgement."""
OVERDUE_LASTS: Final = timedelta(hours=24)
"""How long after 48 hours an overdue thanks is still worth a mail of its own; our judgement."""


class Moment(StrEnum):
    """The moments of the session clock that can have a mail of their own, in the clock's order."""

    PREPARATION = "preparation"
    BRIEF_DUE = "brief-due"
    ABOUT_TO_START = "about-to-start"
    NOTES = "notes"
    THANKS = "thanks"


EVERY: Final = ("day", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""How often the digest comes: every day, or on one day of the week."""
USUAL: Final = frozenset({Moment.BRIEF_DUE})
"""What is on once mails are switched on, beside the digest: what cannot wait for the next one; our judgement."""
_ORDER: Final = tuple(Moment)
_TO_COME: Final = (SessionStatus.PLANNED, SessionStatus.PREPARED, SessionStatus.BRIEF_SENT)


@dataclass(frozen=True, slots=True)
class ReminderOptions:
    """What the owner wants by mail. ``at`` is the digest's local time, None when the working day starts.

    ``since`` is when it was switched on. ``moments`` and ``hides_names`` hold for pushes to devices as well;
    ``pushes_digest``: the day's headline goes there, too. ``weekday``: the digest comes on that day of the week alone
    and is of the week, Monday is 0; None for each day.
    """

    is_on: bool = False
    has_digest: bool = True
    at: time | None = None
    moments: frozenset[Moment] = USUAL
    hides_names: bool = False
    since: datetime | None = None
    pushes_digest: bool = False
    weekday: int | None = None

    @property
    def every(self) -> str:
        """How often the digest comes, one of ``EVERY``."""
        return EVERY[0 if self.weekday is None else self.weekday + 1]

    @property
    def is_weekly(self) -> bool:
        """Whether the digest is of the week."""
        return self.weekday is not None


@dataclass(frozen=True, slots=True)
class Said:
    """What has been said by mail, or to one device: the last day whose digest was decided, whether or not it was worth a mail;
    when the last digest went and which sessions it named; and the reminders by session and moment."""

    digest_on: date | None = None
    digest_at: datetime | None = None
    digest_sessions: frozenset[int] = frozenset()
    reminders: Mapping[tuple[int, datetime, Moment], datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder that is due: sent after ``until`` it would be stale."""

    moment: Moment
    session: SessionFacts
    at: datetime
    until: datetime


def weekday_of(every: str) -> int | None:
    """The weekday of one of ``EVERY``, None for every day; ``ValueError`` for any other word."""
    place = EVERY.index(every)
    return place - 1 if place else None


def digest_time(day: date, options: ReminderOptions, hours: WorkingHours, zone: ZoneInfo) -> datetime:
    """The moment of a day's digest, as UTC. An hour that the day leaves out counts on from before the gap,
    one that it has twice is its first."""
    return at_local(day, options.at or hours.starts, zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """When that local date is over, as UTC."""
    return at_local(day + timedelta(days=1), time(0), zone)


def is_digest_due(
    now: datetime, options: ReminderOptions, hours: WorkingHours, zone: ZoneInfo, said: Said
) -> bool:
    """Whether the digest of the present local date is to be decided now.

    From its hour on until the date is over, once; a day that was slept through is not made up. Switched on
    later in the day, the first is tomorrow's. One of the week is decided on its day, else on the next day at
    the same hour, until the week is over; switched on after its hour, the first is the next week's.
    """
    if not (options.is_on and options.has_digest):
        return False
    today = now.astimezone(zone).date()
    at = digest_time(today, options, hours, zone)
    its_day = digest_day(today, options)
    starts = digest_time(its_day, options, hours, zone)
    was_off = options.since is not None and starts < options.since <= now
    lasts = timedelta(days=7 if options.is_weekly else 1)
    is_decided = said.digest_on is not None and its_day <= said.digest_on < its_day + lasts
    return now >= at and not is_decided and not was_off


def digest_day(today: date, options: ReminderOptions) -> date:
    """The day whose digest it is: today, or the day of the week that a weekly one has, at latest today."""
    if options.weekday is None:
        return today
    return today - timedelta(days=(today.weekday() - options.weekday) % 7)


def reminders_due(
    sessions: Iterable[SessionFacts],
    now: datetime,
    options: ReminderOptions,
    hours: WorkingHours,
    zone: ZoneInfo,
    said: Said,
) -> list[Reminder]:
    """The single reminders that go now, at most one for a session.

    One that the digest said, or says within the hour, does not go; nor does one within an hour of another
    for the same session, or one whose time has passed. Several at once: the last one of the clock.
    """
    if not options.is_on:
        return []
    digest_at = _next_digest(now, options, hours, zone, said)
    found = []
    for session in sessions:
        due = [one for one in _open(session, now, options, hours, zone) if not _was_said(one, said)]
        if due and not _waits(due[-1], now, digest_at):
            found.append(due[-1])
    return found


def _open(
    session: SessionFacts, now: datetime, options: ReminderOptions, hours: WorkingHours, zone: ZoneInfo
) -> list[Reminder]:
    """The wanted reminders of a session whose time it is, in the clock's order."""
    found = []
    for moment in _ORDER:
        span = _span(moment, session, hours, zone) if moment in options.moments else None
        if span is not None and span[0] <= now < span[1] and not _came_late(span[0], options, now):
            found.append(Reminder(moment, session, *span))
    return found


def _came_late(at: datetime, options: ReminderOptions, now: datetime) -> bool:
    """Mails were switched on after that moment: nothing is made up."""
    return options.since is not None and at < options.since <= now


def _span(
    moment: Moment, session: SessionFacts, hours: WorkingHours, zone: ZoneInfo
) -> tuple[datetime, datetime] | None:
    """From when until when a moment's reminder says something true and useful; None where it never does."""
    clock, status = session.clock, session.status
    is_to_come = status in _TO_COME
    owes_thanks = is_to_come or (
        status == SessionStatus.HELD and not session.has_thanked and not session.i_mentor
    )
    if session.i_mentor and moment in (Moment.BRIEF_DUE, Moment.THANKS):
        return None
    if moment == Moment.PREPARATION and status == SessionStatus.PLANNED and clock.prepare_minutes:
        return clock.prepare_at, clock.brief_due_at
    if moment == Moment.BRIEF_DUE and is_to_come and status != SessionStatus.BRIEF_SENT:
        return clock.brief_due_at - BRIEF_AHEAD, clock.starts_at
    if moment == Moment.ABOUT_TO_START and is_to_come:
        return clock.starts_at - ABOUT_TO_START, clock.starts_at
    if moment == Moment.NOTES and owes_thanks:
        return _evening(clock, hours, zone), end_of(clock.notes_due_on, zone)
    if moment == Moment.THANKS and owes_thanks:
        return clock.thanks_overdue_at, clock.thanks_overdue_at + OVERDUE_LASTS
    return None


def _evening(clock: ClockPlan, hours: WorkingHours, zone: ZoneInfo) -> datetime:
    """When the session's working day ends, or the session itself where that is later."""
    return max(clock.ends_at, at_local(clock.notes_due_on, hours.ends, zone))


def _was_said(one: Reminder, said: Said) -> bool:
    """Said before, by the digest from an hour ahead on, or by another of the session that makes it needless."""
    session = one.session
    from_then = one.at - APART
    if session.id in said.digest_sessions and said.digest_at is not None and said.digest_at > from_then:
        return True
    for (session_id, starts_at, moment), went_at in said.reminders.items():
        if (session_id, starts_at) != (session.id, session.clock.starts_at):
            continue
        is_later = _ORDER.index(moment) >= _ORDER.index(one.moment)
        if is_later or went_at > from_then:
            return True
    return False


def _next_digest(
    now: datetime, options: ReminderOptions, hours: WorkingHours, zone: ZoneInfo, said: Said
) -> datetime | None:
    """Today's digest where it is still to come."""
    today = now.astimezone(zone).date()
    if not options.has_digest or said.digest_on == today or digest_day(today, options) != today:
        return None
    at = digest_time(today, options, hours, zone)
    return at if at > now else None


def _waits(one: Reminder, now: datetime, digest_at: datetime | None) -> bool:
    """The digest says it within the hour, in time."""
    return digest_at is not None and digest_at - now < APART and digest_at < one.until


def falls_on(day: date, plans: Sequence[ClockPlan], zone: ZoneInfo) -> bool:
    """Whether a step of these clocks is on that day: preparation, brief, the session, notes or thanks."""
    return any(
        day in {moment.astimezone(zone).date() for moment in
                (one.prepare_at, one.brief_due_at, one.starts_at, one.ends_at, one.thanks_due_at)}
        for one in plans
    )  # fmt: skip
