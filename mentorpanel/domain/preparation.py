"""Preparation moves off the owner's busy times, and still ends early enough for the brief."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mentorpanel.domain.facts import ClockPlan, WorkingHours
from mentorpanel.domain.recurrence import zone_of
from mentorpanel.domain.session_clock import at_local, brief_goes, in_full, working_day_before

DAYS_EARLIER: Final = 2
"""How many working days before the usual one are looked at; our judgement: facts grow old."""
STEP: Final = timedelta(minutes=5)
"""A moved block begins at a full five minutes; our judgement."""
MOVED: Final = "moved off busy time"
FULL: Final = "busy then, and no free time nearby"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of busy time, both ends aware UTC. What it is about is not known here, and never is."""

    starts_at: datetime
    ends_at: datetime


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same busy time without overlaps, in order; spans that end before they start are dropped."""
    found: list[Span] = []
    for span in sorted(one for one in spans if one.ends_at > one.starts_at):
        if found and span.starts_at <= found[-1].ends_at:
            found[-1] = Span(found[-1].starts_at, max(found[-1].ends_at, span.ends_at))
        else:
            found.append(span)
    return tuple(found)


def moved_off(clock: ClockPlan, busy: Sequence[Span], zone: str, hours: WorkingHours) -> ClockPlan:
    """The same clock with its preparation where the owner is free; as it was where it is free already.

    Looked at in turn: later that day, earlier that day, the days from then to the session, up to two
    working days before. Always within working hours (widened to the usual hour where that lies outside)
    and with its end in time for a whole brief; on each day the time nearest to the usual one. Without any
    free time it stays, and ``moved`` says so. The same busy times always give the same block.
    """
    length = timedelta(minutes=clock.prepare_minutes)
    if not clock.prepare_minutes or not _overlaps(clock.prepare_at, length, busy):
        return clock
    local_zone = zone_of(zone)
    found = _free_start(clock, busy, local_zone, hours)
    usual = in_full(clock.prepare_at, local_zone)
    if found is None:
        reason = f"{clock.reason} Your calendar is busy then, and nothing nearby is free."
        return replace(clock, moved=FULL, reason=reason)
    done = found + length
    reason = (
        f"Prepare on {in_full(found, local_zone)}, since your calendar is busy on {usual}; "
        f"{brief_goes(done, found, local_zone)}."
    )
    return replace(clock, prepare_at=found, brief_due_at=done, reason=reason, moved=MOVED)


def _free_start(
    clock: ClockPlan, busy: Sequence[Span], zone: ZoneInfo, hours: WorkingHours
) -> datetime | None:
    """The first free start in the order of preference, or None."""
    length = timedelta(minutes=clock.prepare_minutes)
    usual = clock.prepare_at.astimezone(zone)
    for day, is_earlier in _days(clock, zone, hours):
        first = min(hours.starts, usual.time())
        opens, wished = at_local(day, first, zone), at_local(day, usual.time(), zone)
        closes = max(at_local(day, hours.ends, zone), wished + length)
        closes = min(closes, clock.brief_latest_at)
        starts = [one for one in _candidates(opens, closes, wished, length, busy) if _fits(one, length, busy)]
        if day == usual.date():
            starts = [one for one in starts if (one < wished) is is_earlier]
        if starts:
            return min(starts, key=lambda one: (abs(one - wished), one < wished))
    return None


def _days(clock: ClockPlan, zone: ZoneInfo, hours: WorkingHours) -> Iterator[tuple[date, bool]]:
    """The days to look at, in order; the usual day comes twice: what is later on it, then what is earlier."""
    usual = clock.prepare_at.astimezone(zone).date()
    yield usual, False
    yield usual, True
    last = clock.brief_latest_at.astimezone(zone).date()
    day = usual + timedelta(days=1)
    while day <= last:
        if day.weekday() in hours.weekdays:
            yield day, False
        day += timedelta(days=1)
    day = usual
    for _ in range(DAYS_EARLIER):
        day = working_day_before(day, hours)
        yield day, False


def _candidates(
    opens: datetime, closes: datetime, wished: datetime, length: timedelta, busy: Sequence[Span]
) -> list[datetime]:
    """Where a block can begin between two moments: at the usual time, or right beside something."""
    near = [one for one in busy if one.starts_at < closes and one.ends_at > opens]
    beside = [_rounded_up(one.ends_at) for one in near]
    beside += [_rounded_down(one.starts_at - length) for one in near]
    found = {opens, wished, _rounded_down(closes - length), *beside}
    return sorted(one for one in found if opens <= one and one + length <= closes)


def _fits(start: datetime, length: timedelta, busy: Sequence[Span]) -> bool:
    return not _overlaps(start, length, busy)


def _overlaps(start: datetime, length: timedelta, busy: Sequence[Span]) -> bool:
    return any(one.starts_at < start + length and one.ends_at > start for one in busy)


def _rounded_down(moment: datetime) -> datetime:
    begin = datetime(2000, 1, 1, tzinfo=UTC)
    return moment - (moment - begin) % STEP


def _rounded_up(moment: datetime) -> datetime:
    down = _rounded_down(moment)
    return down if down == moment else down + STEP
