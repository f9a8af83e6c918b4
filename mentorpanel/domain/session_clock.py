"""The session clock: when to prepare, when the brief goes, when notes and thanks are due."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from mentorpanel.domain.facts import ClockPlan, SessionStatus, Verdict, WorkingHours
from mentorpanel.domain.problems import Invalid
from mentorpanel.domain.recurrence import zone_of
from mentorpanel.domain.rule_settings import RuleSettings
from mentorpanel.domain.words import clock_time, count, month_name, weekday_name

DEFAULTS = RuleSettings()
DAY_BEFORE = "day-before"
ABOUT_TO_START = timedelta(minutes=60)
_OVER = (SessionStatus.MISSED, SessionStatus.CANCELLED, SessionStatus.MOVED)


class Timed(Protocol):
    """What a clock follows from, besides the owner's profile."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def length_minutes(self) -> int: ...

    @property
    def prep_minutes(self) -> int | None: ...

    @property
    def prep_lead(self) -> str: ...


def plan(
    starts_at: datetime,
    length_minutes: int,
    zone: str,
    hours: WorkingHours,
    prep_minutes: int = 60,
    prep_hours_before: int | None = None,
    settings: RuleSettings = DEFAULTS,
) -> ClockPlan:
    """The moments of one session's clock; ``reason`` says in words when to prepare and why.

    ``zone`` is the owner's, ``starts_at`` an aware moment. Preparation is on the working day before at
    the owner's preparation hour, or ``prep_hours_before`` hours ahead where that is within a working
    day. It always ends early enough for a whole brief. Nothing here knows the present: see ``caught_up``.
    Preparing hours or a day ahead is the seed's; three hours, 24 and 48 are our judgement.
    Raises ``Invalid`` for an unknown zone, a naive start or lengths that are not positive.
    """
    owner_zone = zone_of(zone)
    starts = _utc(starts_at, "starts_at")
    if length_minutes < 1 or prep_minutes < 0:
        raise Invalid("A session lasts a minute or more, and preparation none or more.", field="length")
    latest = starts - timedelta(hours=settings.brief_latest_hours)
    block = timedelta(minutes=prep_minutes)
    wished, where = _preparation(starts, owner_zone, hours, block, prep_hours_before)
    prepare_at = min(wished, latest - block)
    if prepare_at < wished:
        where = "moved earlier, so that the brief arrives in time"
    ends = starts + timedelta(minutes=length_minutes)
    done = prepare_at + block
    return ClockPlan(
        prepare_at=prepare_at,
        prepare_minutes=prep_minutes,
        brief_due_at=done,
        brief_latest_at=latest,
        starts_at=starts,
        ends_at=ends,
        notes_due_on=ends.astimezone(owner_zone).date(),
        thanks_due_at=ends + timedelta(hours=settings.thanks_due_hours),
        thanks_overdue_at=ends + timedelta(hours=settings.thanks_overdue_hours),
        reason=f"Prepare on {in_full(prepare_at, owner_zone)}, {where}; {brief_goes(done, prepare_at, owner_zone)}.",
    )


def _preparation(
    starts: datetime, zone: ZoneInfo, hours: WorkingHours, block: timedelta, hours_before: int | None
) -> tuple[datetime, str]:
    if hours_before is not None:
        at = starts - timedelta(hours=max(hours_before, 0))
        local = at.astimezone(zone)
        if _is_working_day(local.date(), hours) and hours.starts <= local.time() < hours.ends:
            return at, f"{hours_before} hours ahead, as you prefer"
    day = working_day_before(starts.astimezone(zone).date(), hours)
    return at_local(day, hours.prepares, zone), "the working day before"


def hours_ahead(lead: str, usual: int | None) -> int | None:
    """How many hours ahead a series is prepared: as usual, on the day before (None), or so many hours."""
    if not lead:
        return usual
    return None if lead == DAY_BEFORE else int(lead)


def lead_of(said: str, most: int) -> str:
    """A lead as it is stored: empty for as usual, ``day-before``, or whole hours up to ``most``; else ``Invalid``."""
    lead = said.strip().lower().replace(" ", "-")
    if lead in ("", "usual", "as-usual"):
        return ""
    if lead == DAY_BEFORE:
        return lead
    if not (lead.isascii() and lead.isdecimal() and len(lead) < 4 and int(lead) <= most):
        raise Invalid(f"Say usual, day-before, or hours ahead from 0 to {most}.", field="prep_lead")
    return str(int(lead))


def working_day_before(day: date, hours: WorkingHours) -> date:
    """The last working day before ``day``; the day before where no weekday is a working day."""
    before = day - timedelta(days=1)
    for back in range(7):
        candidate = before - timedelta(days=back)
        if _is_working_day(candidate, hours):
            return candidate
    return before


def _is_working_day(day: date, hours: WorkingHours) -> bool:
    return day.weekday() in hours.weekdays


def at_local(day: date, at: time, zone: ZoneInfo) -> datetime:
    """That local time as a UTC moment; a time skipped by daylight saving counts on from before the gap,
    one that happens twice is its first (RFC 5545, §3.3.5)."""
    return datetime.combine(day, at.replace(tzinfo=None, fold=0), tzinfo=zone).astimezone(UTC)


def caught_up(clock: ClockPlan, now: datetime) -> ClockPlan:
    """The same clock for a session booked too late for its preparation: what is left begins now.

    Preparation that should already have begun starts now, shortened so that it ends before the session;
    a brief that is due earlier is due when that ends. Moments ahead stay as they are.
    """
    if now <= clock.prepare_at or now >= clock.starts_at:
        return clock
    until = clock.brief_latest_at if now < clock.brief_latest_at else clock.starts_at
    minutes = min(clock.prepare_minutes, int((until - now).total_seconds() // 60))
    if minutes == clock.prepare_minutes:
        reason = "The planned time to prepare has passed, so it begins now; the brief still arrives in time."
    elif until == clock.brief_latest_at:
        reason = (
            f"Booked late: {count(minutes, 'minute')} to prepare now, and the brief still arrives in time."
        )
    else:
        reason = f"Booked late: {count(minutes, 'minute')} to prepare now. Three lines will do as a brief."
    due = now + timedelta(minutes=minutes)
    return replace(clock, prepare_at=now, prepare_minutes=minutes, brief_due_at=due, reason=reason)


def lacks_brief(status: SessionStatus, *, i_mentor: bool) -> bool:
    """Whether no brief has gone to a mentor; of a session that was held it is not asked any more."""
    return status in (SessionStatus.PLANNED, SessionStatus.PREPARED) and not i_mentor


def is_short_brief(now: datetime, clock: ClockPlan) -> bool:
    """Too late for a whole brief: it becomes three lines (what changed, what I want, one question)."""
    return now > clock.brief_latest_at


def step_of(
    clock: ClockPlan, status: SessionStatus, now: datetime, has_thanked: bool = False, i_mentor: bool = False
) -> Verdict:
    """Where the clock stands: ``prepare``, ``brief``, ``meet``, ``thank`` or ``done``, with what to do.

    Where ``i_mentor``, no brief and no thanks is owed by me: prepare, meet, and write down what stays.
    """
    if status in _OVER:
        return Verdict("done", "This session did not take place; what was planned for it waits for the next.")
    if i_mentor:
        return _with_mentee(clock, status, now)
    if status == SessionStatus.HELD or now >= clock.ends_at:
        return _after(clock, status, now, has_thanked)
    if status == SessionStatus.BRIEF_SENT or now >= clock.starts_at:
        return Verdict("meet", "It is time to meet." if now >= clock.starts_at else "The brief has gone.")
    if is_short_brief(now, clock):
        return Verdict("brief", "It starts soon: three lines do, what changed, what you want, one question.")
    if status == SessionStatus.PREPARED or now >= clock.brief_due_at:
        return Verdict("brief", "The brief can go now, so that there is time to read it.")
    return Verdict("prepare", "Time to think about what this session is for comes first.")


def _with_mentee(clock: ClockPlan, status: SessionStatus, now: datetime) -> Verdict:
    if status == SessionStatus.HELD:
        return Verdict("done", "Held and written down; the thanks are theirs to give.")
    if now >= clock.ends_at:
        return Verdict("thank", "Write down what stays: what you promised, and what they want next time.")
    if now >= clock.starts_at:
        return Verdict("meet", "It is time to listen.")
    if status != SessionStatus.PLANNED or now >= clock.brief_due_at:
        return Verdict("meet", "The time is theirs: a short note asks what they want to talk about.")
    return Verdict("prepare", "What do they want to talk about? A short note asks.")


def _after(clock: ClockPlan, status: SessionStatus, now: datetime, has_thanked: bool) -> Verdict:
    if status == SessionStatus.HELD and has_thanked:
        return Verdict("done", "Held, written down and thanked for.")
    if now >= clock.thanks_overdue_at:
        return Verdict("thank", "The thanks is still welcome, late as it is.")
    if now >= clock.thanks_due_at:
        return Verdict("thank", "A day has gone by: the recap with your thanks is due.")
    return Verdict("thank", "Write down what stays, and send the recap with your thanks within a day.")


def is_about_to_start(clock: ClockPlan, status: SessionStatus, now: datetime) -> bool:
    """The page's state *about to start*: from an hour ahead (our judgement) until the end."""
    if status in _OVER or status == SessionStatus.HELD:
        return False
    return clock.starts_at - ABOUT_TO_START <= now < clock.ends_at


def has_just_ended(clock: ClockPlan, status: SessionStatus, now: datetime, has_thanked: bool = False) -> bool:
    """The page's state *just ended*: until the thanks has gone, or its time is over."""
    if status in _OVER or (status == SessionStatus.HELD and has_thanked):
        return False
    has_ended = now >= clock.ends_at or status == SessionStatus.HELD
    return has_ended and now < clock.thanks_overdue_at


def when_in_words(starts_at: datetime, ends_at: datetime, zone: str, their_zone: str = "") -> str:
    """ "Thursday 3 December, 14:00 (Berlin), 45 minutes"; with the reader's own time where it differs."""
    here = zone_of(zone)
    day = starts_at.astimezone(here).date()
    times = f"{clock_time(starts_at, here)} ({_city(zone)})"
    there = zone_of(their_zone) if their_zone else here
    theirs = starts_at.astimezone(there)
    if theirs.utcoffset() != starts_at.astimezone(here).utcoffset():
        other_day = "" if theirs.date() == day else f" on {theirs:%A}"
        times += f" / {clock_time(starts_at, there)}{other_day} ({_city(their_zone)})"
    minutes = int((ends_at - starts_at).total_seconds() // 60)
    return f"{written_day(day)}, {times}, {count(minutes, 'minute')}"


def written_day(day: date) -> str:
    """A day as a letter writes it, right whenever it is read: "Thursday 3 December"."""
    return f"{weekday_name(day)} {day.day} {month_name(day)}"


def _city(zone: str) -> str:
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def brief_goes(done: datetime, prepare_at: datetime, zone: ZoneInfo) -> str:
    """When the brief goes, for a sentence that has named the day of the preparation."""
    is_same = done.astimezone(zone).date() == prepare_at.astimezone(zone).date()
    return f"the brief goes {'at ' + clock_time(done, zone) if is_same else 'on ' + in_full(done, zone)}"


def in_full(moment: datetime, zone: ZoneInfo) -> str:
    """A moment with its day: "Friday 4 December at 15:00"."""
    local = moment.astimezone(zone)
    return f"{weekday_name(local)} {local.day} {month_name(local)} at {local.hour}:{local.minute:02}"


def _utc(moment: datetime, name: str) -> datetime:
    if moment.tzinfo is None:
        raise Invalid("A session's start needs its time zone.", field=name)
    return moment.astimezone(UTC)
