"""Move a session and all later ones of its series: another day, hour or rhythm from then on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain import recurrence
from mentorpanel.domain.how_often import same_rhythm
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.domain.records import SeriesRecord, SessionRecord
from mentorpanel.domain.session_clock import at_local
from mentorpanel.domain.wording import plain_text
from mentorpanel.storage import sessions as stored
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import profiles, series, sessions
from mentorpanel.usecases.session_times import possible_day, to_the_minute


@dataclass(frozen=True, slots=True)
class Moved:
    """The series from now on, its recurrence in words, the first session, and how many came along or were dropped."""

    series: SeriesRecord
    in_words: str
    first: SessionRecord
    moved: int
    cancelled: int


def move_rest(
    owner: User, *, session_id: int, on: date, at: time, rrule: str = "", reason: str = ""
) -> Moved:
    """Move a session to a day and hour of the owner's, and every later one of its series with it.

    The series keeps its own zone. Without ``rrule`` they stay as often as they were, from the new day on. Each
    session keeps its agenda, its brief and its place in the mentor's calendar; what happened before stays with
    the series that was.
    ``Conflict`` for a session that is over or of no series, ``Invalid`` for a rhythm that has none on that day.
    """
    with transaction.atomic():
        found = stored.session_for_change(owner, session_id=session_id)
        sessions.must_be_to_come(found)
        if found.series_id is None:
            raise Conflict("This session is of no series; move it by itself.")
        before = stored.series(owner, series_id=found.series_id)
        if before.ended_on is not None:
            raise Conflict("This series has ended; move the session by itself.")
        moment = at_local(possible_day(on), to_the_minute(at), profiles.zone(owner))
        starts = moment.astimezone(recurrence.zone_of(before.time_zone)).replace(tzinfo=None)
        rule = recurrence.check_rrule(rrule or same_rhythm(before.rrule, starts.date()))
        after = _begin(owner, before, rule, starts)
        rest = stored.of_series(owner, series_id=before.id, since=found.starts_at)
        moments = series.moments_of(after, clock.now(), clock.now() + series.FIRST_WITHIN)[: len(rest)]
        moved = 0
        for one, start in zip(rest, moments, strict=False):
            moved += _move(owner, one, after, start, [other.id for other in rest], plain_text(reason))
        left = [one for one in rest[len(moments) :] if one.status in stored.TO_COME]
        for one in left:
            sessions.cancel_session(owner, session_id=one.id, reason="The series ends before it.")
        today = clock.now().astimezone(recurrence.zone_of(before.time_zone)).date()
        stored.end_series(owner, series_id=before.id, on=today)
        series.make_ahead(owner, after, clock.now())
        first = stored.session(owner, session_id=session_id)
        return Moved(after, recurrence.in_words(rule), first, moved, len(left))


def _move(
    owner: User, one: SessionRecord, after: SeriesRecord, moment: datetime, beside: list[int], reason: str
) -> int:
    """Give a session its place in the new series; one that was skipped keeps its place and stays skipped."""
    if one.status not in stored.TO_COME:
        stored.change_session(owner, session_id=one.id, series_id=after.id, recurrence_at=moment)
        return 0
    sessions.must_be_free(owner, one.person.id, moment, beside=beside)
    sessions.put_at(owner, one, moment, series_id=after.id, recurrence_at=moment, reason=reason)
    return 1


def _begin(owner: User, before: SeriesRecord, rule: str, starts: datetime) -> SeriesRecord:
    """The series from then on; the day has to be one of its own, and still to come."""
    zone = recurrence.zone_of(before.time_zone)
    if starts.replace(tzinfo=zone) <= clock.now():
        raise Invalid("That moment is over; choose one that is to come.", field="on")
    made = stored.add_series(
        owner,
        person_id=before.person.id,
        rrule=rule,
        starts_local=starts.replace(tzinfo=UTC),
        time_zone=before.time_zone,
        length_minutes=before.length_minutes,
        place=before.place,
    )
    if before.prep_minutes is not None or before.prep_lead:
        stored.set_preparation(owner, series_id=made.id, minutes=before.prep_minutes, lead=before.prep_lead)
    first = series.moments_of(made, clock.now(), clock.now() + series.FIRST_WITHIN)[:1]
    if not first or first[0].astimezone(zone).date() != starts.date():
        words = recurrence.in_words(rule)
        raise Invalid(
            f"The rhythm ({words}) has no session on {starts:%A} {starts.day} {starts:%B}. Say how often it is from then on.",
            field="rrule",
        )
    return made
