"""Runs one round with a calendar server: looks, decides by the rule, does the steps, reads busy times."""

import time
from collections.abc import Callable, Iterable
from typing import Final

from mentorpanel.delivery.caldav import CalendarServer
from mentorpanel.delivery.channels import DeliveryFailure, PermanentFailure, TemporaryFailure
from mentorpanel.delivery.dav_requests import Changed, NotThere, SignInRefused, Waits
from mentorpanel.delivery.outside_address import PrivateAddress
from mentorpanel.domain.calendar_round import CalendarRound, RoundReport, RoundResult
from mentorpanel.domain.calendar_sync import Decided, Do, Seen, Step, decide, must_look_at
from mentorpanel.domain.preparation import Span, merged
from mentorpanel.formats.busy_times import busy_spans
from mentorpanel.formats.calendar_entry import what_it_says

ROUND_SECONDS: Final = 180.0
"""How long a round may go on beginning steps; our judgement, well within its lease."""
NO_CALENDAR: Final = "The calendar to write to is not there any more. Choose another one."
BY_HAND: Final = (Do.LEAVE, Do.ADOPT, Do.CHANGED_THERE, Do.REMOVED_THERE, Do.FORGET)
Connect = Callable[[], CalendarServer]


def run_round(job: CalendarRound, *, allow_private: bool, connect: Connect | None = None) -> RoundReport:
    """Do what the round is for. Never raises for what a server does: the report says how far it came, and why.

    What was done stays done: each step is reported, so that a failure in the middle loses nothing.
    """
    open_server = connect or (
        lambda: CalendarServer(job.login.user, job.login.password, allow_private=allow_private)
    )
    results: list[RoundResult] = []
    busy: tuple[Span, ...] | None = None
    try:
        with open_server() as server:
            decided = _decided(job, server)
            if decided.refusal:
                return RoundReport(refusal=decided.refusal, busy=_busy(job, server))
            _do_all(job, server, decided.steps, results)
            busy = None if job.is_leaving else _busy(job, server)
    except DeliveryFailure as failure:
        must_mend = isinstance(failure, (SignInRefused, NotThere, PrivateAddress))
        wait = failure.wait if isinstance(failure, Waits) else None
        return RoundReport(tuple(results), busy, failure=failure.reason, must_mend=must_mend, wait=wait)
    undone = [one for one in results if not one.is_done]
    return RoundReport(tuple(results), busy, failure=undone[0].note if undone else "")


def _decided(job: CalendarRound, server: CalendarServer) -> Decided:
    """Look at what is there under our addresses, content only where the etag says that something is new."""
    seen: dict[str, Seen] = {}
    hrefs = dict.fromkeys((*(one.href for one in job.wanted), *(one.href for one in job.written)))
    for calendar in sorted({_calendar_of(href) for href in hrefs}):
        here = [href for href in hrefs if _calendar_of(href) == calendar]
        try:
            etags = server.etags(calendar, here)
            seen.update((href, Seen(etag)) for href, etag in etags.items())
            news = must_look_at(job.written, etags)
            for href, (etag, data) in (server.contents(calendar, news) if news else {}).items():
                seen[href] = Seen(etag, *what_it_says(data))
        except NotThere as failure:
            if calendar == job.write_to:
                raise NotThere(NO_CALENDAR, code=failure.code) from failure
    return decide(job.wanted, job.written, seen, is_leaving=job.is_leaving)


def _do_all(
    job: CalendarRound, server: CalendarServer, steps: Iterable[Step], results: list[RoundResult]
) -> None:
    data = {one.href: one.data for one in job.wanted}
    ends = time.monotonic() + ROUND_SECONDS
    for step in steps:
        if step.do in BY_HAND:
            results.append(RoundResult(step.do, step.href, True, step.etag, step.reason))
            continue
        if time.monotonic() > ends:
            raise TemporaryFailure("The calendar server is slow; the rest follows in the next round.")
        results.append(_do(step, server, data.get(step.href, b"")))


def _do(step: Step, server: CalendarServer, data: bytes) -> RoundResult:
    """One change on the server. What concerns this entry alone is its result; what concerns all is raised."""
    etag = ""
    try:
        if step.do == Do.CREATE:
            etag = server.create(step.href, data)
        elif step.do == Do.REPLACE:
            etag = server.replace(step.href, data, step.etag)
        else:
            server.delete(step.href, step.etag)
    except (SignInRefused, TemporaryFailure):
        raise
    except NotThere as failure:
        if step.do == Do.CREATE:
            raise NotThere(NO_CALENDAR, code=failure.code) from failure
        return RoundResult(step.do, step.href, False, step.etag, "It was taken out meanwhile.")
    except (PermanentFailure, Changed) as failure:
        return RoundResult(step.do, step.href, False, step.etag, failure.reason)
    return RoundResult(step.do, step.href, True, etag, step.reason)


def _busy(job: CalendarRound, server: CalendarServer) -> tuple[Span, ...] | None:
    """The busy times of all calendars that are read; one that is not there any more counts as free."""
    if not job.read_from:
        return ()
    found: list[Span] = []
    for calendar in job.read_from:
        try:
            texts = server.busy_data(calendar, job.since, job.until)
        except NotThere:
            continue
        for text in texts:
            found += busy_spans(text, zone=job.zone, since=job.since, until=job.until, but_uids=job.but_uids)
    return merged(found)


def _calendar_of(href: str) -> str:
    return href.rpartition("/")[0] + "/"
