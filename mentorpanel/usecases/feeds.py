"""The owner's calendar feed: its private address, its options, and the calendar itself."""

import hashlib
import secrets
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain import calendar_feed, session_clock
from mentorpanel.domain.calendar_feed import FeedOptions, FeedRecord
from mentorpanel.domain.problems import Conflict, Invalid
from mentorpanel.formats import ical_feed
from mentorpanel.storage import feeds, owners, system
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import busy_times, profiles, sessions, weeks

LOOKS_BACK: Final = timedelta(days=90)
"""How long a session that was, and what is overdue, stay in the calendar; our judgement."""
LONGEST_ALARM: Final = 1440
"""Minutes; a day, our judgement."""
TOKEN_BYTES: Final = 32
FILE_NAME: Final = "mentoring.ics"
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def feed(owner: User) -> FeedRecord:
    """Whether there is an address, when it was last fetched, and what the calendar shows."""
    return feeds.feed(owner)


def make_address(owner: User) -> tuple[FeedRecord, str]:
    """A new address's token, known here and now only: what is stored is its hash. One there was is good no longer."""
    token, now = secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    with transaction.atomic():
        was = feeds.feed(owner).state
        made = feeds.set_address(owner, token_hash=_hash(token), at=now)
        detail = "the one before is good no longer" if was == "good" else ""
        owners.note_in_audit(owner, at=now, what="calendar address made", detail=detail)
    return made, token


def revoke_address(owner: User) -> FeedRecord:
    """The address is good no longer; twice is harmless. Without one: ``Conflict``."""
    now = clock.now()
    with transaction.atomic():
        if feeds.feed(owner).state == "none":
            raise Conflict("There is no calendar address to revoke.")
        if feeds.set_revoked(owner, at=now):
            owners.note_in_audit(owner, at=now, what="calendar address revoked")
        return feeds.feed(owner)


def restore_address(owner: User) -> FeedRecord:
    """Undo a revocation: the same address is good again. Where none was revoked nothing changes."""
    with transaction.atomic():
        if feeds.set_revoked(owner, at=None):
            owners.note_in_audit(owner, at=clock.now(), what="calendar address good again")
        return feeds.feed(owner)


def change_options(owner: User, *, options: FeedOptions) -> FeedRecord:
    """Set what the calendar shows. An alarm further ahead than a day is ``Invalid``."""
    alarm = options.alarm_minutes
    if alarm is not None and not 0 <= alarm <= LONGEST_ALARM:
        raise Invalid(f"A reminder comes from 0 to {LONGEST_ALARM} minutes before.", field="alarm_minutes")
    with transaction.atomic():
        before = feeds.feed(owner)
        if before.options == options:
            return before
        now = clock.now()
        if options.shows_names != before.options.shows_names:
            what = "calendar feed shows names" if options.shows_names else "calendar feed shows no names"
            owners.note_in_audit(owner, at=now, what=what)
        return feeds.set_options(owner, options=options, at=now)


def feed_owner(token: str) -> User | None:
    """Whose calendar has that address; None for one that is unknown or revoked. The day of the look is noted.

    Only the hash is looked up, so how long it takes says nothing of the token.
    """
    found = system.feed_owner(token_hash=_hash(token))
    if found is None:
        return None
    owner, last_fetched_on = found
    today = clock.now().date()
    if last_fetched_on != today:
        feeds.note_fetch(owner, on=today)
    return owner


def calendar(owner: User, *, base_address: str = "") -> bytes:
    """The calendar as an iCalendar file: the sessions of the last 90 days and all coming, their preparation, due dates.

    ``base_address`` is where the pages are, for the link in each event. The same facts give the same bytes.
    """
    record, profile = feeds.feed(owner), profiles.profile(owner)
    options, zone = record.options, ZoneInfo(profile.time_zone)
    since = clock.now() - LOOKS_BACK
    events = []
    found = feeds.feed_sessions(owner, since=since)
    busy = busy_times.busy_around(owner, found, profile)
    for session in found:
        plan = session_clock.caught_up(sessions.clock_of(profile, session, busy), session.booked_at)
        events += calendar_feed.session_events(session, plan, options)
    if options.has_due_dates:
        dues = feeds.feed_dues(owner, since=since.astimezone(zone).date())
        events += calendar_feed.due_events(dues, options)
    events += weeks.feed_events(owner, profile, shows_names=options.shows_names)
    events = calendar_feed.changed_since(events, record.changed_at)
    return ical_feed.calendar_feed(
        events, name=calendar_feed.NAME, refresh=calendar_feed.REFRESH, base_address=base_address
    )


def address_of(token: str, *, base_address: str) -> str:
    """The whole address, to be copied into a calendar."""
    return f"{base_address.rstrip('/')}/feeds/{token}.ics"


def is_this_machine_only(base_address: str) -> bool:
    """Whether an address can be reached from this machine alone."""
    return (urlsplit(base_address).hostname or "localhost") in _LOCAL


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
