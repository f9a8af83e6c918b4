"""Series and sessions: plan them, move them, hold them, and let nothing parked be lost."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain import recurrence, session_clock
from mentorpanel.domain.facts import ClockPlan, Direction, SessionStatus, Source, TouchpointKind
from mentorpanel.domain.problems import Conflict, Invalid, NotFound
from mentorpanel.domain.promises import read_promise
from mentorpanel.domain.records import ProfileRecord, SeriesRecord, SessionRecord
from mentorpanel.storage import sessions
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import advice, commitments, parking, people, profiles, touchpoints

MADE_AHEAD = timedelta(days=120)
LONGEST = 8 * 60
STILL_RUNNING = timedelta(hours=12)
LOOKS_BACK = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A new series, its recurrence in words, and the sessions made ahead."""

    series: SeriesRecord
    in_words: str
    sessions: tuple[SessionRecord, ...]


def schedule(
    owner: User,
    *,
    person_id: int,
    rrule: str,
    at: time,
    length_minutes: int = 45,
    from_on: date | None = None,
    place: str = "",
    time_zone: str = "",
) -> Scheduled:
    """A series with a person and its sessions for the coming months.

    Kept in the owner's zone, or in ``time_zone``. A rule that cannot be kept, a length that makes no
    sense or an unknown zone is ``Invalid`` and nothing is stored.
    """
    profile = profiles.profile(owner)
    zone = recurrence.zone_of(time_zone or profile.time_zone)
    rule = recurrence.check_rrule(rrule)
    _check_length(length_minutes)
    now = clock.now()
    starts = datetime.combine(from_on or now.astimezone(zone).date(), at)
    with transaction.atomic():
        people.person(owner, person_id=person_id)
        made = sessions.add_series(
            owner,
            person_id=person_id,
            rrule=rule,
            starts_local=starts.replace(tzinfo=UTC),
            time_zone=zone.key,
            length_minutes=length_minutes,
            place=place[:500],
        )
        if _make_ahead(owner, made, now) == 0:
            raise Invalid("This rule gives no session in the next four months; check its dates.", field="rrule")
    coming = [one for one in sessions.coming(owner, now=now, limit=500) if one.series_id == made.id]
    return Scheduled(made, recurrence.in_words(rule), tuple(coming))


def schedule_once(
    owner: User, *, person_id: int, on: date, at: time, length_minutes: int = 45, place: str = ""
) -> SessionRecord:
    """One session by itself."""
    _check_length(length_minutes)
    zone = profiles.zone(owner)
    starts_at = _moment(on, at, zone)
    with transaction.atomic():
        people.person(owner, person_id=person_id)
        uid = _uid(owner.pk, f"person-{person_id}", starts_at)
        return sessions.add_session(
            owner,
            person_id=person_id,
            uid=uid,
            starts_at=starts_at,
            length_minutes=length_minutes,
            place=place[:500],
        )


def make_sessions_ahead(owner: User) -> int:
    """Make the sessions of every running series for the coming months; returns how many were new."""
    made = 0
    for series in sessions.running_series(owner):
        with transaction.atomic():
            made += _make_ahead(owner, series, clock.now())
    return made


def session(owner: User, *, session_id: int) -> SessionRecord:
    """One session."""
    return sessions.session(owner, session_id=session_id)


def find_session(owner: User, *, reference: str = "") -> SessionRecord:
    """A session by its id, by a person's name (their next, else their last), or the next of all."""
    reference = reference.strip().removeprefix("#")
    now = clock.now()
    if reference.isdigit():
        return sessions.session(owner, session_id=int(reference))
    if not reference:
        coming = sessions.coming(owner, now=now - STILL_RUNNING, limit=1)
        if not coming:
            raise NotFound("No session is planned. “mentorpanel schedule NAME …” plans one.")
        return coming[0]
    person = people.find_person(owner, name=reference)
    found = next_or_last(owner, person_id=person.id)
    if found is None:
        raise NotFound(f"No session with {person.name} yet. “mentorpanel schedule” plans one.")
    return found


def coming_sessions(owner: User, *, limit: int = 50) -> list[SessionRecord]:
    """The sessions to come and the one that may be running, soonest first."""
    return sessions.coming(owner, now=clock.now() - timedelta(hours=2), limit=limit)


def unfinished_sessions(owner: User) -> list[SessionRecord]:
    """Sessions of the last month that are over and wait for notes or a recap."""
    now = clock.now()
    return [found for found, _ in sessions.near(owner, since=now - LOOKS_BACK, until=now)]


def past_sessions(owner: User, *, limit: int = 50) -> list[SessionRecord]:
    """The sessions of the last year, newest first."""
    now = clock.now()
    return sessions.sessions_between(owner, starts=now - timedelta(days=365), ends=now)[::-1][:limit]


def sessions_with(owner: User, *, person_id: int) -> list[SessionRecord]:
    """A person's sessions, newest first."""
    return sessions.sessions_with(owner, person_id=person_id)


def next_or_last(owner: User, *, person_id: int) -> SessionRecord | None:
    """The next session with a person, else their last, else None."""
    found = sessions.next_with(owner, person_id=person_id, after=clock.now() - STILL_RUNNING)
    if found is None:
        found = next(iter(sessions.sessions_with(owner, person_id=person_id, limit=1)), None)
    return found


def following(owner: User, *, session_id: int) -> SessionRecord | None:
    """The next session with the same person after this one."""
    found = sessions.session(owner, session_id=session_id)
    return sessions.next_with(owner, person_id=found.person.id, after=found.starts_at)


def clock_of(profile: ProfileRecord, session: SessionRecord) -> ClockPlan:
    """The moments of a session's clock."""
    return session_clock.plan(
        starts_at=session.starts_at,
        length_minutes=session.length_minutes,
        zone=profile.time_zone,
        hours=profiles.working_hours(profile),
        prep_minutes=session.prep_minutes,
        prep_hours_before=profile.prep_hours_before,
    )


def change_session(
    owner: User, *, session_id: int, notes: str | None = None, shared_notes: str | None = None, place: str | None = None
) -> SessionRecord:
    """Write notes (private), shared notes or the place."""
    changes = {"notes": notes, "shared_notes": shared_notes, "place": place[:500] if place is not None else None}
    kept = {name: value for name, value in changes.items() if value is not None}
    with transaction.atomic():
        return sessions.change_session(owner, session_id=session_id, **kept)


def prepare_session(owner: User, *, session_id: int) -> SessionRecord:
    """Say that the preparation is done."""
    with transaction.atomic():
        now = sessions.session(owner, session_id=session_id)
        _must_be_to_come(now)
        status = SessionStatus.PREPARED if now.status == SessionStatus.PLANNED else now.status
        return sessions.change_session(owner, session_id=session_id, status=status, prepared_at=clock.now())


def move_session(owner: User, *, session_id: int, on: date, at: time, reason: str = "") -> SessionRecord:
    """Move this one session; its agenda, brief and the rest of the series stay as they are."""
    starts_at = _moment(on, at, profiles.zone(owner))
    with transaction.atomic():
        found = sessions.session(owner, session_id=session_id)
        _must_be_to_come(found)
        return sessions.change_session(
            owner, session_id=session_id, starts_at=starts_at, sequence=found.sequence + 1, reason=reason
        )


def cancel_session(owner: User, *, session_id: int, reason: str = "") -> SessionRecord:
    """Cancel this one session; what was planned for it is parked again."""
    return _end_unheld(owner, session_id, SessionStatus.CANCELLED, reason=reason)


def miss_session(owner: User, *, session_id: int, who: str, reason: str = "") -> SessionRecord:
    """Record that a session did not happen: ``who`` is me, them or both."""
    if who not in ("me", "them", "both"):
        raise Invalid("Say who could not make it: me, them or both.", field="who")
    return _end_unheld(owner, session_id, SessionStatus.MISSED, reason=reason, who_missed=who)


def reopen_session(owner: User, *, session_id: int) -> SessionRecord:
    """Undo a cancellation, a miss, or a *held* said by mistake. What was noted stays."""
    with transaction.atomic():
        found = sessions.session(owner, session_id=session_id)
        status = SessionStatus.BRIEF_SENT if found.brief_sent_at else SessionStatus.PLANNED
        touchpoints.forget_source(owner, source_key=_touchpoint_key(session_id))
        return sessions.change_session(
            owner, session_id=session_id, status=status, held_at=None, who_missed="", reason=""
        )


def end_series(owner: User, *, series_id: int) -> None:
    """End a series: its sessions to come are cancelled, their parked items kept."""
    now = clock.now()
    with transaction.atomic():
        found = sessions.series(owner, series_id=series_id)
        sessions.end_series(owner, series_id=series_id, on=now.astimezone(ZoneInfo(found.time_zone)).date())
        for one in sessions.coming(owner, now=now, limit=500):
            if one.series_id == series_id:
                _end_unheld(owner, one.id, SessionStatus.CANCELLED, reason="The series has ended.")


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

    The session counts as contact. Items on the agenda that were not raised stay linked to their
    person and are offered for the next session. Said twice, it adds and doubles nothing.
    """
    profile = profiles.profile(owner)
    zone = ZoneInfo(profile.time_zone)
    now = clock.now()
    with transaction.atomic():
        found = sessions.session(owner, session_id=session_id)
        if found.status in (SessionStatus.CANCELLED, SessionStatus.MISSED):
            raise Conflict("This session is marked as not held; reopen it first.")
        if found.starts_at > now + timedelta(hours=1):
            raise Conflict("This session is still to come; move it first if it happened earlier.")
        on = found.starts_at.astimezone(zone).date()
        _note_what_was_said(owner, found, on, promises, their_promises, learned, next_time)
        _settle_agenda(owner, session_id, raised_item_ids)
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
        changes = {"notes": _added(found.notes, notes), "shared_notes": _added(found.shared_notes, shared_notes)}
        return sessions.change_session(
            owner, session_id=session_id, status=SessionStatus.HELD, held_at=found.held_at or now, **changes
        )


def _note_what_was_said(
    owner: User,
    found: SessionRecord,
    on: date,
    promises: tuple[str, ...],
    their_promises: tuple[str, ...],
    learned: tuple[str, ...],
    next_time: tuple[str, ...],
) -> None:
    person_id = found.person.id
    said = {(one.text, one.is_mine) for one in commitments.commitments_of_session(owner, session_id=found.id)}
    for is_mine, texts in ((True, promises), (False, their_promises)):
        for text in _worded(texts):
            promised = read_promise(text, today=on)
            if (promised.text, is_mine) not in said:
                commitments.promise(
                    owner,
                    person_id=person_id,
                    text=promised.text,
                    is_mine=is_mine,
                    due_on=promised.due_on,
                    session_id=found.id,
                )
    known = {one.text for one in advice.advice_of_session(owner, session_id=found.id)}
    for text in _worded(learned):
        if text not in known:
            advice.note_advice(owner, person_id=person_id, text=text, session_id=found.id, on=on)
    waiting = {one.text for one in parking.open_items_for(owner, person_id=person_id)}
    for text in _worded(next_time):
        if text not in waiting:
            parking.park_item(owner, text=text, person_id=person_id)


def _settle_agenda(owner: User, session_id: int, raised_item_ids: tuple[int, ...] | None) -> None:
    agenda = parking.agenda(owner, session_id=session_id)
    raised = {entry.item.id for entry in agenda} if raised_item_ids is None else set(raised_item_ids)
    for entry in agenda:
        if entry.item.id in raised:
            parking.mark_raised(owner, item_id=entry.item.id, session_id=session_id)
    parking.release_session_items(owner, session_id=session_id)


def _end_unheld(owner: User, session_id: int, status: SessionStatus, **changes: str) -> SessionRecord:
    with transaction.atomic():
        found = sessions.session(owner, session_id=session_id)
        _must_be_to_come(found)
        parking.release_session_items(owner, session_id=session_id)
        return sessions.change_session(
            owner, session_id=session_id, status=status, sequence=found.sequence + 1, **changes
        )


def _make_ahead(owner: User, series: SeriesRecord, now: datetime) -> int:
    moments = recurrence.occurrences(
        series.rrule, series.starts_local, series.time_zone, after=now - timedelta(hours=1), before=now + MADE_AHEAD
    )
    return sessions.add_occurrences(
        owner, of=series, moments=moments, uid_of=lambda series_id, moment: _uid(owner.pk, f"series-{series_id}", moment)
    )


def _uid(owner_id: int, of: str, moment: datetime) -> str:
    """A calendar UID that no other installation makes and that says nothing about people."""
    seed = f"{settings.SECRET_KEY}|{owner_id}|{of}|{moment.isoformat()}"
    return f"{hashlib.sha256(seed.encode()).hexdigest()[:32]}@mentorpanel"


def _touchpoint_key(session_id: int) -> str:
    return f"session-{session_id}"


def _moment(on: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, at, tzinfo=zone).astimezone(UTC)


def _must_be_to_come(found: SessionRecord) -> None:
    if found.status not in sessions.TO_COME:
        raise Conflict("This session is over; reopen it first.")


def _check_length(minutes: int) -> None:
    if not 5 <= minutes <= LONGEST:
        raise Invalid("A session lasts from 5 minutes to 8 hours.", field="length")


def _worded(texts: tuple[str, ...]) -> list[str]:
    return [text.strip() for text in texts if text.strip()]


def _added(before: str, more: str) -> str:
    return before if not more or more in before else f"{before}\n{more}".strip()


