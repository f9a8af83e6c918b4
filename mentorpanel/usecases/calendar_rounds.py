"""A round with the owner's calendar: claimed and put together here, run outside any transaction, noted here again."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from mentorpanel import clock
from mentorpanel.domain import calendar_feed, session_clock
from mentorpanel.domain.calendar_records import AccountRecord, EntryRecord
from mentorpanel.domain.calendar_round import CalendarLogin, CalendarRound, RoundReport, RoundResult
from mentorpanel.domain.calendar_sync import Do, Wanted, Written
from mentorpanel.domain.problems import Conflict
from mentorpanel.domain.words import start_sentence
from mentorpanel.formats.calendar_entry import content_mark, entry_file, what_it_says
from mentorpanel.storage import busy_times as busy_rows
from mentorpanel.storage import calendars, feeds, system
from mentorpanel.storage.ownership import User
from mentorpanel.usecases import busy_times, profiles, sessions
from mentorpanel.usecases.calendars import AHEAD

LEASE: Final = timedelta(minutes=10)
"""Longer than a round can take."""
EVERY: Final = timedelta(minutes=10)
"""How often each calendar is looked at; our judgement."""
LONGEST_WAIT: Final = timedelta(hours=6)
STAYS: Final = timedelta(days=1)
"""What ended longer ago is not touched any more; our judgement."""
REMEMBERS_BUSY: Final = timedelta(days=90)
"""Busy times of the past explain where past preparation was; as long as the feed shows it."""
MOST_SESSIONS: Final = 300


@dataclass(frozen=True, slots=True)
class ClaimedRound:
    """A round that this holder alone may run now."""

    owner: User
    holder: str
    job: CalendarRound
    settled: frozenset[str]
    """The entries that are noted as in place, so that leaving them as they are writes nothing."""
    begun_as: tuple[str, datetime]
    """The account's state and next look when the round began: where they differ at its end, the owner has acted."""


def free_lost(*, holder: str) -> int:
    """Free what that worker held before its restart."""
    return system.free_calendars(holder=holder)


def begin(*, holder: str, owner: User | None = None) -> ClaimedRound | None:
    """The next round that is due, put together; None where nothing is. With ``owner``: that one's, due or not.

    Before it goes out, each entry that will be written is noted as begun: a write whose end is never heard of is
    known as ours in the next round. A password that cannot be opened stops the connection and says so.
    """
    now = clock.now()
    claimed = system.claim_calendar(holder=holder, now=now, lease=LEASE, owner=owner)
    if claimed is None:
        return None
    try:
        with transaction.atomic():
            return _put_together(claimed, holder, now)
    except Conflict as problem:
        calendars.finish(claimed, holder=holder, state="stopped", last_error=problem.message)
        return None


def finish(claimed: ClaimedRound, report: RoundReport) -> None:
    """Note what came of a round: each step, the busy times, and when to look again. A lost claim changes nothing."""
    owner, now = claimed.owner, clock.now()
    with transaction.atomic():
        if not calendars.is_held(owner, holder=claimed.holder):
            return
        for result in report.results:
            _note(claimed, result)
        is_new = False
        if report.busy is not None and not claimed.job.is_leaving:
            is_new = busy_rows.replace(
                owner, spans=report.busy, since=claimed.job.since, forget_before=now - REMEMBERS_BUSY
            )
        if claimed.job.is_leaving and not report.failure:
            calendars.remove(owner)
            return
        calendars.finish(owner, holder=claimed.holder, **_outcome(claimed, report, now, is_new=is_new))


def _put_together(owner: User, holder: str, now: datetime) -> ClaimedRound:
    account = calendars.account_for_change(owner)
    profile = profiles.profile(owner)
    is_leaving = account.state == "leaving"
    wanted, values = ([], {}) if is_leaving or not account.write_to else _wanted(owner, account, now)
    known = calendars.entries(
        owner, ends_after=None if is_leaving else now - STAYS, hrefs=[one.href for one in wanted]
    )
    written = tuple(_written(one, account) for one in known)
    contents = {one.href: one.content for one in written}
    for one in wanted:
        if contents.get(one.href) != one.content:
            calendars.begin_entry(owner, href=one.href, meant=one.says, **values[one.href])
    job = CalendarRound(
        login=CalendarLogin(account.address, account.user, calendars.password(owner)),
        write_to=account.write_to,
        read_from=() if is_leaving else tuple(one.address for one in account.reads),
        wanted=tuple(wanted),
        written=written,
        zone=profile.time_zone,
        since=now - STAYS,
        until=now + AHEAD,
        but_uids=frozenset(one.uid for one in known if one.kind == "preparation")
        | frozenset(one.uid for one in wanted if values[one.href]["kind"] == "preparation"),
        is_leaving=is_leaving,
    )
    settled = frozenset(one.href for one in known if one.state == "written" and not one.is_forced)
    return ClaimedRound(owner, holder, job, settled, (account.state, account.next_at))


def _wanted(
    owner: User, account: AccountRecord, now: datetime
) -> tuple[list[Wanted], dict[str, dict[str, Any]]]:
    """What should be in the calendar: as in the feed, without its due dates; with what is noted of each entry."""
    profile = profiles.profile(owner)
    options = replace(feeds.feed(owner).options, has_due_dates=False)
    coming = feeds.feed_sessions(owner, since=now - STAYS)
    found = [one for one in coming if one.starts_at < now + AHEAD][:MOST_SESSIONS]
    busy = busy_times.busy_around(owner, found, profile)
    wanted: list[Wanted] = []
    values: dict[str, dict[str, Any]] = {}
    for session in found:
        plan = session_clock.caught_up(sessions.clock_of(profile, session, busy), session.booked_at)
        for event in calendar_feed.session_events(session, plan, options):
            starts_at, ends_at = event.starts, event.ends
            if not isinstance(starts_at, datetime) or ends_at is None or ends_at <= now - STAYS:
                continue
            href = account.write_to + _file_name(event.uid)
            data = entry_file(event, base_address=settings.PUBLIC_URL)
            mark = content_mark(event, base_address=settings.PUBLIC_URL)
            wanted.append(Wanted(href, event.uid, what_it_says(data)[1], mark, starts_at, data))
            values[href] = {
                "session_id": session.id,
                "kind": "session" if event.uid == session.uid else "preparation",
                "uid": event.uid,
                "starts_at": starts_at,
                "ends_at": ends_at,
            }
    return wanted, values


def _written(entry: EntryRecord, account: AccountRecord) -> Written:
    is_elsewhere = not account.write_to or not entry.href.startswith(account.write_to)
    return Written(
        href=entry.href,
        uid=entry.uid,
        etag=entry.etag,
        says=entry.says,
        content=entry.content,
        meant=entry.meant,
        was_left=entry.state in ("changed-there", "removed-there"),
        is_explained=entry.session_id is not None or is_elsewhere,
        is_forced=entry.is_forced,
    )


def _file_name(uid: str) -> str:
    """The name of an entry's file: the same for the same UID, and nobody else's, since the UID is not."""
    return re.sub(r"[^A-Za-z0-9]+", "-", uid)[:150] + ".ics"


def _note(claimed: ClaimedRound, result: RoundResult) -> None:
    """Write what came of one step to its entry."""
    owner, href = claimed.owner, result.href
    if not result.is_done:
        calendars.change_entry(owner, href=href, state="refused", note=result.note[:500])
        return
    if result.do in (Do.DELETE, Do.FORGET):
        calendars.forget_entry(owner, href=href)
        return
    if result.do in (Do.CHANGED_THERE, Do.REMOVED_THERE):
        calendars.change_entry(
            owner,
            href=href,
            state=str(result.do),
            note=start_sentence(result.note[:500]),
            etag=result.etag[:300],
            is_forced=False,
            meant="",
        )
        return
    want = next((one for one in claimed.job.wanted if one.href == href), None)
    if want is None or (result.do == Do.LEAVE and href in claimed.settled):
        return
    calendars.change_entry(
        owner, href=href, etag=result.etag[:300], says=want.says, content=want.content, meant="", note="",
        state="written", is_forced=False,
    )  # fmt: skip


def _outcome(claimed: ClaimedRound, report: RoundReport, now: datetime, *, is_new: bool) -> dict[str, Any]:
    """How the account stands after a round; as the owner left it where they chose, mended or disconnected meanwhile."""
    is_leaving = claimed.job.is_leaving
    account = calendars.account_for_change(claimed.owner)
    if (account.state, account.next_at) != claimed.begun_as:
        return {}
    if report.refusal:
        return {"state": "stopped", "last_error": report.refusal}
    if report.failure:
        attempts = account.attempts + 1
        wait = max(_backoff(attempts), report.wait or timedelta())
        if report.must_mend and not is_leaving:
            return {"state": "stopped", "last_error": report.failure, "attempts": attempts}
        return {
            "state": "leaving" if is_leaving else "failing",
            "last_error": report.failure,
            "attempts": attempts,
            "next_at": now + (LONGEST_WAIT if report.must_mend else wait),
        }
    # New busy times may have moved a block: it is written at once, not in ten minutes.
    return {
        "state": "good", "last_error": "", "attempts": 0, "synced_at": now, "busy_until": claimed.job.until,
        "next_at": now if is_new else now + EVERY,
    }  # fmt: skip


def _backoff(attempts: int) -> timedelta:
    """A minute, doubling up to six hours; our judgement."""
    return min(timedelta(minutes=2 ** min(attempts - 1, 12)), LONGEST_WAIT)
