"""Series of sessions: begin one, make its sessions ahead, end it."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain import recurrence, session_clock
from mentorpanel.domain.facts import SessionStatus
from mentorpanel.domain.problems import Conflict, Invalid, Problem
from mentorpanel.domain.records import SeriesRecord, SessionRecord
from mentorpanel.domain.wording import one_line
from mentorpanel.storage import people as known_people
from mentorpanel.storage import sessions
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles
from mentorpanel.usecases import sessions as holding
from mentorpanel.usecases.session_times import (
    BEGINS_WITHIN,
    MOST_PLACE,
    check_length,
    possible_day,
    to_the_minute,
)

log = logging.getLogger("mentorpanel.sessions")

MADE_AHEAD = timedelta(days=120)
"""How far ahead sessions are made; our judgement."""
FIRST_WITHIN = timedelta(days=800)
"""The next session of a rarer series is made however far it is, up to here."""
MOST_COMING = 500
MOST_PREPARATION = 8 * 60
"""Minutes; our judgement."""
ENDED = "The series has ended."
"""Why its sessions were cancelled; by it they are found again."""


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
    sense or an unknown zone is ``Invalid``, the same series twice is a ``Conflict``; then nothing is stored.
    """
    profile = profiles.profile(owner)
    zone = recurrence.zone_of(time_zone.strip() or profile.time_zone)
    rule = recurrence.check_rrule(rrule)
    check_length(length_minutes)
    now = clock.now()
    starts = datetime.combine(possible_day(from_on or now.astimezone(zone).date()), to_the_minute(at))
    with transaction.atomic():
        known_people.person_for_change(owner, person_id=person_id)
        _must_be_new(owner, person_id, rule, starts)
        made = sessions.add_series(
            owner,
            person_id=person_id,
            rrule=rule,
            starts_local=starts.replace(tzinfo=UTC),
            time_zone=zone.key,
            length_minutes=length_minutes,
            place=one_line(place, at_most=MOST_PLACE),
        )
        if make_ahead(owner, made, now) == 0:
            raise Invalid(
                "No session would come of this: the rule ends before it begins. Check its dates.",
                field="rrule",
            )
        coming = sessions.coming(owner, now=now, limit=MOST_COMING)
    return Scheduled(
        made, recurrence.in_words(rule), tuple(one for one in coming if one.series_id == made.id)
    )


def make_sessions_ahead(owner: User) -> int:
    """Make the sessions of every running series for the coming months; returns how many were new.

    A series that cannot be continued does not hold up the others.
    """
    made = 0
    for series in sessions.running_series(owner):
        try:
            with transaction.atomic():
                made += make_ahead(owner, series, clock.now())
        except Problem as problem:
            log.warning("series %s cannot be continued: %s", series.id, problem.message)
    return made


def series(owner: User, *, series_id: int) -> SeriesRecord:
    """One series."""
    return sessions.series(owner, series_id=series_id)


def running_series(owner: User) -> list[SeriesRecord]:
    """The series that have not ended."""
    return sessions.running_series(owner)


def change_series(
    owner: User, *, series_id: int, place: str | None = None, length_minutes: int | None = None
) -> SeriesRecord:
    """Change where or how long the sessions of a series are, from now on: those to come change with it.

    When they are is another series: end this one and begin anew. One that has ended is a ``Conflict``.
    """
    if length_minutes is not None:
        check_length(length_minutes)
    line = one_line(place, at_most=MOST_PLACE) if place is not None else None
    given = {"place": line, "length_minutes": length_minutes}
    changes = {name: value for name, value in given.items() if value is not None}
    with transaction.atomic():
        found = sessions.series(owner, series_id=series_id)
        if found.ended_on is not None:
            raise Conflict("This series has ended; begin a new one.")
        if not changes:
            return found
        sessions.change_series(owner, series_id=series_id, **changes)
        for one in sessions.coming(owner, now=clock.now(), limit=MOST_COMING):
            if one.series_id == series_id:
                holding.change_session(owner, session_id=one.id, place=line, length_minutes=length_minutes)
        return sessions.series(owner, series_id=series_id)


def prepare_otherwise(
    owner: User, *, series_id: int, minutes: int | None = None, lead: str = ""
) -> SeriesRecord:
    """How the sessions of a series are prepared: how long, and hours ahead or ``day-before``; None and empty: as usual.

    One that has ended is a ``Conflict``. Undo: the same with what it was.
    """
    if minutes is not None and not 0 <= minutes <= MOST_PREPARATION:
        raise Invalid(f"Preparation takes from 0 to {MOST_PREPARATION} minutes.", field="prep_minutes")
    kept = session_clock.lead_of(lead, profiles.MOST_HOURS_AHEAD)
    with transaction.atomic():
        if sessions.series(owner, series_id=series_id).ended_on is not None:
            raise Conflict("This series has ended; begin a new one.")
        sessions.set_preparation(owner, series_id=series_id, minutes=minutes, lead=kept)
        return sessions.series(owner, series_id=series_id)


def end_series(
    owner: User, *, series_id: int, from_session_id: int | None = None, reason: str = "", who: str = ""
) -> int:
    """End a series: its sessions to come are cancelled, their parked items kept. Returns how many were cancelled.

    With ``from_session_id`` that one and all later ones; those before it stay. Undo: ``resume_series``.
    """
    now = clock.now()
    with transaction.atomic():
        found = sessions.series(owner, series_id=series_id)
        since = sessions.session(owner, session_id=from_session_id).starts_at if from_session_id else None
        sessions.end_series(owner, series_id=series_id, on=now.astimezone(ZoneInfo(found.time_zone)).date())
        coming = [
            one
            for one in sessions.coming(owner, now=now, limit=MOST_COMING)
            if one.series_id == series_id and (since is None or one.starts_at >= since)
        ]
        for one in coming:
            holding.cancel_session(owner, session_id=one.id, reason=f"{ENDED} {reason}", who=who)
    return len(coming)


def resume_series(owner: User, *, series_id: int) -> int:
    """Undo ``end_series``: the series goes on, with the sessions to come that ended with it; how many.

    ``Conflict`` for a series that runs, or one that went on as another.
    """
    now = clock.now()
    with transaction.atomic():
        if sessions.series(owner, series_id=series_id).ended_on is None:
            raise Conflict("This series has not ended.")
        off = [
            one
            for one in sessions.of_series(owner, series_id=series_id, since=now)
            if one.status == SessionStatus.CANCELLED and one.reason.startswith(ENDED)
        ]
        if not off:
            raise Conflict("Nothing of this series is left to go on with; begin a new one.")
        sessions.change_series(owner, series_id=series_id, ended_on=None)
        for one in off:
            holding.must_be_free(owner, one.person.id, one.starts_at)
            holding.reopen_session(owner, session_id=one.id)
    return len(off)


def make_ahead(owner: User, series: SeriesRecord, now: datetime) -> int:
    """Make the sessions of a series for the coming months that are not there yet; how many were new."""
    since = now - BEGINS_WITHIN
    moments = moments_of(series, since, now + MADE_AHEAD) or moments_of(series, since, now + FIRST_WITHIN)[:1]
    return sessions.add_occurrences(
        owner,
        of=series,
        moments=moments,
        uid_of=lambda series_id, moment: _uid(owner.pk, f"series-{series_id}", moment),
    )


def moments_of(series: SeriesRecord, after: datetime, before: datetime) -> list[datetime]:
    """When the sessions of a series are between two moments."""
    return recurrence.occurrences(
        series.rrule, series.starts_local, series.time_zone, after=after, before=before
    )


def _uid(owner_id: int, of: str, moment: datetime) -> str:
    """A calendar UID that no other installation makes and that says nothing about people."""
    seed = f"{settings.SECRET_KEY}|{owner_id}|{of}|{moment.isoformat()}"
    return f"{hashlib.sha256(seed.encode()).hexdigest()[:32]}@mentorpanel"


def _must_be_new(owner: User, person_id: int, rule: str, starts: datetime) -> None:
    for one in sessions.running_series(owner):
        is_same = (one.person.id, one.rrule, one.starts_local.time()) == (person_id, rule, starts.time())
        if is_same and one.starts_local.date() == starts.date():
            raise Conflict(f"This series with {one.person.name} runs already.")
