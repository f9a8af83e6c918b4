"""Sessions: find them, move them, hold them, and let nothing parked be lost."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain import preparation, session_clock
from mentorpanel.domain.facts import ClockPlan, Direction, SessionStatus, Source, TouchpointKind
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.domain.records import ProfileRecord, SessionRecord
from mentorpanel.domain.wording import one_line, plain_text
from mentorpanel.storage import people as known_people
from mentorpanel.storage import sessions
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import (
    following_briefs,
    following_invitations,
    noted_advice,
    parking,
    people,
    profiles,
    session_outcomes,
    touchpoints,
)
from mentorpanel.usecases.session_times import (
    BEGINS_WITHIN,
    LONGEST,
    MOST_PLACE,
    check_length,
    possible_day,
    to_the_minute,
)

LOOKS_BACK = timedelta(days=31)
TO_COME = sessions.TO_COME


def schedule_once(
    owner: User, *, person_id: int, on: date, at: time, length_minutes: int = 45, place: str = ""
) -> SessionRecord:
    """One session by itself, in the owner's zone. A second one at the same moment is a ``Conflict``."""
    check_length(length_minutes)
    starts_at = _moment(on, at, profiles.zone(owner))
    with transaction.atomic():
        known_people.person_for_change(owner, person_id=person_id)
        must_be_free(owner, person_id, starts_at)
        return sessions.add_session(
            owner,
            person_id=person_id,
            uid=f"{uuid.uuid4().hex}@mentorpanel",
            starts_at=starts_at,
            length_minutes=length_minutes,
            place=one_line(place, at_most=MOST_PLACE),
        )


def session(owner: User, *, session_id: int) -> SessionRecord:
    """One session."""
    return sessions.session(owner, session_id=session_id)


def find_session(owner: User, *, reference: str = "", has_begun: bool = False) -> SessionRecord:
    """A session by its id, by a person's name, or the next of all where nothing is said.

    By name it is the one that runs, else the next, else the last; with ``has_begun``, for noting what
    happened, the last that has begun and that nobody has closed, else the last that was held, else the next.
    """
    reference = reference.strip().removeprefix("#")
    if reference.isascii() and reference.isdecimal() and len(reference) < 19:
        return sessions.session(owner, session_id=int(reference))
    if not reference:
        coming = coming_sessions(owner, limit=1)
        if not coming:
            raise NotFound("No session is planned. “mentorpanel schedule NAME …” plans one.")
        return coming[0]
    person = people.find_person(owner, name=reference)
    found = _last_begun(owner, person.id) if has_begun else None
    found = found or next_or_last(owner, person_id=person.id)
    if found is None:
        raise NotFound(f"No session with {person.name} yet. “mentorpanel schedule” plans one.")
    return found


def coming_sessions(owner: User, *, limit: int = 50) -> list[SessionRecord]:
    """The sessions to come and those that are running, soonest first."""
    now = clock.now()
    found = sessions.coming(owner, now=now - timedelta(minutes=LONGEST), limit=limit + 50)
    return [one for one in found if _ends_at(one) > now][:limit]


def called_off_sessions(owner: User, *, limit: int = 50) -> list[SessionRecord]:
    """The cancelled sessions that would be to come, soonest first: each can still take place."""
    return sessions.called_off(owner, since=clock.now(), limit=limit)


def unfinished_sessions(owner: User) -> list[SessionRecord]:
    """Sessions of the last month that are over and wait for notes or a recap, the newest first."""
    now = clock.now()
    near = [found for found, _ in sessions.near(owner, since=now - LOOKS_BACK, until=now)]
    over = [one for one in near if _ends_at(one) <= now or one.status == SessionStatus.HELD]
    return [one for one in over if not (one.i_mentor and one.status == SessionStatus.HELD)][::-1]


def past_sessions(owner: User, *, limit: int = 50) -> list[SessionRecord]:
    """The sessions of the last year, newest first."""
    now = clock.now()
    return sessions.sessions_between(owner, starts=now - timedelta(days=365), ends=now)[::-1][:limit]


def sessions_with(owner: User, *, person_id: int) -> list[SessionRecord]:
    """A person's sessions, newest first."""
    return sessions.sessions_with(owner, person_id=person_id)


def next_or_last(owner: User, *, person_id: int) -> SessionRecord | None:
    """The next session with a person, else their last, else None."""
    now = clock.now()
    running = [one for one in sessions.sessions_with(owner, person_id=person_id) if _is_running(one, now)]
    if running:
        return running[0]
    found = sessions.next_with(owner, person_id=person_id, after=now)
    return found or next(iter(sessions.sessions_with(owner, person_id=person_id, limit=1)), None)


def following(owner: User, *, session_id: int) -> SessionRecord | None:
    """The next session with the same person after this one."""
    found = sessions.session(owner, session_id=session_id)
    return sessions.next_with(owner, person_id=found.person.id, after=found.starts_at)


def clock_of(
    profile: ProfileRecord, session: session_clock.Timed, busy: Sequence[preparation.Span] = ()
) -> ClockPlan:
    """The moments of a session's clock, with its preparation off the ``busy`` times (see ``busy_around``).

    The owner's numbers decide; a series that is prepared otherwise keeps its own.
    """
    hours, numbers = profiles.working_hours(profile), profiles.settings_of(profile)
    minutes = session.prep_minutes
    plan = session_clock.plan(
        starts_at=session.starts_at,
        length_minutes=session.length_minutes,
        zone=profile.time_zone,
        hours=hours,
        prep_minutes=numbers.preparation_minutes if minutes is None else minutes,
        prep_hours_before=session_clock.hours_ahead(session.prep_lead, profile.prep_hours_before),
        settings=numbers,
    )
    return preparation.moved_off(plan, busy, profile.time_zone, hours) if busy else plan


def change_session(
    owner: User,
    *,
    session_id: int,
    notes: str | None = None,
    shared_notes: str | None = None,
    place: str | None = None,
    length_minutes: int | None = None,
) -> SessionRecord:
    """Write notes (private), shared notes, the place or the length; a brief that has not gone says the new ones."""
    if length_minutes is not None:
        check_length(length_minutes)
    changes: dict[str, str | int | None] = {
        "length_minutes": length_minutes,
        "notes": plain_text(notes) if notes is not None else None,
        "shared_notes": plain_text(shared_notes) if shared_notes is not None else None,
        "place": one_line(place, at_most=MOST_PLACE) if place is not None else None,
    }
    kept = {name: value for name, value in changes.items() if value is not None}
    with transaction.atomic():
        before = sessions.session_for_change(owner, session_id=session_id)
        if not kept:
            return before
        after = sessions.change_session(owner, session_id=session_id, **kept)
        _follow_notes(owner, before, after)
        is_same = (after.place, after.length_minutes) == (before.place, before.length_minutes)
        if is_same or after.status not in TO_COME:
            return after
        following_briefs.follow_session(owner, before=before, after=after)
        following_invitations.hold_back(owner, session_id=session_id)
        return sessions.change_session(owner, session_id=session_id, sequence=before.sequence + 1)


def prepare_session(owner: User, *, session_id: int) -> SessionRecord:
    """Say that the preparation is done."""
    with transaction.atomic():
        now = sessions.session_for_change(owner, session_id=session_id)
        must_be_to_come(now)
        status = SessionStatus.PREPARED if now.status == SessionStatus.PLANNED else now.status
        return sessions.change_session(owner, session_id=session_id, status=status, prepared_at=clock.now())


def move_session(owner: User, *, session_id: int, on: date, at: time, reason: str = "") -> SessionRecord:
    """Move this one session; its agenda and the rest of the series stay as they are.

    A brief that has not gone says the new day; one that waited for the mail server is to be sent anew.
    """
    starts_at = _moment(on, at, profiles.zone(owner))
    with transaction.atomic():
        found = sessions.session_for_change(owner, session_id=session_id)
        must_be_to_come(found)
        if starts_at == found.starts_at:
            return found
        must_be_free(owner, found.person.id, starts_at)
        return put_at(owner, found, starts_at, reason=plain_text(reason))


def put_at(owner: User, found: SessionRecord, starts_at: datetime, **more: Any) -> SessionRecord:
    """Set the moment of a session to come, with other fields; its brief and its invitation follow."""
    moved = sessions.change_session(
        owner, session_id=found.id, starts_at=starts_at, sequence=found.sequence + 1, **more
    )
    following_briefs.follow_session(owner, before=found, after=moved)
    following_invitations.hold_back(owner, session_id=found.id)
    return sessions.session(owner, session_id=found.id)


def cancel_session(owner: User, *, session_id: int, reason: str = "", who: str = "") -> SessionRecord:
    """Cancel this one session; what was planned for it is parked again. ``who`` asked for it: me, them, or unsaid."""
    if who not in ("", "me", "them"):
        raise Invalid("Say who cancelled: me or them.", field="who")
    return _end_unheld(owner, session_id, SessionStatus.CANCELLED, reason=reason, who_missed=who)


def miss_session(owner: User, *, session_id: int, who: str, reason: str = "") -> SessionRecord:
    """Record that a session did not happen: ``who`` is me, them or both."""
    if who not in ("me", "them", "both"):
        raise Invalid("Say who could not make it: me, them or both.", field="who")
    return _end_unheld(owner, session_id, SessionStatus.MISSED, reason=reason, who_missed=who)


def reopen_session(owner: User, *, session_id: int) -> SessionRecord:
    """Undo a cancellation, a miss, or a *held* said by mistake. What was noted stays; the agenda is planned again."""
    with transaction.atomic():
        found = sessions.session_for_change(owner, session_id=session_id)
        if found.status in TO_COME:
            return found
        known_people.person_for_change(owner, person_id=found.person.id)
        touchpoints.forget_source(owner, source_key=_touchpoint_key(session_id))
        following_invitations.hold_back(owner, session_id=session_id)
        opened = sessions.change_session(
            owner,
            session_id=session_id,
            status=_status_to_come(found),
            held_at=None,
            who_missed="",
            reason="",
            sequence=found.sequence + 1,
        )
        session_outcomes.plan_agenda_again(owner, session_id=session_id)
        return opened


def hold_session(
    owner: User,
    *,
    session_id: int,
    notes: str = "",
    shared_notes: str = "",
    promises: tuple[str, ...] = (),
    their_promises: tuple[str, ...] = (),
    learned: tuple[str, ...] = (),
    next_time: tuple[str, ...] = (),
    raised_item_ids: tuple[int, ...] | None = None,
) -> SessionRecord:
    """What happened: notes, promises ("send the deck by Friday" has a date), advice, and what is for next time.

    The session counts as contact. ``raised_item_ids`` are the items that were talked about; None means
    the whole agenda, the first time. The others stay linked and are offered for the next session. Said
    twice, it adds what is new and doubles nothing.
    """
    now, zone = clock.now(), profiles.zone(owner)
    with transaction.atomic():
        found = sessions.session_for_change(owner, session_id=session_id)
        _must_have_begun(found, now)
        changes = {
            "notes": _added(found.notes, notes),
            "shared_notes": _added(found.shared_notes, shared_notes),
        }
        held = sessions.change_session(
            owner, session_id=session_id, status=SessionStatus.HELD, held_at=found.held_at or now, **changes
        )
        _follow_notes(owner, found, held)
        on = found.starts_at.astimezone(zone).date()
        session_outcomes.note_promises(owner, found=found, texts=promises, is_mine=True, on=on)
        session_outcomes.note_promises(owner, found=found, texts=their_promises, is_mine=False, on=on)
        session_outcomes.note_learned(owner, found=found, texts=learned, on=on)
        session_outcomes.park_for_next_time(owner, found=found, texts=next_time)
        if found.status != SessionStatus.HELD or raised_item_ids is not None:
            session_outcomes.settle_agenda(owner, session_id=session_id, raised_item_ids=raised_item_ids)
        touchpoints.log_touchpoint(
            owner,
            person_id=found.person.id,
            kind=TouchpointKind.SESSION,
            direction=Direction.BOTH,
            on=on,
            source=Source.SESSION,
            session_id=session_id,
            source_key=_touchpoint_key(session_id),
        )
        return held


def _end_unheld(owner: User, session_id: int, status: SessionStatus, **changes: str) -> SessionRecord:
    with transaction.atomic():
        found = sessions.session_for_change(owner, session_id=session_id)
        must_be_to_come(found)
        following_briefs.hold_back(owner, session_id=session_id)
        following_invitations.hold_back(owner, session_id=session_id)
        parking.release_session_items(owner, session_id=session_id)
        said = {name: plain_text(text) for name, text in changes.items()}
        return sessions.change_session(
            owner, session_id=session_id, status=status, sequence=found.sequence + 1, **said
        )


def _follow_notes(owner: User, before: SessionRecord, after: SessionRecord) -> None:
    if after.notes != before.notes:
        zone = profiles.zone(owner)
        on = min(after.starts_at.astimezone(zone).date(), clock.today(zone))
        noted_advice.follow_notes(owner, session=after, on=on)


def _touchpoint_key(session_id: int) -> str:
    return f"session-{session_id}"


def _moment(on: date, at: time, zone: ZoneInfo) -> datetime:
    return session_clock.at_local(possible_day(on), to_the_minute(at), zone)


def _ends_at(found: SessionRecord) -> datetime:
    return found.starts_at + timedelta(minutes=found.length_minutes)


def _is_running(found: SessionRecord, now: datetime) -> bool:
    return found.status in TO_COME and found.starts_at <= now < _ends_at(found)


def _last_begun(owner: User, person_id: int) -> SessionRecord | None:
    now = clock.now()
    begun = [
        one
        for one in sessions.sessions_with(owner, person_id=person_id, limit=200)
        if one.starts_at <= now + BEGINS_WITHIN
    ]
    for statuses in (TO_COME, (SessionStatus.HELD,)):
        found = next((one for one in begun if one.status in statuses), None)
        if found is not None:
            return found
    return None


def _status_to_come(found: SessionRecord) -> SessionStatus:
    if found.brief_sent_at:
        return SessionStatus.BRIEF_SENT
    return SessionStatus.PREPARED if found.prepared_at else SessionStatus.PLANNED


def must_be_free(owner: User, person_id: int, starts_at: datetime, *, beside: Collection[int] = ()) -> None:
    """``Conflict`` where a session with them is at that moment already, not counting those ``beside``."""
    at_once = sessions.sessions_between(owner, starts=starts_at, ends=starts_at + timedelta(minutes=1))
    taken = [one for one in at_once if one.person.id == person_id and one.id not in beside]
    if any(one.status in TO_COME for one in taken):
        raise Conflict(f"You have a session with {taken[0].person.name} at that time already.")


def must_be_to_come(found: SessionRecord) -> None:
    """``Conflict`` for a session that was held, missed or cancelled."""
    if found.status not in TO_COME:
        raise Conflict("This session is over; reopen it first.")


def _must_have_begun(found: SessionRecord, now: datetime) -> None:
    if found.status in (SessionStatus.CANCELLED, SessionStatus.MISSED):
        raise Conflict("This session is marked as not held; reopen it first.")
    if found.status in TO_COME and found.starts_at > now + BEGINS_WITHIN:
        raise Conflict("This session is still to come; move it first if it happened earlier.")


def _added(before: str, more: str) -> str:
    said = plain_text(more)
    return before if not said or said in before else f"{before}\n{said}".strip()
